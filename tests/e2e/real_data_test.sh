#!/usr/bin/env bash
# A real data set, not made for us: unemployment by industry and month. Every figure per month, quarter and year, of all
# and of every industry, equals SQL's.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=scene.sh
source "$(dirname "${BASH_SOURCE[0]}")/scene.sh"
csv=$root/tests/e2e/data/unemployment-across-industries.csv

okapi apply -f "$root/tests/e2e/real_data.yaml"
okapi push "$csv" --org labour --kind gauge --time time --value unemployed=count --value rate=rate --label industry
for period in month quarter year; do
  okapi report scorecard --org labour --as-of 2010-03-31 --period "$period" --periods 120 --breakdown --output json \
    >"$data/$period.json"
done
cp "$csv" "$data/unemployment.csv"
(cd "$data" && sqlite3 -bail :memory: <"$root/tests/e2e/real_data.sql") | tee "$data/comparison"
expect "figures compared" 1 "$(grep -c '^figures compared: [1-9][0-9]\{3,\}$' "$data/comparison")"
expect "figures that differ" "figures that differ: 0" "$(grep '^figures that differ' "$data/comparison")"
