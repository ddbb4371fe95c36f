#!/usr/bin/env bash
# Every monthly figure of the sample company's scorecard, with all breakdowns, equals what SQL makes of the generated rows; the key
# results show the same figures; and loading everything once more changes none of them.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=scene.sh
source "$(dirname "${BASH_SOURCE[0]}")/scene.sh"

compare() {
  okapi report scorecard --org sao-mai --as-of 2025-12-31 --period month --periods 12 --breakdown --output json \
    >"$data/scorecard.json"
  okapi report okr --org sao-mai --output json >"$data/okr.json"
  (cd "$data/sample" && sqlite3 -bail :memory: <"$root/tests/e2e/sample_figures.sql")
}

key_results_have_come() { [[ $(compare | sed -n 's/^key results that differ: //p') == 0 ]]; }

"$root/deploy/sample/load" "$data/sample"
eventually 20 key_results_have_come
compare | tee "$data/first"
expect "figures compared" 1 "$(grep -c '^figures compared: [1-9][0-9]\{2,\}$' "$data/first")"
expect "figures that differ" "figures that differ: 0" "$(grep '^figures that differ' "$data/first")"

# December is half over: what adds up is compared with half of November, and one region is one group.
okapi report scorecard --org sao-mai --as-of 2025-12-15 --periods 2 --details --output json >"$data/open.json"
expect "the change of the open month" \
  "$(cd "$data/sample" && sqlite3 -bail :memory: ".import --csv transactions.csv t" \
    "select printf('%.9f', sum(iif(month = '2025-12', amount, 0)) / sum(iif(month = '2025-11', amount, 0)) - 1)
     from (select substr(time, 1, 7) month, amount + 0.0 amount from t where substr(time, 9, 2) <= '15')")" \
  "$(sqlite3 :memory: "select printf('%.9f', r.value ->> '$.cells[1].change')
     from json_each(json(cast(readfile('$data/open.json') as text)), '$.rows') r where r.value ->> 'kpi' like '%/mrr'")"
okapi report scorecard --org sao-mai --as-of 2025-12-31 --group-label region --output json >"$data/regions.json"
expect "the regions" "central mekong north south" \
  "$(sqlite3 :memory: "select group_concat(name, ' ') from (select g.value ->> 'name' name
     from json_each(json(cast(readfile('$data/regions.json') as text)), '$.groups') g where name <> '' order by name)")"

"$root/deploy/sample/load" "$data/sample" >"$data/second.log"
compare >"$data/second"
expect "the figures after loading everything again" "$(cat "$data/first")" "$(cat "$data/second")"
