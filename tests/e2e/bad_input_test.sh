#!/usr/bin/env bash
# Bad input of every kind through the real programs: each is answered by an error that names the field or the line and by the
# right exit code, and changes nothing.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=scene.sh
source "$(dirname "${BASH_SOURCE[0]}")/scene.sh"
export OKAPI_ORG=acme
cd "$data"

# refused CODE TEXT COMMAND...: the command ends with the code, and its output has the text.
refused() {
  local code=$1 text=$2 actual=0
  shift 2
  "$@" >"$data/output" 2>&1 || actual=$?
  expect "exit code of '$*'" "$code" "$actual" || return
  also "$text"
}
# also TEXT...: the last command's output has these as well.
also() {
  local text
  for text in "$@"; do
    grep -qF -- "$text" "$data/output" || fail "the output lacks '$text'" "$data/output"
  done
}

cat >good.yaml <<'YAML'
organization: {id: acme, display_name: Acme, calendar: {time_zone: Asia/Ho_Chi_Minh}}
cycles: [{id: q1, display_name: Q1, start_date: 2026-01-01, end_date: 2026-03-31}]
kpis: [{id: revenue, display_name: Revenue, aggregation: SUM, metric: revenue, frequency: MONTH}]
objectives:
  - id: grow
    display_name: Grow
    cycle: q1
    key_results:
      - {id: revenue, display_name: Revenue, from_to: {baseline: 1, target: 2}, kpi_source: {kpi: revenue}}
      - {id: partners, display_name: Partners, from_to: {baseline: 0, target: 5}}
YAML
okapi apply -f good.yaml >apply.log
okapi list kpis --output json >before.json

# Company files: every fault at once, each with its place.
cat >bad.yaml <<'YAML'
organization: {id: acme, display_nam: Acme}
teams:
  - {id: Sales, display_name: Sales}
  - {id: sales, display_name: [a, b]}
kpis:
  - {id: revenue, display_name: Revenue, aggregation: MEAN_OF_MEANS, metric: revenue, frequency: MONTH, targets: [{value: .nan}]}
  - {id: revenue, display_name: Revenue, display_name: Twice}
cycles: [{id: q2, start_date: 2026-02-30}]
kpiss: []
YAML
refused 2 "bad.yaml:1:26: organization.display_nam: there is no such field; did you mean display_name?" okapi apply -f bad.yaml
also "bad.yaml:3:10: teams[0].id" "teams[1].display_name: must be a single value" "aggregation: 'MEAN_OF_MEANS' is none of SUM" \
  "value: '.nan' is not" "is declared twice" "display_name: occurs twice" "start_date: must be a date" \
  "kpiss: there is no such list; did you mean kpis?"
printf 'organization: {id: acme\n' >broken.yaml
refused 2 "broken.yaml:2:1" okapi apply -f broken.yaml
refused 2 "cannot read 'missing.yaml'" okapi apply -f missing.yaml
mkdir folder
refused 2 "cannot read 'folder'" okapi apply -f folder
refused 2 "cannot read 'folder'" okapi convert folder --cycle q1
refused 2 "cannot read 'missing.md'" okapi convert missing.md --cycle q1
printf 'organization: {id: acme, display_name: Acme, calendar: {time_zone: Mars/Olympus}}\n' >zone.yaml
refused 1 "organization.calendar.time_zone" okapi apply -f zone.yaml
printf 'organization: {id: acme, display_name: Acme}\nteams: [{id: a, display_name: A, parent_team: nowhere}]\n' >reference.yaml
refused 2 "reference.yaml:2:9: teams[0]: refers to team 'organizations/acme/teams/nowhere'" okapi apply -f reference.yaml
refused 2 "reference.yaml:1: declares 'organizations/acme', but --org says 'organizations/other'" okapi apply -f reference.yaml --org other
# Nothing is written of what would fail midway.
cat >midway.yaml <<'YAML'
organization: {id: acme, display_name: Acme}
teams: [{id: never, display_name: Never}]
kpis: [{id: rate, display_name: Rate, aggregation: RATIO_OF_SUMS, metric: won, frequency: MONTH}]
YAML
refused 1 "midway.yaml:3: kpi rate: kpi.denominator_metric" okapi apply -f midway.yaml
# A range is what a KPI is to stay inside, and nothing else is; it has two ends.
cat >range.yaml <<'YAML'
organization: {id: acme}
kpis:
  - {id: churn, display_name: Churn, aggregation: AVERAGE, metric: churn, frequency: MONTH, direction: WITHIN, targets: [{range: {min: 6, max: 4}}, {value: 4, effective_date: 2026-02-01}]}
  - {id: revenue, targets: [{range: {min: 4, max: 6}}]}
  - {id: stock, display_name: Stock, aggregation: LAST, metric: stock, frequency: MONTH, direction: WITHIN, targets: [{range: {min: 4}}]}
YAML
refused 2 "kpis[2].targets[0].range.max: is missing" okapi apply -f range.yaml
sed -i '/stock/d' range.yaml
refused 1 "range.yaml:3: kpi churn: kpi.targets[0].range.max: must not be below min; kpi.targets[1].value: is not for direction WITHIN, which needs a range" \
  okapi apply -f range.yaml
also "range.yaml:4: kpi revenue: kpi.targets[0].range: is for direction WITHIN only"
refused 2 "only one of the kinds of aim may be given" okapi update kpi revenue "targets=[{value: 4, range: {min: 4, max: 6}}]"
cat >loop.yaml <<'YAML'
organization: {id: looped, display_name: Looped}
cycles: [{id: q1, display_name: Q1, start_date: 2026-01-01, end_date: 2026-03-31, state: ACTIVE}]
teams: [{id: sales, display_name: Sales}]
objectives:
  - id: grow
    display_name: Grow
    cycle: q1
    team: sales
    key_results:
      - {id: a, display_name: A, from_to: {baseline: 0, target: 9}, key_result_source: {key_results: [grow/b], combination: SUM}}
      - {id: b, display_name: B, from_to: {baseline: 0, target: 9}, key_result_source: {key_results: [grow/a], combination: SUM}}
YAML
refused 2 "loop.yaml:10:9: objectives[0].key_results[0]: refers to itself in a circle: grow/a, grow/b, grow/a" okapi apply -f loop.yaml --org looped
# What builds on what only the file has is looked at as well, all of it.
cat >deep.yaml <<'YAML'
organization: {id: deep, display_name: Deep}
cycles: [{id: q1, display_name: Q1, start_date: 2026-01-01, end_date: 2026-03-31, state: ACTIVE}]
objectives:
  - id: grow
    display_name: Grow
    cycle: q1
    state: ACTIVE
    key_results:
      - {id: late, display_name: Late, from_to: {baseline: 0, target: 5}, start_date: 2026-04-01}
      - {id: good, display_name: Good, from_to: {baseline: 0, target: 5}}
  - id: low
    display_name: Low
    cycle: q1
    key_results:
      - {id: curved, display_name: Curved, from_to: {baseline: 0, target: 5}, curve: {shape: TABLE}}
decisions: [{id: more, subject: grow/good, text: More of it, author: nobody-yet}]
members: [{id: nobody-yet, display_name: Nobody yet}]
YAML
refused 1 "deep.yaml:9: key-result grow/late: key_result.start_date" okapi apply -f deep.yaml --org deep --dry-run
also "deep.yaml:15: key-result low/curved: key_result.curve" "would be created decision more"
refused 1 "deep.yaml:9: key-result grow/late" okapi apply -f deep.yaml --org deep
refused 1 "'organizations/deep' does not exist" okapi get organization deep
# What a rule is about can be in the same file; and what exists is rehearsed as well.
cat >rules.yaml <<'YAML'
organization: {id: acme}
kpis: [{id: orders, display_name: Orders, aggregation: SUM, metric: orders, frequency: MONTH}]
alert_rules: [{id: low, display_name: Low, threshold: {kpi: orders, side: BELOW, value: 1}}]
decisions: [{id: more, subject: kpis/orders, text: More of them, author: anna}]
members: [{id: anna, display_name: Anna}]
YAML
okapi apply -f rules.yaml >apply.log
sed -i 's/Low,/Lower,/; s/More of them/Many more/; s/kpi: orders, side/kpi: visits, side/; s/^kpis: \[/&{id: visits, display_name: Visits, aggregation: SUM, metric: visits, frequency: MONTH}, /' rules.yaml
okapi apply -f rules.yaml >apply.log
grep -q "^1 created, 2 updated" apply.log || fail "a rule that exists is changed" apply.log
okapi delete alert-rule low >/dev/null && okapi delete decision more >/dev/null && okapi delete kpi visits >/dev/null && okapi delete kpi orders >/dev/null &&
  okapi delete member anna >/dev/null
sed '/^kpis/d; s/cycle: q1/&\n    state: ACTIVE/; /id: partners/d; s/id: grow/id: lone/' good.yaml >lone.yaml
refused 2 "objectives[0]: is to be ACTIVE and needs 2 to 5 key results, not 1" okapi apply -f lone.yaml
refused 1 "'organizations/acme/teams/never' does not exist" okapi get team never
sed 's/kpi: revenue}/kpi: revenu}/' good.yaml >typo.yaml
refused 0 "warning: typo.yaml:9: objectives[0].key_results[0] refers to kpi 'organizations/acme/kpis/revenu', which neither" \
  okapi apply -f typo.yaml --dry-run
also "would update 1; nothing was done"

# Sample files.
printf 'time,amount\n2026-01-01,5\nyesterday,5\n2026-01-02,NaN\n2099-01-01,5\n2026-01-03\n2026-01-04,0x10\n' >bad.csv
refused 1 "bad.csv:3: time: 'yesterday'" okapi push bad.csv --kind delta --time time --value revenue=amount
also "bad.csv:4: amount: 'NaN'" "bad.csv:5: the time is more than 5 minutes in the future" "bad.csv:6: 1 columns" "bad.csv:7: amount: '0x10'"
printf 'time,amount\n2026-03-29 02:30,5\n' >clocks.csv
refused 1 "clocks.csv:2: time: '2026-03-29 02:30' is no time in Europe/Berlin: its clocks skip it" okapi push clocks.csv --kind delta \
  --time time --time-zone Europe/Berlin --value revenue=amount
refused 2 "column 'when' is missing" okapi push bad.csv --kind delta --time when --value revenue=amount
printf 'time,amount\nnever,5\n' >never.csv
# shellcheck disable=SC2016  # The backquotes are the message's own.
refused 1 'warning: no KPI of organizations/acme uses metric `revenu`; the samples' okapi push never.csv --kind delta --time time \
  --value revenu=amount
printf 'time,amount\n2026-01-01,"5\n' >quote.csv
refused 2 "quote.csv:2: a quote is opened and never closed" okapi push quote.csv --kind delta --time time --value revenue=amount
refused 1 "metric of another kind" okapi push bad.csv --kind gauge --time time --value revenue=amount

# Names, numbers and times.
refused 1 "'organizations/acme/kpis/none' does not exist" okapi get kpi none
refused 2 "is no kind of resource" okapi get thing none
refused 2 "is no resource name" okapi get organizations/acme/kpis/UPPER
refused 1 "check_in.value: the value of this key result comes from its KPI" okapi check-in acme/grow/revenue --value 5
refused 2 "--value: 'nan' is not a finite decimal number" okapi check-in acme/grow/partners --value nan
refused 2 "--value: '0x10' is not" okapi check-in acme/grow/partners --value 0x10
refused 1 "check_in.confidence: must be from 0 to 1" okapi check-in acme/grow/partners --confidence 3
refused 1 "check_in.value_time: must not be in the future" okapi check-in acme/grow/partners --value 1 --time 2099-01-01T00:00:00Z
refused 1 "'organizations/acme/cycles/none' does not exist" okapi report okr --cycle none
refused 1 "'organizations/acme/teams/none' does not exist" okapi report scorecard --team none
refused 1 "'organizations/none' does not exist" okapi report scorecard --org none
refused 1 "'organizations/none' does not exist" okapi watch alerts --org none
refused 1 "'organizations/none' does not exist" okapi watch scorecard --org none
refused 1 "alert_rule.threshold.kpi: 'organizations/acme/kpis/none' does not exist" \
  okapi create alert-rule low display_name=Low "threshold={kpi: none, side: BELOW, value: 1}"
refused 1 "'organizations/none' does not exist" okapi list teams --org none --output json
refused 1 "'organizations/none' does not exist" okapi list key-results --org none --parent organizations/none/objectives/-
# What is of another organization than the one that is said, in every command that takes a name.
other="is of the organization 'other', and --org (or OKAPI_ORG) is 'acme'"
for name in other/grow/partners organizations/other/objectives/grow/keyResults/partners; do
  for command in "get key-result" "delete key-result" "check-in --value 1" explain; do
    # shellcheck disable=SC2086
    refused 2 "'organizations/other/objectives/grow/keyResults/partners' $other" okapi $command "$name"
  done
  refused 2 "$other" okapi update key-result "$name" weight=2
  refused 2 "$other" okapi "do" retarget key-result "$name" "binary={}"
done
refused 2 "$other" okapi get organizations/other/kpis/revenue
refused 2 "$other" okapi list key-results --parent organizations/other/objectives/-
refused 2 "$other" okapi create team other/sales display_name=Sales
refused 2 "$other" okapi report scorecard --team organizations/other/teams/sales
refused 2 "$other" okapi get settings other
refused 2 "is of the organization 'acme', and --org (or OKAPI_ORG) is 'other'" okapi get objective acme/grow --org other
refused 1 "'organizations/other' does not exist" okapi get organization other
refused 1 "'organizations/acme/objectives/none' does not exist" okapi list key-results --parent none
refused 1 "'organizations/none' does not exist" okapi audit verify --org none
also "without content"
refused 2 "page_size: is set by okapi itself" okapi list objectives page_size=-1 page_token=zzz
also "page_token: is set by okapi itself"
expect "an empty answer" "[]" "$(okapi list teams --output json)"
refused 2 "'soon' is neither a day like" okapi report scorecard --as-of soon
refused 2 "'soon' is neither a day like" okapi report review --since soon
refused 2 "--comment: 'Gr\\xf6\\xdf" okapi check-in acme/grow/partners --comment $'Gr\xf6\xdfe'
refused 1 "is $OKAPI_METRICS really the goals service?" okapi list teams --goals "$OKAPI_METRICS"
refused 2 "say which organization" env -u OKAPI_ORG okapi report okr
refused 3 "does not answer" okapi report okr --reporting 127.0.0.1:1
# A day that is stored is one of the service that stores it.
refused 3 "does not answer" okapi check-in grow/partners --value 1 --time 2026-02-01 --goals 127.0.0.1:1
expect "the lines that tell of it" 1 "$(wc -l <"$data/output")"

# Two mistakes are told once each.
refused 2 "okapi: 2 mistakes" okapi create kpi costs display_name=Costs aggregation=NOPE nonsense=1
expect "the lines that tell of them" 3 "$(wc -l <"$data/output")"
refused 1 "okapi: 2 mistakes" okapi check-in acme/grow/partners --value 1 --confidence 3 --time 2099-01-01T00:00:00Z
expect "the lines that tell of them" 3 "$(wc -l <"$data/output")"

# What contradicts itself.
refused 2 "description: is given, and cleared by --clear" okapi update objective grow description=x --clear description
refused 2 "--clear: name says which one it is, and stays; --clear: 'nonsense' is no field of objectives" \
  okapi update objective grow --clear name --clear nonsense
refused 2 "--clear: etag is the server's" okapi update objective grow --clear etag
refused 2 "--dry-run excludes --what-if" okapi update objective grow description=x --what-if --dry-run
refused 2 "--dry-run excludes --what-if" okapi 'do' close objective grow --what-if --dry-run

# Nothing of it had an effect, but for the one good sample.
okapi list kpis --output json >after.json
expect "the KPIs" "$(cat before.json)" "$(cat after.json)"
expect "check-ins" 1 "$(okapi list check-ins | wc -l)"

# Filters that name nothing, and what is asked of something that is not there.
missing="'organizations/acme/teams/none' does not exist"
refused 1 "$missing" okapi report scorecard --team none
refused 1 "$missing" okapi report review --since 2026-01-01 --team none
refused 1 "$missing" okapi report combined --team none
refused 1 "$missing" okapi report okr --team none
refused 1 "$missing" okapi watch scorecard --team none
refused 1 "'organizations/acme/members/none' does not exist" okapi report scorecard --owner none
refused 1 "no KPI has the dimension 'none'" okapi report scorecard --group-label none
for report in scorecard okr alignment combined; do
  refused 1 "must lie in the years from 1970 to 8999" okapi report "$report" --as-of 0001-01-01
done
refused 1 "--since: must lie in the years from 1970 to 8999" okapi report review --since 0001-01-01
refused 1 "'organizations/acme/kpis/none' does not exist" okapi accept none

# The help of a service names all of its flags.
for service in metrics goals reporting; do
  "$bin/okapi-$service" --help >help.log
  sed -n 's/^ABSL_FLAG([^,]*, \([a-z_]*\),.*/\1/p' "$root/services/$service/main.cc" >flags
  [[ $service == metrics ]] || expect "flags are found" 1 "$(grep -c '^metrics$' flags)"
  while read -r flag; do
    grep -q "^  --$flag$" help.log || fail "the help of okapi-$service lacks --$flag" help.log
  done <flags
done
