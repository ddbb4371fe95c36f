#include "services/reporting/reports/okr_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/api/timestamp.h"
#include "common/calendar/date.h"
#include "common/status/errors.h"

namespace okapi::reporting {
namespace {

using okapi::reporting::v1::GetOkrReportRequest;
using okapi::reporting::v1::OkrReport;

const absl::Time kNow = absl::FromUnixSeconds(1'700'000'000);
const absl::Time kEarlier = kNow - absl::Hours(3);

GetOkrReportRequest Request() {
  GetOkrReportRequest request;
  request.set_name("organizations/o");
  return request;
}

// Two objectives with parts, one of a team within a team; everything received at kNow.
GoalsAnswers Answers() {
  GoalsAnswers answers;
  answers.organization.value.set_display_name("Tập đoàn O");
  auto* first = answers.objectives.value.add_objectives();
  first->set_name("organizations/o/objectives/a");
  first->set_cycle("organizations/o/cycles/q1");
  first->set_team("organizations/o/teams/sales-north");
  first->set_owner("organizations/o/members/an");
  auto* second = answers.objectives.value.add_objectives();
  second->set_name("organizations/o/objectives/b");
  second->set_cycle("organizations/o/cycles/q1");
  for (const char* name : {"a/keyResults/k1", "a/keyResults/k2", "z/keyResults/k1"}) {
    answers.key_results.value.add_key_results()->set_name(
        std::string("organizations/o/objectives/") + name);
  }
  answers.key_results.value.mutable_key_results(1)->set_owner("organizations/o/members/binh");
  answers.initiatives.value.add_initiatives()->set_name(
      "organizations/o/objectives/b/initiatives/i");
  for (const char* id : {"y", "q1", "q2"}) {
    answers.cycles.value.add_cycles()->set_name(std::string("organizations/o/cycles/") + id);
  }
  answers.cycles.value.mutable_cycles(1)->set_parent_cycle("organizations/o/cycles/y");
  for (const char* id : {"it", "sales", "sales-north"}) {
    answers.teams.value.add_teams()->set_name(std::string("organizations/o/teams/") + id);
  }
  answers.teams.value.mutable_teams(2)->set_parent_team("organizations/o/teams/sales");
  for (const char* id : {"an", "binh", "chi"}) {
    answers.members.value.add_members()->set_name(std::string("organizations/o/members/") + id);
  }
  answers.organization.time = answers.objectives.time = answers.key_results.time = kNow;
  answers.initiatives.time = answers.cycles.time = answers.teams.time = kNow;
  answers.members.time = kNow;
  return answers;
}

TEST(BuildOkrReportTest, PartsGoToTheirObjectives) {
  const OkrReport report = BuildOkrReport(Request(), Answers(), kNow);
  EXPECT_EQ(report.organization_display_name(), "Tập đoàn O");
  ASSERT_EQ(report.objectives_size(), 2);
  EXPECT_EQ(report.objectives(0).key_results_size(), 2);
  EXPECT_EQ(report.objectives(0).initiatives_size(), 0);
  EXPECT_EQ(report.objectives(1).key_results_size(), 0);
  EXPECT_EQ(report.objectives(1).initiatives_size(), 1);
}

TEST(BuildOkrReportTest, ObjectivesAreATree) {
  GoalsAnswers answers = Answers();
  answers.objectives.value.mutable_objectives(0)->add_alignments()->set_parent(
      "organizations/o/objectives/b");
  const OkrReport report = BuildOkrReport(Request(), answers, kNow);
  ASSERT_EQ(report.objectives_size(), 2);
  EXPECT_EQ(report.objectives(0).objective().name(), "organizations/o/objectives/b");
  EXPECT_EQ(report.objectives(0).initiatives_size(), 1);
  EXPECT_EQ(report.objectives(1).parent(), "organizations/o/objectives/b");
  EXPECT_EQ(report.objectives(1).depth(), 1);
  EXPECT_EQ(report.objectives(1).key_results_size(), 2);
}

// The first objective with an initiative that is due on the day of kNow in UTC, or the day before.
GoalsAnswers DueAnswers(int days_before, okapi::goals::v1::Initiative::State state) {
  GoalsAnswers answers = Answers();
  auto& initiative = *answers.initiatives.value.mutable_initiatives(0);
  initiative.set_state(state);
  *initiative.mutable_due_date() =
      calendar::DateOf(absl::ToCivilDay(kNow, absl::UTCTimeZone()) - days_before);
  return answers;
}

int CountOverdue(const GoalsAnswers& answers) {
  return BuildOkrReport(Request(), answers, kNow).objectives(1).overdue_initiatives_size();
}

TEST(BuildOkrReportTest, WhatIsNotDoneTheDayAfterItsDueDateIsOverdue) {
  using okapi::goals::v1::Initiative;
  EXPECT_EQ(CountOverdue(Answers()), 0);
  EXPECT_EQ(CountOverdue(DueAnswers(0, Initiative::PLANNED)), 0);
  EXPECT_EQ(CountOverdue(DueAnswers(1, Initiative::PLANNED)), 1);
  EXPECT_EQ(CountOverdue(DueAnswers(1, Initiative::IN_PROGRESS)), 1);
  EXPECT_EQ(CountOverdue(DueAnswers(1, Initiative::DONE)), 0);
  EXPECT_EQ(CountOverdue(DueAnswers(1, Initiative::CANCELLED)), 0);
  GoalsAnswers closed = DueAnswers(1, Initiative::PLANNED);
  closed.objectives.value.mutable_objectives(1)->set_state(okapi::goals::v1::Objective::CLOSED);
  EXPECT_EQ(CountOverdue(closed), 0);
}

TEST(BuildOkrReportTest, TheDayIsOverWhereTheOrganizationIs) {
  // kNow is 22:13 in UTC, and the next morning in Hanoi.
  GoalsAnswers answers = DueAnswers(0, okapi::goals::v1::Initiative::PLANNED);
  answers.organization.value.mutable_calendar()->set_time_zone("Asia/Ho_Chi_Minh");
  EXPECT_EQ(CountOverdue(answers), 1);
}

TEST(BuildOkrReportTest, OnlyWhatTheObjectivesNameIsAddedAndWhatThatLiesWithin) {
  const OkrReport report = BuildOkrReport(Request(), Answers(), kNow);
  ASSERT_EQ(report.cycles_size(), 2);
  EXPECT_EQ(report.cycles(0).name(), "organizations/o/cycles/y");
  ASSERT_EQ(report.teams_size(), 2);
  EXPECT_EQ(report.teams(0).name(), "organizations/o/teams/sales");
  ASSERT_EQ(report.members_size(), 2);
  EXPECT_EQ(report.members(1).name(), "organizations/o/members/binh");
}

TEST(BuildOkrReportTest, TheSourceIsFreshWhenAllAnswersAre) {
  const OkrReport report = BuildOkrReport(Request(), Answers(), kNow);
  ASSERT_EQ(report.sources_size(), 1);
  EXPECT_EQ(report.sources(0).service(), "goals");
  EXPECT_FALSE(report.sources(0).stale());
  EXPECT_EQ(api::FromTimestamp(report.sources(0).answer_time()), kNow);
}

TEST(BuildOkrReportTest, OneOldAnswerMakesTheSourceStaleSinceThen) {
  GoalsAnswers answers = Answers();
  answers.teams.time = kEarlier;
  answers.teams.problem = absl::UnavailableError("connection refused");
  const OkrReport report = BuildOkrReport(Request(), answers, kNow);
  EXPECT_TRUE(report.sources(0).stale());
  EXPECT_EQ(api::FromTimestamp(report.sources(0).answer_time()), kEarlier);
  EXPECT_EQ(report.sources(0).problem(), "does not answer: connection refused");
}

TEST(BuildOkrReportTest, WhatWasNeverHeardIsEmptyAndHasNoTime) {
  GoalsAnswers answers;
  answers.organization.problem = absl::UnavailableError("connection refused");
  const OkrReport report = BuildOkrReport(Request(), answers, kNow);
  EXPECT_EQ(report.objectives_size(), 0);
  EXPECT_TRUE(report.sources(0).stale());
  EXPECT_FALSE(report.sources(0).has_answer_time());
}

TEST(GoalsAnswersTest, ARefusalIsToldApartFromAbsence) {
  GoalsAnswers answers = Answers();
  answers.members.problem = absl::UnavailableError("away");
  EXPECT_TRUE(answers.Refusal().ok());
  answers.organization.problem = status::NotFound("organizations/o");
  EXPECT_TRUE(absl::IsNotFound(answers.Refusal()));
}

TEST(CheckOkrReportRequestTest, NamesOfOtherOrganizationsAreRefused) {
  GetOkrReportRequest request = Request();
  request.set_team("organizations/o/teams/sales");
  EXPECT_TRUE(CheckOkrReportRequest(request).ok());
  request.set_include_sub_teams(true);
  EXPECT_TRUE(CheckOkrReportRequest(request).ok());
  request.clear_team();
  EXPECT_TRUE(absl::IsInvalidArgument(CheckOkrReportRequest(request)));
  request = Request();
  request.set_cycle("organizations/other/cycles/q1");
  EXPECT_TRUE(absl::IsInvalidArgument(CheckOkrReportRequest(request)));
}

TEST(KeepUnmovedTest, OnlyTheExpectationMoving) {
  OkrReport before = BuildOkrReport(Request(), Answers(), kNow);
  OkrReport after = before;
  for (OkrReport* report : {&before, &after}) {
    const double expected = report == &before ? 0.5 : 0.51;
    for (auto& part : *report->mutable_objectives()) {
      part.mutable_objective()->mutable_progress()->set_expected(expected);
    }
  }
  after.mutable_objectives(1)->mutable_objective()->mutable_progress()->set_clamped(0.7);
  KeepUnmoved(before, after);
  EXPECT_EQ(after.objectives(0).objective().progress().expected(), 0.5);
  EXPECT_EQ(after.objectives(1).objective().progress().expected(), 0.51);
}

// What is out of range spends with every moment: watchers are told by the minute.
TEST(KeepUnmovedTest, LessThanAMinuteOfAnErrorBudget) {
  const auto spent = [](int seconds, const char* value) {
    OkrReport report = BuildOkrReport(Request(), Answers(), kNow);
    auto& key_result = *report.mutable_objectives(0)->add_key_results();
    key_result.set_display_name(value);
    auto& state = *key_result.mutable_error_budget_state();
    state.mutable_budget()->set_seconds(1000);
    state.mutable_spent()->set_seconds(seconds);
    state.mutable_left()->set_seconds(1000 - seconds);
    state.set_spent_share(seconds / 1000.0);
    return report;
  };
  const auto told = [&](const OkrReport& before, OkrReport after) {
    KeepUnmoved(before, after);
    return after.objectives(0).key_results().rbegin()->error_budget_state().spent().seconds();
  };
  EXPECT_EQ(told(spent(60, "a"), spent(119, "a")), 60);
  EXPECT_EQ(told(spent(60, "a"), spent(120, "a")), 120);
  EXPECT_EQ(told(spent(60, "a"), spent(61, "b")), 61);
}

TEST(OkrReportTest, WhatIsAskedForMustExistUnlessNobodyKnows) {
  GoalsAnswers answers = Answers();
  answers.cycles.value.add_cycles()->set_name("organizations/o/cycles/known");
  GetOkrReportRequest request = Request();
  request.set_cycle("organizations/o/cycles/known");
  EXPECT_TRUE(CheckExistence(request, answers).ok());
  request.set_cycle("organizations/o/cycles/nope");
  EXPECT_EQ(CheckExistence(request, answers).code(), absl::StatusCode::kNotFound);
  answers.cycles.problem = absl::UnavailableError("away");
  EXPECT_TRUE(CheckExistence(request, answers).ok());
}

}  // namespace
}  // namespace okapi::reporting
