#!/usr/bin/env bash
# What people keep, by `okapi` alone: a month that is closed and what is known otherwise later, and a dashboard; comments on a KPI, and
# the KPI's own frequency.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=scene.sh
source "$(dirname "${BASH_SOURCE[0]}")/scene.sh"
cd "$data"
export OKAPI_ORG=acme

cat >company.yaml <<'YAML'
organization: {id: acme, display_name: Acme}
teams: [{id: sales, display_name: The sellers}]
members: [{id: ann, display_name: Ann of Acme}]
kpis:
  - {id: revenue, display_name: Revenue, aggregation: SUM, metric: revenue, frequency: MONTH, owner: ann, team: sales, targets: [{value: 100}]}
  - {id: deals, display_name: Deals, aggregation: COUNT, metric: revenue, frequency: QUARTER}
YAML
okapi apply -f company.yaml >apply.log
push() {
  printf 'date,amount\n%s\n' "$1" >sales.csv
  okapi push sales.csv --kind delta --time date --value revenue=amount >push.log
}
# says FILE TEXT: the file has such a line.
says() {
  grep -q -- "$2" "$1" || fail "$1 does not say '$2'" "$1"
}

push 2025-01-10,60
okapi create snapshot period=2025-01 note="For the board" >create.log
says create.log '^Snapshot p-2025-01 of 2025-01, taken '
says create.log '^  a scorecard of 2 rows and 13 periods$'
! grep -q 'reports:' create.log || fail "a snapshot that was taken is shown with all its data" create.log
okapi create snapshot whole period=2025-01 --dry-run --output json >whole.json
says whole.json '"reports"'
okapi report snapshot --period 2025-01 >seen.log
says seen.log '^Snapshot p-2025-01 of 2025-01, taken '
says seen.log '^For the board$'
okapi report snapshot --compare >same.log
says same.log '^Nothing differs\.$'

push 2025-01-11,50
okapi report snapshot p-2025-01 --compare >differs.log
# What was seen, as files.
for format in csv xlsx json html; do
  okapi report snapshot p-2025-01 --export "seen.$format" >export.log
done
says seen.csv '^report,kind'
says seen.csv '^organizations/acme/kpis/revenue,Revenue,,,,2025-01,60,.*,organizations/acme/members/ann,Ann of Acme,organizations/acme/teams/sales,The sellers'
says seen.html '<h1>Snapshot – 2025-01</h1>'
says seen.html 'For the board'
says seen.html 'Ann of Acme · The sellers'
says seen.json '"sha256"'
okapi report snapshot --period 2025-01 --export last.csv >export.log
cmp -s seen.csv last.csv || fail "the last snapshot is another file than the one of that name"
okapi report snapshot --compare --export no.csv >none.log 2>&1 && fail "a comparison as a file" none.log

says differs.log '^Revenue .* 2025-01 .*actual .* 60 .* 110$'
says differs.log '^Revenue .* 2025-01 .*status .*MISSED .*ACHIEVED$'
okapi report snapshot --compare --output json | grep -q '"nowValue": *110' || fail "JSON has not what is known now"
okapi report snapshot --as-of 2020-01-01 >none.log 2>&1 && fail "a snapshot from before there was one" none.log
says none.log "'organizations/acme' has no snapshot that was taken by 2020-01-01 23:59:59 UTC"

okapi list dashboard-templates >templates.log
says templates.log '^company  *Company '
okapi list dashboard-templates --output json | grep -q '"needsTeam": *true' || fail "JSON has no templates"
okapi create dashboard board display_name="The board's" "widgets=[{id: words, text: Look}, {id: card, title: Numbers, question: {scorecard: {name: organizations/acme, as_of_time: 2025-02-01T00:00:00Z}}}]" >board.log
okapi report dashboard board >content.log
says content.log "^The board's, as of "
says content.log '^Numbers$'
says content.log '^Revenue .* 110 '
okapi report dashboard board --output json | grep -q '"scorecard"' || fail "JSON has no report"
for format in csv xlsx json html; do
  okapi report dashboard board --export "board.$format" --language vi >export.log
done
says board.csv '^card,Numbers,,'
says board.csv '^organizations/acme/kpis/revenue,Revenue,,,,2025-01,110,'
says board.html '<h2>Numbers</h2>'
says board.html 'Chỉ tiêu'
says board.json '"widgets"'
/usr/bin/python3 - <<'PYTHON'
import openpyxl
board = openpyxl.load_workbook("board.xlsx")
assert board.sheetnames[:2] == ["words", "Numbers"], board.sheetnames
assert any(row[0].value == "Revenue" for row in board["Numbers"].iter_rows()), "no KPI"
seen = openpyxl.load_workbook("seen.xlsx")
assert seen.sheetnames[0] == "Snapshot" and "Scorecard" in seen.sheetnames, seen.sheetnames
PYTHON
okapi report dashboard nobody --export none.csv >none.log 2>&1 && fail "a file of a dashboard that nobody made" none.log
[[ ! -e none.csv ]] || fail "a failed export leaves a file"
okapi report dashboard nobody >none.log 2>&1 && fail "a dashboard that nobody made" none.log
says none.log "does not exist"

okapi create kpi-comment revenue/late text="Two orders were entered late" period=2025-01 author=ann >comment.log
okapi create kpi-comment revenue text="No id" >none.log 2>&1 && fail "a comment on nothing" none.log
says none.log "with a slash at the end the service chooses the id"
okapi create kpi-comment revenue/other text="Of another year" period=2023-01 >comment.log
okapi report kpi revenue --as-of 2025-01-31 >kpi.log
says kpi.log '^Scorecard of Acme, as of '
says kpi.log '^Owner Ann of Acme · The sellers$'
says kpi.log ' on 2025-01 by Ann of Acme: Two orders were entered late$'
! grep -q 'another year' kpi.log || fail "a comment of a period that is not shown" kpi.log
okapi list kpi-comments --parent revenue >list.log
says list.log '^revenue/late .*2025-01'
okapi report kpi revenue --as-of 2025-01-31 --export kpi.csv >export.log
says kpi.csv '^organizations/acme/kpis/revenue/comments/late,2025-01,.*,Ann of Acme'
okapi report kpi deals --as-of 2025-01-31 >deals.log
says deals.log ' 2024-Q4 *2025-Q1 '
okapi explain revenue --kpi >why.log
says why.log '^    NO_DATA: no value is known, and missing is never zero$'
okapi explain revenue --kpi --as-of 2025-01-31 >why.log
says why.log '^    attainment = 110 / 100 = 1\.1$'
says why.log '^    revenue{}: 2025-01-10 00:00:00 +00:00 60; 2025-01-11 00:00:00 +00:00 50;$'
says why.log '^    ACHIEVED: the period is over and 1\.1 >= 1$'
okapi explain revenue --kpi --period 2025-01 >why.log
says why.log '^Revenue \[revenue\], 2025-01$'
says why.log '^    no change: there is no number of 2024-12$'
says why.log '^    coverage = 2 / 31 = 0\.0645'
okapi explain deals --kpi --period 2025-01 --output json >why.json
says why.json '"id": *"2025-01"'
okapi explain revenue --kpi --period 2025-14 --periods 3 >none.log 2>&1 && fail "a period that there is not" none.log
says none.log '^okapi: --period: is no period of the organization'
okapi explain revenue --kpi --member region=north >none.log 2>&1 && fail "a dimension that there is not" none.log
says none.log "'region' is not a dimension of organizations/acme/kpis/revenue"
okapi explain revenue --kpi --member north >none.log 2>&1 && fail "a member of nothing" none.log
says none.log "'north' is no member, such as region=north"

# Who owns what, by name where goals knows it.
okapi report scorecard --as-of 2025-01-31 --details >card.log
says card.log '^Revenue .* Ann of Acme · The sellers$'
okapi report digest ann >digest.log
says digest.log '^For Ann of Acme, from '
# The names come with the report: whoever reads it need not reach goals.
okapi report scorecard --as-of 2025-01-31 --goals 127.0.0.1:1 --details >card.log
says card.log '^Scorecard of Acme, as of '
says card.log '^Revenue .* Ann of Acme · The sellers$'

# What is private is in the reports of whoever sees it, and in nothing that is handed around.
okapi create cycle y display_name=Y start_date=2025-01-01 end_date=2025-12-31 >create.log
okapi create objective quiet display_name="Quiet talks" cycle=y owner=ann visibility=PRIVATE --as ann >create.log
for report in okr alignment combined; do
  okapi report "$report" --as ann >own.log
  says own.log 'Quiet talks'
  says own.log 'private'
  okapi report "$report" >all.log
  ! grep -q 'Quiet talks' all.log || fail "the $report report tells everybody what is private" all.log
done
okapi report okr --as ann --export own.csv >export.log
! grep -q 'Quiet talks' own.csv || fail "a file tells everybody what is private" own.csv

# What was typed is told of, each in its line.
okapi report review --since 2199-01-01 >none.log 2>&1 && fail "a review from a day that is to come" none.log
says none.log '^okapi: --since: must lie in the past'
okapi list kpi-comments --parent revenue page=2 start_time=soon >none.log 2>&1 && fail "filters that are none" none.log
says none.log '^  page: '
says none.log '^  start_time: '
okapi list kpi-comments --parent revenue start_time=2025-01-01 end_time=2025-02-01 >list.log
says list.log '^revenue/late '
! grep -q 'revenue/other' list.log || fail "a comment of another time" list.log
