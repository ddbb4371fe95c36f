#!/usr/bin/env bash
# Two quarters by `okapi` alone, with everything that people say on the way: corrections, words instead of numbers, assessments, who has read
# what, retrospectives, templates. Its cycles are over, so what is expected is 1 whenever this runs. goals_year_test.sh tells the year around them.
set -euo pipefail

# shellcheck source-path=SCRIPTDIR source=scene.sh
source "$(dirname "${BASH_SOURCE[0]}")/scene.sh"
cd "$data"
export OKAPI_ORG=acme

does() { okapi 'do' "$@" >>steps.log; }

# value KIND NAME PATH: a field of a resource, by its path in the JSON; to six decimals if it is a number.
value() {
  okapi get "$1" "$2" --output json >resource.json
  sqlite3 -bail :memory: "select case typeof(v) when 'real' then round(v, 6) else v end
    from (select json_extract(readfile('resource.json'), '$3') v)"
}

# says FILE TEXT
says() {
  grep -qF -- "$2" "$1" || fail "expected '$2'" "$1"
}

cat >plan.yaml <<'YAML'
organization: {id: acme, display_name: Acme, policy: {targets_locked: true}}
teams: [{id: sales, display_name: Sales}]
members:
  - {id: ann, display_name: Ann, team: sales, email: ann@example.com}
  - {id: boss, display_name: Boss, leads: [sales]}
cycles:
  - {id: q1, display_name: Q1, start_date: 2025-01-01, end_date: 2025-03-31, state: ACTIVE}
  - {id: q2, display_name: Q2, start_date: 2025-04-01, end_date: 2025-06-30}
objectives:
  - {id: company, display_name: Win our region, cycle: q1, owner: boss, rollup: CHILDREN, state: ACTIVE}
  - id: grow
    display_name: Become the first choice of our region
    cycle: q1
    team: sales
    owner: ann
    alignments: [{parent: company}]
    key_results:
      - {id: revenue, display_name: Revenue from 0 to 100, unit: {currency_code: EUR}, from_to: {baseline: 0, target: 100}}
      - {id: partners, display_name: Partners from 2 to 8, from_to: {baseline: 2, target: 8}}
    initiatives: [{id: fair, display_name: Go to the fair, key_results: [partners], due_date: 2025-02-01}]
YAML
okapi apply -f plan.yaml >apply.log
# People, teams and cycles are called by name; what a command takes has its ids.
okapi list objectives >list.log
grep -qE '^grow +Become the first choice of our region +.* Q1 +Sales +Ann' list.log || fail "a list without names" list.log
does propose objective grow
expect "its state" PROPOSED "$(value objective grow '$.state')"
does activate objective grow

# Missing is not zero.
expect "progress without a value" "" "$(value objective grow '$.progress.clamped')"
expect "its verdict" NO_DATA "$(value objective grow '$.progress.status')"

okapi check-in grow/revenue --value 40 --confidence 0.9 --as ann --time 2025-03-20 >said.log
expect "who reported" organizations/acme/members/ann "$(value check-in "grow/revenue/$(sed 's|.*/||' said.log)" '$.author')"
okapi check-in grow/partners --value 50 --confidence 0.2 --time 2025-03-20 >wrong.log
okapi check-in grow/partners --value 5 --corrects "$(sed 's|.*/||' wrong.log)" >>steps.log
expect "revenue" 0.4 "$(value key-result grow/revenue '$.progress.raw')"
expect "partners, corrected" 0.5 "$(value key-result grow/partners '$.progress.raw')"
expect "their confidence" 0.2 "$(value key-result grow/partners '$.confidence')"
expect "the objective" 0.45 "$(value objective grow '$.progress.clamped')"
expect "the company" 0.45 "$(value objective company '$.progress.clamped')"
expect "the worst below" organizations/acme/objectives/grow/keyResults/revenue "$(value objective company '$.progress.worstBelow')"

# The lock asks for a reason.
if okapi apply -f <(sed 's/target: 8/target: 6/; s/Partners from 2 to 8/Partners from 2 to 6/' plan.yaml) >locked.log 2>&1; then
  fail "a locked target was changed" locked.log
fi
says locked.log 'is locked while its objective is active'
does retarget key-result grow/partners "from_to={baseline: 2, target: 6}" reason="one of them merged" --as boss
expect "partners on the new way" 0.75 "$(value key-result grow/partners '$.progress.raw')"
expect "on the way promised first" 0.5 "$(value key-result grow/partners '$.firstPromise.raw')"
expect "who changed it" organizations/acme/members/boss "$(value key-result grow/partners '$.retargets[0].author')"
expect "the objective since" 0.575 "$(value objective grow '$.progress.clamped')"

okapi explain grow/partners >explained.log
says explained.log 'raw = (5 - 2) / (6 - 2) = 0.75'
okapi explain grow >explained.log
says explained.log 'raw = clamped = (1 x 0.75 + 1 x 0.4) / 2 = 0.575'
okapi review findings >findings.log
says findings.log 'NO_UNIT'
says findings.log 'INITIATIVE_OVERDUE'

# What has no numbers yet: words, a first measurement, and a chain of both.
cat >words.yaml <<'YAML'
organization: {id: acme}
objectives:
  - id: release
    display_name: Release without fear
    cycle: q2
    combination: LEAST
    state: ACTIVE
    key_results:
      - {id: deploying, display_name: Deploying is automatic, scale: {steps: [{step_id: manual}, {step_id: assisted}, {step_id: automatic}]}}
      - {id: waiting, display_name: We know how long people wait, find_baseline: {}, unit: {duration: true}}
YAML
okapi apply -f words.yaml >>apply.log
if okapi check-in release/deploying --reached perfect >refused.log 2>&1; then
  fail "a step that there is not was taken" refused.log
fi
says refused.log "check_in.reached_step: 'perfect' is not a step of the key result"
okapi check-in release/deploying --reached assisted >>steps.log
expect "the step" 0.5 "$(value key-result release/deploying '$.progress.raw')"
expect "the chain" 0 "$(value objective release '$.progress.clamped')"
okapi report okr --cycle q2 >okr.log
says okr.log 'COMMITTED · LEAST of its parts'
says okr.log 'manual → automatic  now assisted'
says okr.log 'to be measured'
okapi check-in release/waiting --value 5400 >>steps.log
expect "the baseline, found" 1 "$(value key-result release/waiting '$.progress.raw')"
okapi explain release >explained.log
says explained.log 'raw = clamped = 0.5: that of what has come least far, '
does close objective release

# What people say stands beside what the numbers say, for some time.
if okapi update objective grow "assessment={status: ON_TRACK, reason: trust me, last_date: 9999-12-31}" >assessed.log 2>&1; then
  fail "an assessment holds for ever" assessed.log
fi
says assessed.log 'objective.assessment.last_date'
okapi update objective grow "assessment={status: ON_TRACK, reason: the next fair is ours, last_date: $(date -u -d '+30 days' +%F)}" --as ann >assessed.log
okapi update key-result grow/revenue "assessment={status: ON_TRACK, reason: it was, last_date: 2025-03-01}" >>assessed.log
expect "who says so" organizations/acme/members/ann "$(value objective grow '$.assessment.author')"
expect "the verdict" MISSED "$(value objective grow '$.progress.status')"
expect "what is over" 1 "$(value key-result grow/revenue '$.assessment.expired')"
okapi review findings >findings.log
says findings.log 'Reported as on track, but its numbers say missed.'
okapi report okr --cycle q1 >okr.log
says okr.log 'MISSED, assessed ON_TRACK'
says okr.log 'by Ann: the next fair is ours'
if grep -q 'it was' okr.log; then
  fail "what is over is shown" okr.log
fi
okapi report okr --cycle q1 --export okr.csv >>steps.log
says okr.csv 'ON_TRACK,the next fair is ours,'

# Whoever reported knows that somebody has read it.
check_in=grow/revenue/$(sed 's|.*/||' said.log)
if does acknowledge check-in "$check_in" --as ann 2>said_by.log; then
  fail "who reported it has read it"
fi
says said_by.log 'reported it'
does acknowledge check-in "$check_in" --as boss
expect "who has read it" organizations/acme/members/boss "$(value check-in "$check_in" '$.acknowledgedBy')"

# A dry run says the grade and leaves all as it is.
does close objective grow reason="the quarter is over" --dry-run
expect "after a dry run" ACTIVE "$(value objective grow '$.state')"
does close cycle q1 reason="the quarter is over" carry_over_cycle=q2
expect "the cycle" CLOSED "$(value cycle q1 '$.state')"
expect "the grade" 0.575 "$(value objective grow '$.grade.score')"
expect "its band" AMBER "$(value objective grow '$.grade.band')"
expect "the company's grade" 0.575 "$(value objective company '$.grade.score')"
okapi update objective grow "retrospective={lessons: Begin with the partners}" --as boss >>steps.log
okapi report okr --cycle q1 >okr.log
says okr.log 'graded 0.58 AMBER'
says okr.log 'lessons by Boss: Begin with the partners'
if okapi update objective grow description=x >frozen.log 2>&1; then
  fail "what is closed was changed" frozen.log
fi
grep -A9 '^Win our region$' okr.log | grep -q '^    Become the first choice of our region$' ||
  fail "what is aligned to the company is not shown under it" okr.log
says okr.log 'not met: the quarter is over'
okapi report okr --export okr.csv >export.log
says okr.csv ',Boss,AMBER,false,the quarter is over,'
says okr.csv ',one of them merged,organizations/acme/members/boss,Boss,'
says okr.csv ',0.5,1,MISSED'

# What is carried over begins where the old one ended, and hangs together as before.
expect "the copy" organizations/acme/objectives/grow "$(value objective grow-q2 '$.copiedFrom')"
expect "what it is for" organizations/acme/objectives/company-q2 "$(value objective grow-q2 '$.alignments[0].parent')"
expect "where partners begin" 5 "$(value key-result grow-q2/partners '$.fromTo.baseline')"
expect "where they go" 6 "$(value key-result grow-q2/partners '$.fromTo.target')"
does activate cycle q2
does activate objective company-q2
does activate objective grow-q2
okapi check-in grow-q2/revenue --value 100 --confidence 1 >>steps.log
okapi check-in grow-q2/partners --value 6 --confidence 1 >>steps.log
expect "the second quarter" 1 "$(value objective company-q2 '$.progress.clamped')"
expect "its verdict" ACHIEVED "$(value objective company-q2 '$.progress.status')"
does close cycle q2 reason="well done"
expect "the second grade" 1 "$(value objective grow-q2 '$.grade.score')"
if okapi delete objective grow-q2 --force >deleted.log 2>&1; then
  fail "a result was deleted" deleted.log
fi
says deleted.log 'is a result of the closed cycle'

# What others have written is a beginning.
okapi list objective-templates language_code=vi >templates.log
says templates.log 'customer-experience  Nâng cao trải nghiệm của khách hàng'
okapi create objective care template_id=customer-experience cycle=q2 --dry-run >begun.log 2>&1 && fail "a closed cycle takes a beginning" begun.log
does reopen cycle q2
okapi create objective care template_id=customer-experience language_code=vi cycle=q2 owner=ann >begun.log
says begun.log 'owner: organizations/acme/members/ann'
expect "its words" 'Nâng cao trải nghiệm của khách hàng trên mọi kênh' "$(value objective care '$.displayName')"
expect "its first key result" NPS "$(value key-result care/nps '$.unit.points')"
expect "what is due after six weeks" 13 "$(value initiative care/churn-interviews '$.dueDate.day')"
okapi review calibration >calibration.log
says calibration.log all
okapi review calibration --explain >calibration.log
says calibration.log 'brier_score = ('
says calibration.log 'reached = 0: its progress when it was closed, '
okapi audit verify >audit.log
