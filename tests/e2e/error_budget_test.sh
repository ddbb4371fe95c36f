#!/usr/bin/env bash
# How much may go wrong with what is to be kept, by `okapi` alone: an outage in a quarter that is over, whose numbers are the same whenever
# this runs; and one that goes on now, which rings.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=scene.sh
source "$(dirname "${BASH_SOURCE[0]}")/scene.sh"
cd "$data"
export OKAPI_ORG=acme

# says FILE TEXT: the file has such a line.
says() {
  grep -qE -- "$2" "$1" || fail "$1 does not say '$2'" "$1"
}

cat >company.yaml <<'YAML'
organization: {id: acme, display_name: Acme}
cycles:
  - {id: q1, display_name: Q1, start_date: 2025-01-01, end_date: 2025-03-31, state: ACTIVE}
  - {id: century, display_name: The century, start_date: 2001-01-01, end_date: 2100-12-31, state: ACTIVE}
objectives:
  - id: shop
    display_name: A shop that one can rely on
    cycle: q1
    state: ACTIVE
    key_results:
      - {id: available, display_name: It is there, unit: {percent: true}, range: {min: 0.99, error_budget: 0.01}}
      - {id: orders, display_name: Orders, from_to: {baseline: 0, target: 10}}
  - id: plant
    display_name: A plant that runs
    cycle: century
    state: ACTIVE
    key_results:
      - {id: runs, display_name: It runs, range: {min: 1, error_budget: 0.001}}
      - {id: output, display_name: Output, from_to: {baseline: 0, target: 10}}
YAML

# What is wrong is said with its line, all at once.
sed 's/min: 0.99, error_budget: 0.01/min: 0.99, error_budget: 99/' company.yaml >wrong.yaml
if okapi apply -f wrong.yaml >wrong.log 2>&1; then fail "an error budget of 9900 % was taken" wrong.log; fi
says wrong.log 'range.error_budget.*must be greater than 0 and less than 1'
okapi apply -f company.yaml >apply.log

if okapi review budget shop/orders >none.log 2>&1; then fail "an error budget of what has none" none.log; fi
says none.log 'has no error budget'

okapi check-in shop/available --value 0.999 --time 2025-01-01T00:00:00Z >said.log
okapi check-in shop/available --value 0.5 --time 2025-03-30T06:00:00Z >said.log
okapi check-in shop/available --value 0.995 --time 2025-03-30T12:00:00Z >said.log
okapi review budget shop/available >budget.log
says budget.log '^shop/available$'
says budget.log '^error budget  21 h 36 min: out of bounds for 1 % of the time from 2025-01-01 00:00 UTC to 2025-04-01 00:00 UTC$'
says budget.log '^spent         6 h \(28 %\)$'
says budget.log '^left          15 h 36 min of 21 h 36 min left \(72 %\)$'
says budget.log '^as of         2025-04-01 00:00 UTC: it is over'
says budget.log '^3 d +6 h +– +8.33  –$'
okapi review budget shop/available --window 2d --window 90m --output json >budget.json
grep -q '"burnRate": *12.5' budget.json || fail "the rate over 2 days" budget.json
grep -q '"window": *"5400s"' budget.json || fail "a window of 90 minutes" budget.json
if okapi review budget shop/available --window soon >window.log 2>&1; then fail "a window of that name" window.log; fi
says window.log "'soon' is no span of time"
if okapi review budget shop/available --window 0.1s >window.log 2>&1; then fail "a window of a moment" window.log; fi
says window.log 'from a second'

okapi explain shop/available >explained.log
says explained.log 'error budget = 0.01 x 2160 = 21.6 hours'
says explained.log 'left = 21.6 - 6 = 15.6 hours'
okapi report okr >report.log
says report.log 'It is there .*error budget: 15 h 36 min of 21 h 36 min left \(72 %\)'
for format in csv html xlsx json; do okapi report okr --export "report.$format" >export.log; done
says report.csv 'error_budget,error_budget_seconds,error_budget_spent_seconds,error_budget_left_seconds'
says report.csv ',0.01,77760,21600,56160'
says report.html 'error budget left: 15 h 36 min / 21 h 36 min \(72 %\)'
says report.json '"errorBudgetState"'

# A late correction gives it back, and another range judges the past too; what was promised is remembered.
okapi check-in shop/available --value 0.992 --time 2025-03-30T09:00:00Z >said.log
okapi review budget shop/available >budget.log
says budget.log '^spent         3 h '
okapi 'do' retarget key-result shop/available "range={min: 0.4, error_budget: 0.02}" reason="it was too strict" >retarget.log
okapi review budget shop/available >budget.log
says budget.log '^left          43 h 12 min of 43 h 12 min left \(100 %\)$'

# All of it goes to another place.
okapi export -f exported.yaml >export.log
says exported.yaml 'error_budget: 0.02'
says exported.yaml 'error_budget: 0.01'

# It rings while it burns, and is over when it does not any more.
state() { okapi list alert --output json; }
fires() { state | grep -q '"FIRING"'; }
resolves() { state | grep -q '"RESOLVED"'; }
okapi check-in plant/runs --value 1 --time 2025-01-01T00:00:00Z >said.log
if okapi create alert-rule burns display_name="It stands" "error_budget_burn={key_result: plant/runs, long_window: 30s, rate: -1}" \
  >rule.log 2>&1; then fail "a rate below 0" rule.log; fi
says rule.log 'long_window.*must be from a minute'
says rule.log 'rate.*must be greater than 0'
okapi create alert-rule burns display_name="It stands" \
  "error_budget_burn={key_result: plant/runs, long_window: 3600s, short_window: 1s, rate: 1}" >rule.log
okapi check-in plant/runs --value 0 --time "$(date -u -d '10 minutes ago' +%FT%TZ)" >said.log
eventually 30 fires
okapi watch alerts >alerts.log &
background_pid+=($!)
eventually 30 grep -q 'FIRING  WARNING  It stands: the error budget of “It runs” burns 16.* times as fast as it may over 60 min' alerts.log
okapi check-in plant/runs --value 1 >said.log
okapi review budget plant/runs >budget.log
says budget.log '^6 h +1[0-2] min '
# Also without anybody saying so: the watcher looks every minute; a check-in is a reason to look at once.
ends() { okapi check-in plant/runs --confidence 1 >said.log && resolves; }
eventually 30 ends
