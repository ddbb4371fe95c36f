# shellcheck shell=bash
# Sourced after console.sh. Starts, watches and stops services as children of this shell. Uses $bin (the programs) and
# $data (the services' directories; logs go to $data/log).

declare -A service_pid=() service_address=()

# start_service NAME LISTEN [FLAG...]: starts okapi-NAME and waits until it listens; ${service_address[NAME]} says where.
start_service() {
  local name=$1 listen=$2 log=$data/log/$1.log tries
  shift 2
  mkdir -p "$data/log"
  if [[ -f $log ]]; then
    mv "$log" "$log.before"
  fi
  : >"$log" # there before the service is, so that it can be read from the start
  "$bin/okapi-$name" --listen "$listen" --data "$data/$name" "$@" >"$log" 2>&1 &
  service_pid[$name]=$!
  for ((tries = 0; tries < 600; ++tries)); do
    service_address[$name]=$(sed -n "s/^okapi-$name listening on //p" "$log")
    if [[ -n ${service_address[$name]} ]]; then
      return
    fi
    kill -0 "${service_pid[$name]}" 2>/dev/null || break
    sleep 0.05
  done
  fail "okapi-$name did not start on $listen" "$log"
}

# start_services METRICS GOALS REPORTING: the three, on these addresses, in the order of their arrows. Tells `okapi` where.
start_services() {
  start_service metrics "$1"
  start_service goals "$2" --metrics "${service_address[metrics]}"
  start_service reporting "$3" --metrics "${service_address[metrics]}" --goals "${service_address[goals]}"
  export OKAPI_METRICS=${service_address[metrics]} OKAPI_GOALS=${service_address[goals]}
  export OKAPI_REPORTING=${service_address[reporting]}
}

# stop_services: asks every service to end, and insists after ten seconds.
stop_services() {
  local name tries
  for name in "${!service_pid[@]}"; do
    kill -TERM "${service_pid[$name]}" 2>/dev/null || true
  done
  for name in "${!service_pid[@]}"; do
    for ((tries = 0; tries < 200; ++tries)); do
      kill -0 "${service_pid[$name]}" 2>/dev/null || break
      sleep 0.05
    done
    kill -KILL "${service_pid[$name]}" 2>/dev/null || true
    wait "${service_pid[$name]}" 2>/dev/null || true
  done
  service_pid=()
}

# is_taken HOST PORT: whether something listens there.
is_taken() { (exec 3<>"/dev/tcp/$1/$2") 2>/dev/null; }
