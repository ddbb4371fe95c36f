#!/usr/bin/env bash
# An acknowledged sample moves the key result and the open report by itself, and so does a report on a private objective what is
# above it; when a neighbour dies the report says so, and catches up when it is back.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=scene.sh
source "$(dirname "${BASH_SOURCE[0]}")/scene.sh"
export OKAPI_ORG=acme
cd "$data"

cat >company.yaml <<'YAML'
organization: {id: acme, display_name: Acme}
members: [{id: ann, display_name: Ann}]
cycles: [{id: y2025, display_name: 2025, start_date: 2025-01-01, end_date: 2025-12-31}]
kpis: [{id: revenue, display_name: Revenue, aggregation: SUM, metric: revenue, frequency: MONTH, targets: [{value: 1000}]}]
objectives:
  - id: grow
    display_name: Grow
    cycle: y2025
    state: ACTIVE
    key_results:
      - {id: revenue, display_name: Revenue, from_to: {baseline: 0, target: 1000}, kpi_source: {kpi: revenue, window: CYCLE_TO_DATE}}
      - {id: partners, display_name: Partners, from_to: {baseline: 0, target: 10}}
  - {id: whole, display_name: All together, cycle: y2025, state: ACTIVE, rollup: CHILDREN}
  - id: merger
    display_name: Merge
    cycle: y2025
    state: ACTIVE
    alignments: [{parent: whole}]
    visibility: PRIVATE
    owner: ann
    key_results:
      - {id: talks, display_name: Talks, from_to: {baseline: 0, target: 16}}
      - {id: signed, display_name: Signed, binary: {}}
YAML
okapi apply -f company.yaml --as ann >apply.log
okapi watch okr --output json >okr.log 2>watch-okr.log &
background_pid+=($!)
okapi watch scorecard --as-of 2025-12-31 --output json >scorecard.log 2>watch-scorecard.log &
background_pid+=($!)

sell() {
  printf 'time,amount\n%s,%s\n' "$1" "$2" >"$1.csv"
  okapi push "$1.csv" --kind delta --time time --value revenue=amount >push.log
}
# A message had the text. Not only the newest: one that tells of sources carries no rows.
okr_says() { grep -q -- "$1" okr.log; }
scorecard_says() { grep -q -- "$1" scorecard.log; }

okapi watch scorecard --as-of 2025-12-31 >table.log 2>watch-table.log &
background_pid+=($!)
eventually 10 grep -q '^Scorecard of Acme, as of' table.log
eventually 10 okr_says '"sequence":"1"'
eventually 10 scorecard_says '"sequence":"1"'
sell 2025-12-01 250
eventually 10 okr_says '"currentValue":250'
eventually 10 scorecard_says '"actual":250'
okapi check-in acme/grow/partners --value 4 --confidence 0.8 >check-in.log
eventually 10 okr_says '"currentValue":4'
okapi check-in acme/merger/talks --value 5 --as ann >check-in.log
eventually 10 okr_says '"clamped":0.3125'
okapi update objective grow "assessment={status: AT_RISK, reason: a supplier left, last_date: $(date -u -d '+30 days' +%F)}" --as ann >assessed.log
eventually 10 okr_says '"reason":"a supplier left"'
! okr_says merger || fail "the report names a private objective" okr.log

note "metrics dies"
kill -KILL "${service_pid[metrics]}"
wait "${service_pid[metrics]}" 2>/dev/null || true
eventually 10 okr_says '"status":"STALE"'
eventually 10 scorecard_says '"stale":true'
okapi report okr --output json >stale.json
expect "the last value known" 1 "$(grep -c '"currentValue": 250' stale.json)"
okapi report scorecard --as-of 2025-12-31 | grep -q "metrics is stale" || fail "the scorecard hides that metrics is away"

note "metrics comes back"
start_service metrics "${service_address[metrics]}"
sell 2025-12-02 500
eventually 20 okr_says '"currentValue":750'
eventually 20 scorecard_says '"actual":750'
fresh() { ! okapi report okr --output json | grep -q STALE; }
eventually 20 fresh

note "reporting dies and comes back"
kill -KILL "${service_pid[reporting]}"
wait "${service_pid[reporting]}" 2>/dev/null || true
eventually 10 grep -q "trying again" watch-okr.log
start_service reporting "${service_address[reporting]}" --metrics "$OKAPI_METRICS" --goals "$OKAPI_GOALS"
eventually 20 grep -q "watching again" watch-okr.log
eventually 20 grep -q "watching again" watch-scorecard.log

note "metrics dies once more"
okapi report scorecard --as-of 2025-12-31 --periods 3 >known.log
kill -KILL "${service_pid[metrics]}"
wait "${service_pid[metrics]}" 2>/dev/null || true
okapi report scorecard --as-of 2025-12-31 --periods 9 >more.log
grep -q '^Revenue  *?  *?  *–.* 750 .*MISSED' more.log || fail "what is not known is told as no data, or what is known is not told" more.log
okapi report combined --as-of 2025-12-31 --only-insights --period week >weeks.log
grep -q 'There may be more\|Nobody can tell' weeks.log || fail "an all-clear that nobody can give" weeks.log
start_service metrics "${service_address[metrics]}"
eventually 20 fresh

note "goals dies and comes back"
okapi report okr --as-of 2025-12-31 --output json >then.json
okapi report alignment --as-of 2025-12-31 >alignment.log
kill -KILL "${service_pid[goals]}"
wait "${service_pid[goals]}" 2>/dev/null || true
eventually 10 okr_says '"service":"goals","stale":true'
okapi report okr | grep -q "goals is stale" || fail "the report hides that goals is away"
for report in okr alignment; do
  okapi report "$report" --as-of 2025-12-31 >then.log || fail "no report of a day while goals is away" then.log
  grep -q "Grow" then.log || fail "what is known is not told" then.log
  grep -q "goals is stale" then.log || fail "the report hides that goals is away" then.log
done
okapi report scorecard | grep -q "^Scorecard of Acme" || fail "the name that was known is forgotten"
start_service goals "${service_address[goals]}" --metrics "$OKAPI_METRICS"
sell 2025-12-03 250
eventually 20 okr_says '"currentValue":1000'
expect "check-ins that survived" 2 "$(okapi list check-ins | wc -l)"
