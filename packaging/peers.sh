#!/usr/bin/env bash
# peers.sh: builds the servers that we did not write and that the backends' contract is also tried against, runs it, and prints what
# each said. All of it lies in build/peers; what is there is kept. Needs the environment of the tests (setup.sh test), a C++ compiler
# and cmake, 2 GB of disk, and about 10 minutes the first time.
set -eu
cd "$(dirname "$0")/.."
root=$PWD
readonly root peers=$root/build/peers here=$root/packaging/peers
readonly log=$peers/build.log

fail() {
    printf '\nStopped: %s\n  What to do: %s\n' "$1" "$2" >&2
    if [ -s "$log" ]; then printf '  The whole log: %s\n' "$log" >&2; fi
    exit 1
}

# quietly WHAT REMEDY COMMAND...: the command's output goes to the log.
quietly() {
    local what=$1 remedy=$2
    shift 2
    nice -n 10 "$@" >>"$log" 2>&1 </dev/null && return
    tail -n 5 "$log" | sed 's/^/    /' >&2
    fail "$what" "$remedy"
}

# is_made STAMP FILE...: whether the stamp was made of these very files.
is_made() {
    local stamp=$1
    shift
    [ "$(cat "$stamp" 2>/dev/null)" = "$(cat "$@" | sha256sum)" ]
}

stamp() {
    local stamp=$1
    shift
    cat "$@" | sha256sum >"$stamp"
}

# Locked by name, version and hash, and complete: nothing else is looked for.
pip_of_peers() { PIP_DISABLE_PIP_VERSION_CHECK=1 "$root/.tools/bin/pip" --python "$peers/venv/bin/python" "$@"; }
export -f pip_of_peers # for the shell under nice
export root peers

make_environment() {
    is_made "$peers/venv.stamp" "$here/requirements.txt" "$here/torch.txt" && return
    printf '[1/3] transformers and torch: 300 MB, about 2 minutes\n'
    rm -rf "$peers/venv" "$peers/venv.stamp"
    quietly "no environment could be made" "read the lines above" "$root/.venv/bin/python" -m venv --without-pip "$peers/venv"
    quietly "packages could not be installed" \
        "torch.txt is of PyTorch's build for the CPU and Python 3.11: give pip an index that has it (PIP_EXTRA_INDEX_URL), then try again" \
        bash -c 'pip_of_peers install --no-deps --require-hashes -r "$1/requirements.txt" -r "$1/torch.txt"' - "$here"
    stamp "$peers/venv.stamp" "$here/requirements.txt" "$here/torch.txt"
}

make_llama() {
    is_made "$peers/llama.stamp" "$here/llama.txt" && return
    printf "[2/3] llama.cpp's server: 75 MB, then about 9 minutes of compiling\n"
    rm -rf "$peers/llama" "$peers/llama-build" "$peers/llama.stamp" "$peers/download"
    mkdir -p "$peers/llama"
    quietly "the source could not be downloaded" "check the connection, then try again" \
        bash -c 'pip_of_peers download --no-deps --no-binary :all: --no-build-isolation --require-hashes -r "$1/llama.txt" -d "$2"' - \
        "$here" "$peers/download"
    quietly "the source could not be unpacked" "free 2 GB of disk, then try again" \
        tar -C "$peers/llama" --strip-components=1 -xzf "$(echo "$peers"/download/*.tar.gz)"
    # Little optimised: its models are tiny, and it compiles in half the time.
    quietly "the build could not be prepared" "read the lines above" \
        cmake -S "$peers/llama/vendor/llama.cpp" -B "$peers/llama-build" -DCMAKE_BUILD_TYPE=Release \
        -DCMAKE_C_FLAGS_RELEASE=-O1 -DCMAKE_CXX_FLAGS_RELEASE=-O1 -DBUILD_SHARED_LIBS=OFF -DLLAMA_BUILD_TESTS=OFF \
        -DLLAMA_BUILD_EXAMPLES=OFF -DLLAMA_BUILD_APP=OFF -DLLAMA_BUILD_UI=OFF -DLLAMA_USE_PREBUILT_UI=OFF -DLLAMA_OPENSSL=OFF \
        -DGGML_OPENMP=OFF -DLLAMA_BUILD_IS_DEV=OFF
    quietly "llama.cpp's server could not be built" "read the lines above" \
        cmake --build "$peers/llama-build" --target llama-server -j2
    stamp "$peers/llama.stamp" "$here/llama.txt"
}

make_models() {
    is_made "$peers/models.stamp" "$here/models.py" "$peers/venv.stamp" && return
    printf '[3/3] tiny models with random weights\n'
    rm -rf "$peers/models" "$peers/models.stamp"
    mkdir -p "$peers/hub"
    quietly "the models could not be made" "read the lines above" \
        env HF_HUB_OFFLINE=1 HF_HUB_CACHE="$peers/hub" "$peers/venv/bin/python" "$here/models.py" "$peers/models"
    stamp "$peers/models.stamp" "$here/models.py" "$peers/venv.stamp"
}

for tool in g++ cmake make; do
    command -v "$tool" >/dev/null || fail "$tool is missing" "sudo apt-get install g++ cmake make"
done
[ -x .venv/bin/pytest ] && [ -x .tools/bin/pip ] || fail "the environment of the tests is missing" "make test, or packaging/setup.sh test"
mkdir -p "$peers"
: >"$log"
make_environment
make_llama
make_models
QT_QPA_PLATFORM=offscreen nice .venv/bin/python -m pytest -q tests/peers
printf '\n'
nice .venv/bin/python -m tests.peers.table | tee "$peers/table.md"
