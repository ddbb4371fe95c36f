#!/usr/bin/env bash
# Exports of the sample company by the real programs: the workbook is read by another library, the numbers of CSV, JSON and XLSX are
# the same, and the page holds what it should.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=scene.sh
source "$(dirname "${BASH_SOURCE[0]}")/scene.sh"
"$root/deploy/sample/load" "$data/sample"

for format in csv xlsx json html; do
  okapi report combined --org sao-mai --as-of 2025-12-31 --periods 12 --export "$data/report.$format"
done
okapi report scorecard --org sao-mai --as-of 2025-12-31 --periods 12 --group-by team --language vi --export "$data/vi.html"

/usr/bin/python3 - "$data" <<'PYTHON'
import csv, json, math, sys, warnings
import openpyxl

work = sys.argv[1]
warnings.simplefilter("ignore")  # Data bars are an extension that the reader leaves out.

with open(f"{work}/report.csv", encoding="utf-8", newline="") as file:
    tables, lines = [], []
    for line in csv.reader(file):
        if line:
            lines.append(line)
        else:
            tables.append(lines)
            lines = []
    tables.append(lines)
cells = [dict(zip(tables[0][0], line)) for line in tables[0][1:]]
by_csv = {(c["kpi"], c["period"]): float(c["actual"]) for c in cells if c["actual"] and not c["member"]}
assert len(by_csv) == 8 * 12, len(by_csv)
key_results = [line for line in tables[1][1:] if line[2] == "key_result"]
assert len(key_results) == 6, len(key_results)

with open(f"{work}/report.json", encoding="utf-8") as file:
    report = json.load(file)
periods = [period["id"] for period in report["scorecard"]["periods"]]
by_json = {
    (row["kpi"], period): cell["actual"]
    for row in report["scorecard"]["rows"]
    for period, cell in zip(periods, row["cells"])
}
assert by_csv == by_json, "CSV and JSON have different numbers"

book = openpyxl.load_workbook(f"{work}/report.xlsx")
card = book["Scorecard"]
assert card.freeze_panes == "B2", card.freeze_panes
head = [cell.value for cell in card[1]]
names = {row["displayName"]: row["kpi"] for row in report["scorecard"]["rows"]}
by_xlsx = {
    (names[row[0].value], head[i]): cell.value
    for row in card.iter_rows(min_row=2)
    for i, cell in enumerate(row)
    if head[i] in periods
}
# A workbook has 16 digits of each number.
assert by_xlsx.keys() == by_json.keys()
assert all(math.isclose(by_xlsx[at], by_json[at], rel_tol=1e-15) for at in by_json), "XLSX and JSON have different numbers"
revenue = next(row for row in card.iter_rows(min_row=2) if row[0].value == "Revenue of $100,000 MRR")
assert revenue[head.index("2025-12")].number_format == '"$"#,##0', revenue[head.index("2025-12")].number_format
assert len(book["Charts"]._charts) == 8, len(book["Charts"]._charts)
assert not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row), "a formula"

with open(f"{work}/report.html", encoding="utf-8") as file:
    page = file.read()
assert page.count("<figure>") == 8 and page.count("<svg") >= 8
assert "$102,765" in page and "<script" not in page
with open(f"{work}/vi.html", encoding="utf-8") as file:
    page = file.read()
assert 'lang="vi"' in page and "$102.765" in page and "Phòng Kinh doanh" in page
PYTHON

# What there is to know of the newest period beside its number is in every format.
for format in csv xlsx html; do
  okapi report scorecard --org sao-mai --as-of 2025-12-15 --details --export "$data/details.$format"
done
/usr/bin/python3 - "$data" <<'PYTHON'
import csv, sys, warnings
import openpyxl

work = sys.argv[1]
warnings.simplefilter("ignore")
with open(f"{work}/details.csv", encoding="utf-8", newline="") as file:
    newest = {line["display_name"]: line for line in csv.DictReader(file) if line["period"] == "2025-12"}
assert len(newest) == 8 and all(line["coverage"] and line["last_sample_time"] for line in newest.values()), newest
sheet = openpyxl.load_workbook(f"{work}/details.xlsx")["Details of 2025-12"]
rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
assert rows[0] == ["KPI", "Change", "To a year ago", "Forecast", "Range", "Likely", "Covered", "Last sample"], rows[0]
mrr, shown = newest["Revenue of $100,000 MRR"], {row[0]: row for row in rows}["Revenue of $100,000 MRR"]
assert abs(shown[3] - float(mrr["forecast"])) < 1e-6 and abs(shown[6] - float(mrr["coverage"])) < 1e-9, (shown, mrr)
with open(f"{work}/details.html", encoding="utf-8") as file:
    page = file.read()
assert "<h2>Details of 2025-12</h2>" in page and ">Covered</th>" in page and ">Last sample</th>" in page
PYTHON

# A KPI that is computed in another way from October on: every format says where.
cat >"$data/revised.yaml" <<'YAML'
organization: {id: sao-mai}
kpis: [{id: nps, selector: [{label: channel, values: [fax], operation: NOT_IN}], effective_date: 2025-10-01}]
YAML
okapi apply -f "$data/revised.yaml"
for format in csv xlsx html; do
  okapi report kpi nps --org sao-mai --as-of 2025-12-31 --periods 12 --export "$data/kpi.$format"
done
/usr/bin/python3 - "$data" <<'PYTHON'
import sys, warnings, zipfile
import openpyxl

work = sys.argv[1]
warnings.simplefilter("ignore")
book = openpyxl.load_workbook(f"{work}/kpi.xlsx")
chart = book["Charts"]._charts[0]
assert len(chart.series) == 3, len(chart.series)
marks = [(row[1].value, row[4].value, row[5].value) for row in book["Number"].iter_rows(min_row=2) if row[4].value]
assert marks == [("2025-10", "2025-10-01", 0)], marks
# Where there is no mark, there is no label.
drawn = zipfile.ZipFile(f"{work}/kpi.xlsx").read("xl/charts/chart1.xml").decode()
assert drawn.count("<c:dLbl>") == 12 and drawn.count("<c:delete val=\"1\"/>") == 11 and "2025-10-01" in drawn
with open(f"{work}/kpi.html", encoding="utf-8") as file:
    page = file.read()
assert page.count('<path class="mark"') == 1 and ">2025-10-01</text>" in page
with open(f"{work}/kpi.csv", encoding="utf-8") as file:
    assert "\neffective_date,period,changed_fields\n2025-10-01,2025-10,selector\n" in file.read()
PYTHON

# A KPI that is to stay inside a range: both ends are in the terminal, in every format, and in what is made of them.
cat >"$data/range.yaml" <<'YAML'
organization: {id: kept, display_name: Kept}
cycles: [{id: h1, display_name: H1, start_date: 2026-01-01, end_date: 2026-06-30, state: ACTIVE}]
kpis:
  - id: churn
    display_name: Staff turnover
    unit: {percent: true}
    aggregation: AVERAGE
    metric: churn
    frequency: MONTH
    direction: WITHIN
    targets: [{range: {min: 0.04, max: 0.06}}, {range: {min: 0.03, max: 0.05}, effective_date: 2026-02-01}]
YAML
export OKAPI_ORG=kept
okapi apply -f "$data/range.yaml"
printf 'metric,kind,time,value,labels\nchurn,gauge,2026-01-10T00:00:00Z,0.05,\nchurn,gauge,2026-02-10T00:00:00Z,0.08,\n' >"$data/churn.csv"
okapi push "$data/churn.csv" --exported
okapi report scorecard --as-of 2026-02-28 --periods 2 >"$data/out"
grep -q '^Staff turnover  *5 %  *8 %  *[^ ]*  *3 % to 5 %  *40 %  *MISSED$' "$data/out" || fail "the terminal lacks an end of the range" "$data/out"
okapi explain churn --kpi --as-of 2026-02-28 >"$data/out"
grep -q '^    attainment = 2 - 0.08 / 0.05 = 0.4[0-9]*: by the upper end$' "$data/out" || fail "nobody says which end was missed" "$data/out"
for format in csv xlsx html; do
  okapi report kpi churn --as-of 2026-02-28 --periods 2 --export "$data/range.$format"
done
okapi report kpi churn --as-of 2026-02-28 --periods 2 --language vi --export "$data/range-vi.html"
/usr/bin/python3 - "$data" <<'PYTHON'
import csv, sys, warnings
import openpyxl

work = sys.argv[1]
warnings.simplefilter("ignore")
with open(f"{work}/range.csv", encoding="utf-8", newline="") as file:
    lines = list(csv.reader(file))
cells = [dict(zip(lines[0], line)) for line in lines[1:3]]
assert [(c["period"], c["target"], c["target_max"], c["status"]) for c in cells] == [
    ("2026-01", "0.04", "0.06", "ACHIEVED"), ("2026-02", "0.03", "0.05", "MISSED")], cells
book = openpyxl.load_workbook(f"{work}/range.xlsx")
sheet = book["Staff turnover"]
assert sheet.cell(2, [cell.value for cell in sheet[1]].index("Target") + 1).value == "3 % to 5 %"
numbers = [[cell.value for cell in row] for row in book["Number"].iter_rows()]
assert numbers[0][3:] == ["Target", "Target, upper end"], numbers
assert [row[3:] for row in numbers[1:]] == [[0.04, 0.06], [0.03, 0.05]], numbers
assert len(book["Charts"]._charts[0].series) == 3
with open(f"{work}/range.html", encoding="utf-8") as file:
    page = file.read()
assert ">3 % to 5 %<" in page and page.count('<path class="target"') == 2
with open(f"{work}/range-vi.html", encoding="utf-8") as file:
    assert ">3 % đến 5 %<" in file.read()
PYTHON
# Red, it gets a draft that brings it back, which is taken as it is.
okapi report combined --as-of 2026-02-28 >"$data/out"
grep -q 'Staff turnover from 8 % into the range 3 % to 5 %' "$data/out" || fail "the draft has no range" "$data/out"
okapi accept churn --as-of 2026-02-28 >"$data/out"
okapi export --definitions >"$data/out"
expect "how often the range stands in the company file: as target, and as key result" 2 "$(grep -c 'min: 0.03$' "$data/out")"
unset OKAPI_ORG

# What cannot be written is said, and nothing of it is left.
exit_code() {
  local code=0
  "$@" >"$data/out" 2>&1 || code=$?
  echo "$code"
}
expect "exit code of an unknown ending" 2 "$(exit_code okapi report okr --org sao-mai --export "$data/report.pdf")"
expect "exit code of a missing folder" 2 "$(exit_code okapi report okr --org sao-mai --export "$data/nowhere/report.csv")"
grep -q "there is no folder '$data/nowhere'" "$data/out" || fail "a missing folder is not named" "$data/out"
! grep -q '\.part' "$data/out" || fail "a missing folder is told by a file that nobody named" "$data/out"
expect "exit code of an unknown organization" 1 "$(exit_code okapi report okr --org nobody --export "$data/nobody.csv")"
expect "what a failed export leaves" "" "$(find "$data" -maxdepth 1 -name 'nobody*')"
