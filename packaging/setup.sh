#!/usr/bin/env bash
# setup.sh PURPOSE: brings this checkout to where it can run; what is there already is verified, not installed again.
#
#   app      what the app needs: system packages, the locked environment in .venv, the command .venv/bin/mmassist
#   desktop  the same, and the virtual desktop
#   test     the same, and the tools of the tests, torch among them where its locked build fits this Python and machine
#   train    the same, and the icons, icon themes and styles of web pages that our own models are trained on; needs npm
#
# Options, by environment:
#   MMASSIST_VARIANT=cpu|gpu  which build of onnxruntime (otherwise: gpu where a CUDA 12 driver answers, else cpu)
#   MMASSIST_PYTHON=PATH      which Python, 3.11 or later (otherwise: the first on PATH that will do)
#   MMASSIST_SKIP_SYSTEM=1    leave the system's packages alone
set -u

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
readonly root log=$root/build/setup.log venv=$root/.venv tools=$root/.tools
readonly oldest_python=11 newest_python=14 # minor versions that the locks hold wheels for
python='' # the interpreter that environments are made from

say() { printf '%s\n' "$*"; }
step() { printf '[%s/4] %s\n' "$1" "$2"; }

# fail WHAT REMEDY: the one way out of a set-up that can't go on.
fail() {
    printf '\nSet-up stopped: %s\n  What to do: %s\n' "$1" "$2" >&2
    if [ -s "$log" ]; then printf '  The whole log: %s\n' "$log" >&2; fi
    exit 1
}

# explain WHAT: says why the last command failed, read from the end of the log.
explain() {
    local tail_of_log
    tail_of_log=$(tail -n 60 "$log")
    tail -n 8 "$log" | sed 's/^/    /' >&2
    case $tail_of_log in
        *"No space left"* | *"not have enough free space"* | *"don't have enough free space"* | *"os error 28"*)
            fail "$1: the disk is full ($(free_megabytes "$root") MB left here)" "free at least 2 GB, then run the same command again" ;;
        *"ash mismatch"* | *"DO NOT MATCH THE HASHES"*)
            fail "$1: a downloaded file is not the one that was locked" \
                "do not go on; try another network, and report it if it stays so" ;;
        *"Could not get lock"* | *"is another process using it"*)
            fail "$1: another program is installing packages" "wait until it is done, then run the same command again" ;;
        *"no installation candidate"* | *"Unable to locate package"*)
            fail "$1: this system's package sources do not have them" \
                "set-up is made for Debian 12 and later: check that /etc/apt/sources.list names its section 'main'" ;;
        *"esolv"*"host"* | *"emporary failure"* | *"dns error"* | *"onnection"* | *"imed out"* | *"Failed to fetch"* | *"Could not fetch"* | \
            *"error sending request"* | *"Could not connect"* | *"No matching distribution"* | *"etwork is unreachable"*)
            fail "$1: the network can't be reached" \
                "check the connection (and https_proxy), then run the same command again; what is installed already is kept" ;;
        *"ermission denied"*)
            fail "$1: this user may not write there" "run: sudo chown -R $(id -un) '$root', then the same command again" ;;
    esac
    fail "$1" "read the lines above, then run the same command again"
}

free_megabytes() { df -Pm "$1" | awk 'NR == 2 { print $4 }'; }

# ---- system packages

names_in() { sed 's/#.*//' "$@" | awk 'NF { print $1 }'; }

# Those of the given packages that are not completely installed.
missing_packages() {
    local state
    state=$(dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' "$@" 2>/dev/null | awk '$1 == "ii" { print $2 }')
    printf '%s\n' "$@" | grep -vxF -f <(printf '%s\n' "$state" -)
}

# Without the lock: a service that a package starts would hold it for ever.
as_root() {
    if [ "$(id -u)" = 0 ]; then "$@" 9>&-; else sudo "$@" 9>&-; fi
}

need_root() {
    local wanted="apt-get install --no-install-recommends $*"
    [ "$(id -u)" != 0 ] || return 0
    command -v sudo >/dev/null || fail "$# system packages are missing, and this user is not root and has no sudo" "as root, run: $wanted"
    sudo -n true 2>/dev/null && return
    if ! [ -t 0 ] || ! sudo -v; then
        fail "$# system packages are missing, and sudo did not let this user install them" "as root, run: $wanted"
    fi
}

# apt_get COMMAND...: quiet but for one line at each tenth of the way; what it prints goes to the log.
apt_get() {
    # The inner shell makes the descriptor for the progress, because sudo hands on none but the first three; apt must have one of
    # its own, because it makes it non-blocking, which breaks the scripts of packages that write to the same pipe.
    # shellcheck disable=SC2016
    as_root env DEBIAN_FRONTEND=noninteractive LC_ALL=C sh -c 'exec apt-get "$@" 3>&1 >&2' apt -y -q \
        -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 -o APT::Status-Fd=3 -o Dpkg::Use-Pty=0 \
        -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold "$@" </dev/null 2>>"$log" | show_progress
    return "${PIPESTATUS[0]}"
}

# Reads apt's progress, "dlstatus:1:23.4:..." or "pmstatus:NAME:23.4:...".
show_progress() {
    local stage percent rest tenth shown=''
    while IFS=: read -r stage _ percent rest; do
        case $stage in
            dlstatus) stage=downloading ;;
            pmstatus) stage=installing ;;
            pmerror) printf '%s\n' "$rest" >>"$log" ;;
            *) continue ;;
        esac
        percent=${percent%%.*} tenth="$stage ${percent%?}"
        if [ "$tenth" != "$shown" ] && [ "${percent:-0}" -ge 10 ]; then shown=$tenth && say "      $stage: $percent %"; fi
    done
}

# How much there is to download, in MB; nothing where that can't be told.
download_size() {
    LC_ALL=C apt-get install --no-install-recommends --print-uris -qq "$@" 2>/dev/null </dev/null \
        | awk '{ bytes += $3 } END { if (bytes >= 50000) printf "%.1f", bytes / 1e6 }'
}

have_package_lists() { compgen -G '/var/lib/apt/lists/*_Packages*' >/dev/null; }

mend_dpkg() {
    # an installation that was cut off blocks the next one
    if dpkg --audit 2>/dev/null | grep -q .; then
        say "      finishing an installation that was interrupted"
        as_root env DEBIAN_FRONTEND=noninteractive dpkg --configure -a </dev/null >>"$log" 2>&1
        apt_get --fix-broken install
    fi
}

fetch_package_lists() {
    say "      fetching the lists of packages"
    apt_get update >/dev/null || explain "the lists of packages could not be fetched"
}

install_packages() {
    local size
    mend_dpkg
    have_package_lists || fetch_package_lists
    size=$(download_size "$@")
    [ -z "$size" ] || say "      with what they need: $size MB to download"
    apt_get install --no-install-recommends "$@" && return
    # lists that have aged name files that are gone from the mirrors
    fetch_package_lists
    apt_get install --no-install-recommends "$@" || explain "system packages could not be installed"
}

system_packages() {
    local wanted missing
    mapfile -t wanted < <(names_in "$@")
    if [ -n "${MMASSIST_SKIP_SYSTEM:-}" ]; then step 1 "System packages: left alone, as asked"; return; fi
    command -v dpkg-query >/dev/null || fail "this system has no Debian packages" \
        "install what $* names by your own package manager, then run the same command with MMASSIST_SKIP_SYSTEM=1"
    mapfile -t missing < <(missing_packages "${wanted[@]}")
    if [ ${#missing[@]} = 0 ]; then step 1 "System packages: all ${#wanted[@]} are there"; return; fi
    step 1 "System packages: installing ${#missing[@]} of ${#wanted[@]}: ${missing[*]}"
    need_root "${missing[@]}"
    install_packages "${missing[@]}"
    mapfile -t missing < <(missing_packages "${wanted[@]}")
    [ ${#missing[@]} = 0 ] || fail "still missing after the installation: ${missing[*]}" "install them by hand: apt-get install ${missing[*]}"
}

# ---- Python

will_do() {
    "$1" -c "import ensurepip, sys, venv; sys.exit(not (3, $oldest_python) <= sys.version_info[:2] <= (3, $newest_python))" 2>/dev/null
}

find_python() {
    local candidate candidates=(python3 /usr/bin/python3) minor
    for minor in $(seq "$newest_python" -1 "$oldest_python"); do candidates+=("python3.$minor"); done
    for candidate in ${MMASSIST_PYTHON:-"${candidates[@]}"}; do
        if command -v "$candidate" >/dev/null && will_do "$candidate"; then
            # what stands behind a shim: an environment must not depend on the folder it was made in
            python=$("$candidate" -c 'import sys; print(sys._base_executable)')
            return
        fi
    done
    fail "no Python from 3.$oldest_python to 3.$newest_python with venv was found ($(python3 --version 2>&1 || true))" \
        "install python3 and python3-venv of Debian 12 or later, or name another one: MMASSIST_PYTHON=/path/to/python3"
}

# Whether the environment runs and was made here: a moved one would start another checkout's programs.
is_sound() {
    [ -x "$1/bin/python" ] && grep -qsF "$1" "$1/bin/activate" && will_do "$1/bin/python"
}

# ---- tools: uv and the builder, in an environment of their own

tools_are_whole() {
    is_sound "$tools" && cmp -s "$root/requirements/tools.txt" "$tools/lock.txt" \
        && [ -z "$("$tools/bin/python" "$root/packaging/broken.py" "$tools")" ]
}

install_tools() {
    if tools_are_whole; then step 2 "Tools: $("$tools/bin/uv" --version)"; return; fi
    step 2 "Tools: installing uv and hatchling in .tools"
    find_python
    rm -rf "$tools"
    "$python" -m venv "$tools" >>"$log" 2>&1 || explain "no environment could be made in .tools"
    "$tools/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: \
        -r "$root/requirements/tools.txt" >>"$log" 2>&1 || explain "uv could not be installed"
    # last: an installation that was cut off has no such file
    cp "$root/requirements/tools.txt" "$tools/lock.txt"
}

# ---- the environment

# A driver that answers, not one that is merely installed; the libraries that are locked need CUDA 12.
cuda_answers() {
    timeout 20 "$tools/bin/python" - 2>/dev/null <<'END'
import ctypes, sys
cuda, version, count = ctypes.CDLL("libcuda.so.1"), ctypes.c_int(), ctypes.c_int()
failed = cuda.cuInit(0) or cuda.cuDriverGetVersion(ctypes.byref(version)) or cuda.cuDeviceGetCount(ctypes.byref(count))
sys.exit(bool(failed or version.value < 12000 or count.value < 1))
END
}

variant() {
    case ${MMASSIST_VARIANT:-} in
        cpu | gpu) printf '%s' "$MMASSIST_VARIANT" ;;
        '') if cuda_answers; then printf gpu; else printf cpu; fi ;;
        *) fail "MMASSIST_VARIANT is '$MMASSIST_VARIANT'" "use cpu or gpu" ;;
    esac
}

# mmassist itself, as a wheel that points here. The same sources make the same bytes; an unchanged wheel keeps its time, by which uv
# tells whether it is installed.
build_wheel() {
    local built wheel fresh=$tools/dist/fresh
    rm -rf "$fresh"
    (cd "$root" && "$tools/bin/python" -m hatchling build -t wheel:editable -d "$fresh") >>"$log" 2>&1 \
        || explain "mmassist's own wheel could not be built"
    for built in "$fresh"/*.whl; do
        wheel=$tools/dist/${built##*/}
        cmp -s "$built" "$wheel" || mv "$built" "$wheel"
    done
    rm -rf "$fresh"
    printf 'mmassist @ file://%s --hash=sha256:%s\n' "${wheel// /%20}" "$(sha256sum "$wheel" | cut -d ' ' -f 1)" >"$tools/mmassist.txt"
}

locked_sync() { "$tools/bin/uv" pip sync --python "$venv/bin/python" --require-hashes --only-binary :all: "$@"; }

# uv's own lines, without the list of every package.
sync_aloud() {
    locked_sync --compile-bytecode "$@" 2>&1 | tee -a "$log" | grep -Ev '^ [-+~] ' | sed -u 's/^/      /'
    return "${PIPESTATUS[0]}"
}

make_venv() {
    find_python
    local free
    free=$(free_megabytes "$root")
    [ "$free" -ge 3000 ] || fail "the environment needs up to 3 GB, and $free MB are free in $root" "free some space, then run the same command again"
    rm -rf "$venv"
    "$tools/bin/uv" venv --quiet --python "$python" "$venv" >>"$log" 2>&1 || explain "no environment could be made in .venv"
}

# install_environment KIND LOCK...
install_environment() {
    local kind=$1 damaged again=()
    shift
    is_sound "$venv" || make_venv
    mapfile -t damaged < <("$tools/bin/python" "$root/packaging/broken.py" "$venv")
    if [ ${#damaged[@]} = 0 ] && locked_sync --offline --quiet --check "$@" >>"$log" 2>&1; then
        step 3 "Environment ($kind): as locked"
        return
    fi
    step 3 "Environment ($kind): installing from ${*#"$root/"}"
    [ ${#damaged[@]} = 0 ] || say "      mending what was damaged: ${damaged[*]}"
    local name
    for name in "${damaged[@]}"; do again+=(--reinstall-package "$name"); done
    if ! sync_aloud "${again[@]}" "$@"; then
        [ ${#damaged[@]} != 0 ] || explain "the environment could not be installed"
        say "      too damaged to mend: making it anew"
        make_venv
        sync_aloud "$@" || explain "the environment could not be installed"
    fi
}

# torch, of the build that requirements/torch.txt pins. pip fetches it, because uv does not see that file; uv installs it.
fetch_torch() {
    local wheel pinned
    pinned=$(sed -n 's/.*--hash=sha256:\([0-9a-f]*\).*/\1/p' "$root/requirements/torch.txt")
    wheel=$(compgen -G "$tools/torch/*.whl" | head -n 1)
    if [ -z "$wheel" ] || ! printf '%s  %s\n' "$pinned" "$wheel" | sha256sum --check --status; then
        rm -rf "$tools/torch"
        "$tools/bin/python" -m pip download --quiet --no-deps --require-hashes --only-binary :all: \
            -d "$tools/torch" -r "$root/requirements/torch.txt" >>"$log" 2>&1 || return 1
        wheel=$(compgen -G "$tools/torch/*.whl" | head -n 1)
    fi
    wheel=${wheel// /%20}
    printf 'torch @ file://%s --hash=sha256:%s\n' "${wheel//+/%2B}" "$pinned" >"$tools/torch.txt"
}

environment() {
    local purpose=$1 kind locks
    build_wheel
    kind=$(variant) || exit 1
    locks=("$root/requirements/$kind.txt" "$tools/mmassist.txt")
    # An environment that has the tools of the tests keeps them: `make run` between two `make test` takes nothing away.
    if [ "$purpose" = test ] || [ "$purpose" = train ] || [ -e "$venv/with-test-tools" ]; then
        locks+=("$root/requirements/dev.txt" "$root/requirements/support.txt")
        if fetch_torch; then
            locks+=("$root/requirements/train.txt" "$tools/torch.txt")
        elif [ "$purpose" = train ]; then
            explain "the locked build of torch could not be fetched"
        else
            say "      torch could not be fetched for this Python and machine: the tests of training will be left out"
        fi
    fi
    install_environment "$kind" "${locks[@]}"
    case $purpose in test | train) touch "$venv/with-test-tools" ;; esac
}

# npm_packages NAME WHAT: the packages in requirements/NAME, by pinned versions and integrity, below build/NAME.
npm_packages() {
    local lock=$root/requirements/$1/package-lock.json folder=$root/build/$1 what=$2
    if cmp -s "$lock" "$folder/node_modules/.mmassist-lock.json"; then say "      ${what^}: as locked"; return; fi
    command -v npm >/dev/null || fail "npm is not installed, and fetches the $what that models are trained on" "run: sudo apt-get install npm"
    say "      ${what^}: fetching the packages in requirements/$1"
    rm -rf "$folder/node_modules" && mkdir -p "$folder" && cp "${lock%/*}"/*.json "$folder"
    (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund --omit=dev) >>"$log" 2>&1 || explain "the $what could not be fetched"
    # last: a fetch that was cut off has no such file
    cp "$lock" "$folder/node_modules/.mmassist-lock.json"
}

# Icon themes for the same, unpacked and not installed, so that no program here looks otherwise for it. Their signatures are apt's to check.
icon_themes() {
    local folder=$root/build/icons/themes names wanted fresh=$root/build/icons/themes.new package zip
    mapfile -t wanted < <(names_in "$root/packaging/debian-themes.txt")
    names="${wanted[*]}"
    if [ "$names" = "$(cat "$folder/.names" 2>/dev/null)" ]; then say "      Icon themes: there"; return; fi
    if ! command -v apt-get >/dev/null; then
        fail "icon themes are fetched by apt-get, which this system does not have" "train without them: leave out 'themes' in the configuration"
    fi
    say "      Icon themes: fetching $names"
    have_package_lists || fetch_package_lists
    rm -rf "$fresh" && mkdir -p "$fresh/packages"
    (cd "$fresh/packages" && apt-get -q download "${wanted[@]}") >>"$log" 2>&1 || explain "the icon themes could not be fetched"
    for package in "$fresh"/packages/*.deb; do dpkg-deb -x "$package" "$fresh" >>"$log" 2>&1 || explain "an icon theme could not be unpacked"; done
    for zip in "$fresh"/usr/share/libreoffice/share/config/images_*.zip; do
        "$venv/bin/python" -m zipfile -e "$zip" "${zip%.zip}" >>"$log" 2>&1 || explain "an icon theme could not be unpacked"
    done
    rm -rf "$fresh/packages" "$folder"
    printf '%s' "$names" >"$fresh/.names"
    mv "$fresh" "$folder"
}

# ---- all of it

one_at_a_time() {
    exec 9>"$root/build/.setup.lock"
    flock -n 9 || { say "Another set-up is at work in this folder: waiting for it." && flock 9; }
    : >"$log"
}

main() {
    local purpose=${1:-} lists=("$root/packaging/debian-run.txt")
    case $purpose in
        app) ;;
        desktop) lists+=("$root/packaging/debian-desktop.txt") ;;
        test) lists+=("$root/packaging/debian-desktop.txt" "$root/packaging/debian-tests.txt") ;;
        train) lists+=("$root/packaging/debian-desktop.txt" "$root/packaging/debian-training.txt") ;;
        *) fail "'$purpose' is no purpose of set-up" "use app, desktop, test or train" ;;
    esac
    if ! mkdir -p "$root/build" 2>/dev/null || ! [ -w "$root" ] || ! [ -w "$root/build" ]; then
        fail "$root can't be written to by $(id -un)" "run: sudo chown -R $(id -un) '$root'"
    fi
    export UV_PYTHON_DOWNLOADS=never
    unset PYTHONPATH PYTHONHOME VIRTUAL_ENV UV_PROJECT_ENVIRONMENT
    one_at_a_time
    say "mmassist: set-up ($purpose)"
    system_packages "${lists[@]}"
    install_tools
    environment "$purpose"
    if [ "$purpose" = train ]; then
        npm_packages icons icons
        npm_packages pages "styles of web pages"
        icon_themes
    fi
    "$venv/bin/mmassist" --help >>"$log" 2>&1 || explain "the command .venv/bin/mmassist does not start"
    step 4 "Ready after $SECONDS s: .venv/bin/mmassist"
}

main "$@"
