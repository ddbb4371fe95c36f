#!/usr/bin/env bash
# How it was and how it would be, by `okapi` alone: OKRs out of a Markdown file, what a change would move, what other rules make of them,
# and the report of a time that is over.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=scene.sh
source "$(dirname "${BASH_SOURCE[0]}")/scene.sh"
cd "$data"
export OKAPI_ORG=acme
# says FILE TEXT: the file has such a line.
says() {
  grep -q -- "$2" "$1" || fail "$1 does not say '$2'" "$1"
}

cat >company.yaml <<'YAML'
organization: {id: acme, display_name: Acme}
cycles:
  - {id: year, display_name: Year, start_date: 2020-01-01, end_date: 2099-12-31, state: ACTIVE}
YAML
okapi apply -f company.yaml >apply.log

cat >okrs.md <<'MD'
# Our year
## Win the north
Everybody helps.
- NPS from 31 to 45
- Partners from 2 to 8
- [ ] Ask those who left
MD
okapi convert okrs.md --cycle year >okrs.yaml 2>notes.log
says notes.log '^okrs.md:1: stands before the first objective, left out: Our year$'
says notes.log '^okrs.md:3: kept as a description: Everybody helps.$'
okapi apply -f okrs.yaml >apply.log
says apply.log '^created key-result win-the-north/nps-from-31-to-45$'
okapi 'do' activate objective win-the-north >activate.log
echo words >words.md
okapi convert words.md --cycle year >none.log 2>&1 && fail "a file without objectives" none.log
says none.log "no objective in 'words.md'"

okapi check-in win-the-north/partners-from-2-to-8 --value 5 --what-if >what-if.log
says what-if.log '^win-the-north/partners-from-2-to-8  *Partners .* no value .* 50 % '
says what-if.log '^win-the-north  *Win the north .* no value .* 50 % '
okapi get key-result win-the-north/partners-from-2-to-8 >asked.log
! grep -q '^current_value' asked.log || fail "what was only asked was done" asked.log
says asked.log '^display_name: Partners from 2 to 8$'
okapi check-in win-the-north/partners-from-2-to-8 --value 5 >check-in.log
okapi 'do' retarget key-result win-the-north/partners-from-2-to-8 "from_to={baseline: 2, target: 5}" reason=r --what-if >what-if.log
says what-if.log '50 % .* 100 % ACHIEVED$'
# As the help of `do` has it.
okapi 'do' retarget key-result win-the-north/partners-from-2-to-8 "range={min: 5}" reason="what if" --what-if >what-if.log
says what-if.log '50 % .* 100 % ON_TRACK$'
okapi 'do' close objective win-the-north --what-if >none.log 2>&1 && fail "nobody can say what closing moves" none.log
says none.log "does not know what 'close' would move"
okapi review profiles >profiles.log
says profiles.log '^objective .*OKAPI (in force) .*PLAIN_MEAN .*LATEST_WINS'
says profiles.log '\[win-the-north\] .* 50 % .* 25 % '

then=$(date -u +%Y-%m-%dT%H:%M:%S.%NZ)
okapi check-in win-the-north/partners-from-2-to-8 --value 8 >check-in.log
okapi report okr >now.log
says now.log 'Partners from 2 to 8 .* now 8 '
okapi report okr --as-of "$then" >then.log
says then.log 'Partners from 2 to 8 .* now 5 '
okapi report okr --as-of "$then" --known-then >known.log
says known.log 'Partners from 2 to 8 .* now 5 '
for more in "" --known-then --samples; do
  # shellcheck disable=SC2086
  okapi explain win-the-north/partners-from-2-to-8 --as-of "$then" $more >why.log
  says why.log '^ *raw = (5 - 2) / (8 - 2) = 0.5$'
done
okapi explain win-the-north/partners-from-2-to-8 >why.log
says why.log '^ *raw = (8 - 2) / (8 - 2) = 1$'
okapi list key-results --parent win-the-north "read_time=$then" --output json >list.json
says list.json '"currentValue": *5'
! grep -q '"currentValue": *8' list.json || fail "a list of then has a value of now" list.json
okapi list key-results --parent win-the-north --output json >list.json
says list.json '"currentValue": *8'
okapi report okr --as-of 2020-01-01 >before.log
says before.log '^! goals: objectives are as they are now; nothing is known of what they were at 2020-01-01 23:59 '
# A day is the organization's, of whose calendar metrics was told nothing.
cat >hanoi.yaml <<'YAML'
organization: {id: hanoi}
cycles:
  - {id: year, display_name: Year, start_date: 2020-01-01, end_date: 2099-12-31, state: ACTIVE}
objectives:
  - id: grow
    display_name: Grow
    cycle: year
    state: ACTIVE
    key_results:
      - {id: deals, display_name: Deals, from_to: {baseline: 0, target: 10}}
      - {id: calls, display_name: Calls, from_to: {baseline: 0, target: 10}}
YAML
unset OKAPI_ORG
okapi create organization hanoi display_name="Hà Nội" "calendar={time_zone: Asia/Ho_Chi_Minh}" >create.log
okapi apply -f hanoi.yaml >apply.log
for report in okr alignment; do
  okapi report "$report" --org hanoi --as-of 2020-01-01 --output json >before.log
  says before.log "they were at 2020-01-01 23:59 +07:00"
done
okapi report combined --org hanoi --as-of 2020-01-01 --output json >before.log
says before.log "they were at 2020-01-02 06:59 +07:00"
for report in okr alignment combined; do
  okapi report "$report" --org hanoi --as-of 2020-01-01 --export "$report.html" --language vi >export.log
  says "$report.html" 'goals: mục tiêu được trình bày như hiện nay; .* vào lúc 2020-01-0. ..:.. +07:00'
  ! grep -q 'nothing is known' "$report.html" || fail "English on a Vietnamese page" "$report.html"
done
okapi list objectives read_time=2020-01-01 --org hanoi >none.log 2>&1 && fail "of before it came" none.log
says none.log "'organizations/hanoi' was at 2019-12-31T17:00:00"
okapi check-in grow/calls --org hanoi --value 3 --time 2025-03-14 >check-in.log
okapi list check-ins --org hanoi --parent grow/calls --output json >check-in.log
says check-in.log '2025-03-13T17:00:00Z'
okapi check-in grow/calls --org hanoi --value 3 --time soon >none.log 2>&1 && fail "of no time" none.log
says none.log "'soon' is neither a day such as 2025-03-14 nor"
okapi create check-in grow/deals/ --org hanoi value=5 value_time=2025-03-14 >check-in.log
says check-in.log '2025-03-13T17:00:00Z'
okapi report okr --org acme --known-then >none.log 2>&1 && fail "of no time" none.log
says none.log 'known-then requires --as-of'
