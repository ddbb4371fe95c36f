// What people say of objectives beside their numbers, in reports and whoever watches them.

#include <gmock/gmock.h>

#include "tests/integration/reporting_company.h"

namespace okapi::reporting {
namespace {

using okapi::common::v1::Status;
using okapi::reporting::v1::OkrReport;
using okapi::reporting::v1::WatchReportRequest;
using okapi::reporting::v1::WatchReportResponse;

class ReportingAssessmentTest : public ReportingCompanyTest {
 protected:
  void SetUp() override {
    ReportingCompanyTest::SetUp();
    Goal(&Organizations::CreateMember,
         "parent: 'organizations/o' member_id: 'ann' member { display_name: 'Ann' }");
    AddObjective("grow");
  }
  void Assess(const std::string& status, int day) {
    Goal(&Goals::UpdateObjective,
         absl::StrCat("objective { name: 'organizations/o/objectives/grow' assessment { status: ",
                      status, " reason: 'a supplier left' author: 'organizations/o/members/ann' ",
                      "last_date { year: 2025 month: 2 day: ", day, " } } }"));
  }
  static const okapi::goals::v1::Assessment& In(const OkrReport& report) {
    return report.objectives(0).objective().assessment();
  }
};

TEST_F(ReportingAssessmentTest, AreToldToWhoWatchesWithTheNameOfWhoSaysSo) {
  WatchReportRequest request;
  request.mutable_okr_report()->set_name("organizations/o");
  ReportWatch watch(scene_.stub(), request);
  const WatchReportResponse first = watch.Next();
  ASSERT_EQ(first.okr_report().objectives_size(), 1);
  EXPECT_FALSE(first.okr_report().objectives(0).objective().has_assessment());
  Assess("AT_RISK", 20);
  const WatchReportResponse told = watch.NextWhere([](const WatchReportResponse& it) {
    return it.okr_report().objectives_size() == 1 &&
           In(it.okr_report()).status() == Status::AT_RISK;
  });
  ASSERT_EQ(told.okr_report().members_size(), 1);
  EXPECT_EQ(told.okr_report().members(0).display_name(), "Ann");
  Assess("OFF_TRACK", 20);
  watch.NextWhere([](const WatchReportResponse& it) {
    return it.okr_report().objectives_size() == 1 &&
           In(it.okr_report()).status() == Status::OFF_TRACK;
  });
}

TEST_F(ReportingAssessmentTest, AReportSaysWhetherOneHoldsWhenItIsMade) {
  Assess("AT_RISK", 15);
  const auto report = [this] {
    return Call(&Stub::GetOkrReport, "name: 'organizations/o' cycle: 'organizations/o/cycles/q1'");
  };
  auto made = report();
  ASSERT_THAT(made, testing::IsOk());
  EXPECT_FALSE(In(*made).expired());
  clock_.Advance(absl::Hours(24));
  made = report();
  ASSERT_THAT(made, testing::IsOk());
  EXPECT_TRUE(In(*made).expired());
}

}  // namespace
}  // namespace okapi::reporting
