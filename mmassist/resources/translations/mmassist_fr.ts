<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR">
<context>
    <name>AboutWindow</name>
    <message>
        <source>About mmassist</source>
        <translation>À propos de mmassist</translation>
    </message>
    <message>
        <source>mmassist {version}: eyes for blind and low-vision people on any desktop. Free software under the GPL, version 3 or later.</source>
        <translation>mmassist {version} : des yeux pour les personnes aveugles ou malvoyantes, sur tout bureau. Logiciel libre sous GPL, version 3 ou ultérieure.</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>État</translation>
    </message>
    <message>
        <source>Check a&amp;gain</source>
        <translation>&amp;Vérifier à nouveau</translation>
    </message>
    <message>
        <source>About</source>
        <translation>À propos</translation>
    </message>
    <message>
        <source>&amp;What is there and what is missing</source>
        <translation>Ce qui est là et ce qui &amp;manque</translation>
    </message>
    <message>
        <source>&amp;Licences</source>
        <translation>&amp;Licences</translation>
    </message>
    <message>
        <source>&amp;Save a file for a helper…</source>
        <translation>&amp;Enregistrer un fichier pour qui vous aide…</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Vérification…</translation>
    </message>
    <message>
        <source>Save a file for a helper</source>
        <translation>Enregistrer un fichier pour qui vous aide</translation>
    </message>
    <message>
        <source>JSON (*.json)</source>
        <translation>JSON (*.json)</translation>
    </message>
    <message numerus="yes">
        <source>%n part(s) looked at.</source>
        <translation>
            <numerusform>%n partie vérifiée.</numerusform>
            <numerusform>%n parties vérifiées.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AddDialog</name>
    <message>
        <source>Add to the settings</source>
        <translation>Ajouter aux réglages</translation>
    </message>
    <message>
        <source>A backend that answers</source>
        <translation>Un service qui répond</translation>
    </message>
    <message>
        <source>A profile for a program</source>
        <translation>Un profil pour un programme</translation>
    </message>
    <message>
        <source>Other keys in a program</source>
        <translation>D&apos;autres touches dans un programme</translation>
    </message>
    <message>
        <source>A name of your own for a backend; the program&apos;s name for the others</source>
        <translation>Un nom à vous pour un service ; sinon, celui du programme</translation>
    </message>
    <message>
        <source>&amp;What</source>
        <translation>&amp;Quoi</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Nom</translation>
    </message>
</context>
<context>
    <name>AskPanel</name>
    <message>
        <source>About what was described last</source>
        <translation>Sur ce qui a été décrit en dernier</translation>
    </message>
    <message>
        <source>As&amp;k</source>
        <translation>Demande&amp;r</translation>
    </message>
    <message>
        <source>&amp;Preview what would be sent</source>
        <translation>&amp;Aperçu de l&apos;envoi</translation>
    </message>
    <message>
        <source>&amp;Reveal for one turn</source>
        <translation>Révéler &amp;une fois</translation>
    </message>
    <message>
        <source>Q&amp;uestion</source>
        <translation>Quest&amp;ion</translation>
    </message>
    <message>
        <source>Ask &amp;whom</source>
        <translation>Choi&amp;x du modèle</translation>
    </message>
    <message>
        <source>&amp;Hidden from the model</source>
        <translation>Cac&amp;hé au modèle</translation>
    </message>
</context>
<context>
    <name>Caption</name>
    <message>
        <source>mmassist caption</source>
        <translation>Sous-titre de mmassist</translation>
    </message>
</context>
<context>
    <name>Conversation</name>
    <message>
        <source>Nothing was said yet.</source>
        <translation>Rien n&apos;a encore été dit.</translation>
    </message>
    <message>
        <source>You: {question}</source>
        <translation>Vous : {question}</translation>
    </message>
</context>
<context>
    <name>FocusSpeech</name>
    <message>
        <source>chosen</source>
        <translation>choisi</translation>
    </message>
    <message>
        <source>on</source>
        <translation>activé</translation>
    </message>
    <message>
        <source>not chosen</source>
        <translation>non choisi</translation>
    </message>
    <message>
        <source>off</source>
        <translation>désactivé</translation>
    </message>
    <message>
        <source>button</source>
        <translation>bouton</translation>
    </message>
    <message>
        <source>up and down arrow change it</source>
        <translation>se change avec flèche haut et bas</translation>
    </message>
    <message>
        <source>up and down arrow choose</source>
        <translation>se choisit avec flèche haut et bas</translation>
    </message>
    <message>
        <source>text field</source>
        <translation>champ de texte</translation>
    </message>
</context>
<context>
    <name>Help</name>
    <message>
        <source>Invite by a &amp;link</source>
        <translation>Inviter par un &amp;lien</translation>
    </message>
    <message>
        <source>Invite by a &amp;code for the phone</source>
        <translation>Inviter par un &amp;code au téléphone</translation>
    </message>
    <message>
        <source>&amp;Yes: let them in, or allow it</source>
        <translation>&amp;Oui : faire entrer ou permettre</translation>
    </message>
    <message>
        <source>&amp;No: turn them away, or take it back</source>
        <translation>&amp;Non : renvoyer ou revenir dessus</translation>
    </message>
    <message>
        <source>Share the whole &amp;monitor</source>
        <translation>Partager tout le &amp;moniteur</translation>
    </message>
    <message>
        <source>Share one &amp;window</source>
        <translation>Partager une seule &amp;fenêtre</translation>
    </message>
    <message>
        <source>Let them use &amp;keyboard and mouse</source>
        <translation>Laisser utiliser clavier et so&amp;uris</translation>
    </message>
    <message>
        <source>&amp;Go where they point</source>
        <translation>Aller là où &amp;il montre</translation>
    </message>
    <message>
        <source>&amp;End it: share nothing</source>
        <translation>T&amp;erminer : ne plus rien partager</translation>
    </message>
</context>
<context>
    <name>HelpWindow</name>
    <message>
        <source>Help by a person</source>
        <translation>Aide d&apos;une personne</translation>
    </message>
    <message>
        <source>What you &amp;heard</source>
        <translation>Ce que vous avez entendu (&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Send</source>
        <translation>Envo&amp;yer</translation>
    </message>
    <message>
        <source>Write &amp;to them</source>
        <translation>Lui écri&amp;re</translation>
    </message>
</context>
<context>
    <name>HistoryWindow</name>
    <message>
        <source>History</source>
        <translation>Historique</translation>
    </message>
    <message>
        <source>Words that were said, all of them</source>
        <translation>Des mots qui ont été dits, tous</translation>
    </message>
    <message>
        <source>All programs</source>
        <translation>Tous les programmes</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>État</translation>
    </message>
    <message>
        <source>&amp;Search</source>
        <translation>&amp;Rechercher</translation>
    </message>
    <message>
        <source>&amp;Program</source>
        <translation>&amp;Programme</translation>
    </message>
    <message>
        <source>E&amp;ntries, newest first</source>
        <translation>&amp;Entrées, les plus récentes d&apos;abord</translation>
    </message>
    <message>
        <source>&amp;Text of the entry</source>
        <translation>&amp;Texte de l&apos;entrée</translation>
    </message>
    <message>
        <source>&amp;Older</source>
        <translation>Plus &amp;anciennes</translation>
    </message>
    <message>
        <source>Adds older entries to the list.</source>
        <translation>Ajoute des entrées plus anciennes à la liste.</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Supprimer</translation>
    </message>
    <message>
        <source>The entries that are chosen in the list.</source>
        <translation>Les entrées choisies dans la liste.</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>E&amp;xporter…</translation>
    </message>
    <message>
        <source>All entries that the search finds.</source>
        <translation>Toutes les entrées que trouve la recherche.</translation>
    </message>
    <message>
        <source>&amp;Wipe all…</source>
        <translation>T&amp;out effacer…</translation>
    </message>
    <message>
        <source>{shown} of {total} entries</source>
        <translation>{shown} entrées sur {total}</translation>
    </message>
    <message>
        <source>Export the history</source>
        <translation>Exporter l&apos;historique</translation>
    </message>
    <message>
        <source>Wipe the history</source>
        <translation>Effacer l&apos;historique</translation>
    </message>
    <message>
        <source>Delete all that was kept, without a trace?</source>
        <translation>Effacer tout ce qui a été gardé, sans laisser de trace ?</translation>
    </message>
</context>
<context>
    <name>ItemList</name>
    <message>
        <source>Enter says the item; the menu key tells what else can be done with it.</source>
        <translation>Entrée dit l&apos;élément ; la touche menu dit ce qu&apos;on peut en faire d&apos;autre.</translation>
    </message>
    <message>
        <source>&amp;Say it</source>
        <translation>&amp;Le dire</translation>
    </message>
    <message>
        <source>Move the &amp;focus to it</source>
        <translation>Y mettre le &amp;focus</translation>
    </message>
    <message>
        <source>Move the &amp;pointer to it</source>
        <translation>Y mettre le &amp;pointeur</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Copier</translation>
    </message>
    <message>
        <source>Spell &amp;it</source>
        <translation>L&amp;épeler</translation>
    </message>
    <message>
        <source>Spell it with &amp;words</source>
        <translation>Épeler avec des &amp;mots</translation>
    </message>
</context>
<context>
    <name>KeysWindow</name>
    <message>
        <source>Keys</source>
        <translation>Touches</translation>
    </message>
    <message>
        <source>What you change is changed in it alone. Choose one, or type its name and press Enter.</source>
        <translation>Ce que vous changez ne vaut que dans celui-ci. Choisissez-en un, ou tapez son nom et appuyez sur Entrée.</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>Programme</translation>
    </message>
    <message>
        <source>A word of what it does, or a key</source>
        <translation>Un mot de ce qu&apos;elle fait, ou une touche</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>Ce qu&apos;elle fait</translation>
    </message>
    <message>
        <source>Letter after the leader</source>
        <translation>Lettre après la touche guide</translation>
    </message>
    <message>
        <source>Key of its own</source>
        <translation>Touche propre</translation>
    </message>
    <message>
        <source>Press a key: you hear what it would do</source>
        <translation>Appuyez sur une touche : vous entendez ce qu&apos;elle ferait</translation>
    </message>
    <message>
        <source>It is only tried. Tab, then Give, gives it to the command chosen in the table.</source>
        <translation>Elle n&apos;est qu&apos;essayée. Tabulation, puis Donner, la donne à la commande choisie dans le tableau.</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>État</translation>
    </message>
    <message>
        <source>In &amp;program</source>
        <translation>Dans le progra&amp;mme</translation>
    </message>
    <message>
        <source>&amp;Search</source>
        <translation>&amp;Rechercher</translation>
    </message>
    <message>
        <source>&amp;Keys</source>
        <translation>&amp;Touches</translation>
    </message>
    <message>
        <source>&amp;New key, tried</source>
        <translation>&amp;Nouvelle touche, essayée</translation>
    </message>
    <message>
        <source>&amp;Give it to the command</source>
        <translation>&amp;Donner à la commande</translation>
    </message>
    <message>
        <source>N&amp;o key for it</source>
        <translation>&amp;Pas de touche</translation>
    </message>
    <message>
        <source>&amp;Usual keys for it</source>
        <translation>Touches hab&amp;ituelles</translation>
    </message>
    <message>
        <source>Reset &amp;all…</source>
        <translation>To&amp;ut réinitialiser…</translation>
    </message>
    <message>
        <source>all programs</source>
        <translation>tous les programmes</translation>
    </message>
    <message>
        <source>Keys in {program}.</source>
        <translation>Touches dans {program}.</translation>
    </message>
    <message>
        <source>Keys in all programs.</source>
        <translation>Touches dans tous les programmes.</translation>
    </message>
    <message numerus="yes">
        <source>%n command(s)</source>
        <translation>
            <numerusform>%n commande</numerusform>
            <numerusform>%n commandes</numerusform>
        </translation>
    </message>
    <message>
        <source>none</source>
        <translation>aucune</translation>
    </message>
    <message>
        <source>{does}, in {program}</source>
        <translation>{does}, dans {program}</translation>
    </message>
    <message>
        <source>Reset all keys</source>
        <translation>Réinitialiser toutes les touches</translation>
    </message>
    <message>
        <source>Give every command its usual keys again in {program}?</source>
        <translation>Rendre à chaque commande ses touches habituelles dans {program} ?</translation>
    </message>
    <message>
        <source>Give every command its usual keys again?</source>
        <translation>Redonner à chaque commande ses touches habituelles ?</translation>
    </message>
</context>
<context>
    <name>LetterWindow</name>
    <message>
        <source>Letter</source>
        <translation>Lettre</translation>
    </message>
    <message>
        <source>Press a letter. Escape leaves.</source>
        <translation>Appuyez sur une lettre. Échap quitte.</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Status</source>
        <translation>État</translation>
    </message>
    <message>
        <source>Nothing has been described yet.</source>
        <translation>Rien n&apos;a encore été décrit.</translation>
    </message>
    <message>
        <source>Last &amp;answer</source>
        <translation>&amp;Dernière réponse</translation>
    </message>
    <message>
        <source>What &amp;you heard so far</source>
        <translation>&amp;Journal de ce qui a été dit</translation>
    </message>
    <message>
        <source>&amp;Items</source>
        <translation>É&amp;léments</translation>
    </message>
    <message>
        <source>Leave safe m&amp;ode</source>
        <translation>Quitter le &amp;mode sans échec</translation>
    </message>
    <message>
        <source>&amp;Describe whole screen</source>
        <translation>Décrire tout l&apos;écra&amp;n</translation>
    </message>
    <message>
        <source>Read &amp;the window</source>
        <translation>Lire la fenê&amp;tre</translation>
    </message>
    <message>
        <source>What was described last.</source>
        <translation>Ce qui a été décrit en dernier.</translation>
    </message>
    <message>
        <source>R&amp;ead on</source>
        <translation>C&amp;ontinuer la lecture</translation>
    </message>
    <message>
        <source>From where reading stopped.</source>
        <translation>À partir de l&apos;endroit où la lecture s&apos;est arrêtée.</translation>
    </message>
    <message>
        <source>&amp;Look through camera</source>
        <translation>Re&amp;garder par la caméra</translation>
    </message>
    <message>
        <source>Speak to &amp;mmassist</source>
        <translation>&amp;Parler à mmassist</translation>
    </message>
    <message>
        <source>Hands-free o&amp;n or off</source>
        <translation>Mains li&amp;bres oui ou non</translation>
    </message>
    <message>
        <source>&amp;Stop speaking</source>
        <translation>Arrêt&amp;er de parler</translation>
    </message>
    <message>
        <source>&amp;Forget answers</source>
        <translation>Oublier les répon&amp;ses</translation>
    </message>
    <message>
        <source>&amp;Costs and times</source>
        <translation>&amp;Coûts et durées</translation>
    </message>
    <message>
        <source>Help &amp;by a person</source>
        <translation>Aide d&apos;une personne (&amp;W)</translation>
    </message>
    <message>
        <source>Settin&amp;gs</source>
        <translation>Ou&amp;vrir les réglages</translation>
    </message>
    <message>
        <source>&amp;Quit mmassist</source>
        <translation>&amp;Quitter mmassist</translation>
    </message>
    <message>
        <source>Listening.</source>
        <translation>J&apos;écoute.</translation>
    </message>
    <message>
        <source>The microphone is closed.</source>
        <translation>Le microphone est fermé.</translation>
    </message>
    <message>
        <source>Switched off: {parts}.</source>
        <translation>Désactivé : {parts}.</translation>
    </message>
    <message>
        <source>Detail by the {backend} backend.</source>
        <translation>Détails par {backend}.</translation>
    </message>
    <message>
        <source>Read by mmassist itself.</source>
        <translation>Lu par mmassist lui-même.</translation>
    </message>
    <message>
        <source>First words after {seconds} seconds.</source>
        <translation>Premiers mots après {seconds} secondes.</translation>
    </message>
</context>
<context>
    <name>PreviewWindow</name>
    <message>
        <source>What would be sent</source>
        <translation>Ce qui serait envoyé</translation>
    </message>
    <message>
        <source>&amp;Text</source>
        <translation>&amp;Texte</translation>
    </message>
    <message>
        <source>&amp;Pictures</source>
        <translation>&amp;Images</translation>
    </message>
    <message numerus="yes">
        <source>{width} by {height} pixels, %n kilobyte(s)</source>
        <translation>
            <numerusform>{width} sur {height} pixels, %n kilo-octet</numerusform>
            <numerusform>{width} sur {height} pixels, %n kilo-octets</numerusform>
        </translation>
    </message>
    <message>
        <source>Picture {number} of {all}, {size}</source>
        <translation>Image {number} sur {all}, {size}</translation>
    </message>
</context>
<context>
    <name>SettingEditor</name>
    <message>
        <source>empty</source>
        <translation>vide</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>Address of a proxy; empty: that of the environment.</source>
        <translation>Adresse d&apos;un proxy ; vide : celui de l&apos;environnement.</translation>
    </message>
    <message>
        <source>Address of another hub; empty: the catalogue&apos;s.</source>
        <translation>Adresse d&apos;un autre dépôt ; vide : celui du catalogue.</translation>
    </message>
    <message>
        <source>Address of the broker that brings you and a helper together; empty: nobody can be invited.</source>
        <translation>Adresse du courtier qui vous met en relation avec un assistant ; vide : personne ne peut être invité.</translation>
    </message>
    <message>
        <source>Address of the server; empty: the vendor&apos;s own.</source>
        <translation>Adresse du serveur ; vide : celle du fournisseur.</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>Réponses</translation>
    </message>
    <message>
        <source>Ask or command by voice: hold it while you speak, or tap it and speak.</source>
        <translation>Demander ou commander à la voix : tenez-la pendant que vous parlez, ou tapez-la et parlez.</translation>
    </message>
    <message>
        <source>Backend that is asked too where you need it right; empty: one of another family.</source>
        <translation>Backend interrogé aussi quand il faut que ce soit juste ; vide : un d&apos;une autre famille.</translation>
    </message>
    <message>
        <source>Backends</source>
        <translation>Services</translation>
    </message>
    <message>
        <source>Backends that may answer, the first choice first.</source>
        <translation>Services qui peuvent répondre, le premier choix en premier.</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Caméra</translation>
    </message>
    <message>
        <source>Colours: the desktop&apos;s, or light, dark, contrast.</source>
        <translation>Couleurs : celles du bureau (system), ou clair (light), sombre (dark), contraste (contrast).</translation>
    </message>
    <message>
        <source>Countries whose phone numbers are known without their code.</source>
        <translation>Pays dont les numéros de téléphone sont reconnus sans indicatif.</translation>
    </message>
    <message>
        <source>Days after which an entry is deleted.</source>
        <translation>Jours après lesquels une entrée est effacée.</translation>
    </message>
    <message>
        <source>Describe</source>
        <translation>Décrire</translation>
    </message>
    <message>
        <source>Describe the window in front.</source>
        <translation>Décrire la fenêtre au premier plan.</translation>
    </message>
    <message>
        <source>Edge of the screen that the caption is at: top or bottom.</source>
        <translation>Bord de l&apos;écran où est le sous-titre : haut (top) ou bas (bottom).</translation>
    </message>
    <message>
        <source>Go on reading from where it was stopped; no key of its own unless you set one.</source>
        <translation>Continuer la lecture là où elle s&apos;est arrêtée ; sans touche propre si vous n&apos;en mettez pas.</translation>
    </message>
    <message>
        <source>Hide faces in pictures.</source>
        <translation>Cacher les visages dans les images.</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Historique</translation>
    </message>
    <message>
        <source>How capitals are told: none, spell (a word before each), sound (a higher pitch or a short sound).</source>
        <translation>Annonce des majuscules : none (aucune), spell (un mot avant chacune), sound (une voix plus aiguë ou un son bref).</translation>
    </message>
    <message>
        <source>How much higher the app&apos;s own messages are than all else; 0: as high.</source>
        <translation>De combien les messages du programme sont plus aigus que le reste ; 0 : autant.</translation>
    </message>
    <message>
        <source>How much is said of it; empty: as everywhere.</source>
        <translation>Combien on en dit ; vide : comme partout.</translation>
    </message>
    <message>
        <source>How much is said: brief, normal or full.</source>
        <translation>Combien est dit : bref (brief), normal ou tout (full).</translation>
    </message>
    <message>
        <source>How often a failed request is sent again.</source>
        <translation>Combien de fois une demande échouée est renvoyée.</translation>
    </message>
    <message>
        <source>Its number, a video file, numbered pictures, or an http address.</source>
        <translation>Son numéro, un fichier vidéo, des images numérotées ou une adresse http.</translation>
    </message>
    <message>
        <source>Keep the microphone open, so that the half second before the key press is heard too.</source>
        <translation>Garder le microphone ouvert, pour entendre aussi la demi-seconde d&apos;avant la touche.</translation>
    </message>
    <message>
        <source>Keep what was told, so that it can be looked up. Excluded windows and passwords never are.</source>
        <translation>Garder ce qui a été dit, pour pouvoir le retrouver. Jamais les fenêtres exclues ni les mots de passe.</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Touches</translation>
    </message>
    <message>
        <source>Keys of their own for other commands, by the names that mmassist keys lists.</source>
        <translation>Touches propres à d&apos;autres commandes, par les noms que liste mmassist keys.</translation>
    </message>
    <message>
        <source>Language of the voice in it; empty: as everywhere.</source>
        <translation>Langue de la voix dans celui-ci ; vide : comme partout.</translation>
    </message>
    <message>
        <source>Language of the voice, as the voice names it.</source>
        <translation>Langue de la voix, comme la voix la nomme.</translation>
    </message>
    <message>
        <source>Language of the windows; empty: the desktop&apos;s.</source>
        <translation>Langue des fenêtres ; vide : celle du bureau.</translation>
    </message>
    <message>
        <source>Language that you speak, as a code such as en; empty: found out.</source>
        <translation>Langue que vous parlez, en code comme fr ; vide : elle est devinée.</translation>
    </message>
    <message>
        <source>Letters after the leader that are not the usual ones, by command.</source>
        <translation>Lettres après la touche guide qui ne sont pas les habituelles, par commande.</translation>
    </message>
    <message>
        <source>Listen</source>
        <translation>Écouter</translation>
    </message>
    <message>
        <source>Listen for a follow-up for some seconds after what you asked by voice is answered.</source>
        <translation>Écouter quelques secondes une suite, après la réponse à ce que vous avez demandé à la voix.</translation>
    </message>
    <message>
        <source>Milliseconds of silence before the first sound after a pause, for headphones that swallow it.</source>
        <translation>Millisecondes de silence avant le premier son après une pause, pour les casques qui l&apos;avalent.</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modèles</translation>
    </message>
    <message>
        <source>Most US dollars a day; inf for no limit.</source>
        <translation>Au plus tant de dollars par jour ; inf : sans limite.</translation>
    </message>
    <message>
        <source>Most US dollars a month; inf for no limit.</source>
        <translation>Au plus tant de dollars par mois ; inf : sans limite.</translation>
    </message>
    <message>
        <source>Most objects read of one accessibility tree.</source>
        <translation>Au plus tant d&apos;objets lus d&apos;un arbre d&apos;accessibilité.</translation>
    </message>
    <message>
        <source>Name of the font; empty: the desktop&apos;s.</source>
        <translation>Nom de la police ; vide : celle du bureau.</translation>
    </message>
    <message>
        <source>Name of the microphone, or a part of it; empty: the system&apos;s choice.</source>
        <translation>Nom du microphone, ou une partie ; vide : le choix du système.</translation>
    </message>
    <message>
        <source>Name of the model; empty: the catalogue&apos;s default, or the best that was pulled.</source>
        <translation>Nom du modèle ; vide : celui par défaut du catalogue, ou le meilleur téléchargé.</translation>
    </message>
    <message>
        <source>Name of the preset for it; empty: as everywhere.</source>
        <translation>Nom du modèle de description pour lui ; vide : comme partout.</translation>
    </message>
    <message>
        <source>Name of the preset; empty: by the program and by what is on the screen.</source>
        <translation>Nom du modèle de description ; vide : selon le programme et ce qui est à l&apos;écran.</translation>
    </message>
    <message>
        <source>Name of the speech model; empty: the best that is there.</source>
        <translation>Nom du modèle de parole ; vide : le meilleur qui soit là.</translation>
    </message>
    <message>
        <source>Name of the voice; auto: the screen reader while one runs, else espeak.</source>
        <translation>Nom de la voix ; auto : le lecteur d&apos;écran tant qu&apos;il y en a un, sinon espeak.</translation>
    </message>
    <message>
        <source>Percent by which other programs&apos; sound is made quieter while mmassist speaks; 0: not at all.</source>
        <translation>Pourcentage dont le son des autres programmes est baissé pendant que mmassist parle ; 0 : pas du tout.</translation>
    </message>
    <message>
        <source>Pitch, 50 is the voice&apos;s own.</source>
        <translation>Hauteur, 50 est celle de la voix.</translation>
    </message>
    <message>
        <source>Press it, then a letter.</source>
        <translation>Appuyez dessus, puis sur une lettre.</translation>
    </message>
    <message>
        <source>Privacy</source>
        <translation>Vie privée</translation>
    </message>
    <message>
        <source>Profiles</source>
        <translation>Profils</translation>
    </message>
    <message>
        <source>Programs and window titles that are never sent.</source>
        <translation>Programmes et titres de fenêtres qui ne sont jamais envoyés.</translation>
    </message>
    <message>
        <source>Read text in another language with a voice of that language.</source>
        <translation>Lire le texte dans une autre langue avec une voix de cette langue.</translation>
    </message>
    <message>
        <source>Read the text of the window in front; no key of its own unless you set one.</source>
        <translation>Lire le texte de la fenêtre au premier plan ; sans touche propre si vous n&apos;en mettez pas.</translation>
    </message>
    <message>
        <source>Seconds that a letter is waited for after the leader.</source>
        <translation>Secondes pendant lesquelles une lettre est attendue après la touche guide.</translation>
    </message>
    <message>
        <source>Seconds that the next letter is waited for after a step.</source>
        <translation>Secondes pendant lesquelles la lettre suivante est attendue après un pas.</translation>
    </message>
    <message>
        <source>Seconds until the connection stands.</source>
        <translation>Secondes jusqu&apos;à la connexion.</translation>
    </message>
    <message>
        <source>Seconds until the end of the answer.</source>
        <translation>Secondes jusqu&apos;à la fin de la réponse.</translation>
    </message>
    <message>
        <source>Seconds until the first piece of the answer.</source>
        <translation>Secondes jusqu&apos;au premier morceau de la réponse.</translation>
    </message>
    <message>
        <source>Show what is being said in large letters at the edge of the screen.</source>
        <translation>Montrer ce qui est dit, en grandes lettres au bord de l&apos;écran.</translation>
    </message>
    <message>
        <source>Signs that are named: none, some (as in addresses and sums), most, or all.</source>
        <translation>Signes qui sont nommés : none (aucun), some (ceux des adresses et des calculs), most (la plupart) ou all (tous).</translation>
    </message>
    <message>
        <source>Size in megabytes from which the oldest entries are deleted.</source>
        <translation>Taille en mégaoctets à partir de laquelle les entrées les plus anciennes sont effacées.</translation>
    </message>
    <message>
        <source>Size of text in the windows, in percent of the desktop&apos;s.</source>
        <translation>Taille du texte dans les fenêtres, en pour cent de celle du bureau.</translation>
    </message>
    <message>
        <source>Size of the caption&apos;s letters, in points.</source>
        <translation>Taille des lettres du sous-titre, en points.</translation>
    </message>
    <message>
        <source>Sound device, by its name or a part of it; empty: the system&apos;s choice.</source>
        <translation>Périphérique audio, par son nom ou une partie de celui-ci ; vide : celui que choisit le système.</translation>
    </message>
    <message>
        <source>Speak over mmassist to interrupt it: the microphone is then open whenever mmassist speaks, and only then.</source>
        <translation>Parler par-dessus mmassist pour l&apos;interrompre : le microphone est alors ouvert chaque fois que mmassist parle, et seulement alors.</translation>
    </message>
    <message>
        <source>Speech</source>
        <translation>Parole</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Démarrage</translation>
    </message>
    <message>
        <source>Start mmassist whenever you log in.</source>
        <translation>Démarrer mmassist à chaque ouverture de session.</translation>
    </message>
    <message>
        <source>Stop speaking.</source>
        <translation>Arrêter de parler.</translation>
    </message>
    <message>
        <source>Support</source>
        <translation>Aide d&apos;une personne</translation>
    </message>
    <message>
        <source>The same for single programs, by their names.</source>
        <translation>La même chose pour certains programmes, par leur nom.</translation>
    </message>
    <message>
        <source>The server is your own: what goes there is not masked.</source>
        <translation>Le serveur est le vôtre : ce qui y va n&apos;est pas masqué.</translation>
    </message>
    <message>
        <source>The vendor may keep the request, so that a follow-up need not send the picture again.</source>
        <translation>Le fournisseur peut garder la demande, pour qu&apos;une suite n&apos;ait pas à renvoyer l&apos;image.</translation>
    </message>
    <message>
        <source>Voice of the app&apos;s own messages, as the voice names it; empty: as all else.</source>
        <translation>Voix des messages du programme, comme la voix la nomme ; vide : comme le reste.</translation>
    </message>
    <message>
        <source>Volume of speech, in percent.</source>
        <translation>Volume de la parole, en pour cent.</translation>
    </message>
    <message>
        <source>Volume of the app&apos;s own messages, in percent; 0: as all else.</source>
        <translation>Volume des messages du programme, en pour cent ; 0 : comme le reste.</translation>
    </message>
    <message>
        <source>Volume of the short sounds, in percent; 0 switches them off.</source>
        <translation>Volume des sons brefs, en pour cent ; 0 les coupe.</translation>
    </message>
    <message>
        <source>What decides: your order, quality, speed or spend.</source>
        <translation>Ce qui décide : votre ordre (order), la qualité (quality), la vitesse (speed) ou la dépense (spend).</translation>
    </message>
    <message>
        <source>What it speaks: openai, chat, gemini, claude or ollama; local: a model on this computer.</source>
        <translation>Ce qu&apos;il parle : openai, chat, gemini, claude ou ollama ; local : un modèle sur cet ordinateur.</translation>
    </message>
    <message>
        <source>What of it may leave this computer; empty: as everywhere.</source>
        <translation>Ce qui peut en quitter cet ordinateur ; vide : comme partout.</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Fenêtre</translation>
    </message>
    <message>
        <source>Words a minute in it, 80 to 900; 0: as everywhere.</source>
        <translation>Mots par minute dans celui-ci, de 80 à 900 ; 0 : comme partout.</translation>
    </message>
    <message>
        <source>Words a minute of the app&apos;s own messages, 80 to 900; 0: as all else.</source>
        <translation>Mots par minute des messages du programme, de 80 à 900 ; 0 : comme le reste.</translation>
    </message>
    <message>
        <source>Words a minute.</source>
        <translation>Mots par minute.</translation>
    </message>
    <message>
        <source>all</source>
        <translation>tous</translation>
    </message>
    <message>
        <source>allow</source>
        <translation>autoriser</translation>
    </message>
    <message>
        <source>ask</source>
        <translation>demander</translation>
    </message>
    <message>
        <source>at login</source>
        <translation>à l&apos;ouverture de session</translation>
    </message>
    <message>
        <source>barge in</source>
        <translation>interrompre</translation>
    </message>
    <message>
        <source>base url</source>
        <translation>adresse</translation>
    </message>
    <message>
        <source>broker</source>
        <translation>courtier</translation>
    </message>
    <message>
        <source>capitals</source>
        <translation>majuscules</translation>
    </message>
    <message>
        <source>bottom</source>
        <translation>en bas</translation>
    </message>
    <message>
        <source>A helper who hears you hears what mmassist says as well, as far as your microphone does.</source>
        <translation>Un assistant qui vous entend entend aussi ce que dit mmassist, autant que votre microphone.</translation>
    </message>
    <message>
        <source>brief</source>
        <translation>bref</translation>
    </message>
    <message>
        <source>caption</source>
        <translation>sous-titre</translation>
    </message>
    <message>
        <source>caption edge</source>
        <translation>bord du sous-titre</translation>
    </message>
    <message>
        <source>caption size</source>
        <translation>taille du sous-titre</translation>
    </message>
    <message>
        <source>chords</source>
        <translation>combinaisons</translation>
    </message>
    <message>
        <source>connect</source>
        <translation>connexion</translation>
    </message>
    <message>
        <source>contrast</source>
        <translation>contraste</translation>
    </message>
    <message>
        <source>dark</source>
        <translation>sombre</translation>
    </message>
    <message>
        <source>day limit</source>
        <translation>limite par jour</translation>
    </message>
    <message>
        <source>days</source>
        <translation>jours</translation>
    </message>
    <message>
        <source>describe</source>
        <translation>décrire</translation>
    </message>
    <message>
        <source>device</source>
        <translation>périphérique</translation>
    </message>
    <message>
        <source>ducking</source>
        <translation>atténuer le reste</translation>
    </message>
    <message>
        <source>earcons</source>
        <translation>sons brefs</translation>
    </message>
    <message>
        <source>enabled</source>
        <translation>activé</translation>
    </message>
    <message>
        <source>excluded</source>
        <translation>exclus</translation>
    </message>
    <message>
        <source>faces</source>
        <translation>visages</translation>
    </message>
    <message>
        <source>first token</source>
        <translation>premier morceau</translation>
    </message>
    <message>
        <source>follow language</source>
        <translation>langue du texte</translation>
    </message>
    <message>
        <source>font</source>
        <translation>police</translation>
    </message>
    <message>
        <source>full</source>
        <translation>complet</translation>
    </message>
    <message>
        <source>hands free</source>
        <translation>mains libres</translation>
    </message>
    <message>
        <source>hub</source>
        <translation>dépôt</translation>
    </message>
    <message>
        <source>keep</source>
        <translation>garder</translation>
    </message>
    <message>
        <source>kind</source>
        <translation>type</translation>
    </message>
    <message>
        <source>language</source>
        <translation>langue</translation>
    </message>
    <message>
        <source>leader</source>
        <translation>touche guide</translation>
    </message>
    <message>
        <source>letter seconds</source>
        <translation>secondes par lettre</translation>
    </message>
    <message>
        <source>letters</source>
        <translation>lettres</translation>
    </message>
    <message>
        <source>light</source>
        <translation>clair</translation>
    </message>
    <message>
        <source>local</source>
        <translation>local</translation>
    </message>
    <message>
        <source>local: nothing leaves; ask: each time; allow: without asking.</source>
        <translation>local : rien ne sort ; ask : chaque fois ; allow : sans demander.</translation>
    </message>
    <message>
        <source>megabytes</source>
        <translation>mégaoctets</translation>
    </message>
    <message>
        <source>microphone</source>
        <translation>microphone</translation>
    </message>
    <message>
        <source>model</source>
        <translation>modèle</translation>
    </message>
    <message>
        <source>month limit</source>
        <translation>limite par mois</translation>
    </message>
    <message>
        <source>most</source>
        <translation>la plupart</translation>
    </message>
    <message>
        <source>none</source>
        <translation>aucune</translation>
    </message>
    <message>
        <source>normal</source>
        <translation>normal</translation>
    </message>
    <message>
        <source>off</source>
        <translation>désactivé</translation>
    </message>
    <message>
        <source>on</source>
        <translation>activé</translation>
    </message>
    <message>
        <source>order</source>
        <translation>ordre</translation>
    </message>
    <message>
        <source>outline nodes</source>
        <translation>objets d&apos;une fenêtre</translation>
    </message>
    <message>
        <source>own</source>
        <translation>serveur à moi</translation>
    </message>
    <message>
        <source>own speech</source>
        <translation>Voix de mmassist</translation>
    </message>
    <message>
        <source>pitch</source>
        <translation>hauteur</translation>
    </message>
    <message>
        <source>pre roll</source>
        <translation>pré-écoute</translation>
    </message>
    <message>
        <source>prefer</source>
        <translation>préférer</translation>
    </message>
    <message>
        <source>preset</source>
        <translation>modèle de description</translation>
    </message>
    <message>
        <source>programs</source>
        <translation>programmes</translation>
    </message>
    <message>
        <source>proxy</source>
        <translation>proxy</translation>
    </message>
    <message>
        <source>punctuation</source>
        <translation>ponctuation</translation>
    </message>
    <message>
        <source>quality</source>
        <translation>qualité</translation>
    </message>
    <message>
        <source>rate</source>
        <translation>vitesse</translation>
    </message>
    <message>
        <source>read</source>
        <translation>lire</translation>
    </message>
    <message>
        <source>read on</source>
        <translation>continuer la lecture</translation>
    </message>
    <message>
        <source>regions</source>
        <translation>pays</translation>
    </message>
    <message>
        <source>retries</source>
        <translation>nouvelles tentatives</translation>
    </message>
    <message>
        <source>second</source>
        <translation>second</translation>
    </message>
    <message>
        <source>sending</source>
        <translation>envoi</translation>
    </message>
    <message>
        <source>some</source>
        <translation>certains</translation>
    </message>
    <message>
        <source>sound</source>
        <translation>son</translation>
    </message>
    <message>
        <source>source</source>
        <translation>source</translation>
    </message>
    <message>
        <source>speed</source>
        <translation>vitesse</translation>
    </message>
    <message>
        <source>spell</source>
        <translation>épeler</translation>
    </message>
    <message>
        <source>spend</source>
        <translation>dépense</translation>
    </message>
    <message>
        <source>stop</source>
        <translation>arrêter</translation>
    </message>
    <message>
        <source>system language</source>
        <translation>voix des messages</translation>
    </message>
    <message>
        <source>system pitch</source>
        <translation>hauteur des messages</translation>
    </message>
    <message>
        <source>system rate</source>
        <translation>débit des messages</translation>
    </message>
    <message>
        <source>system volume</source>
        <translation>volume des messages</translation>
    </message>
    <message>
        <source>system</source>
        <translation>système</translation>
    </message>
    <message>
        <source>text scale</source>
        <translation>taille du texte</translation>
    </message>
    <message>
        <source>theme</source>
        <translation>couleurs</translation>
    </message>
    <message>
        <source>top</source>
        <translation>en haut</translation>
    </message>
    <message>
        <source>total</source>
        <translation>total</translation>
    </message>
    <message>
        <source>verbosity</source>
        <translation>détail</translation>
    </message>
    <message>
        <source>voice</source>
        <translation>voix</translation>
    </message>
    <message>
        <source>volume</source>
        <translation>volume</translation>
    </message>
    <message>
        <source>wake</source>
        <translation>silence préalable</translation>
    </message>
    <message>
        <source>walk seconds</source>
        <translation>secondes par pas</translation>
    </message>
</context>
<context>
    <name>SettingsWindow</name>
    <message>
        <source>Settings</source>
        <translation>Réglages</translation>
    </message>
    <message>
        <source>A word of its name or of what it does</source>
        <translation>Un mot de son nom ou de ce qu&apos;il fait</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Aide</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>État</translation>
    </message>
    <message>
        <source>&amp;Reset this setting</source>
        <translation>Réi&amp;nitialiser celui-ci</translation>
    </message>
    <message>
        <source>Reset &amp;all…</source>
        <translation>To&amp;ut réinitialiser…</translation>
    </message>
    <message>
        <source>A&amp;dd…</source>
        <translation>Aj&amp;outer…</translation>
    </message>
    <message>
        <source>A backend, or a profile or keys of a program.</source>
        <translation>Un service, ou un profil ou des touches d&apos;un programme.</translation>
    </message>
    <message>
        <source>&amp;Search</source>
        <translation>&amp;Rechercher</translation>
    </message>
    <message>
        <source>All se&amp;ttings</source>
        <translation>&amp;Tous les réglages</translation>
    </message>
    <message>
        <source>&amp;Value of {title}</source>
        <translation>&amp;Valeur de {title}</translation>
    </message>
    <message>
        <source>Re&amp;move {name}</source>
        <translation>Su&amp;pprimer {name}</translation>
    </message>
    <message>
        <source>To {value}.</source>
        <translation>À {value}.</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>vide</translation>
    </message>
    <message numerus="yes">
        <source>%n setting(s)</source>
        <translation>
            <numerusform>%n réglage</numerusform>
            <numerusform>%n réglages</numerusform>
        </translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>Enregistré.</translation>
    </message>
    <message>
        <source>Reset all settings</source>
        <translation>Réinitialiser tous les réglages</translation>
    </message>
    <message>
        <source>Set everything as it was at the very first start? Your settings file is kept beside it as a backup.</source>
        <translation>Tout remettre comme au tout premier démarrage ? Votre fichier de réglages est gardé à côté en copie.</translation>
    </message>
</context>
<context>
    <name>StatsPanel</name>
    <message>
        <source>Backend</source>
        <translation>Service</translation>
    </message>
    <message>
        <source>Asked</source>
        <translation>Demandé</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>Répondu</translation>
    </message>
    <message>
        <source>First token, median</source>
        <translation>Premier jeton, médiane</translation>
    </message>
    <message>
        <source>First token, 95 percent within</source>
        <translation>Premier jeton, 95 pour cent en</translation>
    </message>
    <message>
        <source>First word, median</source>
        <translation>Premier mot, médiane</translation>
    </message>
    <message>
        <source>First word, 95 percent within</source>
        <translation>Premier mot, 95 pour cent en</translation>
    </message>
    <message>
        <source>Whole turn, median</source>
        <translation>Réponse entière, médiane</translation>
    </message>
    <message>
        <source>Whole turn, 95 percent within</source>
        <translation>Réponse entière, 95 pour cent en</translation>
    </message>
    <message>
        <source>Spent</source>
        <translation>Dépensé</translation>
    </message>
    <message>
        <source>Tokens in</source>
        <translation>Jetons en entrée</translation>
    </message>
    <message>
        <source>Tokens out</source>
        <translation>Jetons en sortie</translation>
    </message>
    <message>
        <source>From the cache</source>
        <translation>Du cache</translation>
    </message>
    <message>
        <source>Hidden</source>
        <translation>Caché</translation>
    </message>
    <message>
        <source>No figures yet.</source>
        <translation>Pas encore de chiffres.</translation>
    </message>
    <message>
        <source>Status of the figures</source>
        <translation>État des chiffres</translation>
    </message>
    <message>
        <source>S&amp;ummary</source>
        <translation>Rés&amp;umé</translation>
    </message>
    <message>
        <source>Figures by &amp;backend</source>
        <translation>Chiffres par &amp;service</translation>
    </message>
    <message>
        <source>&amp;Refresh</source>
        <translation>&amp;Actualiser</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>E&amp;xporter…</translation>
    </message>
    <message>
        <source>&amp;Forget all…</source>
        <translation>&amp;Tout oublier…</translation>
    </message>
    <message>
        <source>Export the figures</source>
        <translation>Exporter les chiffres</translation>
    </message>
    <message>
        <source>Table (*.csv);;JSON (*.json)</source>
        <translation>Tableau (*.csv);;JSON (*.json)</translation>
    </message>
    <message>
        <source>Forget all figures</source>
        <translation>Oublier tous les chiffres</translation>
    </message>
    <message>
        <source>Forget all turns that were recorded? Spending limits then count anew.</source>
        <translation>Oublier tout ce qui a été noté ? Les limites de dépense repartent alors de zéro.</translation>
    </message>
</context>
<context>
    <name>StatsWindow</name>
    <message>
        <source>Costs and times</source>
        <translation>Coûts et durées</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>&amp;Describe window</source>
        <translation>&amp;Décrire la fenêtre</translation>
    </message>
    <message>
        <source>Describe whole &amp;screen</source>
        <translation>Décrire tout l&apos;écra&amp;n</translation>
    </message>
    <message>
        <source>&amp;Read the window</source>
        <translation>&amp;Lire la fenêtre</translation>
    </message>
    <message>
        <source>Read o&amp;n</source>
        <translation>&amp;Continuer la lecture</translation>
    </message>
    <message>
        <source>&amp;Hands-free on or off</source>
        <translation>&amp;Mains libres oui ou non</translation>
    </message>
    <message>
        <source>S&amp;top speaking</source>
        <translation>&amp;Arrêter de parler</translation>
    </message>
    <message>
        <source>&amp;Leave safe mode</source>
        <translation>Quitter le mode &amp;sans échec</translation>
    </message>
    <message>
        <source>Help by a &amp;person</source>
        <translation>Aide d&apos;une &amp;personne</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>A&amp;ffichage</translation>
    </message>
    <message>
        <source>&amp;Open mmassist</source>
        <translation>&amp;Ouvrir mmassist</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Quitter</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>the voice</source>
        <translation>la voix</translation>
    </message>
    <message>
        <source>mmassist tells you what is on your screen. You set it up with keys alone. Press up arrow until I speak as fast as you like, or down arrow for slower. Tab leads to what else can be set. Enter goes on, Escape ends.</source>
        <translation>mmassist vous dit ce qui est sur votre écran. Tout se règle au clavier. Appuyez sur flèche haut jusqu&apos;à ce que je parle aussi vite que vous le voulez, ou sur flèche bas pour ralentir. Tabulation mène aux autres réglages. Entrée continue, Échap termine.</translation>
    </message>
    <message>
        <source>&amp;Rate</source>
        <translation>&amp;Vitesse</translation>
    </message>
    <message>
        <source>{value} words a minute.</source>
        <translation>{value} mots par minute.</translation>
    </message>
    <message>
        <source>&amp;Pitch</source>
        <translation>&amp;Hauteur</translation>
    </message>
    <message>
        <source>Pitch {value}.</source>
        <translation>Hauteur {value}.</translation>
    </message>
    <message>
        <source>&amp;Volume</source>
        <translation>V&amp;olume</translation>
    </message>
    <message>
        <source>Volume {value} percent.</source>
        <translation>Volume {value} pour cent.</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>&amp;Langue</translation>
    </message>
    <message>
        <source>the keys</source>
        <translation>les touches</translation>
    </message>
    <message>
        <source>These keys work in every program.</source>
        <translation>Ces touches marchent dans tous les programmes.</translation>
    </message>
    <message>
        <source>Try it now: press the first of them, and hear this window described. Enter goes on.</source>
        <translation>Essayez maintenant : appuyez sur la première, et cette fenêtre vous sera décrite. Entrée continue.</translation>
    </message>
    <message>
        <source>That was it. It does the same in any program. Press Enter to go on, or try another key.</source>
        <translation>C&apos;était cela. Elle fait la même chose dans tout programme. Appuyez sur Entrée pour continuer, ou essayez une autre touche.</translation>
    </message>
    <message>
        <source>what may leave this computer</source>
        <translation>ce qui peut quitter cet ordinateur</translation>
    </message>
    <message>
        <source>mmassist describes your screen by itself: nothing leaves this computer. If you set up an online service later, what may it get? Passwords, card numbers and the like are always hidden from it. Choose with up and down arrow.</source>
        <translation>mmassist décrit votre écran lui-même : rien ne quitte cet ordinateur. Si vous configurez plus tard un service en ligne, que peut-il recevoir ? Mots de passe, numéros de carte et autres lui sont toujours cachés. Choisissez avec flèche haut et bas.</translation>
    </message>
    <message>
        <source>N&amp;othing</source>
        <translation>Rie&amp;n</translation>
    </message>
    <message>
        <source>Nothing ever leaves this computer.</source>
        <translation>Rien ne quitte jamais cet ordinateur.</translation>
    </message>
    <message>
        <source>&amp;What I send, each time</source>
        <translation>&amp;Ce que j&apos;envoie, chaque fois</translation>
    </message>
    <message>
        <source>I send it by pressing the key again.</source>
        <translation>Je l&apos;envoie en appuyant encore sur la touche.</translation>
    </message>
    <message>
        <source>&amp;All that I describe</source>
        <translation>T&amp;out ce que je décris</translation>
    </message>
    <message>
        <source>Without asking.</source>
        <translation>Sans demander.</translation>
    </message>
    <message>
        <source>done</source>
        <translation>terminé</translation>
    </message>
    <message>
        <source>mmassist is ready, and waits in the background for its keys. All that it says is also in its main window as text; the settings, the keys and the history are there too. Press Enter to finish.</source>
        <translation>mmassist est prêt et attend ses touches en arrière-plan. Tout ce qu&apos;il dit est aussi en texte dans sa fenêtre principale ; les réglages, les touches et l&apos;historique y sont aussi. Appuyez sur Entrée pour terminer.</translation>
    </message>
    <message>
        <source>Start mmassist when I &amp;log in</source>
        <translation>Démarrer mmassist à l&apos;&amp;ouverture de session</translation>
    </message>
</context>
<context>
    <name>WelcomeWindow</name>
    <message>
        <source>Welcome to mmassist</source>
        <translation>Bienvenue dans mmassist</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Retour</translation>
    </message>
    <message>
        <source>&amp;Say it again</source>
        <translation>&amp;Dire à nouveau</translation>
    </message>
    <message>
        <source>Step {number} of {all}: {title}</source>
        <translation>Étape {number} sur {all} : {title}</translation>
    </message>
    <message>
        <source>&amp;Finish</source>
        <translation>&amp;Terminer</translation>
    </message>
    <message>
        <source>&amp;Next</source>
        <translation>&amp;Suivant</translation>
    </message>
    <message>
        <source>The welcome is over. You find it again in the main window, under View.</source>
        <translation>La bienvenue est terminée. Vous la retrouverez dans la fenêtre principale, sous Affichage.</translation>
    </message>
</context>
<context>
    <name>Windows</name>
    <message>
        <source>&amp;View</source>
        <translation>A&amp;ffichage</translation>
    </message>
    <message>
        <source>&amp;Settings</source>
        <translation>&amp;Réglages</translation>
    </message>
    <message>
        <source>&amp;Keys</source>
        <translation>&amp;Touches</translation>
    </message>
    <message>
        <source>&amp;History</source>
        <translation>&amp;Historique</translation>
    </message>
    <message>
        <source>Help &amp;by a person</source>
        <translation>Aide d&apos;une personne (&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Costs and times</source>
        <translation>&amp;Coûts et durées</translation>
    </message>
    <message>
        <source>&amp;Welcome</source>
        <translation>&amp;Bienvenue</translation>
    </message>
    <message>
        <source>&amp;About mmassist</source>
        <translation>À &amp;propos de mmassist</translation>
    </message>
</context>
</TS>
