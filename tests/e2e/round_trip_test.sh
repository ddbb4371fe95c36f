#!/usr/bin/env bash
# An organization survives `okapi export` and `okapi apply` without a changed byte, under its own id and under another.
set -euo pipefail

# shellcheck source-path=SCRIPTDIR source=scene.sh
source "$(dirname "${BASH_SOURCE[0]}")/scene.sh"
cd "$data"

cat >full.yaml <<'YAML'
organization:
  id: full
  display_name: "Full: of everything"
  calendar: {time_zone: Asia/Ho_Chi_Minh, fiscal_year_start_month: 4, week_start: SUNDAY}
  policy: {key_results_min: 1, key_results_max: 6, early_share: 0.1, bands: {on_track: 0.95, at_risk: 0.6}, escalation_days: 3}
settings: {active_kpis_per_owner_max: 7, intake_limits: {clock_skew_max: 1h30m, labels_per_series_max: 9}}
teams:
  - {id: all, display_name: All}
  - {id: sales, display_name: Sales, parent_team: all}
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
    labels: {z: "1", a: "yes", m: ""}
    state: ACTIVE
  - id: grow
    display_name: Grow
    cycle: q1
    owner: ann
    team: sales
    commitment: ASPIRATIONAL
    alignments: [{parent: company, weight: 0.5}]
    state: ACTIVE
    key_results:
      - {id: up, display_name: Uptime, range: {min: 99.5, strict: true}, weight: 0}
      - {id: plan, display_name: Plan, milestones: {milestones: [{milestone_id: a}, {milestone_id: b, weight: 2}]}, start_date: 2026-02-01}
      - {id: done, display_name: Done, binary: {}}
      - id: rev
        display_name: Revenue
        from_to: {baseline: 0, commit: 5, target: 10.25, stretch: 1e9}
        curve: {shape: S_CURVE}
        kpi_source: {kpi: revenue, window: CYCLE_TO_DATE, filter: {region: "north", channel: web}}
        guard: {kpi_source: {kpi: margin}, range: {min: 0.2}}
    initiatives:
      - {id: crm, display_name: CRM, key_results: [rev, up], state: IN_PROGRESS, due_date: 2026-02-15, follow_up_date: 2026-03-01}
  - id: merger
    display_name: Merge
    cycle: q1
    owner: ann
    visibility: PRIVATE
    readers: [cat]
    key_results:
      - {id: signed, display_name: Signed, binary: {}}
YAML

# round_trip ORGANIZATION: what is exported is applied under the same id after a restart on nothing, and exported again.
round_trip() {
  okapi export --org "$1" -f first.yaml
  okapi apply -f first.yaml >again.log
  grep -q '^0 created, 0 updated, 0 activated' again.log || fail "the export of $1 differs from what it came from" again.log
  sed "s/^  id: $1\$/  id: copy-of-$1/" first.yaml >copy.yaml
  okapi apply -f copy.yaml >copy.log
  okapi export --org "copy-of-$1" | sed "s/^  id: copy-of-$1\$/  id: $1/" >second.yaml
  cmp first.yaml second.yaml || fail "$1 changed on its way"
}

# Only who sees what is private can keep it, and has all of it.
export OKAPI_AS=ann
okapi apply -f full.yaml >apply.log
round_trip full
for field in 'strict: true' 'visibility: PRIVATE' 'sees_private: true'; do
  grep -q "$field" first.yaml || fail "the export lost '$field'" first.yaml
done
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
round_trip "$organization"
