#!/usr/bin/env bash
# Runs interop_test.mjs with the senders' packages as the lock file names them, kept in the build tree.
set -euo pipefail
: "${OKAPI_SOURCE:?}" "${OKAPI_BIN:?}"
build=$(dirname "$OKAPI_BIN")
export OKAPI_GOOGLE_PROTOS=$build/google-protos
mkdir -p "$build/interop"
cd "$build/interop"
cp "$OKAPI_SOURCE"/tests/interop/{package.json,*.mjs} .
if ! cmp -s "$OKAPI_SOURCE/tests/interop/package-lock.json" package-lock.json || [[ ! -d node_modules ]]; then
  cp "$OKAPI_SOURCE/tests/interop/package-lock.json" .
  npm ci --no-audit --no-fund --ignore-scripts
fi
node --test interop_test.mjs
