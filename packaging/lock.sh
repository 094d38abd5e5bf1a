#!/usr/bin/env bash
# lock.sh [UV OPTIONS...]: writes requirements/*.txt anew from pyproject.toml, by name, version and hash, without addresses.
# What is locked stays as it is where it still fits; `lock.sh --upgrade` takes the newest.
set -eu
cd "$(dirname "$0")/.."

# compile OUTPUT SOURCE...
compile() {
    local output=$1
    shift
    printf 'requirements/%s\n' "$output"
    .tools/bin/uv pip compile --quiet --generate-hashes --universal --python-version 3.11 --custom-compile-command "make lock" \
        "$@" "${options[@]}" -o "requirements/$output"
}

options=("$@")
compile cpu.txt pyproject.toml --extra cpu
# onnxruntime and onnxruntime-gpu write the same files; others ask for the first by name
compile gpu.txt pyproject.toml --extra gpu --override requirements/gpu-override.txt
compile dev.txt --group dev -c requirements/cpu.txt
compile tools.txt --group tools
# What the extra `train` adds to the app. torch itself is in torch.txt: its CPU build needs none of what the override leaves out.
.tools/bin/python - >build/train.in <<'END'
import tomllib
from pathlib import Path
print(*tomllib.loads(Path("pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]["train"], sep="\n")
END
compile train.txt build/train.in -c requirements/cpu.txt -c requirements/dev.txt \
    --override requirements/train-override.txt --no-emit-package torch --no-annotate
# What a machine needs that is nothing but a broker: its extra, and the command line.
.tools/bin/python - >build/broker.in <<'END'
import tomllib
from pathlib import Path
print(*tomllib.loads(Path("pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]["broker"], "typer", sep="\n")
END
compile broker.txt build/broker.in -c requirements/cpu.txt -c requirements/dev.txt --no-annotate
# The same for a user who is to be helped.
.tools/bin/python - >build/support.in <<'END'
import tomllib
from pathlib import Path
print(*tomllib.loads(Path("pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]["support"], sep="\n")
END
compile support.txt build/support.in -c requirements/cpu.txt -c requirements/dev.txt --no-annotate
