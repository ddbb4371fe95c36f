#include "services/cli/reports/review_text.h"

#include <gtest/gtest.h>

#include "tests/support/text_proto.h"

namespace okapi::cli {
namespace {

using okapi::goals::v1::Calibration;
using okapi::goals::v1::CompareProfilesResponse;
using okapi::goals::v1::CycleResult;
using okapi::goals::v1::ListDueResponse;
using okapi::testing::FromText;

DisplayNames Known() {
  DisplayNames names;
  names.Add("organizations/acme/members/ann", "Ann Lee");
  names.Add("organizations/acme/teams/sales", "Sales");
  return names;
}

TEST(DueTextTest, WhoOwesWhatForHowLong) {
  const auto due =
      FromText<ListDueResponse>(
          R"pb(
            due {
              key_result: "organizations/acme/objectives/grow/keyResults/nps"
              display_name: "NPS from 31 to 45"
              member: "organizations/acme/members/ann"
              due_date { year: 2026 month: 11 day: 30 }
              days_overdue: 14
              last_check_in_time { seconds: 1767225599 }
              escalate_to: "organizations/acme/members/bo"
            }
            due {
              key_result: "organizations/acme/objectives/grow/keyResults/new"
              display_name: "New"
            })pb");
  EXPECT_EQ(DueText(due.due(), Known()),
            "who             owes a check-in on                 late  last one    told as well\n"
            "Ann Lee         NPS from 31 to 45 [grow/nps]    14 days  2025-12-31  bo\n"
            "nobody owns it  New [grow/new]                due today  never       –\n");
  EXPECT_EQ(DueText({}, Known()), "nobody owes a check-in\n");
}

TEST(CycleResultTextTest, GradesAndWhatTheyComeTo) {
  auto result = FromText<CycleResult>(R"pb(
    cycle { name: "organizations/acme/cycles/q3" display_name: "Q3" state: CLOSED }
    score_mean: 0.6
    met_count: 1
    graded_count: 2
    grades {
      objective: "organizations/acme/objectives/a"
      display_name: "Win"
      score: 1
      band: GREEN
      met: true
    }
    grades {
      objective: "organizations/acme/objectives/b"
      display_name: "Grow"
      score: 0.2
      band: RED
    })pb");
  EXPECT_EQ(CycleResultText(result),
            "Q3 [q3] is CLOSED: 2 graded, 1 met, mean score 0.6\n"
            "Win [a]     1  GREEN  met\n"
            "Grow [b]  0.2  RED    not met\n");
  result = FromText<CycleResult>(R"pb(
    cycle { name: "organizations/acme/cycles/q4" display_name: "Q4" state: ACTIVE })pb");
  EXPECT_EQ(CycleResultText(result), "Q4 [q4] is ACTIVE: nothing was graded\n");
}

TEST(ReviewTextTest, TeamsAndObjectivesAreCalledByName) {
  const auto calibration = FromText<Calibration>(R"pb(
    all { forecasts: 1 }
    teams { team: "organizations/acme/teams/sales" forecasts: 1 }
    teams { team: "organizations/acme/teams/new" forecasts: 1 })pb");
  const std::string text = CalibrationText(calibration, Known());
  EXPECT_NE(text.find("\nSales "), std::string::npos) << text;
  EXPECT_NE(text.find("\nnew "), std::string::npos) << text;
  const auto profiles = FromText<CompareProfilesResponse>(R"pb(
    comparisons {
      objective: "organizations/acme/objectives/grow"
      display_name: "Grow"
      judgements { profile: OKAPI }
    })pb");
  EXPECT_NE(ProfilesText(profiles).find("\nGrow [grow]  "), std::string::npos);
}

}  // namespace
}  // namespace okapi::cli
