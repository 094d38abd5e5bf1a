<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE">
<context>
    <name>AboutWindow</name>
    <message>
        <source>About mmassist</source>
        <translation>Über mmassist</translation>
    </message>
    <message>
        <source>mmassist {version}: eyes for blind and low-vision people on any desktop. Free software under the GPL, version 3 or later.</source>
        <translation>mmassist {version}: Augen für blinde und sehbehinderte Menschen auf jedem Desktop. Freie Software unter der GPL, Version 3 oder neuer.</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Check a&amp;gain</source>
        <translation>&amp;Erneut prüfen</translation>
    </message>
    <message>
        <source>About</source>
        <translation>Über</translation>
    </message>
    <message>
        <source>&amp;What is there and what is missing</source>
        <translation>&amp;Was da ist und was fehlt</translation>
    </message>
    <message>
        <source>&amp;Licences</source>
        <translation>&amp;Lizenzen</translation>
    </message>
    <message>
        <source>&amp;Save a file for a helper…</source>
        <translation>Datei für &amp;Helfende speichern…</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Wird geprüft…</translation>
    </message>
    <message>
        <source>Save a file for a helper</source>
        <translation>Datei für Helfende speichern</translation>
    </message>
    <message>
        <source>JSON (*.json)</source>
        <translation>JSON (*.json)</translation>
    </message>
    <message numerus="yes">
        <source>%n part(s) looked at.</source>
        <translation>
            <numerusform>%n Teil geprüft.</numerusform>
            <numerusform>%n Teile geprüft.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AddDialog</name>
    <message>
        <source>Add to the settings</source>
        <translation>Zu den Einstellungen hinzufügen</translation>
    </message>
    <message>
        <source>A backend that answers</source>
        <translation>Ein Backend, das antwortet</translation>
    </message>
    <message>
        <source>A profile for a program</source>
        <translation>Ein Profil für ein Programm</translation>
    </message>
    <message>
        <source>Other keys in a program</source>
        <translation>Andere Tasten in einem Programm</translation>
    </message>
    <message>
        <source>A name of your own for a backend; the program&apos;s name for the others</source>
        <translation>Ein eigener Name für ein Backend; sonst der Name des Programms</translation>
    </message>
    <message>
        <source>&amp;What</source>
        <translation>&amp;Was</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
</context>
<context>
    <name>AskPanel</name>
    <message>
        <source>About what was described last</source>
        <translation>Zu dem, was zuletzt beschrieben wurde</translation>
    </message>
    <message>
        <source>As&amp;k</source>
        <translation>Fra&amp;gen</translation>
    </message>
    <message>
        <source>&amp;Preview what would be sent</source>
        <translation>V&amp;orschau des Gesendeten</translation>
    </message>
    <message>
        <source>&amp;Reveal for one turn</source>
        <translation>Ein&amp;mal zeigen</translation>
    </message>
    <message>
        <source>Q&amp;uestion</source>
        <translation>&amp;Frage</translation>
    </message>
    <message>
        <source>Ask &amp;whom</source>
        <translation>&amp;Wen fragen</translation>
    </message>
    <message>
        <source>&amp;Hidden from the model</source>
        <translation>&amp;Verborgen vor dem Modell</translation>
    </message>
</context>
<context>
    <name>Caption</name>
    <message>
        <source>mmassist caption</source>
        <translation>Untertitel von mmassist</translation>
    </message>
</context>
<context>
    <name>Conversation</name>
    <message>
        <source>Nothing was said yet.</source>
        <translation>Es wurde noch nichts gesagt.</translation>
    </message>
    <message>
        <source>You: {question}</source>
        <translation>Sie: {question}</translation>
    </message>
</context>
<context>
    <name>FocusSpeech</name>
    <message>
        <source>chosen</source>
        <translation>gewählt</translation>
    </message>
    <message>
        <source>on</source>
        <translation>an</translation>
    </message>
    <message>
        <source>not chosen</source>
        <translation>nicht gewählt</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>button</source>
        <translation>Schaltfläche</translation>
    </message>
    <message>
        <source>up and down arrow change it</source>
        <translation>mit Pfeil auf und ab zu ändern</translation>
    </message>
    <message>
        <source>up and down arrow choose</source>
        <translation>mit Pfeil auf und ab zu wählen</translation>
    </message>
    <message>
        <source>text field</source>
        <translation>Textfeld</translation>
    </message>
</context>
<context>
    <name>Help</name>
    <message>
        <source>Invite by a &amp;link</source>
        <translation>Mit einem &amp;Link einladen</translation>
    </message>
    <message>
        <source>Invite by a &amp;code for the phone</source>
        <translation>Mit einem &amp;Code fürs Telefon einladen</translation>
    </message>
    <message>
        <source>&amp;Yes: let them in, or allow it</source>
        <translation>&amp;Ja: hereinlassen oder erlauben</translation>
    </message>
    <message>
        <source>&amp;No: turn them away, or take it back</source>
        <translation>&amp;Nein: abweisen oder zurücknehmen</translation>
    </message>
    <message>
        <source>Share the whole &amp;monitor</source>
        <translation>Den ganzen Bildschir&amp;m teilen</translation>
    </message>
    <message>
        <source>Share one &amp;window</source>
        <translation>Nur ein &amp;Fenster teilen</translation>
    </message>
    <message>
        <source>Let them use &amp;keyboard and mouse</source>
        <translation>&amp;Tastatur und Maus überlassen</translation>
    </message>
    <message>
        <source>&amp;Go where they point</source>
        <translation>Dorthin &amp;gehen, wohin gezeigt wird</translation>
    </message>
    <message>
        <source>&amp;End it: share nothing</source>
        <translation>B&amp;eenden: nichts mehr teilen</translation>
    </message>
</context>
<context>
    <name>HelpWindow</name>
    <message>
        <source>Help by a person</source>
        <translation>Hilfe durch einen Menschen</translation>
    </message>
    <message>
        <source>What you &amp;heard</source>
        <translation>Was Sie ge&amp;hört haben</translation>
    </message>
    <message>
        <source>&amp;Send</source>
        <translation>&amp;Senden</translation>
    </message>
    <message>
        <source>Write &amp;to them</source>
        <translation>Ihnen schreiben (&amp;W)</translation>
    </message>
</context>
<context>
    <name>HistoryWindow</name>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Words that were said, all of them</source>
        <translation>Wörter, die gesagt wurden, alle davon</translation>
    </message>
    <message>
        <source>All programs</source>
        <translation>Alle Programme</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>&amp;Search</source>
        <translation>&amp;Suchen</translation>
    </message>
    <message>
        <source>&amp;Program</source>
        <translation>&amp;Programm</translation>
    </message>
    <message>
        <source>E&amp;ntries, newest first</source>
        <translation>Ei&amp;nträge, neueste zuerst</translation>
    </message>
    <message>
        <source>&amp;Text of the entry</source>
        <translation>&amp;Text des Eintrags</translation>
    </message>
    <message>
        <source>&amp;Older</source>
        <translation>Ä&amp;ltere</translation>
    </message>
    <message>
        <source>Adds older entries to the list.</source>
        <translation>Fügt der Liste ältere Einträge hinzu.</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>Lösc&amp;hen</translation>
    </message>
    <message>
        <source>The entries that are chosen in the list.</source>
        <translation>Die Einträge, die in der Liste gewählt sind.</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>E&amp;xportieren…</translation>
    </message>
    <message>
        <source>All entries that the search finds.</source>
        <translation>Alle Einträge, die die Suche findet.</translation>
    </message>
    <message>
        <source>&amp;Wipe all…</source>
        <translation>&amp;Alles löschen…</translation>
    </message>
    <message>
        <source>{shown} of {total} entries</source>
        <translation>{shown} von {total} Einträgen</translation>
    </message>
    <message>
        <source>Export the history</source>
        <translation>Verlauf exportieren</translation>
    </message>
    <message>
        <source>Wipe the history</source>
        <translation>Verlauf löschen</translation>
    </message>
    <message>
        <source>Delete all that was kept, without a trace?</source>
        <translation>Alles, was aufbewahrt wurde, spurlos löschen?</translation>
    </message>
</context>
<context>
    <name>ItemList</name>
    <message>
        <source>Enter says the item; the menu key tells what else can be done with it.</source>
        <translation>Eingabe sagt das Element; die Menütaste nennt, was sonst damit getan werden kann.</translation>
    </message>
    <message>
        <source>&amp;Say it</source>
        <translation>&amp;Sagen</translation>
    </message>
    <message>
        <source>Move the &amp;focus to it</source>
        <translation>Den &amp;Fokus dorthin setzen</translation>
    </message>
    <message>
        <source>Move the &amp;pointer to it</source>
        <translation>Den &amp;Zeiger dorthin setzen</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>Spell &amp;it</source>
        <translation>&amp;Buchstabieren</translation>
    </message>
    <message>
        <source>Spell it with &amp;words</source>
        <translation>Mit &amp;Wörtern buchstabieren</translation>
    </message>
</context>
<context>
    <name>KeysWindow</name>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>What you change is changed in it alone. Choose one, or type its name and press Enter.</source>
        <translation>Was Sie ändern, gilt nur in ihm. Wählen Sie eines, oder geben Sie seinen Namen ein und drücken Sie die Eingabetaste.</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>Programm</translation>
    </message>
    <message>
        <source>A word of what it does, or a key</source>
        <translation>Ein Wort dessen, was sie tut, oder eine Taste</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>Was sie tut</translation>
    </message>
    <message>
        <source>Letter after the leader</source>
        <translation>Buchstabe nach der Leittaste</translation>
    </message>
    <message>
        <source>Key of its own</source>
        <translation>Eigene Taste</translation>
    </message>
    <message>
        <source>Press a key: you hear what it would do</source>
        <translation>Drücken Sie eine Taste: Sie hören, was sie täte</translation>
    </message>
    <message>
        <source>It is only tried. Tab, then Give, gives it to the command chosen in the table.</source>
        <translation>Sie wird nur probiert. Tabulator, dann Vergeben, gibt sie dem Befehl, der in der Tabelle gewählt ist.</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>In &amp;program</source>
        <translation>Im &amp;Programm</translation>
    </message>
    <message>
        <source>&amp;Search</source>
        <translation>&amp;Suchen</translation>
    </message>
    <message>
        <source>&amp;Keys</source>
        <translation>Tas&amp;ten</translation>
    </message>
    <message>
        <source>&amp;New key, tried</source>
        <translation>&amp;Neue Taste, probiert</translation>
    </message>
    <message>
        <source>&amp;Give it to the command</source>
        <translation>&amp;Vergeben an den Befehl</translation>
    </message>
    <message>
        <source>N&amp;o key for it</source>
        <translation>K&amp;eine Taste dafür</translation>
    </message>
    <message>
        <source>&amp;Usual keys for it</source>
        <translation>Ü&amp;bliche Tasten dafür</translation>
    </message>
    <message>
        <source>Reset &amp;all…</source>
        <translation>&amp;Alle zurücksetzen…</translation>
    </message>
    <message>
        <source>all programs</source>
        <translation>alle Programme</translation>
    </message>
    <message>
        <source>Keys in {program}.</source>
        <translation>Tasten in {program}.</translation>
    </message>
    <message>
        <source>Keys in all programs.</source>
        <translation>Tasten in allen Programmen.</translation>
    </message>
    <message numerus="yes">
        <source>%n command(s)</source>
        <translation>
            <numerusform>%n Befehl</numerusform>
            <numerusform>%n Befehle</numerusform>
        </translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>{does}, in {program}</source>
        <translation>{does}, in {program}</translation>
    </message>
    <message>
        <source>Reset all keys</source>
        <translation>Alle Tasten zurücksetzen</translation>
    </message>
    <message>
        <source>Give every command its usual keys again in {program}?</source>
        <translation>In {program} jedem Befehl wieder seine üblichen Tasten geben?</translation>
    </message>
    <message>
        <source>Give every command its usual keys again?</source>
        <translation>Jedem Befehl wieder seine üblichen Tasten geben?</translation>
    </message>
</context>
<context>
    <name>LetterWindow</name>
    <message>
        <source>Letter</source>
        <translation>Buchstabe</translation>
    </message>
    <message>
        <source>Press a letter. Escape leaves.</source>
        <translation>Drücken Sie einen Buchstaben. Escape verlässt dies.</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Nothing has been described yet.</source>
        <translation>Es wurde noch nichts beschrieben.</translation>
    </message>
    <message>
        <source>Last &amp;answer</source>
        <translation>Letzte &amp;Antwort</translation>
    </message>
    <message>
        <source>What &amp;you heard so far</source>
        <translation>&amp;Bisher gehört</translation>
    </message>
    <message>
        <source>&amp;Items</source>
        <translation>&amp;Elemente</translation>
    </message>
    <message>
        <source>Leave safe m&amp;ode</source>
        <translation>Abgesi&amp;cherten Modus verlassen</translation>
    </message>
    <message>
        <source>&amp;Describe whole screen</source>
        <translation>Gan&amp;zen Bildschirm beschreiben</translation>
    </message>
    <message>
        <source>Read &amp;the window</source>
        <translation>Fenster vor&amp;lesen</translation>
    </message>
    <message>
        <source>What was described last.</source>
        <translation>Was zuletzt beschrieben wurde.</translation>
    </message>
    <message>
        <source>R&amp;ead on</source>
        <translation>We&amp;iterlesen</translation>
    </message>
    <message>
        <source>From where reading stopped.</source>
        <translation>Von dort, wo das Vorlesen aufhörte.</translation>
    </message>
    <message>
        <source>&amp;Look through camera</source>
        <translation>Durch die &amp;Kamera sehen</translation>
    </message>
    <message>
        <source>Speak to &amp;mmassist</source>
        <translation>Mit mmassist s&amp;prechen</translation>
    </message>
    <message>
        <source>Hands-free o&amp;n or off</source>
        <translation>Freihän&amp;dig an oder aus</translation>
    </message>
    <message>
        <source>&amp;Stop speaking</source>
        <translation>&amp;Sprechen beenden</translation>
    </message>
    <message>
        <source>&amp;Forget answers</source>
        <translation>Antwo&amp;rten vergessen</translation>
    </message>
    <message>
        <source>&amp;Costs and times</source>
        <translation>Kosten &amp;und Zeiten</translation>
    </message>
    <message>
        <source>Help &amp;by a person</source>
        <translation>Hilfe durch einen Menschen (&amp;J)</translation>
    </message>
    <message>
        <source>Settin&amp;gs</source>
        <translation>Eins&amp;tellungen</translation>
    </message>
    <message>
        <source>&amp;Quit mmassist</source>
        <translation>Programm &amp;herunterfahren</translation>
    </message>
    <message>
        <source>Listening.</source>
        <translation>Ich höre zu.</translation>
    </message>
    <message>
        <source>The microphone is closed.</source>
        <translation>Das Mikrofon ist aus.</translation>
    </message>
    <message>
        <source>Switched off: {parts}.</source>
        <translation>Abgeschaltet: {parts}.</translation>
    </message>
    <message>
        <source>Detail by the {backend} backend.</source>
        <translation>Einzelheiten von {backend}.</translation>
    </message>
    <message>
        <source>Read by mmassist itself.</source>
        <translation>Von mmassist selbst vorgelesen.</translation>
    </message>
    <message>
        <source>First words after {seconds} seconds.</source>
        <translation>Erste Worte nach {seconds} Sekunden.</translation>
    </message>
</context>
<context>
    <name>PreviewWindow</name>
    <message>
        <source>What would be sent</source>
        <translation>Was gesendet würde</translation>
    </message>
    <message>
        <source>&amp;Text</source>
        <translation>&amp;Text</translation>
    </message>
    <message>
        <source>&amp;Pictures</source>
        <translation>&amp;Bilder</translation>
    </message>
    <message numerus="yes">
        <source>{width} by {height} pixels, %n kilobyte(s)</source>
        <translation>
            <numerusform>{width} mal {height} Pixel, %n Kilobyte</numerusform>
            <numerusform>{width} mal {height} Pixel, %n Kilobyte</numerusform>
        </translation>
    </message>
    <message>
        <source>Picture {number} of {all}, {size}</source>
        <translation>Bild {number} von {all}, {size}</translation>
    </message>
</context>
<context>
    <name>SettingEditor</name>
    <message>
        <source>empty</source>
        <translation>leer</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>Address of a proxy; empty: that of the environment.</source>
        <translation>Adresse eines Proxys; leer: der der Umgebung.</translation>
    </message>
    <message>
        <source>Address of another hub; empty: the catalogue&apos;s.</source>
        <translation>Adresse einer anderen Bezugsquelle; leer: die des Katalogs.</translation>
    </message>
    <message>
        <source>Address of the broker that brings you and a helper together; empty: nobody can be invited.</source>
        <translation>Adresse des Vermittlers, der Sie und einen Helfer zusammenbringt; leer: niemand kann eingeladen werden.</translation>
    </message>
    <message>
        <source>Address of the server; empty: the vendor&apos;s own.</source>
        <translation>Adresse des Servers; leer: die des Anbieters.</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>Antworten</translation>
    </message>
    <message>
        <source>Ask or command by voice: hold it while you speak, or tap it and speak.</source>
        <translation>Mit der Stimme fragen oder befehlen: halten, während Sie sprechen, oder tippen und sprechen.</translation>
    </message>
    <message>
        <source>Backend that is asked too where you need it right; empty: one of another family.</source>
        <translation>Backend, das auch gefragt wird, wo es stimmen muss; leer: eines einer anderen Familie.</translation>
    </message>
    <message>
        <source>Backends</source>
        <translation>Backends</translation>
    </message>
    <message>
        <source>Backends that may answer, the first choice first.</source>
        <translation>Backends, die antworten dürfen, die erste Wahl zuerst.</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Colours: the desktop&apos;s, or light, dark, contrast.</source>
        <translation>Farben: die des Desktops (system), oder hell (light), dunkel (dark), Kontrast (contrast).</translation>
    </message>
    <message>
        <source>Countries whose phone numbers are known without their code.</source>
        <translation>Länder, deren Telefonnummern ohne Vorwahl des Landes erkannt werden.</translation>
    </message>
    <message>
        <source>Days after which an entry is deleted.</source>
        <translation>Tage, nach denen ein Eintrag gelöscht wird.</translation>
    </message>
    <message>
        <source>Describe</source>
        <translation>Beschreiben</translation>
    </message>
    <message>
        <source>Describe the window in front.</source>
        <translation>Das vordere Fenster beschreiben.</translation>
    </message>
    <message>
        <source>Edge of the screen that the caption is at: top or bottom.</source>
        <translation>Rand des Bildschirms, an dem die Untertitel stehen: oben (top) oder unten (bottom).</translation>
    </message>
    <message>
        <source>Go on reading from where it was stopped; no key of its own unless you set one.</source>
        <translation>Weiterlesen, wo aufgehört wurde; ohne eigene Taste, wenn Sie keine setzen.</translation>
    </message>
    <message>
        <source>Hide faces in pictures.</source>
        <translation>Gesichter in Bildern verbergen.</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>How capitals are told: none, spell (a word before each), sound (a higher pitch or a short sound).</source>
        <translation>Wie Großbuchstaben angesagt werden: none (gar nicht), spell (mit einem Wort davor), sound (höher oder mit einem kurzen Ton).</translation>
    </message>
    <message>
        <source>How much higher the app&apos;s own messages are than all else; 0: as high.</source>
        <translation>Um wie viel höher die eigenen Meldungen des Programms klingen als alles andere; 0: gleich hoch.</translation>
    </message>
    <message>
        <source>How much is said of it; empty: as everywhere.</source>
        <translation>Wie viel darüber gesagt wird; leer: wie überall.</translation>
    </message>
    <message>
        <source>How much is said: brief, normal or full.</source>
        <translation>Wie viel gesagt wird: kurz (brief), normal oder alles (full).</translation>
    </message>
    <message>
        <source>How often a failed request is sent again.</source>
        <translation>Wie oft eine gescheiterte Anfrage noch einmal gesendet wird.</translation>
    </message>
    <message>
        <source>Its number, a video file, numbered pictures, or an http address.</source>
        <translation>Ihre Nummer, eine Videodatei, nummerierte Bilder oder eine http-Adresse.</translation>
    </message>
    <message>
        <source>Keep the microphone open, so that the half second before the key press is heard too.</source>
        <translation>Das Mikrofon offen halten, damit auch die halbe Sekunde vor dem Tastendruck gehört wird.</translation>
    </message>
    <message>
        <source>Keep what was told, so that it can be looked up. Excluded windows and passwords never are.</source>
        <translation>Aufbewahren, was gesagt wurde, damit es nachgeschlagen werden kann. Ausgenommene Fenster und Passwörter nie.</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Keys of their own for other commands, by the names that mmassist keys lists.</source>
        <translation>Eigene Tasten für andere Befehle, nach den Namen, die mmassist keys auflistet.</translation>
    </message>
    <message>
        <source>Language of the voice in it; empty: as everywhere.</source>
        <translation>Sprache der Stimme darin; leer: wie überall.</translation>
    </message>
    <message>
        <source>Language of the voice, as the voice names it.</source>
        <translation>Sprache der Stimme, wie die Stimme sie nennt.</translation>
    </message>
    <message>
        <source>Language of the windows; empty: the desktop&apos;s.</source>
        <translation>Sprache der Fenster; leer: die des Desktops.</translation>
    </message>
    <message>
        <source>Language that you speak, as a code such as en; empty: found out.</source>
        <translation>Sprache, die Sie sprechen, als Kürzel wie de; leer: wird erkannt.</translation>
    </message>
    <message>
        <source>Letters after the leader that are not the usual ones, by command.</source>
        <translation>Buchstaben nach der Leittaste, die nicht die üblichen sind, nach Befehl.</translation>
    </message>
    <message>
        <source>Listen</source>
        <translation>Zuhören</translation>
    </message>
    <message>
        <source>Listen for a follow-up for some seconds after what you asked by voice is answered.</source>
        <translation>Nach der Antwort auf eine gesprochene Frage einige Sekunden auf eine Nachfrage hören.</translation>
    </message>
    <message>
        <source>Milliseconds of silence before the first sound after a pause, for headphones that swallow it.</source>
        <translation>Millisekunden Stille vor dem ersten Klang nach einer Pause, für Kopfhörer, die ihn verschlucken.</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Most US dollars a day; inf for no limit.</source>
        <translation>Höchstens so viele US-Dollar am Tag; inf für keine Grenze.</translation>
    </message>
    <message>
        <source>Most US dollars a month; inf for no limit.</source>
        <translation>Höchstens so viele US-Dollar im Monat; inf für keine Grenze.</translation>
    </message>
    <message>
        <source>Most objects read of one accessibility tree.</source>
        <translation>Höchstens so viele Objekte werden aus einem Baum der Bedienungshilfen gelesen.</translation>
    </message>
    <message>
        <source>Name of the font; empty: the desktop&apos;s.</source>
        <translation>Name der Schrift; leer: die des Desktops.</translation>
    </message>
    <message>
        <source>Name of the microphone, or a part of it; empty: the system&apos;s choice.</source>
        <translation>Name des Mikrofons oder ein Teil davon; leer: die Wahl des Systems.</translation>
    </message>
    <message>
        <source>Name of the model; empty: the catalogue&apos;s default, or the best that was pulled.</source>
        <translation>Name des Modells; leer: das übliche des Katalogs oder das beste geladene.</translation>
    </message>
    <message>
        <source>Name of the preset for it; empty: as everywhere.</source>
        <translation>Name der Vorlage dafür; leer: wie überall.</translation>
    </message>
    <message>
        <source>Name of the preset; empty: by the program and by what is on the screen.</source>
        <translation>Name der Vorlage; leer: nach dem Programm und dem, was auf dem Bildschirm ist.</translation>
    </message>
    <message>
        <source>Name of the speech model; empty: the best that is there.</source>
        <translation>Name des Sprachmodells; leer: das beste, das da ist.</translation>
    </message>
    <message>
        <source>Name of the voice; auto: the screen reader while one runs, else espeak.</source>
        <translation>Name der Stimme; auto: der Bildschirmleser, solange einer läuft, sonst espeak.</translation>
    </message>
    <message>
        <source>Percent by which other programs&apos; sound is made quieter while mmassist speaks; 0: not at all.</source>
        <translation>Um so viel Prozent wird der Ton anderer Programme leiser, während mmassist spricht; 0: gar nicht.</translation>
    </message>
    <message>
        <source>Pitch, 50 is the voice&apos;s own.</source>
        <translation>Tonhöhe, 50 ist die eigene der Stimme.</translation>
    </message>
    <message>
        <source>Press it, then a letter.</source>
        <translation>Drücken Sie sie, dann einen Buchstaben.</translation>
    </message>
    <message>
        <source>Privacy</source>
        <translation>Privatsphäre</translation>
    </message>
    <message>
        <source>Profiles</source>
        <translation>Profile</translation>
    </message>
    <message>
        <source>Programs and window titles that are never sent.</source>
        <translation>Programme und Fenstertitel, die nie gesendet werden.</translation>
    </message>
    <message>
        <source>Read text in another language with a voice of that language.</source>
        <translation>Text in einer anderen Sprache mit einer Stimme dieser Sprache vorlesen.</translation>
    </message>
    <message>
        <source>Read the text of the window in front; no key of its own unless you set one.</source>
        <translation>Den Text des vorderen Fensters vorlesen; ohne eigene Taste, wenn Sie keine setzen.</translation>
    </message>
    <message>
        <source>Seconds that a letter is waited for after the leader.</source>
        <translation>Sekunden, die nach der Leittaste auf einen Buchstaben gewartet wird.</translation>
    </message>
    <message>
        <source>Seconds that the next letter is waited for after a step.</source>
        <translation>Sekunden, die nach einem Schritt auf den nächsten Buchstaben gewartet wird.</translation>
    </message>
    <message>
        <source>Seconds until the connection stands.</source>
        <translation>Sekunden, bis die Verbindung steht.</translation>
    </message>
    <message>
        <source>Seconds until the end of the answer.</source>
        <translation>Sekunden bis zum Ende der Antwort.</translation>
    </message>
    <message>
        <source>Seconds until the first piece of the answer.</source>
        <translation>Sekunden bis zum ersten Stück der Antwort.</translation>
    </message>
    <message>
        <source>Show what is being said in large letters at the edge of the screen.</source>
        <translation>Am Rand des Bildschirms in großen Buchstaben zeigen, was gerade gesagt wird.</translation>
    </message>
    <message>
        <source>Signs that are named: none, some (as in addresses and sums), most, or all.</source>
        <translation>Welche Zeichen genannt werden: none (keine), some (die in Adressen und Rechnungen), most (die meisten) oder all (alle).</translation>
    </message>
    <message>
        <source>Size in megabytes from which the oldest entries are deleted.</source>
        <translation>Größe in Megabyte, ab der die ältesten Einträge gelöscht werden.</translation>
    </message>
    <message>
        <source>Size of text in the windows, in percent of the desktop&apos;s.</source>
        <translation>Größe des Textes in den Fenstern, in Prozent der des Desktops.</translation>
    </message>
    <message>
        <source>Size of the caption&apos;s letters, in points.</source>
        <translation>Größe der Buchstaben der Untertitel, in Punkt.</translation>
    </message>
    <message>
        <source>Sound device, by its name or a part of it; empty: the system&apos;s choice.</source>
        <translation>Tongerät, nach seinem Namen oder einem Teil davon; leer: das vom System gewählte.</translation>
    </message>
    <message>
        <source>Speak over mmassist to interrupt it: the microphone is then open whenever mmassist speaks, and only then.</source>
        <translation>mmassist durch Dreinreden unterbrechen: Das Mikrofon ist dann offen, wann immer mmassist spricht, und nur dann.</translation>
    </message>
    <message>
        <source>Speech</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>Start mmassist whenever you log in.</source>
        <translation>mmassist bei jeder Anmeldung starten.</translation>
    </message>
    <message>
        <source>Stop speaking.</source>
        <translation>Sprechen beenden.</translation>
    </message>
    <message>
        <source>Support</source>
        <translation>Hilfe durch einen Menschen</translation>
    </message>
    <message>
        <source>The same for single programs, by their names.</source>
        <translation>Dasselbe für einzelne Programme, nach ihren Namen.</translation>
    </message>
    <message>
        <source>The server is your own: what goes there is not masked.</source>
        <translation>Der Server ist Ihr eigener: Was dorthin geht, wird nicht verborgen.</translation>
    </message>
    <message>
        <source>The vendor may keep the request, so that a follow-up need not send the picture again.</source>
        <translation>Der Anbieter darf die Anfrage behalten, damit eine Nachfrage das Bild nicht noch einmal senden muss.</translation>
    </message>
    <message>
        <source>Voice of the app&apos;s own messages, as the voice names it; empty: as all else.</source>
        <translation>Stimme der eigenen Meldungen des Programms, wie die Stimme sie nennt; leer: wie alles andere.</translation>
    </message>
    <message>
        <source>Volume of speech, in percent.</source>
        <translation>Lautstärke der Sprache, in Prozent.</translation>
    </message>
    <message>
        <source>Volume of the app&apos;s own messages, in percent; 0: as all else.</source>
        <translation>Lautstärke der eigenen Meldungen des Programms, in Prozent; 0: wie alles andere.</translation>
    </message>
    <message>
        <source>Volume of the short sounds, in percent; 0 switches them off.</source>
        <translation>Lautstärke der kurzen Klänge, in Prozent; 0 schaltet sie ab.</translation>
    </message>
    <message>
        <source>What decides: your order, quality, speed or spend.</source>
        <translation>Was entscheidet: Ihre Reihenfolge (order), Güte (quality), Tempo (speed) oder Ausgaben (spend).</translation>
    </message>
    <message>
        <source>What it speaks: openai, chat, gemini, claude or ollama; local: a model on this computer.</source>
        <translation>Was er spricht: openai, chat, gemini, claude oder ollama; local: ein Modell auf diesem Computer.</translation>
    </message>
    <message>
        <source>What of it may leave this computer; empty: as everywhere.</source>
        <translation>Was davon diesen Computer verlassen darf; leer: wie überall.</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>Words a minute in it, 80 to 900; 0: as everywhere.</source>
        <translation>Wörter pro Minute darin, 80 bis 900; 0: wie überall.</translation>
    </message>
    <message>
        <source>Words a minute of the app&apos;s own messages, 80 to 900; 0: as all else.</source>
        <translation>Wörter pro Minute der eigenen Meldungen des Programms, 80 bis 900; 0: wie alles andere.</translation>
    </message>
    <message>
        <source>Words a minute.</source>
        <translation>Wörter pro Minute.</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>allow</source>
        <translation>erlauben</translation>
    </message>
    <message>
        <source>ask</source>
        <translation>fragen</translation>
    </message>
    <message>
        <source>at login</source>
        <translation>bei der Anmeldung</translation>
    </message>
    <message>
        <source>barge in</source>
        <translation>dreinreden</translation>
    </message>
    <message>
        <source>base url</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>broker</source>
        <translation>Vermittler</translation>
    </message>
    <message>
        <source>capitals</source>
        <translation>Großbuchstaben</translation>
    </message>
    <message>
        <source>bottom</source>
        <translation>unten</translation>
    </message>
    <message>
        <source>A helper who hears you hears what mmassist says as well, as far as your microphone does.</source>
        <translation>Ein Helfer, der Sie hört, hört auch, was mmassist sagt, so weit Ihr Mikrofon es hört.</translation>
    </message>
    <message>
        <source>brief</source>
        <translation>kurz</translation>
    </message>
    <message>
        <source>caption</source>
        <translation>Untertitel</translation>
    </message>
    <message>
        <source>caption edge</source>
        <translation>Rand der Untertitel</translation>
    </message>
    <message>
        <source>caption size</source>
        <translation>Größe der Untertitel</translation>
    </message>
    <message>
        <source>chords</source>
        <translation>Tastenkombinationen</translation>
    </message>
    <message>
        <source>connect</source>
        <translation>verbinden</translation>
    </message>
    <message>
        <source>contrast</source>
        <translation>Kontrast</translation>
    </message>
    <message>
        <source>dark</source>
        <translation>dunkel</translation>
    </message>
    <message>
        <source>day limit</source>
        <translation>Tagesgrenze</translation>
    </message>
    <message>
        <source>days</source>
        <translation>Tage</translation>
    </message>
    <message>
        <source>describe</source>
        <translation>beschreiben</translation>
    </message>
    <message>
        <source>device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>ducking</source>
        <translation>anderes leiser</translation>
    </message>
    <message>
        <source>earcons</source>
        <translation>kurze Klänge</translation>
    </message>
    <message>
        <source>enabled</source>
        <translation>eingeschaltet</translation>
    </message>
    <message>
        <source>excluded</source>
        <translation>ausgenommen</translation>
    </message>
    <message>
        <source>faces</source>
        <translation>Gesichter</translation>
    </message>
    <message>
        <source>first token</source>
        <translation>erstes Stück</translation>
    </message>
    <message>
        <source>follow language</source>
        <translation>Sprache des Textes</translation>
    </message>
    <message>
        <source>font</source>
        <translation>Schrift</translation>
    </message>
    <message>
        <source>full</source>
        <translation>ausführlich</translation>
    </message>
    <message>
        <source>hands free</source>
        <translation>freihändig</translation>
    </message>
    <message>
        <source>hub</source>
        <translation>Bezugsquelle</translation>
    </message>
    <message>
        <source>keep</source>
        <translation>aufbewahren</translation>
    </message>
    <message>
        <source>kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>leader</source>
        <translation>Leittaste</translation>
    </message>
    <message>
        <source>letter seconds</source>
        <translation>Sekunden je Buchstabe</translation>
    </message>
    <message>
        <source>letters</source>
        <translation>Buchstaben</translation>
    </message>
    <message>
        <source>light</source>
        <translation>hell</translation>
    </message>
    <message>
        <source>local</source>
        <translation>lokal</translation>
    </message>
    <message>
        <source>local: nothing leaves; ask: each time; allow: without asking.</source>
        <translation>local: Nichts verlässt den Computer; ask: jedes Mal; allow: ohne zu fragen.</translation>
    </message>
    <message>
        <source>megabytes</source>
        <translation>Megabyte</translation>
    </message>
    <message>
        <source>microphone</source>
        <translation>Mikrofon</translation>
    </message>
    <message>
        <source>model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>month limit</source>
        <translation>Monatsgrenze</translation>
    </message>
    <message>
        <source>most</source>
        <translation>die meisten</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>normal</source>
        <translation>normal</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>on</source>
        <translation>an</translation>
    </message>
    <message>
        <source>order</source>
        <translation>Reihenfolge</translation>
    </message>
    <message>
        <source>outline nodes</source>
        <translation>Objekte eines Fensters</translation>
    </message>
    <message>
        <source>own</source>
        <translation>eigener Server</translation>
    </message>
    <message>
        <source>own speech</source>
        <translation>Sprache von mmassist</translation>
    </message>
    <message>
        <source>pitch</source>
        <translation>Tonhöhe</translation>
    </message>
    <message>
        <source>pre roll</source>
        <translation>Vorlauf</translation>
    </message>
    <message>
        <source>prefer</source>
        <translation>bevorzugt</translation>
    </message>
    <message>
        <source>preset</source>
        <translation>Vorlage</translation>
    </message>
    <message>
        <source>programs</source>
        <translation>Programme</translation>
    </message>
    <message>
        <source>proxy</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <source>punctuation</source>
        <translation>Satzzeichen</translation>
    </message>
    <message>
        <source>quality</source>
        <translation>Qualität</translation>
    </message>
    <message>
        <source>rate</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>read</source>
        <translation>vorlesen</translation>
    </message>
    <message>
        <source>read on</source>
        <translation>weiterlesen</translation>
    </message>
    <message>
        <source>regions</source>
        <translation>Länder</translation>
    </message>
    <message>
        <source>retries</source>
        <translation>Wiederholungen</translation>
    </message>
    <message>
        <source>second</source>
        <translation>zweites</translation>
    </message>
    <message>
        <source>sending</source>
        <translation>senden</translation>
    </message>
    <message>
        <source>some</source>
        <translation>einige</translation>
    </message>
    <message>
        <source>sound</source>
        <translation>Ton</translation>
    </message>
    <message>
        <source>source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>speed</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>spell</source>
        <translation>buchstabieren</translation>
    </message>
    <message>
        <source>spend</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>stop</source>
        <translation>anhalten</translation>
    </message>
    <message>
        <source>system language</source>
        <translation>Stimme der Meldungen</translation>
    </message>
    <message>
        <source>system pitch</source>
        <translation>Tonhöhe der Meldungen</translation>
    </message>
    <message>
        <source>system rate</source>
        <translation>Tempo der Meldungen</translation>
    </message>
    <message>
        <source>system volume</source>
        <translation>Lautstärke der Meldungen</translation>
    </message>
    <message>
        <source>system</source>
        <translation>System</translation>
    </message>
    <message>
        <source>text scale</source>
        <translation>Größe des Textes</translation>
    </message>
    <message>
        <source>theme</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>top</source>
        <translation>oben</translation>
    </message>
    <message>
        <source>total</source>
        <translation>gesamt</translation>
    </message>
    <message>
        <source>verbosity</source>
        <translation>Ausführlichkeit</translation>
    </message>
    <message>
        <source>voice</source>
        <translation>Stimme</translation>
    </message>
    <message>
        <source>volume</source>
        <translation>Lautstärke</translation>
    </message>
    <message>
        <source>wake</source>
        <translation>Vorlauf der Stille</translation>
    </message>
    <message>
        <source>walk seconds</source>
        <translation>Sekunden je Schritt</translation>
    </message>
</context>
<context>
    <name>SettingsWindow</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>A word of its name or of what it does</source>
        <translation>Ein Wort des Namens oder dessen, was sie tut</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>&amp;Reset this setting</source>
        <translation>Diese &amp;zurücksetzen</translation>
    </message>
    <message>
        <source>Reset &amp;all…</source>
        <translation>&amp;Alle zurücksetzen…</translation>
    </message>
    <message>
        <source>A&amp;dd…</source>
        <translation>&amp;Hinzufügen…</translation>
    </message>
    <message>
        <source>A backend, or a profile or keys of a program.</source>
        <translation>Ein Backend, oder ein Profil oder Tasten eines Programms.</translation>
    </message>
    <message>
        <source>&amp;Search</source>
        <translation>&amp;Suchen</translation>
    </message>
    <message>
        <source>All se&amp;ttings</source>
        <translation>Alle &amp;Einstellungen</translation>
    </message>
    <message>
        <source>&amp;Value of {title}</source>
        <translation>&amp;Wert von {title}</translation>
    </message>
    <message>
        <source>Re&amp;move {name}</source>
        <translation>{name} ent&amp;fernen</translation>
    </message>
    <message>
        <source>To {value}.</source>
        <translation>Auf {value}.</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>leer</translation>
    </message>
    <message numerus="yes">
        <source>%n setting(s)</source>
        <translation>
            <numerusform>%n Einstellung</numerusform>
            <numerusform>%n Einstellungen</numerusform>
        </translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>Gespeichert.</translation>
    </message>
    <message>
        <source>Reset all settings</source>
        <translation>Alle Einstellungen zurücksetzen</translation>
    </message>
    <message>
        <source>Set everything as it was at the very first start? Your settings file is kept beside it as a backup.</source>
        <translation>Alles so einstellen wie beim allerersten Start? Ihre Einstellungsdatei wird als Sicherung daneben aufbewahrt.</translation>
    </message>
</context>
<context>
    <name>StatsPanel</name>
    <message>
        <source>Backend</source>
        <translation>Backend</translation>
    </message>
    <message>
        <source>Asked</source>
        <translation>Gefragt</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>Beantwortet</translation>
    </message>
    <message>
        <source>First token, median</source>
        <translation>Erstes Token, Median</translation>
    </message>
    <message>
        <source>First token, 95 percent within</source>
        <translation>Erstes Token, 95 Prozent binnen</translation>
    </message>
    <message>
        <source>First word, median</source>
        <translation>Erstes Wort, Median</translation>
    </message>
    <message>
        <source>First word, 95 percent within</source>
        <translation>Erstes Wort, 95 Prozent binnen</translation>
    </message>
    <message>
        <source>Whole turn, median</source>
        <translation>Ganze Antwort, Median</translation>
    </message>
    <message>
        <source>Whole turn, 95 percent within</source>
        <translation>Ganze Antwort, 95 Prozent binnen</translation>
    </message>
    <message>
        <source>Spent</source>
        <translation>Ausgegeben</translation>
    </message>
    <message>
        <source>Tokens in</source>
        <translation>Token hinein</translation>
    </message>
    <message>
        <source>Tokens out</source>
        <translation>Token heraus</translation>
    </message>
    <message>
        <source>From the cache</source>
        <translation>Aus dem Zwischenspeicher</translation>
    </message>
    <message>
        <source>Hidden</source>
        <translation>Verborgen</translation>
    </message>
    <message>
        <source>No figures yet.</source>
        <translation>Noch keine Zahlen.</translation>
    </message>
    <message>
        <source>Status of the figures</source>
        <translation>Status der Zahlen</translation>
    </message>
    <message>
        <source>S&amp;ummary</source>
        <translation>&amp;Zusammenfassung</translation>
    </message>
    <message>
        <source>Figures by &amp;backend</source>
        <translation>Zahlen nach &amp;Backend</translation>
    </message>
    <message>
        <source>&amp;Refresh</source>
        <translation>&amp;Aktualisieren</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>E&amp;xportieren…</translation>
    </message>
    <message>
        <source>&amp;Forget all…</source>
        <translation>Alles &amp;vergessen…</translation>
    </message>
    <message>
        <source>Export the figures</source>
        <translation>Zahlen exportieren</translation>
    </message>
    <message>
        <source>Table (*.csv);;JSON (*.json)</source>
        <translation>Tabelle (*.csv);;JSON (*.json)</translation>
    </message>
    <message>
        <source>Forget all figures</source>
        <translation>Alle Zahlen vergessen</translation>
    </message>
    <message>
        <source>Forget all turns that were recorded? Spending limits then count anew.</source>
        <translation>Alle aufgezeichneten Antworten vergessen? Ausgabengrenzen zählen dann von vorn.</translation>
    </message>
</context>
<context>
    <name>StatsWindow</name>
    <message>
        <source>Costs and times</source>
        <translation>Kosten und Zeiten</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>&amp;Describe window</source>
        <translation>Fenster &amp;beschreiben</translation>
    </message>
    <message>
        <source>Describe whole &amp;screen</source>
        <translation>&amp;Ganzen Bildschirm beschreiben</translation>
    </message>
    <message>
        <source>&amp;Read the window</source>
        <translation>Fenster vor&amp;lesen</translation>
    </message>
    <message>
        <source>Read o&amp;n</source>
        <translation>&amp;Weiterlesen</translation>
    </message>
    <message>
        <source>&amp;Hands-free on or off</source>
        <translation>&amp;Freihändig an oder aus</translation>
    </message>
    <message>
        <source>S&amp;top speaking</source>
        <translation>&amp;Sprechen beenden</translation>
    </message>
    <message>
        <source>&amp;Leave safe mode</source>
        <translation>Abgesicherten &amp;Modus verlassen</translation>
    </message>
    <message>
        <source>Help by a &amp;person</source>
        <translation>&amp;Hilfe durch einen Menschen</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>A&amp;nsicht</translation>
    </message>
    <message>
        <source>&amp;Open mmassist</source>
        <translation>mm&amp;assist öffnen</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>Been&amp;den</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>the voice</source>
        <translation>die Stimme</translation>
    </message>
    <message>
        <source>mmassist tells you what is on your screen. You set it up with keys alone. Press up arrow until I speak as fast as you like, or down arrow for slower. Tab leads to what else can be set. Enter goes on, Escape ends.</source>
        <translation>mmassist sagt Ihnen, was auf Ihrem Bildschirm ist. Sie richten es mit Tasten allein ein. Drücken Sie Pfeil auf, bis ich so schnell spreche, wie Sie mögen, oder Pfeil ab für langsamer. Tabulator führt zu dem, was sich sonst noch einstellen lässt. Mit Eingabe geht es weiter, Escape beendet.</translation>
    </message>
    <message>
        <source>&amp;Rate</source>
        <translation>&amp;Tempo</translation>
    </message>
    <message>
        <source>{value} words a minute.</source>
        <translation>{value} Wörter pro Minute.</translation>
    </message>
    <message>
        <source>&amp;Pitch</source>
        <translation>Ton&amp;höhe</translation>
    </message>
    <message>
        <source>Pitch {value}.</source>
        <translation>Tonhöhe {value}.</translation>
    </message>
    <message>
        <source>&amp;Volume</source>
        <translation>&amp;Lautstärke</translation>
    </message>
    <message>
        <source>Volume {value} percent.</source>
        <translation>Lautstärke {value} Prozent.</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>&amp;Sprache</translation>
    </message>
    <message>
        <source>the keys</source>
        <translation>die Tasten</translation>
    </message>
    <message>
        <source>These keys work in every program.</source>
        <translation>Diese Tasten gelten in jedem Programm.</translation>
    </message>
    <message>
        <source>Try it now: press the first of them, and hear this window described. Enter goes on.</source>
        <translation>Probieren Sie es jetzt: Drücken Sie die erste davon, und hören Sie dieses Fenster beschrieben. Mit Eingabe geht es weiter.</translation>
    </message>
    <message>
        <source>That was it. It does the same in any program. Press Enter to go on, or try another key.</source>
        <translation>Das war es. In jedem Programm tut sie dasselbe. Weiter mit Eingabe, oder probieren Sie eine andere Taste.</translation>
    </message>
    <message>
        <source>what may leave this computer</source>
        <translation>was diesen Computer verlassen darf</translation>
    </message>
    <message>
        <source>mmassist describes your screen by itself: nothing leaves this computer. If you set up an online service later, what may it get? Passwords, card numbers and the like are always hidden from it. Choose with up and down arrow.</source>
        <translation>mmassist beschreibt Ihren Bildschirm selbst: Nichts verlässt diesen Computer. Falls Sie später einen Dienst im Internet einrichten: Was darf er bekommen? Passwörter, Kartennummern und Ähnliches werden immer vor ihm verborgen. Wählen Sie mit Pfeil auf und ab.</translation>
    </message>
    <message>
        <source>N&amp;othing</source>
        <translation>Ni&amp;chts</translation>
    </message>
    <message>
        <source>Nothing ever leaves this computer.</source>
        <translation>Nichts verlässt je diesen Computer.</translation>
    </message>
    <message>
        <source>&amp;What I send, each time</source>
        <translation>Was ich sende, &amp;jedes Mal</translation>
    </message>
    <message>
        <source>I send it by pressing the key again.</source>
        <translation>Ich sende es, indem ich die Taste noch einmal drücke.</translation>
    </message>
    <message>
        <source>&amp;All that I describe</source>
        <translation>&amp;Alles, was ich beschreibe</translation>
    </message>
    <message>
        <source>Without asking.</source>
        <translation>Ohne zu fragen.</translation>
    </message>
    <message>
        <source>done</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>mmassist is ready, and waits in the background for its keys. All that it says is also in its main window as text; the settings, the keys and the history are there too. Press Enter to finish.</source>
        <translation>mmassist ist bereit und wartet im Hintergrund auf seine Tasten. Alles, was es sagt, steht auch in seinem Hauptfenster als Text; die Einstellungen, die Tasten und der Verlauf sind auch dort. Drücken Sie Eingabe, um abzuschließen.</translation>
    </message>
    <message>
        <source>Start mmassist when I &amp;log in</source>
        <translation>mmassist bei der An&amp;meldung starten</translation>
    </message>
</context>
<context>
    <name>WelcomeWindow</name>
    <message>
        <source>Welcome to mmassist</source>
        <translation>Willkommen bei mmassist</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Zurück</translation>
    </message>
    <message>
        <source>&amp;Say it again</source>
        <translation>&amp;Noch einmal sagen</translation>
    </message>
    <message>
        <source>Step {number} of {all}: {title}</source>
        <translation>Schritt {number} von {all}: {title}</translation>
    </message>
    <message>
        <source>&amp;Finish</source>
        <translation>&amp;Fertig</translation>
    </message>
    <message>
        <source>&amp;Next</source>
        <translation>&amp;Weiter</translation>
    </message>
    <message>
        <source>The welcome is over. You find it again in the main window, under View.</source>
        <translation>Die Begrüßung ist zu Ende. Sie finden sie im Hauptfenster unter Ansicht wieder.</translation>
    </message>
</context>
<context>
    <name>Windows</name>
    <message>
        <source>&amp;View</source>
        <translation>A&amp;nsicht</translation>
    </message>
    <message>
        <source>&amp;Settings</source>
        <translation>&amp;Einstellungen</translation>
    </message>
    <message>
        <source>&amp;Keys</source>
        <translation>Tas&amp;ten</translation>
    </message>
    <message>
        <source>&amp;History</source>
        <translation>&amp;Verlauf</translation>
    </message>
    <message>
        <source>Help &amp;by a person</source>
        <translation>Hilfe durch einen &amp;Menschen</translation>
    </message>
    <message>
        <source>&amp;Costs and times</source>
        <translation>Kosten &amp;und Zeiten</translation>
    </message>
    <message>
        <source>&amp;Welcome</source>
        <translation>&amp;Willkommen</translation>
    </message>
    <message>
        <source>&amp;About mmassist</source>
        <translation>Ü&amp;ber mmassist</translation>
    </message>
</context>
</TS>
