#!/usr/bin/env bash
# The command that the README promises, as a newcomer runs it.
set -euo pipefail
root=${OKAPI_SOURCE:?run this by ctest, or set OKAPI_SOURCE to the checkout}
exec "$root/deploy/quickstart" --once </dev/null
