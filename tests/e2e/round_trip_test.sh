#!/usr/bin/env bash
# An organization survives `okapi export` and `okapi apply` without a changed byte, with all that happened in it: under its own id in
# services that know nothing, and under another.
set -euo pipefail

# shellcheck source-path=SCRIPTDIR source=scene.sh
source "$(dirname "${BASH_SOURCE[0]}")/scene.sh"
cd "$data"

cat >full.yaml <<'YAML'
organization:
  id: full
  display_name: "Full: of everything"
  calendar: {time_zone: Asia/Ho_Chi_Minh, fiscal_year_start_month: 4, week_start: SUNDAY}
  policy: {key_results_min: 1, key_results_max: 6, early_share: 0.1, bands: {on_track: 0.95, at_risk: 0.6}, escalation_days: 3, change_rules: [{what: STATES, who: [OWNERS, LEADS], states: [CLOSED]}]}
settings: {active_kpis_per_owner_max: 7, intake_limits: {clock_skew_max: 1h30m, labels_per_series_max: 9}}
teams:
  - {id: all, display_name: All}
  - {id: sales, display_name: Sales, parent_team: all, cadence: {every: NEVER}}
members:
  - {id: ann, display_name: "Ann # 1", team: sales, leads: [sales, all], time_zone: America/New_York, email: ann@example.com}
  - {id: bob, display_name: Bob, sees_private: true}
  - {id: cat, display_name: Cat}
cycles:
  - {id: y2026, display_name: 2026, start_date: 2026-01-01, end_date: 2026-12-31, cadence: {every: TWO_WEEKS, day: MONDAY, fresh_days: 0}}
  - {id: q1, display_name: Q1, start_date: 2026-01-01, end_date: 2026-03-31, parent_cycle: y2026}
kpis:
  - {id: margin, display_name: Margin, aggregation: FORMULA, formula: (revenue - cost) / revenue, unit: {percent: true}, frequency: MONTH}
  - {id: cost, display_name: Cost, aggregation: SUM, metric: cost, frequency: MONTH, direction: DECREASE, unit: {currency_code: VND}}
  - {id: stock, display_name: Stock, aggregation: LAST, metric: stock, frequency: MONTH, direction: WITHIN, targets: [{range: {min: -1.5, max: 0}}]}
  - id: revenue
    display_name: Revenue
    aggregation: SUM
    metric: revenue
    frequency: MONTH
    owner: ann
    signers: [ann]
    late_tolerance: 48h
    targets: [{value: 1000, curve: {shares: [0.2, 1]}}]
objectives:
  - id: company
    display_name: "Tăng trưởng"
    cycle: y2026
    rollup: CHILDREN
    combination: LEAST
    labels: {z: "1", a: "yes", m: ""}
    state: ACTIVE
  - id: above
    display_name: What others come to
    cycle: y2026
    state: ACTIVE
    key_results:
      - {id: both, display_name: Both, from_to: {baseline: 0, target: 200}, key_result_source: {key_results: [top, grow/up], combination: MAX}}
      - {id: top, display_name: Top, range: {max: 150}, key_result_source: {key_results: [grow/rev, grow/up]}}
  - id: grow
    display_name: Grow
    cycle: q1
    owner: ann
    team: sales
    commitment: ASPIRATIONAL
    cadence: {every: MONTH, day: TUESDAY}
    assessment: {status: AT_RISK, reason: "A supplier left: who takes over?", last_date: 2026-02-28, author: bob}
    retrospective: {went_badly: "Begun late"}
    alignments: [{parent: company, weight: 0.5}]
    state: ACTIVE
    key_results:
      - {id: up, display_name: Uptime, range: {min: 99.5, strict: true}, weight: 0}
      - {id: plan, display_name: Plan, milestones: {milestones: [{milestone_id: a}, {milestone_id: b, weight: 2}]}, start_date: 2026-02-01}
      - {id: done, display_name: Done, binary: {}, assessment: {status: ON_TRACK, reason: Nearly, last_date: 2026-03-01}}
      - {id: ways, display_name: Ways, scale: {steps: [{step_id: manual, display_name: By hand, share: 0}, {step_id: assisted, share: 0.4}, {step_id: automatic, share: 1.5}]}}
      - {id: base, display_name: Base, find_baseline: {}}
      - id: rev
        display_name: Revenue
        from_to: {baseline: 0, commit: 5, target: 10.25, stretch: 1e9}
        curve: {shape: S_CURVE}
        kpi_source: {kpi: revenue, window: CYCLE_TO_DATE, filter: {region: "north", channel: web}}
        guard: {kpi_source: {kpi: margin}, range: {min: 0.2}}
    initiatives:
      - {id: crm, display_name: CRM, key_results: [rev, up], state: IN_PROGRESS, due_date: 2026-02-15, follow_up_date: 2026-03-01}
      - {id: talk, display_name: Talk to those who left, state: DONE, due_after_weeks: 6, follow_up_after_weeks: 4}
      - {id: call, display_name: Call them, due_after_weeks: 8, follow_up_after_weeks: 2}
  - id: merger
    display_name: Merge
    cycle: q1
    owner: ann
    visibility: PRIVATE
    readers: [cat]
    key_results:
      - {id: signed, display_name: Signed, binary: {}}
alert_rules:
  - {id: low, display_name: Revenue is low, threshold: {kpi: revenue, side: BELOW, value: 900}}
YAML

does() { okapi 'do' "$@"; }

# live: what happens to goals in a year.
live() {
  local -x OKAPI_ORG=full
  does activate cycle y2026
  does activate cycle q1
  okapi check-in grow/up --value 99.9 --confidence 0.5 --comment $'two lines\nof "words": # all kept'
  okapi check-in grow/up --value 12 --author ann
  okapi check-in grow/up --value 99.2 --corrects "$(okapi list check-in --parent grow/up --output json | sed -n 's|.*"name": *".*/checkIns/\([^"]*\)".*|\1|p' | tail -n 1)"
  okapi check-in grow/plan --done b --comment '#1'
  okapi check-in grow/done --value 0 --as ann
  does acknowledge check-in "grow/done/$(okapi list check-in --parent grow/done --output json | sed -n 's|.*"name": *".*/checkIns/\([^"]*\)".*|\1|p')" --as bob
  okapi check-in grow/ways --reached assisted
  does retarget key-result grow/base "from_to={baseline: 3, target: 9}" reason="now we know"
  does retarget key-result grow/plan "milestones={milestones: [{milestone_id: b}, {milestone_id: c}]}" reason="a is not needed" author=ann
  okapi create comment grow/why subject=objectives/grow/keyResults/up text="Why?" author=ann
  okapi create comment grow/because subject=objectives/grow/comments/why text="Vì thế"
  okapi create kpi-comment revenue/tet text="Tết, as every year" period=2026-02 author=ann
  okapi create kpi-comment revenue/ text=$'two lines\nof "words"'
  okapi create initiative grow/short display_name=Short
  okapi create comment grow/gone subject=objectives/grow/initiatives/short text="Not worth it"
  okapi delete initiative grow/short --org full
  printf '%s\n' 'organization: {id: full}' 'kpis: [{id: cost, metric: costs, effective_date: 2026-02-01}]' >revised.yaml
  okapi apply -f revised.yaml
  does copy objective grow objective_id=grow-again cycle=y2026
  does propose objective grow-again
  does copy objective above objective_id=above-again
  does copy objective grow objective_id=grow-never cycle=y2026
  does archive objective grow-never
  does close objective grow score=0.7 reason="good enough" author=ann
  does copy objective grow objective_id=learnt cycle=y2026
  does activate objective learnt
  does close objective learnt score=0.5 reason="half of it"
  okapi update objective learnt "retrospective={went_well: 'Two teams, one list', lessons: Ask sooner}" --as bob
  does copy objective merger objective_id=merged cycle=y2026
  does close cycle q1 reason="over"
  does archive objective grow
  okapi create decision subject=kpis/revenue text="Sell more" author=ann
  okapi create decision price subject=objectives/grow text="Raise prices" author=ann
  does judge decision price outcome=WORKED_PARTLY text="Who left had left before" author=ann
  does sign-off kpi revenue member=ann comment="as we said"
  okapi create kpi old display_name=Old aggregation=SUM metric=old frequency=MONTH
  # What outlives what it is about, and who has said so.
  okapi create kpi short display_name=Short aggregation=SUM metric=short frequency=MONTH
  okapi create member dan display_name=Dan
  okapi create decision longer subject=kpis/short text="Longer" author=dan
  okapi create alert-rule silent display_name=Silent "missing_data={kpi: short, age: 48h}"
  okapi create alert-rule red display_name=Red "status_is={resource: kpis/short}" owner=dan
  okapi delete kpi short
  okapi delete member dan
  okapi create dashboard board display_name=Board "widgets=[{id: words, text: Look}]"
  # Ann has more KPIs than she might have now, and one that was given up.
  printf '%s\n' 'organization: {id: full}' 'kpis: [{id: cost, owner: ann}, {id: old, owner: ann}]' \
    'dashboards: [{id: board, display_name: "Bảng"}]' 'alert_rules: [{id: low, display_name: Low}]' | okapi apply -f -
  does retire kpi old
  printf '%s\n' 'organization: {id: full}' 'settings: {active_kpis_per_owner_max: 1}' | okapi apply -f -
  okapi create team north display_name=North parent_team=sales
  printf '%s\n' 'organization: {id: full}' 'members: [{id: cat, team: north}]' >moved.yaml
  okapi apply -f moved.yaml
}

# round_trip ORGANIZATION COPY: what is exported changes nothing where it came from, and is the same once it was applied under another id.
round_trip() {
  okapi export --org "$1" -f first.yaml
  okapi apply -f first.yaml >again.log
  grep -q '^0 created, 0 updated, 0 activated' again.log || fail "the export of $1 differs from what it came from" again.log
  sed "s/^  id: $1\$/  id: $2/" first.yaml >copy.yaml
  okapi apply -f copy.yaml >copy.log
  okapi export --org "$2" | sed "s/^  id: $2\$/  id: $1/" >second.yaml
  cmp first.yaml second.yaml || fail "$1 changed on its way"
}

# Only who sees what is private can keep it, and has all of it.
export OKAPI_AS=ann
okapi apply -f full.yaml >apply.log 2>warnings.log
grep -q "objectives\[0\] is to be ACTIVE in cycle 'organizations/full/cycles/y2026', which stays PLANNED" warnings.log ||
  fail "nobody tells of what is ACTIVE before its cycle" warnings.log
round_trip full copy-of-full
# An objective that has a history keeps it.
okapi check-in grow/done --value 0 --org copy-of-full
okapi apply -f copy.yaml >kept.log
grep -q '^kept history of objective grow: it has one of its own' kept.log || fail "nobody tells of a history that is kept" kept.log

live >live.log 2>&1 || fail "the year goes wrong" live.log
round_trip full full-after-a-year
for field in 'strict: true' 'visibility: PRIVATE' 'sees_private: true' 'state: ARCHIVED' 'state: CLOSED' 'state: PROPOSED' 'corrected_by:' \
  'retarget_time:' 'subject: objectives/grow/initiatives/short' 'score: 0.7' 'copied_from: grow' 'text: Vì thế' 'period: 2026-02' 'Tết, as every year' 'subject: kpis/revenue' 'outcome: WORKED_PARTLY' \
  'subject: kpis/short' 'author: dan' 'resource: kpis/short' 'active_kpis_per_owner_max: 1' 'display_name: Bảng' \
  'read_time:' 'comment: as we said' 'state: RETIRED' 'former_definitions:' 'effective_date: 2026-02-01' 'day: TUESDAY' \
  'combination: LEAST' 'direction: WITHIN' 'min: -1.5' 'max: 0' 'reached_step: assisted' 'find_baseline: {}' 'every: NEVER' \
  'reason: "A supplier left: who takes over?"' 'reason: Nearly' 'went_badly: Begun late' 'lessons: Ask sooner' 'acknowledged_by: bob' 'acknowledge_time:'; do
  grep -q "$field" first.yaml || fail "the export lost '$field'" first.yaml
done
if okapi export --org full --definitions | grep -q history:; then
  fail "definitions have a history"
fi
cp first.yaml year.yaml
# What was learnt from what is closed is a definition that may still be written.
sed 's/lessons: Ask sooner/lessons: Ask first/' first.yaml >learnt.yaml
okapi apply -f learnt.yaml >learnt.log
grep -q '^0 created, 1 updated, 0 activated' learnt.log || fail "a retrospective cannot be changed by a file" learnt.log
unset OKAPI_AS

# sees WHO: whether they see the objective that is private; empty: nobody says who asks.
sees() {
  okapi get objective merger --org full ${1:+--as "$1"} >get.log 2>&1
}
for member in ann bob cat organizations/full/members/cat; do
  sees "$member" || fail "$member does not see the private objective" get.log
done
for member in '' dan organizations/copy-of-full/members/ann; do
  ! sees "$member" || fail "'$member' sees the private objective" get.log
done
! okapi export --org full | grep -q merger || fail "nobody's export has the private objective"
okapi audit verify --org full --service goals >audit.log || fail "the chain breaks for nobody" audit.log

OKAPI_SAMPLE=$root/deploy/sample/company.yaml
okapi apply -f "$OKAPI_SAMPLE" >apply.log
organization=$(sed -n '/^organization:/,/^[a-z]/s/^  id: //p' "$OKAPI_SAMPLE")
round_trip "$organization" "copy-of-$organization"

# Services that know nothing.
stop_services
rm -rf "$data"/{goals,metrics,reporting}
start_services 127.0.0.1:0 127.0.0.1:0 127.0.0.1:0
okapi apply -f year.yaml --as ann >year.log 2>notes.log
okapi export --org full --as ann -f again.yaml
cmp year.yaml again.yaml || fail "the year changed on its way to empty services"
for entry in decisions alert_rules; do
  grep -q "note: .*$entry\[.*kpis/short', which neither exists nor is in the file: it outlived that" notes.log ||
    fail "nobody tells which of $entry have outlived what they are about" notes.log
done
# Whoever writes one by hand has made a mistake.
printf '%s\n' 'organization: {id: full}' 'decisions: [{id: new, subject: kpis/short, text: x}]' >wrong.yaml
if okapi apply -f wrong.yaml >wrong.log 2>&1; then
  fail "a decision on what is not there is taken" wrong.log
fi
grep -q "^okapi: wrong.yaml:2:13: decisions\[0\]: refers to kpi 'organizations/full/kpis/short'" wrong.log || fail "nobody tells what is wrong" wrong.log

# Rules hold up whoever changes what is there; not one person who brings in all of it, written by hand or with what happened.
cat >ruled.yaml <<'YAML'
organization:
  id: ruled
  display_name: Ruled
  policy:
    targets_locked: true
    proposal_required: true
    objectives_per_owner_max: 2
    change_rules:
      - {what: OBJECTIVES, who: [LEADS]}
      - {what: TARGETS, who: [LEADS], states: [ACTIVE, CLOSED]}
      - {what: STATES, who: [LEADS]}
      - {what: CHECK_INS, who: [OWNERS, LEADS]}
teams: [{id: all, display_name: All}]
members:
  - {id: lee, display_name: Lee, leads: [all]}
  - {id: kim, display_name: Kim, team: all}
cycles: [{id: y, display_name: Y, start_date: 2026-01-01, end_date: 2026-12-31, state: ACTIVE}]
objectives:
  - id: grow
    display_name: Grow
    cycle: y
    owner: kim
    team: all
    state: ACTIVE
    key_results:
      - {id: a, display_name: A, from_to: {baseline: 0, target: 10}}
      - {id: b, display_name: B, from_to: {baseline: 0, target: 10}}
    initiatives: [{id: i, display_name: I}]
  - {id: last, display_name: Last, cycle: y, owner: kim, team: all, rollup: CHILDREN, state: ACTIVE}
YAML
awk '{ sub(/^  id: ruled$/, "  id: many") } 1; /change_rules:/ { for (i = 0; i < 17; ++i) print "      - {what: CHECK_INS}" }' ruled.yaml >many.yaml
if okapi apply -f many.yaml >many.log 2>&1; then
  fail "21 rules are taken" many.log
fi
grep -q 'change_rules: has more than 20 entries' many.log || fail "nobody tells that there are too many rules" many.log
! okapi get organization many >/dev/null 2>&1 || fail "something was written before the rules were looked at"
okapi apply -f ruled.yaml >ruled.log
tail -n 2 ruled.log | grep -q '^updated organization ruled: policy.change_rules$' || fail "the rules do not come last" ruled.log
held_up() { ! "$@" >refused.log 2>&1 && grep -q 'by the policy' refused.log; }
held_up okapi 'do' close objective last --org ruled score=1 reason=done || fail "the rules do not hold" refused.log
held_up okapi check-in grow/a --org ruled --value 1 || fail "the rules do not hold" refused.log
held_up okapi delete key-result grow/a --org ruled --as kim || fail "the rules do not hold" refused.log
okapi check-in grow/a --org ruled --as kim --value 4 --comment "it grows" >check-in.log
# Kim owns more than anybody may now, and nobody may change anything.
printf '%s\n' 'organization: {id: ruled, policy: {key_results_min: 1, objectives_per_owner_max: 1, targets_locked: true, proposal_required: true, change_rules: [{what: OBJECTIVES}, {what: TARGETS}, {what: STATES}, {what: CHECK_INS}]}}' |
  okapi apply -f - >policy.log
round_trip ruled copy-of-ruled
held_up okapi check-in grow/a --org copy-of-ruled --as kim --value 5 || fail "the rules did not come along" refused.log
cp first.yaml ruled-year.yaml
stop_services
rm -rf "$data"/{goals,metrics,reporting}
start_services 127.0.0.1:0 127.0.0.1:0 127.0.0.1:0
okapi apply -f ruled-year.yaml >ruled.log
okapi export --org ruled -f again.yaml
cmp ruled-year.yaml again.yaml || fail "rules changed on their way to empty services"

# Samples go apart: every kind, values to the last bit, times to the microsecond, labels of any text.
cat >samples.csv <<'CSV'
metric,kind,time,value,labels
clicks,cumulative,2026-01-01T00:00:00Z,5,
clicks,cumulative,2026-01-01T00:01:00Z,12,
rate,gauge,2026-01-01T00:00:00.000001Z,0.1,"place=Hà Nội, ""old"" town\;1;way=a=b"
rate,gauge,2026-01-01T00:00:00.000002Z,-0,"place=Hà Nội, ""old"" town\;1;way=a=b"
rate,gauge,2026-01-01T00:00:00.999999Z,0.30000000000000004,"place=Hà Nội, ""old"" town\;1;way=a=b"
rate,gauge,1970-01-02T00:00:00Z,4.94066e-324,"way=two\nlines"
rate,gauge,2026-01-01T00:00:00Z,1.7976931348623157e+308,"way=two\nlines"
sales,delta,2026-01-31T00:00:00Z,-3.25,"region=north"
sales,delta,2026-01-31T00:00:00Z,10,"region=north"
sales,delta,2026-01-31T00:00:00Z,10,"region=north"
CSV
okapi push samples.csv --org full --exported >push.log
okapi push samples.csv --org full --exported >push.log
okapi export --org full --samples out.csv
cmp samples.csv out.csv || fail "samples changed on their way" out.csv
okapi push out.csv --org another --exported >push.log
okapi export --org another --samples /dev/stdout | cat >again.csv
cmp samples.csv again.csv || fail "samples changed on their way to another organization" again.csv
printf 'metric,kind,time,value,labels\nrate,hourly,2026-01-01,1,\nrate,gauge,2026-01-01,1,region\n' >wrong.csv
if okapi push wrong.csv --org full --exported >push.log 2>&1; then
  fail "wrong rows are taken" push.log
fi
grep -q 'kind: must be gauge, delta or cumulative' push.log || fail "nobody tells what is wrong with a kind" push.log
grep -q 'labels: must be written as' push.log || fail "nobody tells what is wrong with labels" push.log
