#!/usr/bin/env bash
# A year in the life of a company, with `okapi` alone: it plans, aligns, works, is late, changes its mind, closes, grades and carries
# over, and every number on the way is what it should be. The year is over, so what is expected is all of it and verdicts are final:
# nothing here depends on today. The commands are those of the tour in README.md.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=scene.sh
source "$(dirname "${BASH_SOURCE[0]}")/scene.sh"
export OKAPI_ORG=acme
cd "$data"

does() { okapi 'do' "$@"; }

# of FILE PATH: what there is at the path in the JSON; nothing if there is nothing.
of() { sqlite3 -bail :memory: "select json_extract(cast(readfile('$1') as text), '$2')"; }

# field KIND NAME PATH: of the resource as it is now.
field() {
  okapi get "$1" "$2" --output json >field.json
  of field.json "$3"
}
is() { [[ $(field "$1" "$2" "$3") == "$4" ]]; }

# refused TEXT COMMAND...: the command fails and says so.
refused() {
  local text=$1
  shift
  if "$@" >refused.log 2>&1; then
    fail "nobody refuses: $*"
  fi
  grep -q -- "$text" refused.log || fail "'$*' does not say '$text'" refused.log
}

sell() {
  printf 'time,amount\n%s,%s\n' "$1" "$2" >"$1.csv"
  okapi push "$1.csv" --kind delta --time time --value revenue=amount >push.log
}

note "December: the year is planned"
cat >company.yaml <<'YAML'
organization:
  id: acme
  display_name: Acme
  policy: {key_results_min: 1, proposal_required: true, targets_locked: true, escalation_days: 7}
teams: [{id: sales, display_name: Sales}]
members:
  - {id: lan, display_name: Lan, team: sales}
  - {id: minh, display_name: Minh, team: sales, leads: [sales]}
cycles:
  - {id: y2025, display_name: 2025, start_date: 2025-01-01, end_date: 2025-12-31}
  - {id: q1, display_name: Q1, start_date: 2025-01-01, end_date: 2025-03-31, parent_cycle: y2025, cadence: {every: WEEK, day: MONDAY}}
  - {id: q2, display_name: Q2, start_date: 2025-04-01, end_date: 2025-06-30, parent_cycle: y2025}
kpis: [{id: revenue, display_name: Revenue, aggregation: SUM, metric: revenue, frequency: MONTH, targets: [{value: 100}]}]
objectives:
  - {id: company, display_name: Become a company that lasts, cycle: y2025, rollup: CHILDREN}
  - id: grow
    display_name: Become the first choice of our region
    cycle: q1
    team: sales
    alignments: [{parent: company}]
    key_results:
      - {id: partners, display_name: Partners from 2 to 8, owner: lan, from_to: {baseline: 2, target: 8}}
      - id: revenue
        display_name: Revenue from 0 to 1000
        owner: lan
        from_to: {baseline: 0, target: 1000}
        kpi_source: {kpi: revenue, window: CYCLE_TO_DATE}
  - id: serve
    display_name: Know every customer by name
    cycle: q1
    team: sales
    owner: minh
    alignments: [{parent: company}]
    key_results:
      - id: crm
        display_name: The CRM is in use
        milestones: {milestones: [{milestone_id: chosen}, {milestone_id: live, weight: 3}]}
  - {id: dream, display_name: Sell abroad, cycle: q1, owner: minh}
YAML
okapi apply -f company.yaml >apply.log
expect "objectives planned" 4 "$(grep -c '^created objective' apply.log)"
for cycle in y2025 q1 q2; do
  does activate cycle "$cycle" >do.log
done
refused 'has to be proposed first' does activate objective grow
for objective in company grow serve; do
  does propose objective "$objective" >do.log
  does activate objective "$objective" >do.log
done
expect "a plan in progress" ACTIVE "$(field objective grow '$.state')"
expect "its progress before anybody reported" "" "$(field objective grow '$.progress.clamped')"
expect "a plan that nobody took up" DRAFT "$(field objective dream '$.state')"

note "nobody reports, and their lead hears of it"
okapi review due --output json >due.json
expect "who owes what" \
  "lan owes grow/partners since 2025-3-31, minh hears of it; minh owes serve/crm since 2025-3-31" \
  "$(sqlite3 -bail :memory: <<'SQL'
select group_concat(line, '; ') from (
  select replace(value ->> 'member', 'organizations/acme/members/', '') || ' owes ' ||
         replace(replace(value ->> 'keyResult', 'organizations/acme/objectives/', ''), 'keyResults/', '') || ' since ' ||
         (value ->> '$.dueDate.year') || '-' || (value ->> '$.dueDate.month') || '-' || (value ->> '$.dueDate.day') ||
         coalesce(', ' || replace(value ->> '$.escalateTo[0]', 'organizations/acme/members/', '') || ' hears of it', '') line
  from json_each(cast(readfile('due.json') as text), '$.due'));
SQL
  )"

note "February: they begin to report"
okapi check-in grow/partners --value 3.5 --time 2025-02-10T12:00:00Z --confidence 0.5 --author lan >check-in.log
expect "partners" 0.25 "$(field key-result grow/partners '$.progress.raw')"
okapi check-in serve/crm --done chosen --time 2025-02-10T12:00:00Z --confidence 0.5 --author minh >check-in.log
expect "the CRM, by the weights of its steps" 0.25 "$(field key-result serve/crm '$.progress.raw')"
sell 2025-02-01 250
eventually 20 is key-result grow/revenue '$.currentValue' 250
expect "revenue" 0.25 "$(field key-result grow/revenue '$.progress.raw')"
expect "what they make together" 0.25 "$(field objective grow '$.progress.clamped')"
expect "and the company of both" 0.25 "$(field objective company '$.progress.clamped')"
expect "nobody is late any more" "nobody owes a check-in" "$(okapi review due)"

note "March: a typing error is put right"
wrong=$(okapi check-in grow/partners --value 50 --time 2025-03-03T12:00:00Z --confidence 0.9 --output json |
  sed -n 's|.*"name": *".*/checkIns/\([^"]*\)".*|\1|p')
expect "partners, far beyond the target" 8 "$(field key-result grow/partners '$.progress.raw')"
expect "which counts as all of it" 0.625 "$(field objective grow '$.progress.clamped')"
okapi check-in grow/partners --value 5 --time 2025-03-03T12:00:00Z --confidence 0.75 --corrects "$wrong" >check-in.log
expect "partners" 0.5 "$(field key-result grow/partners '$.progress.raw')"
expect "the objective" 0.375 "$(field objective grow '$.progress.clamped')"

note "why, and what deserves a second look"
okapi explain grow/partners >explain.log
for line in 'Partners from 2 to 8 \[grow/partners\]' ' current value = 5 ' ' baseline = 2$' ' target = 8$' \
  ' raw = (5 - 2) / (8 - 2) = 0.5$' ' clamped = min(1, max(0, 0.5)) = 0.5$' ' expected = 1' ' MISSED'; do
  grep -q -- "$line" explain.log || fail "the explanation lacks '$line'" explain.log
done
okapi explain company --output json >explain.json
expect "what the company is made of" 0.375,0.25 \
  "$(of explain.json '$.children[0].progress.clamped'),$(of explain.json '$.children[1].progress.clamped')"
okapi review findings >findings.log
for finding in '^NO_OWNER  *grow ' '^NO_UNIT  *grow/partners '; do
  grep -q -- "$finding" findings.log || fail "no '$finding' is found" findings.log
done

note "the market turns: the target is lowered, and the first promise is not forgotten"
sed 's/target: 8/target: 6/' company.yaml >easier.yaml
refused 'retarget it and say why' okapi apply -f easier.yaml
does retarget key-result grow/partners "from_to={baseline: 2, target: 6}" reason="one of them merged" --output json >retarget.json
expect "partners by the new target" 0.75 "$(of retarget.json '$.progress.raw')"
expect "partners by the first promise" 0.5 "$(of retarget.json '$.firstPromise.raw')"
expect "the way before" 8 "$(of retarget.json '$.retargets[0].fromTo.target')"
expect "the reason" "one of them merged" "$(of retarget.json '$.retargets[0].reason')"
okapi check-in serve/crm --done chosen,live --time 2025-03-31T12:00:00Z --confidence 1 --author minh >check-in.log
expect "an objective that is reached" ACHIEVED "$(field objective serve '$.progress.status')"
expect "the company" 0.75 "$(field objective company '$.progress.clamped')"
okapi report okr >okr.log
grep -q '50 % MISSED, 100 % expected; worst: grow/revenue 25 %' okr.log || fail "the report has another verdict on grow" okr.log
okapi report okr --output json >okr.json
expect "what the report knows of partners" 1 "$(grep -c '"currentValue": 5,\?$' okr.json)"

note "April: the quarter is closed, graded and carried over"
does close objective grow reason="the year is over" --dry-run --output json >dry.json
expect "the grade that it would have" 0.5,AMBER "$(of dry.json '$.grade.score'),$(of dry.json '$.grade.band')"
expect "which it does not have yet" ACTIVE "$(field objective grow '$.state')"
does close cycle q1 carry_over_cycle=q2 reason="the quarter is over" --dry-run >do.log
expect "the quarter, which goes on" ACTIVE "$(field cycle q1 '$.state')"
does close cycle q1 carry_over_cycle=q2 reason="the quarter is over" --output json >q1.json
expect "objectives closed" organizations/acme/objectives/grow,organizations/acme/objectives/serve \
  "$(of q1.json '$.objectives[0].name'),$(of q1.json '$.objectives[1].name')"
expect "their scores" 0.5,1 "$(of q1.json '$.objectives[0].grade.score'),$(of q1.json '$.objectives[1].grade.score')"
expect "of which are met" 1 "$(of q1.json '$.metCount')"
expect "and their mean" 0.75 "$(of q1.json '$.scoreMean')"
expect "what nobody had begun" '["organizations/acme/objectives/dream"]' "$(of q1.json '$.unstarted')"
expect "what goes on" '["organizations/acme/objectives/dream-q2","organizations/acme/objectives/grow-q2"]' "$(of q1.json '$.carriedOver')"
refused 'is closed' okapi check-in grow/partners --value 6
expect "where partners go on" 5,6 \
  "$(field key-result grow-q2/partners '$.fromTo.baseline'),$(field key-result grow-q2/partners '$.fromTo.target')"
expect "where revenue goes on" 250,1000 \
  "$(field key-result grow-q2/revenue '$.fromTo.baseline'),$(field key-result grow-q2/revenue '$.fromTo.target')"

# 0.5 and 0.75 for what was not reached, 0.5 and 1 for what was; what was corrected does not count.
okapi review calibration --output json >calibration.json
for part in 'forecasts 4' 'keyResults 2' 'confidenceMean 0.6875' 'reachedShare 0.5' 'optimism 0.1875' 'brierScore 0.265625'; do
  expect "how well people foresaw, ${part% *}" "${part#* }" "$(of calibration.json "\$.all.${part% *}")"
done

note "the second quarter"
does copy objective serve objective_id=serve-again cycle=q2 --output json >copy.json
expect "a copy" DRAFT,organizations/acme/objectives/serve "$(of copy.json '$.state'),$(of copy.json '$.copiedFrom')"
does propose objective grow-q2 >do.log
does activate objective grow-q2 >do.log
okapi check-in grow-q2/partners --value 5.5 --time 2025-05-05T12:00:00Z >check-in.log
sell 2025-05-02 625
eventually 20 is key-result grow-q2/revenue '$.currentValue' 625
expect "what is left of growing, half done" 0.5 "$(field objective grow-q2 '$.progress.clamped')"
# Two quarters of growing and one of serving: (0.5 + 0.5 + 1) / 3.
expect "the company" 0.667 "$(printf '%.3f' "$(field objective company '$.progress.clamped')")"

note "December: people decide on what the numbers do not say"
does close objective grow-q2 score=0.75 reason="a rival gave up" author=minh --output json >decided.json
expect "the score decided and the one computed" 0.75,0.5 "$(of decided.json '$.grade.score'),$(of decided.json '$.grade.computedScore')"
does close cycle q2 reason="over" --output json >q2.json
expect "what nobody has begun" '["organizations/acme/objectives/dream-q2","organizations/acme/objectives/serve-again"]' \
  "$(of q2.json '$.unstarted')"
does close cycle y2025 reason="the year is over" --output json >year.json
expect "the company's year: (0.5 + 0.75 + 1) / 3" 0.75 "$(of year.json '$.objectives[0].grade.score')"
expect "which is not what it committed to" "" "$(of year.json '$.objectives[0].grade.met')"
refused 'CLOSED' does close cycle y2025

note "the whole year in one file, which changes nothing"
okapi export -f year.yaml
okapi apply -f year.yaml >again.log
grep -q '^0 created, 0 updated, 0 activated' again.log || fail "the export differs from the year" again.log
