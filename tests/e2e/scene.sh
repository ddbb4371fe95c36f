# shellcheck shell=bash
# Sourced by the script tests: the three real services on free ports over a temporary folder, gone when the script ends. CMake
# says where the programs and the checkout are: OKAPI_BIN, OKAPI_SOURCE.

root=${OKAPI_SOURCE:?run this by ctest, or set OKAPI_SOURCE to the checkout}
bin=${OKAPI_BIN:?run this by ctest, or set OKAPI_BIN to build/release/bin}
# shellcheck source-path=SCRIPTDIR source=../../deploy/shell/console.sh
source "$root/deploy/shell/console.sh"
# shellcheck source-path=SCRIPTDIR source=../../deploy/shell/services.sh
source "$root/deploy/shell/services.sh"
PATH=$bin:$PATH
data=$(mktemp -d)
# Programs that a script leaves running; they end with it.
background_pid=()

end_scene() {
  local status=$? name
  if ((status != 0)); then
    for name in "${!service_pid[@]}"; do
      printf '\nThe end of the log of %s:\n' "$name"
      tail -n 20 "$data/log/$name.log"
    done
  fi
  ((${#background_pid[@]} == 0)) || kill "${background_pid[@]}" 2>/dev/null || true
  stop_services
  rm -rf "$data"
}
trap end_scene EXIT

# expect WHAT EXPECTED ACTUAL
expect() {
  if [[ $2 != "$3" ]]; then
    fail "$1: expected '$2', got '$3'"
  fi
}

# eventually SECONDS COMMAND...: repeats the command until it succeeds; what services tell each other takes a moment.
eventually() {
  local end=$((SECONDS + $1))
  shift
  until "$@"; do
    if ((SECONDS >= end)); then
      fail "still not so: $*"
    fi
    sleep 0.1
  done
}

start_services 127.0.0.1:0 127.0.0.1:0 127.0.0.1:0
