#!/usr/bin/env bash
# kill -9 of each service at random moments while samples stream in. However often it happens, no acknowledged sample is lost and
# none counts twice. CYCLES and SEED can be set; a failure prints the seed that brings it back.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../e2e/scene.sh
source "$(dirname "${BASH_SOURCE[0]}")/../e2e/scene.sh"
cycles=${CYCLES:-3}
seed=${SEED:-$RANDOM}
RANDOM=$seed
note "CYCLES=$cycles SEED=$seed"

# kill_and_restart NAME: as when the power goes; comes back at the same address over the same data.
kill_and_restart() {
  local name=$1 flags=()
  case $name in
    goals) flags=(--metrics "$OKAPI_METRICS") ;;
    reporting) flags=(--metrics "$OKAPI_METRICS" --goals "$OKAPI_GOALS") ;;
  esac
  kill -KILL "${service_pid[$name]}"
  wait "${service_pid[$name]}" 2>/dev/null || true
  start_service "$name" "${service_address[$name]}" "${flags[@]}"
}

# push_year FOLDER: repeats until all is acknowledged. The same file is the same stream, so repeating resumes. Every row
# counts for four metrics besides, so that the push has many batches and lasts long enough for all the kills to interrupt it.
push_year() {
  local tries ballast
  mapfile -t ballast < <(printf -- '--count=ballast.%s\n' {1..4})
  for ((tries = 0; tries < 50; ++tries)); do
    if okapi push "$1/visits.csv" --org sao-mai --kind delta --time time --value visitors=visitors \
      --label region --label channel "${ballast[@]}" >"$1/push.log" 2>&1; then
      return
    fi
    sleep 0.2
  done
  fail "the push never succeeded" "$1/push.log"
}

# The visitors of every month by region and channel, as metrics knows them and as the files say.
reported() {
  okapi report scorecard --org sao-mai --as-of 2025-12-31 --period month --periods 12 --breakdown --output json >"$data/scorecard.json"
  sqlite3 -bail :memory: "select r.value ->> 'dimension', r.value ->> 'member', c.key, cast(c.value ->> 'actual' as integer),
      c.value ->> 'sampleCount'
    from json_each(readfile('$data/scorecard.json'), '$.rows') r, json_each(r.value, '$.cells') c
    where r.value ->> 'kpi' like '%/web-visitors' and coalesce(r.value ->> 'dimension', '') <> '' order by 1, 2, 3"
}

expected() {
  local year imports=()
  for year in "$data"/year*; do
    imports+=(-cmd ".import --csv --skip $((${#imports[@]} > 0)) $year/visits.csv v")
  done
  sqlite3 -bail "${imports[@]}" :memory: "with rows as (
      select 'region' d, region m, time, visitors from v union all select 'channel', channel, time, visitors from v)
    select d, m, substr(time, 6, 2) - 1, sum(visitors), count(*) from rows group by 1, 2, 3 order by 1, 2, 3"
}

check_totals() {
  expected >"$data/expected"
  reported >"$data/reported"
  diff "$data/expected" "$data/reported" >"$data/difference" || fail "totals differ (<, expected; >, reported)" "$data/difference"
}

okapi apply -f "$root/deploy/sample/company.yaml" >"$data/apply.log"
for ((cycle = 1; cycle <= cycles; ++cycle)); do
  year=$data/year$cycle
  okapi-sample --out "$year" --seed "$((seed + cycle))" >/dev/null
  push_year "$year" &
  push=$!
  for name in metrics goals metrics reporting metrics; do
    sleep "0.$(printf '%03d' $((RANDOM % 300)))"
    kill_and_restart "$name"
  done
  wait "$push" || fail "the push of cycle $cycle failed"
  kill_and_restart metrics # what was acknowledged a moment ago is there
  check_totals
  note "cycle $cycle: $(wc -l <"$data/expected") totals are exact"
done
