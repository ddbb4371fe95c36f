// A review tells of everything that people changed between its times, of what is gone too, and
// compares numbers of what can be compared.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tests/integration/reporting_company.h"

namespace okapi::reporting {
namespace {

using okapi::reporting::v1::Movement;
using okapi::reporting::v1::ReviewEvent;
using okapi::reporting::v1::ReviewPack;
using okapi::testing::FromText;
using okapi::testing::IsOk;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kGrow[] = "organizations/o/objectives/grow";

class ReportingReviewTest : public ReportingCompanyTest {
 protected:
  void SetUp() override {
    ReportingCompanyTest::SetUp();
    Goal(&Organizations::CreateMember,
         "parent: 'organizations/o' member_id: 'an' member { display_name: 'An' }");
    AddObjective("grow");
    clock_.Advance(absl::Hours(1));
    since_ = clock_.Now();
  }

  ReviewPack Review(const std::string& more = "") {
    clock_.Advance(absl::Hours(1));
    const auto pack =
        Call(&Stub::GetReviewPack, absl::StrCat("name: 'organizations/o' start_time { seconds: ",
                                                absl::ToUnixSeconds(since_), " } ", more));
    EXPECT_THAT(pack, IsOk());
    for (const auto& source : pack->sources()) EXPECT_EQ(source.problem(), "");
    return *pack;
  }
  // "KEY_RESULT_CHANGED own weight: 1 -> 2 (why)" of each event.
  static std::vector<std::string> Told(const ReviewPack& pack) {
    std::vector<std::string> told;
    for (const ReviewEvent& event : pack.events()) {
      std::string text =
          absl::StrCat(ReviewEvent::Kind_Name(event.kind()), " ", event.display_name());
      if (!event.fields().empty()) absl::StrAppend(&text, " ", absl::StrJoin(event.fields(), ","));
      for (const auto& change : event.changes()) {
        absl::StrAppend(&text, " ", change.field(), ": ", change.old_value(), " -> ",
                        change.new_value());
      }
      if (!event.text().empty()) absl::StrAppend(&text, " (", event.text(), ")");
      told.push_back(text);
    }
    return told;
  }
  void Update(const std::string& fields, const std::string& path) {
    Goal(&Goals::UpdateObjective, absl::StrCat("objective { name: '", kGrow, "' ", fields,
                                               " } update_mask { paths: '", path, "' }"));
  }
  // A level, of An's.
  void AddStaff() {
    ASSERT_THAT(
        metrics_.Call(&Metrics::CreateKpi,
                      FromText<okapi::metrics::v1::CreateKpiRequest>(
                          "parent: 'organizations/o' kpi_id: 'staff' kpi { display_name: 'Staff' "
                          "owner: 'organizations/o/members/an' frequency: MONTH aggregation: LAST "
                          "metric: 'staff' }")),
        IsOk());
  }

  absl::Time since_;
};

TEST_F(ReportingReviewTest, WhatPeopleChangedWithWhatItWas) {
  Update("owner: 'organizations/o/members/an'", "owner");
  Update(
      "assessment { status: AT_RISK reason: 'a partner left' last_date { year: 2025 month: 2 "
      "day: 28 } author: 'organizations/o/members/an' }",
      "assessment");
  clock_.Advance(absl::Minutes(1));
  Goal(&Goals::UpdateKeyResult,
       absl::StrCat("key_result { name: '", kGrow,
                    "/keyResults/own' weight: 2 } update_mask { paths: 'weight' }"));
  const ReviewPack pack = Review();
  EXPECT_THAT(Told(pack),
              ElementsAre("OBJECTIVE_CHANGED grow owner owner:  -> organizations/o/members/an",
                          "ASSESSED grow assessment:  -> AT_RISK (a partner left)",
                          "KEY_RESULT_CHANGED Own weight weight:  -> 2"));
  EXPECT_EQ(pack.events(1).author(), "organizations/o/members/an");
  EXPECT_EQ(pack.events(2).objective_display_name(), "grow");
  ASSERT_EQ(pack.people_size(), 1) << "whom a change names";
  // An end leaves out what comes later.
  EXPECT_THAT(
      Told(Review(absl::StrCat("end_time { seconds: ", absl::ToUnixSeconds(since_) + 1, " }"))),
      Not(Contains("KEY_RESULT_CHANGED Own weight weight:  -> 2")));
}

TEST_F(ReportingReviewTest, OldEventsHaveTheWordsOfThen) {
  Goal(&Goals::CreateComment, absl::StrCat("parent: '", kGrow, "' comment { text: 'let us go' }"));
  clock_.Advance(absl::Minutes(1));
  Update("display_name: 'Grow faster'", "display_name");
  clock_.Advance(absl::Minutes(1));
  Goal(&Goals::CreateCheckIn,
       absl::StrCat("parent: '", kGrow, "/keyResults/own' check_in { value: 4 }"));
  const ReviewPack pack = Review();
  EXPECT_THAT(Told(pack),
              ElementsAre("COMMENTED grow (let us go)",
                          "OBJECTIVE_CHANGED Grow faster display_name display_name: grow -> Grow "
                          "faster",
                          "CHECKED_IN Own"));
  EXPECT_EQ(pack.events(2).objective_display_name(), "Grow faster");
}

TEST_F(ReportingReviewTest, WhatIsGoneWasThere) {
  AddObjective("short-lived");
  Goal(&Goals::DeleteObjective, "name: 'organizations/o/objectives/short-lived' force: true");
  Kpi("accidents", "");
  ASSERT_THAT(metrics_.Call(&Metrics::DeleteKpi, FromText<okapi::metrics::v1::DeleteKpiRequest>(
                                                     "name: 'organizations/o/kpis/accidents'")),
              IsOk());
  Goal(&Goals::CreateKeyResult,
       absl::StrCat("parent: '", kGrow, "' key_result_id: 'extra' key_result { display_name: ",
                    "'Extra' from_to { target: 3 } }"));
  Goal(&Goals::DeleteKeyResult, absl::StrCat("name: '", kGrow, "/keyResults/extra'"));
  const std::vector<std::string> told = Told(Review());
  for (const char* event :
       {"OBJECTIVE_CREATED short-lived", "OBJECTIVE_DELETED short-lived", "KPI_CREATED accidents",
        "KPI_DELETED accidents", "KEY_RESULT_CREATED Extra", "KEY_RESULT_DELETED Extra"}) {
    EXPECT_THAT(told, Contains(event));
  }
  EXPECT_THAT(told, Not(Contains("KEY_RESULT_DELETED Sum"))) << "it went with its objective";
}

// Changes are read up to the end, so nothing says afterwards whose it was.
TEST_F(ReportingReviewTest, WhatIsGoneByNowWasItsTeams) {
  Goal(&Organizations::CreateTeam,
       "parent: 'organizations/o' team_id: 'gone-by' team { display_name: 'Gone by' }");
  Update("team: 'organizations/o/teams/gone-by'", "team");
  clock_.Advance(absl::Hours(1));
  since_ = clock_.Now();
  Goal(&Goals::UpdateKeyResult,
       absl::StrCat("key_result { name: '", kGrow,
                    "/keyResults/own' weight: 2 } update_mask { paths: 'weight' }"));
  clock_.Advance(absl::Hours(1));
  const absl::Time until = clock_.Now();
  clock_.Advance(absl::Hours(1));
  Goal(&Goals::DeleteObjective, absl::StrCat("name: '", kGrow, "' force: true"));
  const std::string end = absl::StrCat("end_time { seconds: ", absl::ToUnixSeconds(until), " } ");
  constexpr char kTold[] = "KEY_RESULT_CHANGED Own weight weight:  -> 2";
  EXPECT_THAT(Told(Review(end)), ElementsAre(kTold));
  EXPECT_THAT(Told(Review(end + "team: 'organizations/o/teams/gone-by'")), ElementsAre(kTold));
  Goal(&Organizations::CreateTeam,
       "parent: 'organizations/o' team_id: 'others' team { display_name: 'Others' }");
  EXPECT_THAT(Told(Review(end + "team: 'organizations/o/teams/others'")), IsEmpty());
}

TEST_F(ReportingReviewTest, ACycleClosesAndAKpiGetsAnotherTarget) {
  ASSERT_THAT(
      metrics_.Call(&Metrics::UpdateKpi,
                    FromText<okapi::metrics::v1::UpdateKpiRequest>(
                        "kpi { name: 'organizations/o/kpis/revenue' targets { value: 120 } } "
                        "update_mask { paths: 'targets' } reason: 'the plan of March'")),
      IsOk());
  clock_.Advance(absl::Seconds(1));
  ASSERT_THAT(metrics_.Call(&Metrics::UpdateKpi,
                            FromText<okapi::metrics::v1::UpdateKpiRequest>(
                                "kpi { name: 'organizations/o/kpis/revenue' targets { value: 130 "
                                "effective_date { year: 2025 month: 3 day: 1 } } targets { value: "
                                "120 } } update_mask { paths: 'targets' }")),
              IsOk());
  Goal(&Goals::DeleteObjective, absl::StrCat("name: '", kGrow, "' force: true"));
  Goal(&Organizations::ActivateCycle, "name: 'organizations/o/cycles/q1'");
  Goal(&Organizations::CloseCycle, "name: 'organizations/o/cycles/q1'");
  const std::vector<std::string> told = Told(Review());
  EXPECT_THAT(told,
              Contains("KPI_CHANGED revenue targets targets: 100; 50 (region) -> 120 (the plan "
                       "of March)"));
  EXPECT_THAT(told, Contains("KPI_CHANGED revenue targets targets:  -> 130 (2025-03-01)"));
  EXPECT_THAT(told, Contains("CYCLE_CHANGED Q1 state state: ACTIVE -> CLOSED"));
}

TEST_F(ReportingReviewTest, WhatIsPrivateIsNotToldOfNorWhatWasDoneBefore) {
  Update("owner: 'organizations/o/members/an'", "owner");
  goals_.CallAs("organizations/o/members/an");
  Update("visibility: PRIVATE", "visibility");
  goals_.CallAs("");
  EXPECT_THAT(Told(Review()), IsEmpty());
}

TEST_F(ReportingReviewTest, ACurveJudgesAsInTheScorecard) {
  Kpi("late", "targets { value: 100 curve { shape: AT_END } }");
  Add("late", Utc(2025, 2, 2), 3, "north");
  const ReviewPack pack = Review();
  const auto moved =
      std::find_if(pack.movements().begin(), pack.movements().end(),
                   [](const Movement& it) { return it.resource() == "organizations/o/kpis/late"; });
  ASSERT_NE(moved, pack.movements().end());
  EXPECT_EQ(moved->status(), okapi::common::v1::ON_TRACK) << "nothing of it is due yet";
}

TEST_F(ReportingReviewTest, AnOpenPeriodIsComparedWithTheSamePartOfAnother) {
  Add("revenue", Utc(2025, 2, 12), 40, "north");
  Add("revenue", Utc(2025, 1, 20), 1000, "north");
  const auto revenue = [&](absl::Time start) {
    const auto pack =
        Call(&Stub::GetReviewPack, absl::StrCat("name: 'organizations/o' start_time { seconds: ",
                                                absl::ToUnixSeconds(start), " }"));
    EXPECT_THAT(pack, IsOk());
    for (const Movement& movement : pack->movements()) {
      if (movement.resource() == "organizations/o/kpis/revenue") return movement;
    }
    return Movement();
  };
  const Movement moved = revenue(Utc(2025, 2, 1));
  EXPECT_EQ(moved.start_period(), "2025-01");
  EXPECT_EQ(moved.start_value(), 90) << "of January to the 15th, not all of it";
  EXPECT_TRUE(moved.same_part());
  EXPECT_EQ(moved.end_period(), "2025-02");
  EXPECT_EQ(moved.end_value(), 40);
  EXPECT_TRUE(moved.end_open());
  Add("revenue", clock_.Now(), 9, "north");
  Add("revenue", clock_.Now() - absl::Hours(24 * 31), 7, "north");
  EXPECT_EQ(revenue(Utc(2025, 2, 1)).start_value(), 90) << "what comes at the end is in neither";
  EXPECT_EQ(revenue(Utc(2025, 2, 1)).end_value(), 40);
  EXPECT_FALSE(revenue(Utc(2025, 2, 10)).has_start_value()) << "one month is no movement";
  EXPECT_EQ(revenue(Utc(2025, 2, 10)).end_value(), 40);
}

// What a scorecard heard three days later is no end of the day that the digest was of.
TEST_F(ReportingReviewTest, ADigestHasBothNumbersOfOneDayWhileMetricsIsAway) {
  AddStaff();
  const auto staff = [&](bool away) {
    const auto digest = Call(&Stub::GetDigest, "name: 'organizations/o/members/an'");
    EXPECT_THAT(digest, IsOk());
    bool stale = false;
    for (const auto& source : digest->sources()) stale = stale || source.stale();
    EXPECT_EQ(stale, away);
    EXPECT_EQ(digest->movements_size(), 1);
    const Movement& moved = digest->movements(0);
    EXPECT_EQ(moved.resource(), "organizations/o/kpis/staff");
    return absl::StrCat(moved.start_value(), " -> ", moved.end_value());
  };
  Add("staff", Utc(2025, 2, 13), 4, "north");
  Add("staff", Utc(2025, 2, 15), 6, "north");
  clock_.Advance(absl::Hours(1));
  EXPECT_EQ(staff(false), "4 -> 6");
  clock_.Advance(absl::Hours(72));
  Add("staff", clock_.Now() - absl::Hours(1), 50, "north");
  const auto card = Call(&Stub::GetScorecard, "name: 'organizations/o' period_count: 1");
  ASSERT_THAT(card, IsOk());
  scene_.Flush();
  metrics_.Stop();
  EXPECT_EQ(staff(true), "4 -> 6");
}

// A review asks for the period that goes on, a scorecard also for the one before.
TEST_F(ReportingReviewTest, AScorecardKeepsThePeriodBeforeWhileMetricsIsAway) {
  AddStaff();
  Add("staff", Utc(2025, 1, 20), 4, "north");
  Add("staff", Utc(2025, 2, 12), 6, "north");
  // The level of now, and by how much it is another than that of the month before.
  const auto february = [&] {
    const auto card = Call(&Stub::GetScorecard,
                           "name: 'organizations/o' owner: 'organizations/o/members/an' "
                           "period_count: 1");
    EXPECT_THAT(card, IsOk());
    EXPECT_EQ(card->rows_size(), 1);
    const auto& cell = card->rows(0).cells(0);
    return absl::StrCat(cell.actual(), " +", cell.change());
  };
  const std::string heard = february();
  EXPECT_EQ(heard, "6 +0.5");
  Review();
  scene_.Flush();
  metrics_.Stop();
  EXPECT_EQ(february(), heard);
}

}  // namespace
}  // namespace okapi::reporting
