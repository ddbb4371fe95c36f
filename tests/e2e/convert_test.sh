#!/usr/bin/env bash
# A company that comes from another product: tables as bulk templates have them, English and Vietnamese, and YAML become company files
# that the real services take, whole.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=scene.sh
source "$(dirname "${BASH_SOURCE[0]}")/scene.sh"
cd "$data"
files=$root/tests/e2e/data/okrs

# founded ORGANIZATION: it is there, with a cycle, and meant from now on.
founded() {
  export OKAPI_ORG=$1
  printf '%s\n' "organization: {id: $1, display_name: $1}" \
    'cycles: [{id: y2026, display_name: "2026", start_date: 2026-01-01, end_date: 2026-12-31}]' >founded.yaml
  okapi apply -f founded.yaml >apply.log 2>&1 || fail "$1 is not founded" apply.log
}
# arrives FILE ORGANIZATION OPTION...: the file becomes a company file, which is applied, and then says nothing new.
arrives() {
  local file=$1
  founded "$2"
  shift 2
  okapi convert "$file" "$@" >"$OKAPI_ORG.yaml" 2>"$OKAPI_ORG.log" || fail "$file is not converted" "$OKAPI_ORG.log"
  okapi apply -f "$OKAPI_ORG.yaml" --dry-run >apply.log 2>&1 || fail "$file would not be applied" apply.log
  okapi apply -f "$OKAPI_ORG.yaml" >apply.log 2>&1 || fail "$file is not applied" apply.log
  okapi apply -f "$OKAPI_ORG.yaml" >again.log 2>&1 || fail "$file is not applied twice" again.log
  grep -q '^0 created, 0 updated' again.log || fail "$file says something new the second time" again.log
}
# has KIND COUNT [PARENT]: so many resources are there.
has() {
  expect "$1 of $OKAPI_ORG" "$2" "$(okapi list "$1" ${3:+--parent "$3"} --output json | grep -c '"name": "organizations/[^"]*",$')"
}
# told TEXT: the conversion said so.
told() {
  grep -qF -- "$1" "$OKAPI_ORG.log" || fail "nobody tells: $1" "$OKAPI_ORG.log"
}
# value KEY_RESULT FIELD VALUE
value() {
  okapi get key-result "$1" >key_result.log
  grep -q "^ *$2: $3\$" key_result.log || fail "$2 of $1 is not $3" key_result.log
}

arrives "$files/rows_with_parents.csv" parents
has objectives 36
has key-results 36 -
has members 6
told "rows_with_parents.csv: column 'Scope' is none that is known: kept as a description (36 rows)"
told "row 9: has several owners: minh-tran is taken"
told "row 9: is measured itself: that is made a key result of it"
value objective-8/revenue-of-new-customers-sales current_value 91500.5
okapi get objective objective-8 >objective.log
grep -q 'parent: organizations/parents/objectives/objective-1$' objective.log || fail "a parent is no alignment" objective.log

arrives "$files/typed_rows.csv" typed --as-of 2026-05-20
has objectives 6
has key-results 18 -
has initiatives 6 -
has teams 6
value obj-1/kr-1 baseline 80000
value obj-1/kr-2 current_value 0.85
value obj-1/kr-1 confidence 0.8
okapi get initiative obj-1/p-1 >initiative.log
grep -q 'keyResults/kr-3$' initiative.log || fail "a project stands under no key result" initiative.log

arrives "$files/wide_vietnamese.csv" rong
has objectives 8
has key-results 32 -
has initiatives 16 -
has members 4
told "row 1: stands above the names of the columns, left out: BÁO CÁO OKR QUÝ I NĂM 2026"
value tang-truong-doanh-thu-ben-vung/doanh-thu-thue-bao target 2e+09
value tang-truong-doanh-thu-ben-vung/so-khach-hang-moi current_value 1310
value tang-truong-doanh-thu-ben-vung/ty-le-gia-han baseline 0.825

arrives "$files/metric_columns.csv" metrics
has objectives 32
has key-results 32 -
has cycles 2

arrives "$files/numbered_key_results.csv" numbered --cycle y2026
has objectives 32
has key-results 80 -

arrives "$files/typed_rows_vietnamese.tsv" viet --as-of 2026-04-20
has objectives 8
has key-results 24 -
has initiatives 8 -
value mt1/kq11 current_value 1.5e+09

arrives "$files/teams.yaml" teams --as-of 2026-11-01
has objectives 12
has key-results 33 -
value be-reliable-platform/uptime current_value 0.995

# What is no such file is refused before anything is written.
export OKAPI_ORG=parents
refuses() {
  local text=$1 code=0
  shift
  okapi convert "$@" >refused.yaml 2>refused.log || code=$?
  expect "exit code of convert $*" 2 "$code"
  grep -qF -- "$text" refused.log || fail "nobody tells: $text" refused.log
  [[ ! -s refused.yaml ]] || fail "something was written" refused.yaml
}
refuses "is a company file already: okapi apply -f parents.yaml" parents.yaml
printf 'PK\003\004...' >goals.xlsx
refuses 'save it as `CSV UTF-8' goals.xlsx
printf 'Title\nGr\xf6\xdfe\n' >latin.csv
refuses "is not UTF-8" latin.csv --cycle y
printf 'Title,Cycle\nGrow,Monthly\n' >monthly.csv
refuses "1 objective has no cycle (row 2): give --cycle" monthly.csv
refuses "monthly.csv: row 2: nobody says when 'Monthly' begins and ends" monthly.csv
refuses "--as-of: 'soon' is no day like 2026-03-31" monthly.csv --as-of soon
refuses "has no column of titles" - --format csv </dev/null

# A thousand rows, and what is private only for who sees it.
{
  echo 'Type,ID,Title,Parent,Owner,Team,Time period,Start value,Target,Current value,Last updated,Private'
  for i in {1..250}; do
    echo "Objective,O$i,Objective $i,O$((i / 5)),Owner $((i % 40)),Team $((i % 12)),Q1 2026,,,,,$([[ $i == 250 ]] && echo yes)"
    for j in 1 2 3; do
      echo "Key result,K$i-$j,Result $j of $i,O$i,Owner $((j % 40)),,,\"$j,000.5\",\"${j}0,000\",\"${j}5,00\",2026-02-0$j,"
    done
  done
} >thousand.csv
sed -i 's/5,00"/5,000"/' thousand.csv
founded thousand
okapi convert thousand.csv >thousand.yaml 2>thousand.log || fail "a thousand rows are not converted" thousand.log
told "row 998: is private: to be applied --as owner-10, or a member with sees_private"
okapi apply -f thousand.yaml --as owner-10 >apply.log 2>&1 || fail "a thousand rows are not applied" apply.log
has objectives 249
has key-results 747 -
value o7/k7-2 current_value 25000
