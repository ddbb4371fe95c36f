// The histories of key results that are made of others, over gRPC: they are what those of their
// parts come to, whatever is reported late or corrected.

#include <gmock/gmock.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/api/timestamp.h"
#include "tests/integration/goals_combining_fixture.h"

namespace okapi::goals {
namespace {

using okapi::common::v1::ChangeRecord;
using okapi::testing::IsOk;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// `company/sales` is made of `north/sales` and `south/sales`: 10 on 3 February, 30 on the 5th, 35
// on the 10th.
class GoalsCombiningHistoryTest : public GoalsCombiningFixture {
 protected:
  void SetUp() override {
    GoalsFixture::SetUp();
    for (const char* id : {"company", "north", "south"}) {
      ASSERT_THAT(CreateObjective(id), IsOk());
      ASSERT_THAT(Create(absl::StrCat(id, "/sales")), IsOk());
    }
    ASSERT_THAT(MakeOf("company/sales", {"north/sales", "south/sales"}), IsOk());
    first_ = ReportOn(February(3), "north/sales", 10);
    ReportOn(February(5), "south/sales", 20);
    last_ = ReportOn(February(10), "north/sales", 15);
    ASSERT_THAT(PointsOf("company/sales"), ElementsAre("02-03 10", "02-05 30", "02-10 35"));
  }
  static absl::CivilDay February(int day) { return absl::CivilDay(2025, 2, day); }
  static std::string Measured(absl::CivilDay day) {
    const absl::Time noon = absl::FromCivil(absl::CivilHour(day) + 12, absl::UTCTimeZone());
    return absl::StrCat("value_time { seconds: ", absl::ToUnixSeconds(noon), " } ");
  }
  // The name of the check-in.
  std::string ReportOn(absl::CivilDay day, const std::string& id, double value) {
    const auto report = ReportValue(id, value, Measured(day));
    EXPECT_THAT(report, IsOk());
    return report.ok() ? report->name() : "";
  }
  absl::Status TakeBack(const std::string& id, const std::string& check_in) {
    return Call(&Goals::CreateCheckIn,
                absl::StrCat("parent: '", NameOf(id), "' check_in { corrects: '", check_in, "' }"))
        .status();
  }
  // As `02-03 10`.
  std::vector<std::string> PointsOf(const std::string& id) {
    std::vector<std::string> points;
    const auto pace = PaceOf(id);
    for (const auto& point : pace.points()) {
      points.push_back(absl::StrCat(
          absl::FormatTime("%m-%d ", api::FromTimestamp(point.time()), absl::UTCTimeZone()),
          point.value()));
    }
    return points;
  }
  // The key results that the write of a check-in says changed.
  std::vector<std::string> ChangedBy(const std::string& check_in) {
    ChangesWatch watch(scene_);
    return ChangedIn(watch.AwaitRecord([&check_in](const ChangeRecord& record) {
      return std::any_of(record.changes().begin(), record.changes().end(),
                         [&](const auto& change) { return change.name() == check_in; });
    }));
  }

  std::string first_;
  std::string last_;
};

TEST_F(GoalsCombiningHistoryTest, ALateReportCountsFromItsDayOn) {
  const std::string late = ReportOn(February(4), "south/sales", 5);
  EXPECT_THAT(PointsOf("company/sales"),
              ElementsAre("02-03 10", "02-04 15", "02-05 30", "02-10 35"));
  EXPECT_EQ(ValueOf("company/sales"), 35);
  // Whoever shows its way hears of that, though its value is the same.
  EXPECT_THAT(ChangedBy(late), ElementsAre("company/sales"));
  ReportOn(February(1), "south/sales", 100);
  EXPECT_THAT(PointsOf("company/sales"),
              ElementsAre("02-01 100", "02-03 110", "02-04 15", "02-05 30", "02-10 35"));
}

TEST_F(GoalsCombiningHistoryTest, WhatLeavesItsHistoryAsItWasTellsNobody) {
  ASSERT_THAT(MakeOf("company/sales", {"north/sales", "south/sales"}, "MIN"), IsOk());
  EXPECT_THAT(PointsOf("company/sales"), ElementsAre("02-03 10", "02-05 10", "02-10 15"));
  const std::string late = ReportOn(February(5), "south/sales", 21);
  EXPECT_THAT(ChangedBy(late), ElementsAre("south/sales"));
}

TEST_F(GoalsCombiningHistoryTest, ACorrectionMovesEveryDayThatItMovesOfItsPart) {
  ASSERT_THAT(ReportValue("north/sales", 12, absl::StrCat("corrects: '", first_, "'")), IsOk());
  EXPECT_THAT(PointsOf("company/sales"), ElementsAre("02-03 12", "02-05 32", "02-10 35"));
  // Of another day than it was reported of.
  ASSERT_THAT(ReportValue("north/sales", 15,
                          absl::StrCat("corrects: '", last_, "' ", Measured(February(7)))),
              IsOk());
  EXPECT_THAT(PointsOf("company/sales"), ElementsAre("02-03 12", "02-05 32", "02-07 35"));
}

TEST_F(GoalsCombiningHistoryTest, WhatIsTakenBackLeavesNoDay) {
  ASSERT_THAT(TakeBack("north/sales", first_), IsOk());
  EXPECT_THAT(PointsOf("company/sales"), ElementsAre("02-05 20", "02-10 35"));
  ASSERT_THAT(TakeBack("north/sales", last_), IsOk());
  EXPECT_THAT(PointsOf("company/sales"), ElementsAre("02-05 20"));
  const std::string only = ReportOn(February(8), "south/sales", 1);
  ASSERT_THAT(MakeOf("company/sales", {"north/sales"}), IsOk());
  EXPECT_THAT(PointsOf("company/sales"), IsEmpty());
  ASSERT_THAT(TakeBack("south/sales", only), IsOk());
  EXPECT_THAT(PointsOf("company/sales"), IsEmpty());
}

TEST_F(GoalsCombiningHistoryTest, ItGoesAllTheWayUp) {
  ASSERT_THAT(Create("company/twice", MadeOf({"company/sales", "north/sales"})), IsOk());
  // What is made of others begins with their history.
  EXPECT_THAT(PointsOf("company/twice"), ElementsAre("02-03 20", "02-05 40", "02-10 50"));
  const std::string late = ReportOn(February(4), "north/sales", 11);
  EXPECT_THAT(PointsOf("company/twice"),
              ElementsAre("02-03 20", "02-04 22", "02-05 42", "02-10 50"));
  EXPECT_THAT(ChangedBy(late), ElementsAre("company/sales", "company/twice"));
  // Another source in the middle is another history at the top.
  ASSERT_THAT(MakeOf("company/sales", {"south/sales"}), IsOk());
  EXPECT_THAT(PointsOf("company/twice"),
              ElementsAre("02-03 10", "02-04 11", "02-05 31", "02-10 35"));
}

TEST_F(GoalsCombiningHistoryTest, ManyReportsAtOnceCountEachFromItsDayOn) {
  std::string requests;
  for (const int day : {9, 4, 12}) {
    absl::StrAppend(&requests, " requests { parent: '", NameOf("south/sales"),
                    "' check_in { value: ", day, " ", Measured(February(day)), " } }");
  }
  ASSERT_THAT(Call(&Goals::BatchCreateCheckIns, "parent: 'organizations/o'" + requests), IsOk());
  EXPECT_THAT(PointsOf("company/sales"),
              ElementsAre("02-03 10", "02-04 14", "02-05 30", "02-09 19", "02-10 24", "02-12 27"));
}

TEST_F(GoalsCombiningHistoryTest, WhatIsClosedKeepsItAndCatchesUpOnceItIsOpenedAgain) {
  ASSERT_THAT(Create("company/other"), IsOk());
  ASSERT_THAT(ActivateIt("company"), IsOk());
  ASSERT_THAT(CloseIt("company"), IsOk());
  ReportOn(February(4), "south/sales", 5);
  EXPECT_THAT(PointsOf("company/sales"), ElementsAre("02-03 10", "02-05 30", "02-10 35"));
  ASSERT_THAT(Call(&Goals::ReopenObjective, Named(NameOf("company"))), IsOk());
  EXPECT_THAT(PointsOf("company/sales"),
              ElementsAre("02-03 10", "02-04 15", "02-05 30", "02-10 35"));
}

// Of the days before its cycle there is no way, but what was measured then counts.
TEST_F(GoalsCombiningHistoryTest, ItBeginsWithItsCycle) {
  ReportOn(absl::CivilDay(2024, 12, 20), "south/sales", 7);
  EXPECT_THAT(PointsOf("company/sales"), ElementsAre("02-03 17", "02-05 30", "02-10 35"));
}

}  // namespace
}  // namespace okapi::goals
