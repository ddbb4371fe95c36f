// Key results that are made of others, over gRPC: what they come to, and when.

#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "common/api/timestamp.h"
#include "tests/integration/goals_combining_fixture.h"
#include "tests/support/field_matchers.h"

namespace okapi::goals {
namespace {

using okapi::common::v1::ChangeRecord;
using okapi::common::v1::Status;
using okapi::testing::BadFieldIs;
using okapi::testing::IsOk;
using okapi::testing::ReasonIs;
using status::ErrorReason;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class GoalsCombiningTest : public GoalsCombiningFixture {
 protected:
  // `company/sales` is made of `company/online`, `north/sales` and `south/sales`. Drafts.
  void SetUp() override {
    GoalsFixture::SetUp();
    for (const char* id : {"company", "north", "south"}) {
      ASSERT_THAT(CreateObjective(id), IsOk());
    }
    for (const std::string& id : kParts) ASSERT_THAT(Create(id), IsOk());
    ASSERT_THAT(Create("company/sales", MadeOf(kParts)), IsOk());
  }
  // The record of the write in which the key result came to this value.
  ChangeRecord RecordOf(const std::string& id, double value) {
    ChangesWatch watch(scene_);
    return watch.AwaitRecord([&](const ChangeRecord& record) {
      for (const auto& change : record.changes()) {
        v1::KeyResult after;
        const bool it = change.name() == NameOf(id) && change.after().UnpackTo(&after);
        if (it && after.has_current_value() && after.current_value() == value) return true;
      }
      return false;
    });
  }
  std::vector<double> PointsOf(const std::string& id) {
    std::vector<double> values;
    const v1::Pace pace = PaceOf(id);
    for (const auto& point : pace.points()) values.push_back(point.value());
    return values;
  }

  const std::vector<std::string> kParts = {"company/online", "north/sales", "south/sales"};
};

TEST_F(GoalsCombiningTest, AValueFollowsThoseThatItIsMadeOf) {
  v1::KeyResult sales = Get("company/sales");
  EXPECT_FALSE(sales.has_current_value());
  EXPECT_EQ(sales.key_result_source().missing(), 3);
  ASSERT_THAT(ReportValue("north/sales", 20), IsOk());
  ASSERT_THAT(ReportValue("south/sales", 30, "value_time { seconds: 1739000000 }"), IsOk());
  sales = Get("company/sales");
  EXPECT_EQ(sales.current_value(), 50);
  EXPECT_EQ(sales.progress().raw(), 0.5);
  EXPECT_EQ(sales.current_value_time().seconds(), kNow);  // The newest of them.
  EXPECT_EQ(sales.key_result_source().missing(), 1);      // Which is left out, and never 0.
  EXPECT_FALSE(sales.kpi_link().stale());
  // The objective above it, and whoever watches, hear of it in the same write.
  EXPECT_EQ(GetObjective("company")->progress().clamped(), 0.5);
  EXPECT_THAT(ChangedIn(RecordOf("company/sales", 50)),
              ElementsAre("south/sales", "company/sales"));
  // What is taken back is missing again.
  const auto wrong = ReportValue("company/online", 7);
  EXPECT_EQ(ValueOf("company/sales"), 57);
  ASSERT_THAT(
      Call(&Goals::CreateCheckIn, absl::StrCat("parent: '", NameOf("company/online"),
                                               "' check_in { corrects: '", wrong->name(), "' }")),
      IsOk());
  EXPECT_EQ(ValueOf("company/sales"), 50);
  scene_.Restart();
  EXPECT_EQ(ValueOf("company/sales"), 50);
  ASSERT_THAT(ReportValue("north/sales", 21), IsOk());
  EXPECT_EQ(ValueOf("company/sales"), 51);
}

TEST_F(GoalsCombiningTest, ItIsPutTogetherAsItSays) {
  ASSERT_THAT(ReportValue("company/online", 30, "value_time { seconds: 1739000000 }"), IsOk());
  ASSERT_THAT(ReportValue("north/sales", -10, "value_time { seconds: 1739000000 }"), IsOk());
  ASSERT_THAT(ReportValue("south/sales", 70, "value_time { seconds: 1738000000 }"), IsOk());
  const std::vector<std::pair<std::string, double>> ways = {
      {"SUM", 90}, {"MEAN", 30}, {"MIN", -10}, {"MAX", 70}, {"LATEST", 30}};
  for (const auto& [combination, value] : ways) {
    SCOPED_TRACE(combination);
    const auto updated = MakeOf("company/sales", kParts, combination);
    ASSERT_THAT(updated, IsOk());
    EXPECT_EQ(updated->current_value(), value);  // A changed definition shows at once.
    EXPECT_EQ(ValueOf("company/sales"), value);
  }
  EXPECT_EQ(MakeOf("company/sales", kParts, "COMBINATION_UNSPECIFIED")->current_value(), 90);
}

// top <- left, right <- south: what changed reaches the top once, after both.
TEST_F(GoalsCombiningTest, OneChangeGoesAllTheWayUpOnce) {
  ASSERT_THAT(Create("north/left", MadeOf({"south/sales"})), IsOk());
  ASSERT_THAT(Create("company/right", MadeOf({"south/sales", "north/left"})), IsOk());
  ASSERT_THAT(Create("north/top", MadeOf({"north/left", "company/right", "company/sales"})),
              IsOk());
  ASSERT_THAT(ReportValue("south/sales", 1), IsOk());
  EXPECT_EQ(ValueOf("north/top"), 1 + 2 + 1);
  EXPECT_THAT(ChangedIn(RecordOf("north/top", 4)),
              ::testing::UnorderedElementsAre("south/sales", "north/left", "company/right",
                                              "company/sales", "north/top"));
  // What does not move moves nothing above it.
  ASSERT_THAT(MakeOf("north/left", {"south/sales", "north/sales"}, "MIN"), IsOk());
  ASSERT_THAT(ReportValue("north/sales", 5), IsOk());
  EXPECT_EQ(ValueOf("company/right"), 2);
  EXPECT_THAT(
      ChangedIn(RecordOf("north/sales", 5)),
      ::testing::UnorderedElementsAre("north/sales", "north/left", "company/sales", "north/top"));
}

TEST_F(GoalsCombiningTest, ManyReportsAtOnceMoveItOnce) {
  std::string requests;
  for (int i = 0; i < 3; ++i) {
    for (const std::string& part : kParts) {
      absl::StrAppend(&requests, " requests { parent: '", NameOf(part),
                      "' check_in { value: ", 10 * i + 10, " } }");
    }
  }
  ASSERT_THAT(Call(&Goals::BatchCreateCheckIns, "parent: 'organizations/o'" + requests), IsOk());
  EXPECT_EQ(ValueOf("company/sales"), 90);
  const std::vector<std::string> changed = ChangedIn(RecordOf("company/sales", 90));
  EXPECT_EQ(std::count(changed.begin(), changed.end(), "company/sales"), 1);
  EXPECT_EQ(changed.back(), "company/sales");
}

TEST_F(GoalsCombiningTest, CheckInsCarryConfidenceAndWordsOnly) {
  EXPECT_THAT(ReportValue("company/sales", 5), BadFieldIs("check_in.value"));
  const auto words = Call(&Goals::CreateCheckIn, absl::StrCat("parent: '", NameOf("company/sales"),
                                                              "' check_in { confidence: 0.7 }"));
  ASSERT_THAT(words, IsOk());
  EXPECT_EQ(Get("company/sales").confidence(), 0.7);
  EXPECT_THAT(ReportValue("company/sales", 5, "corrects: '" + words->name() + "'"),
              BadFieldIs("check_in.value"));
}

TEST_F(GoalsCombiningTest, NobodyOwesACheckInOfIt) {
  ASSERT_THAT(Call(&Organizations::UpdateCycle,
                   "cycle { name: 'organizations/o/cycles/q1' cadence { every: WEEK } } "
                   "update_mask { paths: 'cadence' }"),
              IsOk());
  ASSERT_THAT(ActivateIt("company"), IsOk());
  clock_.Advance(absl::Hours(24 * 14));
  const auto due = Call(&Review::ListDue, "parent: 'organizations/o'");
  ASSERT_THAT(due, IsOk());
  ASSERT_EQ(due->due_size(), 1);
  EXPECT_EQ(due->due(0).key_result(), NameOf("company/online"));
}

TEST_F(GoalsCombiningTest, AnotherSourceHasAnotherHistory) {
  ASSERT_THAT(ReportValue("north/sales", 20), IsOk());
  clock_.Advance(absl::Hours(24));
  ASSERT_THAT(ReportValue("north/sales", 30), IsOk());
  ASSERT_THAT(ReportValue("south/sales", 10), IsOk());
  EXPECT_THAT(PointsOf("company/sales"), ElementsAre(20, 40));
  // That of what it is made of, put together as it says.
  ASSERT_THAT(MakeOf("company/sales", {"north/sales", "south/sales"}, "MEAN"), IsOk());
  EXPECT_THAT(PointsOf("company/sales"), ElementsAre(20, 20));
  ASSERT_THAT(MakeOf("company/sales", {"south/sales"}), IsOk());
  EXPECT_THAT(PointsOf("company/sales"), ElementsAre(10));
  ASSERT_THAT(MakeOf("company/sales", {"company/online"}), IsOk());
  EXPECT_THAT(PointsOf("company/sales"), IsEmpty());
  // Without one it is people's again, and then a source counts from where it is.
  ASSERT_THAT(Update("company/sales", "", "key_result_source"), IsOk());
  EXPECT_FALSE(Get("company/sales").has_current_value());
  EXPECT_FALSE(Get("company/sales").has_kpi_link());
  ASSERT_THAT(ReportValue("company/sales", 9), IsOk());
  EXPECT_EQ(ValueOf("company/sales"), 9);
  ASSERT_THAT(ReportValue("north/sales", 40), IsOk());  // Moves it no more.
  EXPECT_EQ(ValueOf("company/sales"), 9);
  ASSERT_THAT(MakeOf("company/sales", {"north/sales"}), IsOk());
  EXPECT_EQ(ValueOf("company/sales"), 40);
}

TEST_F(GoalsCombiningTest, ItsWayHasAPointForEveryDayAndAForecast) {
  clock_.Advance(-absl::Hours(24 * 40));  // To 6 January.
  ASSERT_THAT(ActivateIt("company"), IsOk());
  for (int day = 0; day < 40; day += 4) {
    ASSERT_THAT(ReportValue("north/sales", day), IsOk());
    ASSERT_THAT(ReportValue("south/sales", day), IsOk());
    clock_.Advance(absl::Hours(96));
  }
  const v1::Pace pace = PaceOf("company/sales");
  ASSERT_EQ(pace.points_size(), 10);
  for (int i = 0; i < pace.points_size(); ++i) EXPECT_EQ(pace.points(i).value(), 8 * i);
  ASSERT_TRUE(pace.has_forecast());
  EXPECT_NEAR(pace.forecast().value(), 168, 8);  // 2 a day to the end of March.
}

TEST_F(GoalsCombiningTest, WhatIsClosedStaysAsItWas) {
  ASSERT_THAT(ReportValue("north/sales", 20), IsOk());
  for (const char* id : {"north", "company"}) {
    ASSERT_THAT(Create(absl::StrCat(id, "/other")), IsOk());
    ASSERT_THAT(ActivateIt(id), IsOk());
  }
  // A closed part counts with what its grade keeps.
  ASSERT_THAT(CloseIt("north"), IsOk());
  ASSERT_THAT(ReportValue("south/sales", 1), IsOk());
  EXPECT_EQ(ValueOf("company/sales"), 21);
  // What is closed itself follows no more.
  ASSERT_THAT(CloseIt("company"), IsOk());
  ASSERT_THAT(ReportValue("south/sales", 2), IsOk());
  EXPECT_EQ(ValueOf("company/sales"), 21);
  EXPECT_EQ(GetObjective("company")->grade().key_results(2).value(), 21);
  // Opened again it catches up at once.
  ASSERT_THAT(Call(&Goals::ReopenObjective, Named(NameOf("company"))), IsOk());
  EXPECT_EQ(ValueOf("company/sales"), 22);
  ASSERT_THAT(Call(&Goals::ReopenObjective, Named(NameOf("north"))), IsOk());
  ASSERT_THAT(ReportValue("north/sales", 30), IsOk());
  EXPECT_EQ(ValueOf("company/sales"), 32);
}

TEST_F(GoalsCombiningTest, WhatIsPutAsideCountsAndFollows) {
  ASSERT_THAT(ReportValue("north/sales", 20), IsOk());
  ASSERT_THAT(Call(&Goals::ArchiveObjective, Named(NameOf("north"))), IsOk());
  EXPECT_EQ(ValueOf("company/sales"), 20);
  ASSERT_THAT(Call(&Goals::ArchiveObjective, Named(NameOf("company"))), IsOk());
  ASSERT_THAT(ReportValue("south/sales", 1), IsOk());
  EXPECT_EQ(ValueOf("company/sales"), 21);
}

TEST_F(GoalsCombiningTest, AnExplanationSaysWhatItIsMadeOf) {
  ASSERT_THAT(ReportValue("company/online", 120), IsOk());
  ASSERT_THAT(ReportValue("south/sales", -80), IsOk());
  const auto explain = [&] {
    const auto explained = Call(&Review::Explain, Named(NameOf("company/sales")));
    EXPECT_THAT(explained, IsOk());
    return *explained;
  };
  const v1::Explanation explained = explain();
  EXPECT_EQ(explained.steps(0), "value = 120 + (-80) = 40, without 1 that has no value");
  EXPECT_THAT(explained.steps(1), HasSubstr("= 0.4"));
  std::vector<std::string> parts;
  for (const auto& input : explained.inputs()) {
    if (input.label() != "part") continue;
    parts.push_back(input.has_value() ? absl::StrCat(input.source(), " ", input.value())
                                      : absl::StrCat(input.source(), " ", input.text()));
    EXPECT_EQ(input.has_time(), input.has_value());
    EXPECT_NE(input.etag(), "");
  }
  EXPECT_THAT(parts,
              ElementsAre(NameOf("company/online") + " 120", NameOf("north/sales") + " no value",
                          NameOf("south/sales") + " -80"));
  const std::vector<std::pair<std::string, std::string>> ways = {
      {"MEAN", "value = (120 + (-80)) / 2 = 20, without 1 that has no value"},
      {"MIN", "value = the smallest of 120, -80 = -80, without 1 that has no value"},
      {"LATEST", "value = the one measured last of 120, -80 = 120, without 1 that has no value"}};
  for (const auto& [combination, step] : ways) {
    ASSERT_THAT(MakeOf("company/sales", kParts, combination), IsOk());
    EXPECT_EQ(explain().steps(0), step);
  }
  // It stands in the explanation of its objective too.
  const auto of_objective = Call(&Review::Explain, Named(NameOf("company")));
  EXPECT_EQ(of_objective->children(1).steps(0), ways.back().second);
  ASSERT_THAT(MakeOf("company/sales", {"north/sales"}), IsOk());
  EXPECT_EQ(explain().steps(0),
            "no value is known: none of the key results that it is made of has one");
}

TEST_F(GoalsCombiningTest, ACopyIsMadeOfCopies) {
  ASSERT_THAT(CreateCycle("q2",
                          "start_date { year: 2025 month: 4 day: 1 } "
                          "end_date { year: 2025 month: 6 day: 30 }"),
              IsOk());
  ASSERT_THAT(ReportValue("company/online", 5), IsOk());
  ASSERT_THAT(ReportValue("north/sales", 20), IsOk());
  ASSERT_THAT(Call(&Goals::CopyObjective,
                   Named(NameOf("company")) +
                       "objective_id: 'next' cycle: 'organizations/o/cycles/q2' carry_over: true"),
              IsOk());
  const v1::KeyResult copy = Get("next/sales");
  EXPECT_THAT(copy.key_result_source().key_results(),
              ElementsAre(NameOf("next/online"), NameOf("north/sales"), NameOf("south/sales")));
  EXPECT_EQ(copy.from_to().baseline(), 25);
  EXPECT_EQ(copy.current_value(), 20);  // The others count on, the copy is yet to be reported.
  EXPECT_EQ(copy.key_result_source().missing(), 2);
}

TEST_F(GoalsCombiningTest, WhatIsCarriedOverTogetherIsMadeOfEachOther) {
  ASSERT_THAT(CreateCycle("q2",
                          "start_date { year: 2025 month: 4 day: 1 } "
                          "end_date { year: 2025 month: 6 day: 30 }"),
              IsOk());
  ASSERT_THAT(Call(&Organizations::ActivateCycle, Named("organizations/o/cycles/q1")), IsOk());
  for (const std::string& part : kParts) ASSERT_THAT(ReportValue(part, 20), IsOk());
  ASSERT_THAT(Create("north/other"), IsOk());
  for (const char* id : {"north", "company"}) ASSERT_THAT(ActivateIt(id), IsOk());
  const auto closed =
      Call(&Organizations::CloseCycle,
           Named("organizations/o/cycles/q1") + "carry_over_cycle: 'organizations/o/cycles/q2'");
  ASSERT_THAT(closed, IsOk());
  ASSERT_EQ(closed->carried_over_size(), 3);
  EXPECT_THAT(
      Get("company-q2/sales").key_result_source().key_results(),
      ElementsAre(NameOf("company-q2/online"), NameOf("north-q2/sales"), NameOf("south-q2/sales")));
  EXPECT_EQ(Get("company-q2/sales").from_to().baseline(), 60);
  EXPECT_FALSE(Get("company-q2/sales").has_current_value());
  ASSERT_THAT(ReportValue("north-q2/sales", 25), IsOk());
  EXPECT_EQ(ValueOf("company-q2/sales"), 25);
  EXPECT_EQ(ValueOf("company/sales"), 60);
}

// What came to it is no part of the history of others, and theirs not of its own: whatever comes
// first, all is as it was.
TEST_F(GoalsCombiningTest, HistoriesComeInAnyOrder) {
  for (int day = 0; day < 3; ++day) {
    ASSERT_THAT(ReportValue("north/sales", 20 + day), IsOk());
    clock_.Advance(absl::Hours(12));
    ASSERT_THAT(ReportValue("south/sales", 30 + day), IsOk());
    clock_.Advance(absl::Hours(24));
  }
  const v1::KeyResult sales = Get("company/sales");
  EXPECT_EQ(sales.current_value(), 54);
  const std::vector<double> points = PointsOf("company/sales");
  ASSERT_GT(points.size(), 2U);
  std::vector<std::string> order = {"company", "north", "south"};
  std::map<std::string, v1::ObjectiveHistory> histories;
  for (const std::string& id : order) {
    histories[id] = *Call(&Goals::GetObjectiveHistory, Named(NameOf(id)));
  }
  do {
    SCOPED_TRACE(absl::StrCat(order[0], " ", order[1], " ", order[2]));
    for (const char* id : {"company", "north", "south"}) ASSERT_THAT(DeleteObjective(id), IsOk());
    for (const char* id : {"company", "north", "south"}) {
      ASSERT_THAT(CreateObjective(id), IsOk());
    }
    for (const std::string& id : kParts) ASSERT_THAT(Create(id), IsOk());
    ASSERT_THAT(Create("company/sales", MadeOf(kParts)), IsOk());
    for (const std::string& id : order) {
      v1::ImportObjectiveHistoryRequest request;
      request.set_name(NameOf(id));
      *request.mutable_history() = histories[id];
      ASSERT_THAT(scene_.Call(&Goals::ImportObjectiveHistory, request), IsOk());
    }
    v1::KeyResult again = Get("company/sales");
    again.set_etag(sales.etag());
    EXPECT_EQ(again.DebugString(), sales.DebugString());
    EXPECT_EQ(PointsOf("company/sales"), points);
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST_F(GoalsCombiningTest, ALockHoldsWhatItIsMadeOf) {
  ASSERT_THAT(Call(&Organizations::UpdateOrganization,
                   "organization { name: 'organizations/o' policy { targets_locked: true } } "
                   "update_mask { paths: 'policy' }"),
              IsOk());
  ASSERT_THAT(ActivateIt("company"), IsOk());
  EXPECT_THAT(MakeOf("company/sales", {"north/sales"}), ReasonIs(ErrorReason::INVALID_STATE));
  EXPECT_THAT(Update("company/sales", "", "key_result_source"),
              ReasonIs(ErrorReason::INVALID_STATE));
}

}  // namespace
}  // namespace okapi::goals
