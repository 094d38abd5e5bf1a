<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US">
<context>
    <name>AboutWindow</name>
    <message numerus="yes">
        <source>%n part(s) looked at.</source>
        <translation>
            <numerusform>%n part looked at.</numerusform>
            <numerusform>%n parts looked at.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>KeysWindow</name>
    <message numerus="yes">
        <source>%n command(s)</source>
        <translation>
            <numerusform>%n command</numerusform>
            <numerusform>%n commands</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PreviewWindow</name>
    <message numerus="yes">
        <source>{width} by {height} pixels, %n kilobyte(s)</source>
        <translation>
            <numerusform>{width} by {height} pixels, %n kilobyte</numerusform>
            <numerusform>{width} by {height} pixels, %n kilobytes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SettingsWindow</name>
    <message numerus="yes">
        <source>%n setting(s)</source>
        <translation>
            <numerusform>%n setting</numerusform>
            <numerusform>%n settings</numerusform>
        </translation>
    </message>
</context>
</TS>
