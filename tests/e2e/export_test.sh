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
