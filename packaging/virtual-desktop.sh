#!/usr/bin/env bash
# virtual-desktop.sh CMD [ARGUMENT...]: runs CMD in a private virtual desktop with sound; its exit code is CMD's.
#
#   display  Xvfb on a free number, behind a cookie, with the window manager openbox
#   bus      a D-Bus session of its own, accessibility switched on for Qt and GTK
#   sound    PulseAudio: sink "speaker" is what the user hears (record speaker.monitor),
#            source "mic" is what the user says (play into sink "miccable")
#   home     an empty one, so that no setting of the real user is read or written
#
# All of it is gone when the script ends, however it ends. Several may run side by side, as root or as anybody.
#
# Options, by environment: SCREEN (1920x1080x24), DPI (96), STARTUP_SECONDS (30: how long each part may take to come up),
# DESKTOP_LOGS (a folder that receives the logs of the parts).
# System packages: packaging/debian-desktop.txt. Exit code 70 when the desktop can't be brought up.
set -u

readonly startup_seconds=${STARTUP_SECONDS:-30}
box='' command_pid='' stopping=''

say() { printf 'virtual desktop: %s\n' "$*" >&2; }

give_up() {
    say "$1"
    if [ -n "${2:-}" ] && [ -s "$2" ]; then tail -n 20 "$2" >&2; fi
    exit 70
}

# wait_until WHAT LOG CMD...: polls CMD.
wait_until() {
    local what=$1 log=$2 deadline=$((SECONDS + startup_seconds))
    shift 2
    until "$@" >/dev/null 2>&1; do
        [ "$SECONDS" -lt "$deadline" ] || give_up "$what did not come up in $startup_seconds s" "$log"
        sleep 0.05
    done
}

# service NAME CMD...: starts a part of the desktop. A session of its own keeps Ctrl-C away from it, so that CMD can still clean up
# on its display; the parent-death signal ends it even where this script is killed with SIGKILL.
service() {
    local name=$1
    shift
    setpriv --pdeathsig TERM -- setsid "$@" </dev/null >>"$box/logs/$name" 2>&1 &
}

# Every process that was started in a desktop carries its name in the environment, those that left their parent included.
inhabitants() (
    unset MMASSIST_DESKTOP # the two searchers are none
    grep -lzsxF "MMASSIST_DESKTOP=$1" /proc/[0-9]*/environ | tr -dc '0-9\n'
)

# evict BOX: ends all that lives there and waits for it.
evict() {
    local try pid signal
    for try in $(seq 60); do
        [ -n "$(inhabitants "$1")" ] || return 0
        case $try in 1) signal=TERM ;; 40) signal=KILL ;; *) signal='' ;; esac
        if [ -n "$signal" ]; then
            for pid in $(inhabitants "$1"); do kill -s "$signal" "$pid" 2>/dev/null; done
        fi
        sleep 0.05
    done
}

take_down() {
    trap '' INT TERM HUP
    [ -n "$box" ] || return
    evict "$box"
    if [ -n "${DESKTOP_LOGS:-}" ]; then mkdir -p "$DESKTOP_LOGS" && cp -r "$box/logs/." "$DESKTOP_LOGS"; fi
    # reaps what was started here, so that bash has nothing to say about it
    wait 2>/dev/null
    rm -rf "$box"
}

# What a script that was killed with SIGKILL left behind.
sweep() {
    local left owner
    for left in /tmp/mmassist-desktop.*; do
        if ! [ -O "$left" ] || ! read -r owner 2>/dev/null <"$left/owner"; then continue; fi
        if ! grep -qs virtual-desktop "/proc/$owner/cmdline"; then evict "$left" && rm -rf "$left"; fi
    done
}

stop() {
    # A second signal does not wait.
    if [ -n "$stopping" ]; then kill -s KILL -- "-$command_pid" 2>/dev/null; fi
    stopping=$1
    if [ -n "$command_pid" ]; then kill -s "$1" -- "-$command_pid" 2>/dev/null; else exit $((128 + $(kill -l "$1"))); fi
}

need_programs() {
    local program missing=()
    for program in Xvfb xauth openbox dbus-daemon gdbus pulseaudio pactl parec xprop setpriv setsid; do
        command -v "$program" >/dev/null || missing+=("$program")
    done
    [ ${#missing[@]} = 0 ] || give_up "missing: ${missing[*]}. Run 'make setup-desktop', or install packaging/debian-desktop.txt."
}

furnish() {
    # Sockets have paths of at most 107 bytes, so a long TMPDIR is of no use.
    box=$(mktemp -d /tmp/mmassist-desktop.XXXXXX) || give_up "no temporary folder can be made in /tmp"
    echo $$ >"$box/owner"
    mkdir -m 700 "$box/home" "$box/run" "$box/pulse" "$box/logs"
    local variable
    for variable in $(compgen -e | grep -E '^(XDG_|LC_|GDK_|GTK_|QT_|PULSE_|ALSA_|AT_SPI_|DBUS_|WAYLAND_|SESSION_MANAGER|DESKTOP_|LANGUAGE$)'); do
        case $variable in DESKTOP_LOGS) ;; *) unset "$variable" ;; esac
    done
    export MMASSIST_DESKTOP=$box HOME=$box/home XDG_RUNTIME_DIR=$box/run LANG=C.UTF-8
    export XAUTHORITY=$box/xauthority LIBGL_ALWAYS_SOFTWARE=1
    export PULSE_RUNTIME_PATH=$box/pulse PULSE_SERVER=unix:$box/pulse/native ALSA_CONFIG_PATH=$box/asound.conf
    export QT_LINUX_ACCESSIBILITY_ALWAYS_ON=1 GTK_MODULES=gail:atk-bridge NO_AT_BRIDGE=0
}

start_sound() {
    cat >"$box/pulse.pa" <<END
.fail
load-module module-native-protocol-unix socket=$box/pulse/native auth-anonymous=1
load-module module-null-sink sink_name=speaker rate=48000 channels=2
load-module module-null-sink sink_name=miccable rate=48000 channels=1
load-module module-remap-source source_name=mic master=miccable.monitor
set-default-sink speaker
set-default-source mic
END
    printf '%s\n' '</usr/share/alsa/alsa.conf>' 'pcm.!default { type pulse }' 'ctl.!default { type pulse }' >"$ALSA_CONFIG_PATH"
    service pulseaudio pulseaudio -n -F "$box/pulse.pa" --daemonize=no --exit-idle-time=-1 --use-pid-file=no --realtime=no \
        --high-priority=no --log-level=warning --log-target=stderr
    wait_until "the sound server" "$box/logs/pulseaudio" pactl info
    # A null sink without a low-latency reader wakes up only every 2 s: stopping and starting would seem to take as long.
    local monitor
    for monitor in speaker.monitor miccable.monitor; do
        # shellcheck disable=SC2016 # expands in the inner shell
        service "reader-of-$monitor" sh -c 'exec parec -d "$1" --raw --latency-msec=10 >/dev/null' reader "$monitor"
    done
}

start_display() {
    local display="$box/display" cookie
    cookie=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
    : >"$XAUTHORITY"
    # -noreset: the server must not forget its properties when the first client goes.
    # shellcheck disable=SC2016 # expands in the inner shell
    service xvfb sh -c 'exec Xvfb -displayfd 4 -screen 0 "$2" -dpi "$3" -auth "$4" -nolisten tcp -noreset 4>"$1"' \
        xvfb "$display" "${SCREEN:-1920x1080x24}" "${DPI:-96}" "$XAUTHORITY"
    wait_until "the display" "$box/logs/xvfb" test -s "$display"
    DISPLAY=:$(tr -dc '0-9' <"$display")
    export DISPLAY
    # The server looks at the file again at each new client; until it holds a cookie, only clients of this machine are let in.
    xauth -q -f "$XAUTHORITY" add "$DISPLAY" . "$cookie" 2>>"$box/logs/xvfb" || give_up "the display's cookie can't be written"
    wait_until "the display" "$box/logs/xvfb" xprop -root
}

start_bus() {
    export DBUS_SESSION_BUS_ADDRESS=unix:path=$box/run/bus
    service dbus dbus-daemon --session --nofork --nopidfile --nosyslog --address="$DBUS_SESSION_BUS_ADDRESS"
    wait_until "the session bus" "$box/logs/dbus" test -S "$box/run/bus"
    wait_until "the accessibility bus" "$box/logs/dbus" gdbus call --session --dest org.a11y.Bus --object-path /org/a11y/bus \
        --method org.freedesktop.DBus.Properties.Set org.a11y.Status IsEnabled '<true>'
}

window_manager_is_up() { xprop -root _NET_SUPPORTING_WM_CHECK | grep -q 'window id'; }

start_window_manager() {
    service openbox openbox --sm-disable
    wait_until "the window manager" "$box/logs/openbox" window_manager_is_up
}

# Runs CMD as the leader of its own group: a signal to this script is handed on to all of it, once.
run_command() {
    local code deadline=''
    # bash lets what it starts in the background ignore Ctrl-C: undone here.
    setpriv --pdeathsig TERM -- setsid env --default-signal=INT,QUIT "$@" <&0 &
    command_pid=$!
    while true; do
        wait "$command_pid"
        code=$?
        kill -0 "$command_pid" 2>/dev/null || break
        # wait was interrupted by a signal: CMD has 10 s to clean up
        deadline=${deadline:-$((SECONDS + 10))}
        while kill -0 "$command_pid" 2>/dev/null && [ "$SECONDS" -lt "$deadline" ]; do sleep 0.05; done
        if [ "$SECONDS" -ge "$deadline" ]; then kill -s KILL -- "-$command_pid" 2>/dev/null; fi
    done
    return "$code"
}

main() {
    [ $# -gt 0 ] || give_up "usage: virtual-desktop.sh CMD [ARGUMENT...]"
    need_programs
    sweep
    trap take_down EXIT
    trap 'stop INT' INT
    trap 'stop TERM' TERM HUP
    furnish
    start_display
    # before the sound server, which would launch a bus of its own
    start_bus
    start_sound
    start_window_manager
    run_command "$@"
}

main "$@"
