#!/usr/bin/env bash
# page.sh: makes anew what the helper's page has of others, by the versions and hashes in requirements/page: one module out of @noble/curves,
# in mmassist/resources/helper/vendor. Needs npm.
set -eu
cd "$(dirname "$0")/.."
folder=build/page vendor=mmassist/resources/helper/vendor
rm -rf "$folder" && mkdir -p "$folder" "$vendor" && cp requirements/page/*.json "$folder"
(cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund)
printf 'import { ed25519 } from "@noble/curves/ed25519.js";\nexport const Point = ed25519.Point;\n' >"$folder/entry.js"
"$folder/node_modules/.bin/esbuild" "$folder/entry.js" --bundle --format=esm --target=es2022 --legal-comments=inline --outfile="$vendor/ed25519.js"
cp "$folder/node_modules/@noble/curves/LICENSE" "$vendor/LICENSE"
