#!/usr/bin/env bash
# train.sh [CONFIG]: the whole way of our own models, from icons and screens to weights that can be shipped. Each step goes on where a
# call before it was stopped, so that this can be killed and called again at any time. See docs/training.md.
set -eu
cd "$(dirname "$0")/.."
config=${1:-mmassist/training/configs/cores.toml}
for stage in render pretrain elements export scenes instruct prefer export; do
    printf '== train %s\n' "$stage"
    QT_QPA_PLATFORM=offscreen .venv/bin/mmassist train "$stage" --config "$config"
done
