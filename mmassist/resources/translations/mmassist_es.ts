<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es_ES">
<context>
    <name>AboutWindow</name>
    <message>
        <source>About mmassist</source>
        <translation>Acerca de mmassist</translation>
    </message>
    <message>
        <source>mmassist {version}: eyes for blind and low-vision people on any desktop. Free software under the GPL, version 3 or later.</source>
        <translation>mmassist {version}: ojos para personas ciegas o con baja visión en cualquier escritorio. Software libre bajo la GPL, versión 3 o posterior.</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Check a&amp;gain</source>
        <translation>&amp;Comprobar de nuevo</translation>
    </message>
    <message>
        <source>About</source>
        <translation>Acerca de</translation>
    </message>
    <message>
        <source>&amp;What is there and what is missing</source>
        <translation>&amp;Qué hay y qué falta</translation>
    </message>
    <message>
        <source>&amp;Licences</source>
        <translation>&amp;Licencias</translation>
    </message>
    <message>
        <source>&amp;Save a file for a helper…</source>
        <translation>&amp;Guardar un archivo para quien ayuda…</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Comprobando…</translation>
    </message>
    <message>
        <source>Save a file for a helper</source>
        <translation>Guardar un archivo para quien ayuda</translation>
    </message>
    <message>
        <source>JSON (*.json)</source>
        <translation>JSON (*.json)</translation>
    </message>
    <message numerus="yes">
        <source>%n part(s) looked at.</source>
        <translation>
            <numerusform>%n parte comprobada.</numerusform>
            <numerusform>%n partes comprobadas.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AddDialog</name>
    <message>
        <source>Add to the settings</source>
        <translation>Añadir a los ajustes</translation>
    </message>
    <message>
        <source>A backend that answers</source>
        <translation>Un servicio que responde</translation>
    </message>
    <message>
        <source>A profile for a program</source>
        <translation>Un perfil para un programa</translation>
    </message>
    <message>
        <source>Other keys in a program</source>
        <translation>Otras teclas en un programa</translation>
    </message>
    <message>
        <source>A name of your own for a backend; the program&apos;s name for the others</source>
        <translation>Un nombre a su gusto para un servicio; para lo demás, el del programa</translation>
    </message>
    <message>
        <source>&amp;What</source>
        <translation>&amp;Qué</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Nombre</translation>
    </message>
</context>
<context>
    <name>AskPanel</name>
    <message>
        <source>About what was described last</source>
        <translation>Sobre lo último que se describió</translation>
    </message>
    <message>
        <source>As&amp;k</source>
        <translation>Pre&amp;guntar</translation>
    </message>
    <message>
        <source>&amp;Preview what would be sent</source>
        <translation>Ver &amp;antes lo que se enviaría</translation>
    </message>
    <message>
        <source>&amp;Reveal for one turn</source>
        <translation>&amp;Mostrar una vez</translation>
    </message>
    <message>
        <source>Q&amp;uestion</source>
        <translation>&amp;Pregunta</translation>
    </message>
    <message>
        <source>Ask &amp;whom</source>
        <translation>A &amp;quién preguntar</translation>
    </message>
    <message>
        <source>&amp;Hidden from the model</source>
        <translation>&amp;Oculto al modelo</translation>
    </message>
</context>
<context>
    <name>Caption</name>
    <message>
        <source>mmassist caption</source>
        <translation>Subtítulo de mmassist</translation>
    </message>
</context>
<context>
    <name>Conversation</name>
    <message>
        <source>Nothing was said yet.</source>
        <translation>Aún no se ha dicho nada.</translation>
    </message>
    <message>
        <source>You: {question}</source>
        <translation>Usted: {question}</translation>
    </message>
</context>
<context>
    <name>FocusSpeech</name>
    <message>
        <source>chosen</source>
        <translation>elegido</translation>
    </message>
    <message>
        <source>on</source>
        <translation>activado</translation>
    </message>
    <message>
        <source>not chosen</source>
        <translation>no elegido</translation>
    </message>
    <message>
        <source>off</source>
        <translation>desactivado</translation>
    </message>
    <message>
        <source>button</source>
        <translation>botón</translation>
    </message>
    <message>
        <source>up and down arrow change it</source>
        <translation>se cambia con flecha arriba y abajo</translation>
    </message>
    <message>
        <source>up and down arrow choose</source>
        <translation>se elige con flecha arriba y abajo</translation>
    </message>
    <message>
        <source>text field</source>
        <translation>campo de texto</translation>
    </message>
</context>
<context>
    <name>Help</name>
    <message>
        <source>Invite by a &amp;link</source>
        <translation>Invitar con un en&amp;lace</translation>
    </message>
    <message>
        <source>Invite by a &amp;code for the phone</source>
        <translation>Invitar con un &amp;código por teléfono</translation>
    </message>
    <message>
        <source>&amp;Yes: let them in, or allow it</source>
        <translation>&amp;Sí: dejar entrar o permitirlo</translation>
    </message>
    <message>
        <source>&amp;No: turn them away, or take it back</source>
        <translation>&amp;No: rechazar o retirarlo</translation>
    </message>
    <message>
        <source>Share the whole &amp;monitor</source>
        <translation>Compartir todo el &amp;monitor</translation>
    </message>
    <message>
        <source>Share one &amp;window</source>
        <translation>Compartir una sola &amp;ventana</translation>
    </message>
    <message>
        <source>Let them use &amp;keyboard and mouse</source>
        <translation>Dejarle usar el &amp;teclado y el ratón</translation>
    </message>
    <message>
        <source>&amp;Go where they point</source>
        <translation>&amp;Ir adonde señala</translation>
    </message>
    <message>
        <source>&amp;End it: share nothing</source>
        <translation>T&amp;erminar: no compartir nada</translation>
    </message>
</context>
<context>
    <name>HelpWindow</name>
    <message>
        <source>Help by a person</source>
        <translation>Ayuda de una persona</translation>
    </message>
    <message>
        <source>What you &amp;heard</source>
        <translation>Lo &amp;oído</translation>
    </message>
    <message>
        <source>&amp;Send</source>
        <translation>Envia&amp;r</translation>
    </message>
    <message>
        <source>Write &amp;to them</source>
        <translation>Escri&amp;birle</translation>
    </message>
</context>
<context>
    <name>HistoryWindow</name>
    <message>
        <source>History</source>
        <translation>Historial</translation>
    </message>
    <message>
        <source>Words that were said, all of them</source>
        <translation>Palabras que se dijeron, todas ellas</translation>
    </message>
    <message>
        <source>All programs</source>
        <translation>Todos los programas</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>&amp;Search</source>
        <translation>&amp;Buscar</translation>
    </message>
    <message>
        <source>&amp;Program</source>
        <translation>&amp;Programa</translation>
    </message>
    <message>
        <source>E&amp;ntries, newest first</source>
        <translation>&amp;Entradas, las más recientes primero</translation>
    </message>
    <message>
        <source>&amp;Text of the entry</source>
        <translation>&amp;Texto de la entrada</translation>
    </message>
    <message>
        <source>&amp;Older</source>
        <translation>&amp;Más antiguas</translation>
    </message>
    <message>
        <source>Adds older entries to the list.</source>
        <translation>Añade entradas más antiguas a la lista.</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>E&amp;liminar</translation>
    </message>
    <message>
        <source>The entries that are chosen in the list.</source>
        <translation>Las entradas elegidas en la lista.</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>E&amp;xportar…</translation>
    </message>
    <message>
        <source>All entries that the search finds.</source>
        <translation>Todas las entradas que encuentra la búsqueda.</translation>
    </message>
    <message>
        <source>&amp;Wipe all…</source>
        <translation>Borrar to&amp;do…</translation>
    </message>
    <message>
        <source>{shown} of {total} entries</source>
        <translation>{shown} de {total} entradas</translation>
    </message>
    <message>
        <source>Export the history</source>
        <translation>Exportar el historial</translation>
    </message>
    <message>
        <source>Wipe the history</source>
        <translation>Borrar el historial</translation>
    </message>
    <message>
        <source>Delete all that was kept, without a trace?</source>
        <translation>¿Borrar todo lo guardado, sin dejar rastro?</translation>
    </message>
</context>
<context>
    <name>ItemList</name>
    <message>
        <source>Enter says the item; the menu key tells what else can be done with it.</source>
        <translation>Intro dice el elemento; la tecla de menú dice qué más se puede hacer con él.</translation>
    </message>
    <message>
        <source>&amp;Say it</source>
        <translation>&amp;Decirlo</translation>
    </message>
    <message>
        <source>Move the &amp;focus to it</source>
        <translation>Llevar el &amp;foco a él</translation>
    </message>
    <message>
        <source>Move the &amp;pointer to it</source>
        <translation>Llevar el &amp;puntero a él</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Copiar</translation>
    </message>
    <message>
        <source>Spell &amp;it</source>
        <translation>D&amp;eletrearlo</translation>
    </message>
    <message>
        <source>Spell it with &amp;words</source>
        <translation>Deletrearlo con pa&amp;labras</translation>
    </message>
</context>
<context>
    <name>KeysWindow</name>
    <message>
        <source>Keys</source>
        <translation>Teclas</translation>
    </message>
    <message>
        <source>What you change is changed in it alone. Choose one, or type its name and press Enter.</source>
        <translation>Lo que cambie vale solo en él. Elija uno, o escriba su nombre y pulse Intro.</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>Programa</translation>
    </message>
    <message>
        <source>A word of what it does, or a key</source>
        <translation>Una palabra de lo que hace, o una tecla</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>Qué hace</translation>
    </message>
    <message>
        <source>Letter after the leader</source>
        <translation>Letra tras la tecla guía</translation>
    </message>
    <message>
        <source>Key of its own</source>
        <translation>Tecla propia</translation>
    </message>
    <message>
        <source>Press a key: you hear what it would do</source>
        <translation>Pulse una tecla: oirá lo que haría</translation>
    </message>
    <message>
        <source>It is only tried. Tab, then Give, gives it to the command chosen in the table.</source>
        <translation>Solo se prueba. Tabulador y luego Dar la asigna a la orden elegida en la tabla.</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>In &amp;program</source>
        <translation>En el &amp;programa</translation>
    </message>
    <message>
        <source>&amp;Search</source>
        <translation>&amp;Buscar</translation>
    </message>
    <message>
        <source>&amp;Keys</source>
        <translation>&amp;Teclas</translation>
    </message>
    <message>
        <source>&amp;New key, tried</source>
        <translation>Tecla &amp;nueva, probada</translation>
    </message>
    <message>
        <source>&amp;Give it to the command</source>
        <translation>&amp;Dar a la orden</translation>
    </message>
    <message>
        <source>N&amp;o key for it</source>
        <translation>Sin te&amp;cla</translation>
    </message>
    <message>
        <source>&amp;Usual keys for it</source>
        <translation>Tec&amp;las habituales</translation>
    </message>
    <message>
        <source>Reset &amp;all…</source>
        <translation>Restablecer t&amp;odos…</translation>
    </message>
    <message>
        <source>all programs</source>
        <translation>todos los programas</translation>
    </message>
    <message>
        <source>Keys in {program}.</source>
        <translation>Teclas en {program}.</translation>
    </message>
    <message>
        <source>Keys in all programs.</source>
        <translation>Teclas en todos los programas.</translation>
    </message>
    <message numerus="yes">
        <source>%n command(s)</source>
        <translation>
            <numerusform>%n orden</numerusform>
            <numerusform>%n órdenes</numerusform>
        </translation>
    </message>
    <message>
        <source>none</source>
        <translation>ninguna</translation>
    </message>
    <message>
        <source>{does}, in {program}</source>
        <translation>{does}, en {program}</translation>
    </message>
    <message>
        <source>Reset all keys</source>
        <translation>Restablecer todas las teclas</translation>
    </message>
    <message>
        <source>Give every command its usual keys again in {program}?</source>
        <translation>¿Devolver a cada orden sus teclas habituales en {program}?</translation>
    </message>
    <message>
        <source>Give every command its usual keys again?</source>
        <translation>¿Devolver a cada orden sus teclas habituales?</translation>
    </message>
</context>
<context>
    <name>LetterWindow</name>
    <message>
        <source>Letter</source>
        <translation>Letra</translation>
    </message>
    <message>
        <source>Press a letter. Escape leaves.</source>
        <translation>Pulse una letra. Escape sale.</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Status</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Nothing has been described yet.</source>
        <translation>Aún no se ha descrito nada.</translation>
    </message>
    <message>
        <source>Last &amp;answer</source>
        <translation>Última &amp;respuesta</translation>
    </message>
    <message>
        <source>What &amp;you heard so far</source>
        <translation>Lo oído &amp;hasta ahora</translation>
    </message>
    <message>
        <source>&amp;Items</source>
        <translation>&amp;Elementos</translation>
    </message>
    <message>
        <source>Leave safe m&amp;ode</source>
        <translation>Sal&amp;ir del modo seguro</translation>
    </message>
    <message>
        <source>&amp;Describe whole screen</source>
        <translation>&amp;Describir toda la pantalla</translation>
    </message>
    <message>
        <source>Read &amp;the window</source>
        <translation>&amp;Leer la ventana</translation>
    </message>
    <message>
        <source>What was described last.</source>
        <translation>Lo último que se describió.</translation>
    </message>
    <message>
        <source>R&amp;ead on</source>
        <translation>&amp;Seguir leyendo</translation>
    </message>
    <message>
        <source>From where reading stopped.</source>
        <translation>Desde donde paró la lectura.</translation>
    </message>
    <message>
        <source>&amp;Look through camera</source>
        <translation>Mirar por la &amp;cámara</translation>
    </message>
    <message>
        <source>Speak to &amp;mmassist</source>
        <translation>Ha&amp;blar con mmassist</translation>
    </message>
    <message>
        <source>Hands-free o&amp;n or off</source>
        <translation>Ma&amp;nos libres sí o no</translation>
    </message>
    <message>
        <source>&amp;Stop speaking</source>
        <translation>De&amp;jar de hablar</translation>
    </message>
    <message>
        <source>&amp;Forget answers</source>
        <translation>Olvidar respues&amp;tas</translation>
    </message>
    <message>
        <source>&amp;Costs and times</source>
        <translation>Costes &amp;y tiempos</translation>
    </message>
    <message>
        <source>Help &amp;by a person</source>
        <translation>Ayuda de una persona (&amp;K)</translation>
    </message>
    <message>
        <source>Settin&amp;gs</source>
        <translation>Aj&amp;ustes</translation>
    </message>
    <message>
        <source>&amp;Quit mmassist</source>
        <translation>&amp;Finalizar mmassist</translation>
    </message>
    <message>
        <source>Listening.</source>
        <translation>Escucho.</translation>
    </message>
    <message>
        <source>The microphone is closed.</source>
        <translation>El micrófono está cerrado.</translation>
    </message>
    <message>
        <source>Switched off: {parts}.</source>
        <translation>Desactivado: {parts}.</translation>
    </message>
    <message>
        <source>Detail by the {backend} backend.</source>
        <translation>Detalles de {backend}.</translation>
    </message>
    <message>
        <source>Read by mmassist itself.</source>
        <translation>Leído por el propio mmassist.</translation>
    </message>
    <message>
        <source>First words after {seconds} seconds.</source>
        <translation>Primeras palabras tras {seconds} segundos.</translation>
    </message>
</context>
<context>
    <name>PreviewWindow</name>
    <message>
        <source>What would be sent</source>
        <translation>Lo que se enviaría</translation>
    </message>
    <message>
        <source>&amp;Text</source>
        <translation>&amp;Texto</translation>
    </message>
    <message>
        <source>&amp;Pictures</source>
        <translation>&amp;Imágenes</translation>
    </message>
    <message numerus="yes">
        <source>{width} by {height} pixels, %n kilobyte(s)</source>
        <translation>
            <numerusform>{width} por {height} píxeles, %n kilobyte</numerusform>
            <numerusform>{width} por {height} píxeles, %n kilobytes</numerusform>
        </translation>
    </message>
    <message>
        <source>Picture {number} of {all}, {size}</source>
        <translation>Imagen {number} de {all}, {size}</translation>
    </message>
</context>
<context>
    <name>SettingEditor</name>
    <message>
        <source>empty</source>
        <translation>vacío</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>Address of a proxy; empty: that of the environment.</source>
        <translation>Dirección de un proxy; vacío: el del entorno.</translation>
    </message>
    <message>
        <source>Address of another hub; empty: the catalogue&apos;s.</source>
        <translation>Dirección de otro repositorio; vacío: el del catálogo.</translation>
    </message>
    <message>
        <source>Address of the broker that brings you and a helper together; empty: nobody can be invited.</source>
        <translation>Dirección del intermediario que le reúne con un ayudante; vacío: no se puede invitar a nadie.</translation>
    </message>
    <message>
        <source>Address of the server; empty: the vendor&apos;s own.</source>
        <translation>Dirección del servidor; vacío: la del proveedor.</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>Respuestas</translation>
    </message>
    <message>
        <source>Ask or command by voice: hold it while you speak, or tap it and speak.</source>
        <translation>Preguntar u ordenar con la voz: manténgala mientras habla, o púlsela y hable.</translation>
    </message>
    <message>
        <source>Backend that is asked too where you need it right; empty: one of another family.</source>
        <translation>Backend al que también se pregunta cuando ha de ser cierto; vacío: uno de otra familia.</translation>
    </message>
    <message>
        <source>Backends</source>
        <translation>Servicios</translation>
    </message>
    <message>
        <source>Backends that may answer, the first choice first.</source>
        <translation>Servicios que pueden responder, el preferido primero.</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Cámara</translation>
    </message>
    <message>
        <source>Colours: the desktop&apos;s, or light, dark, contrast.</source>
        <translation>Colores: los del escritorio (system), o claro (light), oscuro (dark), contraste (contrast).</translation>
    </message>
    <message>
        <source>Countries whose phone numbers are known without their code.</source>
        <translation>Países cuyos números de teléfono se reconocen sin prefijo.</translation>
    </message>
    <message>
        <source>Days after which an entry is deleted.</source>
        <translation>Días tras los que se borra una entrada.</translation>
    </message>
    <message>
        <source>Describe</source>
        <translation>Describir</translation>
    </message>
    <message>
        <source>Describe the window in front.</source>
        <translation>Describir la ventana de delante.</translation>
    </message>
    <message>
        <source>Edge of the screen that the caption is at: top or bottom.</source>
        <translation>Borde de la pantalla donde está el subtítulo: arriba (top) o abajo (bottom).</translation>
    </message>
    <message>
        <source>Go on reading from where it was stopped; no key of its own unless you set one.</source>
        <translation>Seguir leyendo desde donde paró; sin tecla propia si no pone una.</translation>
    </message>
    <message>
        <source>Hide faces in pictures.</source>
        <translation>Ocultar caras en las imágenes.</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Historial</translation>
    </message>
    <message>
        <source>How capitals are told: none, spell (a word before each), sound (a higher pitch or a short sound).</source>
        <translation>Cómo se anuncian las mayúsculas: none (nada), spell (con una palabra delante), sound (con un tono más alto o un sonido breve).</translation>
    </message>
    <message>
        <source>How much higher the app&apos;s own messages are than all else; 0: as high.</source>
        <translation>Cuánto más agudos son los mensajes propios del programa que lo demás; 0: igual.</translation>
    </message>
    <message>
        <source>How much is said of it; empty: as everywhere.</source>
        <translation>Cuánto se dice de él; vacío: como en todas partes.</translation>
    </message>
    <message>
        <source>How much is said: brief, normal or full.</source>
        <translation>Cuánto se dice: breve (brief), normal o todo (full).</translation>
    </message>
    <message>
        <source>How often a failed request is sent again.</source>
        <translation>Cuántas veces se repite una petición fallida.</translation>
    </message>
    <message>
        <source>Its number, a video file, numbered pictures, or an http address.</source>
        <translation>Su número, un archivo de vídeo, imágenes numeradas o una dirección http.</translation>
    </message>
    <message>
        <source>Keep the microphone open, so that the half second before the key press is heard too.</source>
        <translation>Mantener abierto el micrófono, para oír también el medio segundo antes de pulsar la tecla.</translation>
    </message>
    <message>
        <source>Keep what was told, so that it can be looked up. Excluded windows and passwords never are.</source>
        <translation>Guardar lo dicho, para poder consultarlo. Las ventanas excluidas y las contraseñas, nunca.</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Teclas</translation>
    </message>
    <message>
        <source>Keys of their own for other commands, by the names that mmassist keys lists.</source>
        <translation>Teclas propias para otras órdenes, con los nombres que lista mmassist keys.</translation>
    </message>
    <message>
        <source>Language of the voice in it; empty: as everywhere.</source>
        <translation>Idioma de la voz en él; vacío: como en todas partes.</translation>
    </message>
    <message>
        <source>Language of the voice, as the voice names it.</source>
        <translation>Idioma de la voz, como ella lo llama.</translation>
    </message>
    <message>
        <source>Language of the windows; empty: the desktop&apos;s.</source>
        <translation>Idioma de las ventanas; vacío: el del escritorio.</translation>
    </message>
    <message>
        <source>Language that you speak, as a code such as en; empty: found out.</source>
        <translation>Idioma que usted habla, como código, por ejemplo es; vacío: se averigua.</translation>
    </message>
    <message>
        <source>Letters after the leader that are not the usual ones, by command.</source>
        <translation>Letras tras la tecla guía que no son las habituales, por orden.</translation>
    </message>
    <message>
        <source>Listen</source>
        <translation>Escuchar</translation>
    </message>
    <message>
        <source>Listen for a follow-up for some seconds after what you asked by voice is answered.</source>
        <translation>Escuchar unos segundos por si sigue preguntando, tras responder a lo que preguntó con la voz.</translation>
    </message>
    <message>
        <source>Milliseconds of silence before the first sound after a pause, for headphones that swallow it.</source>
        <translation>Milisegundos de silencio antes del primer sonido tras una pausa, para auriculares que se lo tragan.</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelos</translation>
    </message>
    <message>
        <source>Most US dollars a day; inf for no limit.</source>
        <translation>Máximo de dólares al día; inf: sin límite.</translation>
    </message>
    <message>
        <source>Most US dollars a month; inf for no limit.</source>
        <translation>Máximo de dólares al mes; inf: sin límite.</translation>
    </message>
    <message>
        <source>Most objects read of one accessibility tree.</source>
        <translation>Máximo de objetos que se leen de un árbol de accesibilidad.</translation>
    </message>
    <message>
        <source>Name of the font; empty: the desktop&apos;s.</source>
        <translation>Nombre de la letra; vacío: la del escritorio.</translation>
    </message>
    <message>
        <source>Name of the microphone, or a part of it; empty: the system&apos;s choice.</source>
        <translation>Nombre del micrófono, o una parte; vacío: el que elija el sistema.</translation>
    </message>
    <message>
        <source>Name of the model; empty: the catalogue&apos;s default, or the best that was pulled.</source>
        <translation>Nombre del modelo; vacío: el habitual del catálogo, o el mejor descargado.</translation>
    </message>
    <message>
        <source>Name of the preset for it; empty: as everywhere.</source>
        <translation>Nombre de la plantilla para él; vacío: como en todas partes.</translation>
    </message>
    <message>
        <source>Name of the preset; empty: by the program and by what is on the screen.</source>
        <translation>Nombre de la plantilla; vacío: según el programa y lo que hay en pantalla.</translation>
    </message>
    <message>
        <source>Name of the speech model; empty: the best that is there.</source>
        <translation>Nombre del modelo de voz; vacío: el mejor que haya.</translation>
    </message>
    <message>
        <source>Name of the voice; auto: the screen reader while one runs, else espeak.</source>
        <translation>Nombre de la voz; auto: el lector de pantalla mientras haya uno, si no espeak.</translation>
    </message>
    <message>
        <source>Percent by which other programs&apos; sound is made quieter while mmassist speaks; 0: not at all.</source>
        <translation>Porcentaje en que se baja el sonido de otros programas mientras mmassist habla; 0: nada.</translation>
    </message>
    <message>
        <source>Pitch, 50 is the voice&apos;s own.</source>
        <translation>Tono, 50 es el propio de la voz.</translation>
    </message>
    <message>
        <source>Press it, then a letter.</source>
        <translation>Púlsela, luego una letra.</translation>
    </message>
    <message>
        <source>Privacy</source>
        <translation>Privacidad</translation>
    </message>
    <message>
        <source>Profiles</source>
        <translation>Perfiles</translation>
    </message>
    <message>
        <source>Programs and window titles that are never sent.</source>
        <translation>Programas y títulos de ventanas que nunca se envían.</translation>
    </message>
    <message>
        <source>Read text in another language with a voice of that language.</source>
        <translation>Leer el texto en otro idioma con una voz de ese idioma.</translation>
    </message>
    <message>
        <source>Read the text of the window in front; no key of its own unless you set one.</source>
        <translation>Leer el texto de la ventana de delante; sin tecla propia si no pone una.</translation>
    </message>
    <message>
        <source>Seconds that a letter is waited for after the leader.</source>
        <translation>Segundos que se espera una letra tras la tecla guía.</translation>
    </message>
    <message>
        <source>Seconds that the next letter is waited for after a step.</source>
        <translation>Segundos que se espera la letra siguiente tras un paso.</translation>
    </message>
    <message>
        <source>Seconds until the connection stands.</source>
        <translation>Segundos hasta que haya conexión.</translation>
    </message>
    <message>
        <source>Seconds until the end of the answer.</source>
        <translation>Segundos hasta el final de la respuesta.</translation>
    </message>
    <message>
        <source>Seconds until the first piece of the answer.</source>
        <translation>Segundos hasta el primer trozo de la respuesta.</translation>
    </message>
    <message>
        <source>Show what is being said in large letters at the edge of the screen.</source>
        <translation>Mostrar lo que se está diciendo en letras grandes al borde de la pantalla.</translation>
    </message>
    <message>
        <source>Signs that are named: none, some (as in addresses and sums), most, or all.</source>
        <translation>Signos que se nombran: none (ninguno), some (los de direcciones y cuentas), most (la mayoría) o all (todos).</translation>
    </message>
    <message>
        <source>Size in megabytes from which the oldest entries are deleted.</source>
        <translation>Tamaño en megabytes a partir del cual se borran las entradas más antiguas.</translation>
    </message>
    <message>
        <source>Size of text in the windows, in percent of the desktop&apos;s.</source>
        <translation>Tamaño del texto en las ventanas, en porcentaje del del escritorio.</translation>
    </message>
    <message>
        <source>Size of the caption&apos;s letters, in points.</source>
        <translation>Tamaño de las letras del subtítulo, en puntos.</translation>
    </message>
    <message>
        <source>Sound device, by its name or a part of it; empty: the system&apos;s choice.</source>
        <translation>Dispositivo de sonido, por su nombre o una parte de él; vacío: el que elige el sistema.</translation>
    </message>
    <message>
        <source>Speak over mmassist to interrupt it: the microphone is then open whenever mmassist speaks, and only then.</source>
        <translation>Hablar encima de mmassist para interrumpirlo: el micrófono está entonces abierto siempre que mmassist habla, y solo entonces.</translation>
    </message>
    <message>
        <source>Speech</source>
        <translation>Voz</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Inicio</translation>
    </message>
    <message>
        <source>Start mmassist whenever you log in.</source>
        <translation>Iniciar mmassist siempre que abra la sesión.</translation>
    </message>
    <message>
        <source>Stop speaking.</source>
        <translation>Dejar de hablar.</translation>
    </message>
    <message>
        <source>Support</source>
        <translation>Ayuda de una persona</translation>
    </message>
    <message>
        <source>The same for single programs, by their names.</source>
        <translation>Lo mismo para programas concretos, por su nombre.</translation>
    </message>
    <message>
        <source>The server is your own: what goes there is not masked.</source>
        <translation>El servidor es suyo: lo que va allí no se oculta.</translation>
    </message>
    <message>
        <source>The vendor may keep the request, so that a follow-up need not send the picture again.</source>
        <translation>El proveedor puede guardar la petición, para que al seguir preguntando no haga falta enviar otra vez la imagen.</translation>
    </message>
    <message>
        <source>Voice of the app&apos;s own messages, as the voice names it; empty: as all else.</source>
        <translation>Voz de los mensajes propios del programa, como la llama el sintetizador; vacío: como lo demás.</translation>
    </message>
    <message>
        <source>Volume of speech, in percent.</source>
        <translation>Volumen de la voz, en porcentaje.</translation>
    </message>
    <message>
        <source>Volume of the app&apos;s own messages, in percent; 0: as all else.</source>
        <translation>Volumen de los mensajes propios del programa, en porcentaje; 0: como lo demás.</translation>
    </message>
    <message>
        <source>Volume of the short sounds, in percent; 0 switches them off.</source>
        <translation>Volumen de los sonidos breves, en porcentaje; 0 los apaga.</translation>
    </message>
    <message>
        <source>What decides: your order, quality, speed or spend.</source>
        <translation>Qué decide: su orden (order), calidad (quality), rapidez (speed) o gasto (spend).</translation>
    </message>
    <message>
        <source>What it speaks: openai, chat, gemini, claude or ollama; local: a model on this computer.</source>
        <translation>Qué habla: openai, chat, gemini, claude u ollama; local: un modelo en este ordenador.</translation>
    </message>
    <message>
        <source>What of it may leave this computer; empty: as everywhere.</source>
        <translation>Qué de él puede salir de este ordenador; vacío: como en todas partes.</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Ventana</translation>
    </message>
    <message>
        <source>Words a minute in it, 80 to 900; 0: as everywhere.</source>
        <translation>Palabras por minuto en él, de 80 a 900; 0: como en todas partes.</translation>
    </message>
    <message>
        <source>Words a minute of the app&apos;s own messages, 80 to 900; 0: as all else.</source>
        <translation>Palabras por minuto de los mensajes propios del programa, de 80 a 900; 0: como lo demás.</translation>
    </message>
    <message>
        <source>Words a minute.</source>
        <translation>Palabras por minuto.</translation>
    </message>
    <message>
        <source>all</source>
        <translation>todos</translation>
    </message>
    <message>
        <source>allow</source>
        <translation>permitir</translation>
    </message>
    <message>
        <source>ask</source>
        <translation>preguntar</translation>
    </message>
    <message>
        <source>at login</source>
        <translation>al iniciar sesión</translation>
    </message>
    <message>
        <source>barge in</source>
        <translation>interrumpir</translation>
    </message>
    <message>
        <source>base url</source>
        <translation>dirección</translation>
    </message>
    <message>
        <source>broker</source>
        <translation>intermediario</translation>
    </message>
    <message>
        <source>capitals</source>
        <translation>mayúsculas</translation>
    </message>
    <message>
        <source>bottom</source>
        <translation>abajo</translation>
    </message>
    <message>
        <source>A helper who hears you hears what mmassist says as well, as far as your microphone does.</source>
        <translation>Un ayudante que le oye oye también lo que dice mmassist, hasta donde lo oye su micrófono.</translation>
    </message>
    <message>
        <source>brief</source>
        <translation>breve</translation>
    </message>
    <message>
        <source>caption</source>
        <translation>subtítulo</translation>
    </message>
    <message>
        <source>caption edge</source>
        <translation>borde del subtítulo</translation>
    </message>
    <message>
        <source>caption size</source>
        <translation>tamaño del subtítulo</translation>
    </message>
    <message>
        <source>chords</source>
        <translation>combinaciones</translation>
    </message>
    <message>
        <source>connect</source>
        <translation>conectar</translation>
    </message>
    <message>
        <source>contrast</source>
        <translation>contraste</translation>
    </message>
    <message>
        <source>dark</source>
        <translation>oscuro</translation>
    </message>
    <message>
        <source>day limit</source>
        <translation>límite diario</translation>
    </message>
    <message>
        <source>days</source>
        <translation>días</translation>
    </message>
    <message>
        <source>describe</source>
        <translation>describir</translation>
    </message>
    <message>
        <source>device</source>
        <translation>dispositivo</translation>
    </message>
    <message>
        <source>ducking</source>
        <translation>atenuar lo demás</translation>
    </message>
    <message>
        <source>earcons</source>
        <translation>sonidos breves</translation>
    </message>
    <message>
        <source>enabled</source>
        <translation>activado</translation>
    </message>
    <message>
        <source>excluded</source>
        <translation>excluido</translation>
    </message>
    <message>
        <source>faces</source>
        <translation>caras</translation>
    </message>
    <message>
        <source>first token</source>
        <translation>primer trozo</translation>
    </message>
    <message>
        <source>follow language</source>
        <translation>idioma del texto</translation>
    </message>
    <message>
        <source>font</source>
        <translation>letra</translation>
    </message>
    <message>
        <source>full</source>
        <translation>completo</translation>
    </message>
    <message>
        <source>hands free</source>
        <translation>manos libres</translation>
    </message>
    <message>
        <source>hub</source>
        <translation>repositorio</translation>
    </message>
    <message>
        <source>keep</source>
        <translation>guardar</translation>
    </message>
    <message>
        <source>kind</source>
        <translation>tipo</translation>
    </message>
    <message>
        <source>language</source>
        <translation>idioma</translation>
    </message>
    <message>
        <source>leader</source>
        <translation>tecla guía</translation>
    </message>
    <message>
        <source>letter seconds</source>
        <translation>segundos por letra</translation>
    </message>
    <message>
        <source>letters</source>
        <translation>letras</translation>
    </message>
    <message>
        <source>light</source>
        <translation>claro</translation>
    </message>
    <message>
        <source>local</source>
        <translation>local</translation>
    </message>
    <message>
        <source>local: nothing leaves; ask: each time; allow: without asking.</source>
        <translation>local: nada sale; ask: cada vez; allow: sin preguntar.</translation>
    </message>
    <message>
        <source>megabytes</source>
        <translation>megabytes</translation>
    </message>
    <message>
        <source>microphone</source>
        <translation>micrófono</translation>
    </message>
    <message>
        <source>model</source>
        <translation>modelo</translation>
    </message>
    <message>
        <source>month limit</source>
        <translation>límite mensual</translation>
    </message>
    <message>
        <source>most</source>
        <translation>la mayoría</translation>
    </message>
    <message>
        <source>none</source>
        <translation>ninguna</translation>
    </message>
    <message>
        <source>normal</source>
        <translation>normal</translation>
    </message>
    <message>
        <source>off</source>
        <translation>desactivado</translation>
    </message>
    <message>
        <source>on</source>
        <translation>activado</translation>
    </message>
    <message>
        <source>order</source>
        <translation>orden</translation>
    </message>
    <message>
        <source>outline nodes</source>
        <translation>objetos de una ventana</translation>
    </message>
    <message>
        <source>own</source>
        <translation>servidor propio</translation>
    </message>
    <message>
        <source>own speech</source>
        <translation>Voz de mmassist</translation>
    </message>
    <message>
        <source>pitch</source>
        <translation>tono</translation>
    </message>
    <message>
        <source>pre roll</source>
        <translation>preescucha</translation>
    </message>
    <message>
        <source>prefer</source>
        <translation>preferir</translation>
    </message>
    <message>
        <source>preset</source>
        <translation>plantilla</translation>
    </message>
    <message>
        <source>programs</source>
        <translation>programas</translation>
    </message>
    <message>
        <source>proxy</source>
        <translation>proxy</translation>
    </message>
    <message>
        <source>punctuation</source>
        <translation>signos</translation>
    </message>
    <message>
        <source>quality</source>
        <translation>calidad</translation>
    </message>
    <message>
        <source>rate</source>
        <translation>velocidad</translation>
    </message>
    <message>
        <source>read</source>
        <translation>leer</translation>
    </message>
    <message>
        <source>read on</source>
        <translation>seguir leyendo</translation>
    </message>
    <message>
        <source>regions</source>
        <translation>países</translation>
    </message>
    <message>
        <source>retries</source>
        <translation>reintentos</translation>
    </message>
    <message>
        <source>second</source>
        <translation>segundo</translation>
    </message>
    <message>
        <source>sending</source>
        <translation>envío</translation>
    </message>
    <message>
        <source>some</source>
        <translation>algunos</translation>
    </message>
    <message>
        <source>sound</source>
        <translation>sonido</translation>
    </message>
    <message>
        <source>source</source>
        <translation>fuente</translation>
    </message>
    <message>
        <source>speed</source>
        <translation>velocidad</translation>
    </message>
    <message>
        <source>spell</source>
        <translation>deletrear</translation>
    </message>
    <message>
        <source>spend</source>
        <translation>gasto</translation>
    </message>
    <message>
        <source>stop</source>
        <translation>parar</translation>
    </message>
    <message>
        <source>system language</source>
        <translation>voz de los mensajes</translation>
    </message>
    <message>
        <source>system pitch</source>
        <translation>tono de los mensajes</translation>
    </message>
    <message>
        <source>system rate</source>
        <translation>velocidad de los mensajes</translation>
    </message>
    <message>
        <source>system volume</source>
        <translation>volumen de los mensajes</translation>
    </message>
    <message>
        <source>system</source>
        <translation>sistema</translation>
    </message>
    <message>
        <source>text scale</source>
        <translation>tamaño del texto</translation>
    </message>
    <message>
        <source>theme</source>
        <translation>colores</translation>
    </message>
    <message>
        <source>top</source>
        <translation>arriba</translation>
    </message>
    <message>
        <source>total</source>
        <translation>total</translation>
    </message>
    <message>
        <source>verbosity</source>
        <translation>detalle</translation>
    </message>
    <message>
        <source>voice</source>
        <translation>voz</translation>
    </message>
    <message>
        <source>volume</source>
        <translation>volumen</translation>
    </message>
    <message>
        <source>wake</source>
        <translation>silencio previo</translation>
    </message>
    <message>
        <source>walk seconds</source>
        <translation>segundos por paso</translation>
    </message>
</context>
<context>
    <name>SettingsWindow</name>
    <message>
        <source>Settings</source>
        <translation>Ajustes</translation>
    </message>
    <message>
        <source>A word of its name or of what it does</source>
        <translation>Una palabra de su nombre o de lo que hace</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Ayuda</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>&amp;Reset this setting</source>
        <translation>&amp;Restablecer este</translation>
    </message>
    <message>
        <source>Reset &amp;all…</source>
        <translation>Restablecer t&amp;odos…</translation>
    </message>
    <message>
        <source>A&amp;dd…</source>
        <translation>Aña&amp;dir…</translation>
    </message>
    <message>
        <source>A backend, or a profile or keys of a program.</source>
        <translation>Un servicio, o un perfil o teclas de un programa.</translation>
    </message>
    <message>
        <source>&amp;Search</source>
        <translation>&amp;Buscar</translation>
    </message>
    <message>
        <source>All se&amp;ttings</source>
        <translation>Todos los a&amp;justes</translation>
    </message>
    <message>
        <source>&amp;Value of {title}</source>
        <translation>&amp;Valor de {title}</translation>
    </message>
    <message>
        <source>Re&amp;move {name}</source>
        <translation>&amp;Quitar {name}</translation>
    </message>
    <message>
        <source>To {value}.</source>
        <translation>A {value}.</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>vacío</translation>
    </message>
    <message numerus="yes">
        <source>%n setting(s)</source>
        <translation>
            <numerusform>%n ajuste</numerusform>
            <numerusform>%n ajustes</numerusform>
        </translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>Guardado.</translation>
    </message>
    <message>
        <source>Reset all settings</source>
        <translation>Restablecer todos los ajustes</translation>
    </message>
    <message>
        <source>Set everything as it was at the very first start? Your settings file is kept beside it as a backup.</source>
        <translation>¿Dejarlo todo como en el primer inicio? Su archivo de ajustes se guarda al lado como copia.</translation>
    </message>
</context>
<context>
    <name>StatsPanel</name>
    <message>
        <source>Backend</source>
        <translation>Servicio</translation>
    </message>
    <message>
        <source>Asked</source>
        <translation>Preguntado</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>Respondido</translation>
    </message>
    <message>
        <source>First token, median</source>
        <translation>Primer token, mediana</translation>
    </message>
    <message>
        <source>First token, 95 percent within</source>
        <translation>Primer token, 95 por ciento en</translation>
    </message>
    <message>
        <source>First word, median</source>
        <translation>Primera palabra, mediana</translation>
    </message>
    <message>
        <source>First word, 95 percent within</source>
        <translation>Primera palabra, 95 por ciento en</translation>
    </message>
    <message>
        <source>Whole turn, median</source>
        <translation>Respuesta entera, mediana</translation>
    </message>
    <message>
        <source>Whole turn, 95 percent within</source>
        <translation>Respuesta entera, 95 por ciento en</translation>
    </message>
    <message>
        <source>Spent</source>
        <translation>Gastado</translation>
    </message>
    <message>
        <source>Tokens in</source>
        <translation>Tokens de entrada</translation>
    </message>
    <message>
        <source>Tokens out</source>
        <translation>Tokens de salida</translation>
    </message>
    <message>
        <source>From the cache</source>
        <translation>De la caché</translation>
    </message>
    <message>
        <source>Hidden</source>
        <translation>Oculto</translation>
    </message>
    <message>
        <source>No figures yet.</source>
        <translation>Aún no hay cifras.</translation>
    </message>
    <message>
        <source>Status of the figures</source>
        <translation>Estado de las cifras</translation>
    </message>
    <message>
        <source>S&amp;ummary</source>
        <translation>&amp;Resumen</translation>
    </message>
    <message>
        <source>Figures by &amp;backend</source>
        <translation>Cifras por &amp;servicio</translation>
    </message>
    <message>
        <source>&amp;Refresh</source>
        <translation>Act&amp;ualizar</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>E&amp;xportar…</translation>
    </message>
    <message>
        <source>&amp;Forget all…</source>
        <translation>&amp;Olvidar todo…</translation>
    </message>
    <message>
        <source>Export the figures</source>
        <translation>Exportar las cifras</translation>
    </message>
    <message>
        <source>Table (*.csv);;JSON (*.json)</source>
        <translation>Tabla (*.csv);;JSON (*.json)</translation>
    </message>
    <message>
        <source>Forget all figures</source>
        <translation>Olvidar todas las cifras</translation>
    </message>
    <message>
        <source>Forget all turns that were recorded? Spending limits then count anew.</source>
        <translation>¿Olvidar todo lo registrado? Los límites de gasto vuelven a contar desde cero.</translation>
    </message>
</context>
<context>
    <name>StatsWindow</name>
    <message>
        <source>Costs and times</source>
        <translation>Costes y tiempos</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>&amp;Describe window</source>
        <translation>&amp;Describir la ventana</translation>
    </message>
    <message>
        <source>Describe whole &amp;screen</source>
        <translation>Describir toda la &amp;pantalla</translation>
    </message>
    <message>
        <source>&amp;Read the window</source>
        <translation>&amp;Leer la ventana</translation>
    </message>
    <message>
        <source>Read o&amp;n</source>
        <translation>&amp;Seguir leyendo</translation>
    </message>
    <message>
        <source>&amp;Hands-free on or off</source>
        <translation>&amp;Manos libres sí o no</translation>
    </message>
    <message>
        <source>S&amp;top speaking</source>
        <translation>De&amp;jar de hablar</translation>
    </message>
    <message>
        <source>&amp;Leave safe mode</source>
        <translation>Salir del modo se&amp;guro</translation>
    </message>
    <message>
        <source>Help by a &amp;person</source>
        <translation>A&amp;yuda de una persona</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ver</translation>
    </message>
    <message>
        <source>&amp;Open mmassist</source>
        <translation>&amp;Abrir mmassist</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Finalizar</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>the voice</source>
        <translation>la voz</translation>
    </message>
    <message>
        <source>mmassist tells you what is on your screen. You set it up with keys alone. Press up arrow until I speak as fast as you like, or down arrow for slower. Tab leads to what else can be set. Enter goes on, Escape ends.</source>
        <translation>mmassist le dice lo que hay en su pantalla. Se configura solo con teclas. Pulse flecha arriba hasta que hable tan rápido como usted quiera, o flecha abajo para más lento. El tabulador lleva a lo demás que se puede ajustar. Intro sigue, Escape termina.</translation>
    </message>
    <message>
        <source>&amp;Rate</source>
        <translation>&amp;Velocidad</translation>
    </message>
    <message>
        <source>{value} words a minute.</source>
        <translation>{value} palabras por minuto.</translation>
    </message>
    <message>
        <source>&amp;Pitch</source>
        <translation>&amp;Tono</translation>
    </message>
    <message>
        <source>Pitch {value}.</source>
        <translation>Tono {value}.</translation>
    </message>
    <message>
        <source>&amp;Volume</source>
        <translation>V&amp;olumen</translation>
    </message>
    <message>
        <source>Volume {value} percent.</source>
        <translation>Volumen {value} por ciento.</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>&amp;Idioma</translation>
    </message>
    <message>
        <source>the keys</source>
        <translation>las teclas</translation>
    </message>
    <message>
        <source>These keys work in every program.</source>
        <translation>Estas teclas valen en todos los programas.</translation>
    </message>
    <message>
        <source>Try it now: press the first of them, and hear this window described. Enter goes on.</source>
        <translation>Pruébelo ahora: pulse la primera y oirá descrita esta ventana. Intro sigue.</translation>
    </message>
    <message>
        <source>That was it. It does the same in any program. Press Enter to go on, or try another key.</source>
        <translation>Eso era. Hace lo mismo en cualquier programa. Pulse Intro para seguir, o pruebe otra tecla.</translation>
    </message>
    <message>
        <source>what may leave this computer</source>
        <translation>qué puede salir de este ordenador</translation>
    </message>
    <message>
        <source>mmassist describes your screen by itself: nothing leaves this computer. If you set up an online service later, what may it get? Passwords, card numbers and the like are always hidden from it. Choose with up and down arrow.</source>
        <translation>mmassist describe su pantalla por sí mismo: nada sale de este ordenador. Si más adelante configura un servicio en línea, ¿qué puede recibir? Contraseñas, números de tarjeta y similares siempre se le ocultan. Elija con flecha arriba y abajo.</translation>
    </message>
    <message>
        <source>N&amp;othing</source>
        <translation>&amp;Nada</translation>
    </message>
    <message>
        <source>Nothing ever leaves this computer.</source>
        <translation>Nada sale nunca de este ordenador.</translation>
    </message>
    <message>
        <source>&amp;What I send, each time</source>
        <translation>&amp;Lo que yo envíe, cada vez</translation>
    </message>
    <message>
        <source>I send it by pressing the key again.</source>
        <translation>Lo envío pulsando la tecla otra vez.</translation>
    </message>
    <message>
        <source>&amp;All that I describe</source>
        <translation>T&amp;odo lo que describa</translation>
    </message>
    <message>
        <source>Without asking.</source>
        <translation>Sin preguntar.</translation>
    </message>
    <message>
        <source>done</source>
        <translation>listo</translation>
    </message>
    <message>
        <source>mmassist is ready, and waits in the background for its keys. All that it says is also in its main window as text; the settings, the keys and the history are there too. Press Enter to finish.</source>
        <translation>mmassist está listo y espera sus teclas en segundo plano. Todo lo que dice está también como texto en su ventana principal; allí están además los ajustes, las teclas y el historial. Pulse Intro para terminar.</translation>
    </message>
    <message>
        <source>Start mmassist when I &amp;log in</source>
        <translation>&amp;Iniciar mmassist al abrir la sesión</translation>
    </message>
</context>
<context>
    <name>WelcomeWindow</name>
    <message>
        <source>Welcome to mmassist</source>
        <translation>Bienvenida a mmassist</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Atrás</translation>
    </message>
    <message>
        <source>&amp;Say it again</source>
        <translation>&amp;Decirlo otra vez</translation>
    </message>
    <message>
        <source>Step {number} of {all}: {title}</source>
        <translation>Paso {number} de {all}: {title}</translation>
    </message>
    <message>
        <source>&amp;Finish</source>
        <translation>&amp;Finalizar</translation>
    </message>
    <message>
        <source>&amp;Next</source>
        <translation>&amp;Siguiente</translation>
    </message>
    <message>
        <source>The welcome is over. You find it again in the main window, under View.</source>
        <translation>La bienvenida ha terminado. La encontrará de nuevo en la ventana principal, en Ver.</translation>
    </message>
</context>
<context>
    <name>Windows</name>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ver</translation>
    </message>
    <message>
        <source>&amp;Settings</source>
        <translation>&amp;Ajustes</translation>
    </message>
    <message>
        <source>&amp;Keys</source>
        <translation>&amp;Teclas</translation>
    </message>
    <message>
        <source>&amp;History</source>
        <translation>&amp;Historial</translation>
    </message>
    <message>
        <source>Help &amp;by a person</source>
        <translation>Ayuda de una &amp;persona</translation>
    </message>
    <message>
        <source>&amp;Costs and times</source>
        <translation>Costes &amp;y tiempos</translation>
    </message>
    <message>
        <source>&amp;Welcome</source>
        <translation>&amp;Bienvenida</translation>
    </message>
    <message>
        <source>&amp;About mmassist</source>
        <translation>Acerca &amp;de mmassist</translation>
    </message>
</context>
</TS>
