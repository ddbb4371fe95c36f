// Error budgets in reports and alerts, between the real goal and metrics services.

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/api/timestamp.h"
#include "services/reporting/alerts/alert_watcher.h"
#include "tests/integration/reporting_follow_up.h"
#include "tests/support/field_matchers.h"

namespace okapi::reporting {
namespace {

using okapi::reporting::v1::Alert;
using okapi::testing::BadFieldIs;
using okapi::testing::BadFieldsAre;
using okapi::testing::IsOk;
using okapi::testing::ReasonIs;
using okapi::testing::StatusIs;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kKept[] = "organizations/o/objectives/shop/keyResults/kept";

// It is to be kept for 99 % of a quarter of 90 days: 21 h 36 min may be lost. By default it was
// kept so far.
class ReportingErrorBudgetTest : public ReportingFollowUpTest {
 protected:
  void SetUp() override {
    ReportingFollowUpTest::SetUp();
    AddObjective("shop");
    Goal(&Goals::CreateKeyResult,
         "parent: 'organizations/o/objectives/shop' key_result_id: 'kept' key_result { "
         "display_name: 'Availability' range { min: 99 error_budget: 0.01 } }");
    Measure(99.9, Utc(2025, 1, 1));
  }
  void Measure(double value, absl::Time time) {
    Goal(&Goals::CreateCheckIn,
         absl::StrCat("parent: '", kKept, "' check_in { value: ", value,
                      " value_time { seconds: ", absl::ToUnixSeconds(time), " } }"));
  }
  void Measure(double value) { Measure(value, clock_.Now()); }
  static std::string Burn(const std::string& fields) {
    return absl::StrCat("error_budget_burn { key_result: '", kKept, "' ", fields, " } ");
  }
  absl::Status Create(const std::string& fields) {
    return CallOf<AlertRpc>(&AlertStub::CreateAlertRule,
                            absl::StrCat("parent: 'organizations/o' alert_rule { display_name: "
                                         "'x' ",
                                         fields, " }"))
        .status();
  }
};

// The rules of the SRE Workbook for an outage: an hour at 14.4, and 5 minutes of it.
TEST_F(ReportingErrorBudgetTest, AnOutageRingsAndIsOverSoonAfterIt) {
  AddRule("burn", Burn("long_window { seconds: 3600 } rate: 14.4"));
  scene_.watcher().LookNow();
  EXPECT_THAT(Alerts(), IsEmpty());
  Measure(95);
  clock_.Advance(absl::Minutes(8));
  scene_.watcher().LookNow();
  EXPECT_THAT(Alerts(), IsEmpty()) << "8 minutes of an hour are 13.3 times as fast";
  clock_.Advance(absl::Minutes(4));
  scene_.watcher().LookNow();
  ASSERT_THAT(Alerts(), SizeIs(1));
  EXPECT_EQ(Alerts()[0].state(), Alert::FIRING);
  EXPECT_EQ(Alerts()[0].resource(), kKept);
  EXPECT_DOUBLE_EQ(Alerts()[0].value(), 20);
  EXPECT_FALSE(Alerts()[0].has_unit()) << "a rate is no value of the key result";
  EXPECT_EQ(Alerts()[0].message(),
            "the error budget of “Availability” burns 20 times as fast as it may over 60 min, "
            "and 100 times over 5 min; 99 % of it is left");
  // It is over when the short window is good again, though the long one is not.
  Measure(99.9);
  clock_.Advance(absl::Minutes(4));
  scene_.watcher().LookNow();
  EXPECT_EQ(Alerts()[0].state(), Alert::FIRING) << "a minute of five burns 20 times as fast";
  clock_.Advance(absl::Minutes(1));
  scene_.watcher().LookNow();
  EXPECT_EQ(Alerts()[0].state(), Alert::RESOLVED);
}

TEST_F(ReportingErrorBudgetTest, AnAlertEndsAtItsOwnRateAndWaitsForItsHold) {
  AddRule("leak", absl::StrCat("hold { seconds: 3600 } ",
                               Burn("long_window { seconds: 86400 } short_window { seconds: 7200 } "
                                    "rate: 4 resolve_rate: 1")));
  Measure(98);
  clock_.Advance(absl::Hours(2));
  scene_.watcher().LookNow();
  EXPECT_THAT(Alerts(), IsEmpty());
  clock_.Advance(absl::Hours(1));
  scene_.watcher().LookWhereNeeded();
  ASSERT_THAT(Alerts(), SizeIs(1)) << "it has burnt for an hour";
  Measure(99);
  clock_.Advance(absl::Minutes(118));
  scene_.watcher().LookNow();
  EXPECT_EQ(Alerts()[0].state(), Alert::FIRING) << "2 of 120 minutes are 1.7";
  clock_.Advance(absl::Minutes(1));
  scene_.watcher().LookNow();
  EXPECT_EQ(Alerts()[0].state(), Alert::RESOLVED);
}

TEST_F(ReportingErrorBudgetTest, ACorrectionEndsIt) {
  AddRule("burn", Burn("long_window { seconds: 3600 } rate: 5"));
  const auto wrong = goals_.Call(&Goals::CreateCheckIn,
                                 testing::FromText<okapi::goals::v1::CreateCheckInRequest>(
                                     absl::StrCat("parent: '", kKept, "' check_in { value: 0 }")));
  ASSERT_THAT(wrong, IsOk());
  clock_.Advance(absl::Minutes(30));
  scene_.watcher().LookNow();
  ASSERT_THAT(Alerts(), SizeIs(1));
  Goal(&Goals::CreateCheckIn,
       absl::StrCat("parent: '", kKept, "' check_in { value: 99.9 corrects: '", wrong->name(),
                    "' }"));
  scene_.watcher().LookNow();
  EXPECT_EQ(Alerts()[0].state(), Alert::RESOLVED);
}

TEST_F(ReportingErrorBudgetTest, NothingBurnsWhenItIsOverOrThereIsNoBudget) {
  AddRule("burn", Burn("long_window { seconds: 3600 } rate: 1"));
  Measure(0);
  clock_.Advance(absl::Hours(1));
  scene_.watcher().LookNow();
  ASSERT_THAT(Alerts(), SizeIs(1));
  EXPECT_EQ(Alerts()[0].rule_display_name(), "burn");
  Goal(&Goals::CloseObjective, "name: 'organizations/o/objectives/shop' reason: 'done'");
  scene_.watcher().LookNow();
  EXPECT_EQ(Alerts()[0].state(), Alert::RESOLVED);
}

TEST_F(ReportingErrorBudgetTest, ARuleOnWhatHasNoBudgetIsRefused) {
  const std::string own =
      "error_budget_burn { key_result: "
      "'organizations/o/objectives/shop/keyResults/own' long_window { seconds: "
      "3600 } rate: 1 } ";
  const auto refused =
      AllOf(ReasonIs(status::ErrorReason::INVALID_STATE),
            StatusIs(absl::StatusCode::kFailedPrecondition,
                     HasSubstr("alert_rule.error_budget_burn.key_result: "
                               "'organizations/o/objectives/shop/keyResults/own' has no error "
                               "budget")));
  EXPECT_THAT(Create(own), refused);
  // Nor does a rule become one.
  const auto update = [this](const std::string& fields, const std::string& path) {
    return CallOf<AlertRpc>(&AlertStub::UpdateAlertRule,
                            absl::StrCat("alert_rule { name: 'organizations/o/alertRules/own' ",
                                         fields, " } update_mask { paths: '", path, "' }"))
        .status();
  };
  AddRule("own", "guard_broken { key_result: 'organizations/o/objectives/shop/keyResults/own' } ");
  EXPECT_THAT(update(own, "error_budget_burn"), refused);
  EXPECT_THAT(update(Burn("long_window { seconds: 3600 } rate: 1"), "error_budget_burn"), IsOk());
  EXPECT_THAT(update(own, "error_budget_burn"), refused);
  // One from elsewhere comes as it was.
  EXPECT_THAT(CallOf<AlertRpc>(&AlertStub::CreateAlertRule,
                               absl::StrCat("parent: 'organizations/o' allow_missing_subject: true "
                                            "alert_rule { display_name: 'x' ",
                                            own, " }")),
              IsOk());
}

TEST_F(ReportingErrorBudgetTest, ARuleSaysWhyItCannotFire) {
  AddRule("burn", Burn("long_window { seconds: 3600 } rate: 1"));
  AddRule("muted", absl::StrCat("disabled: true ", Burn("long_window { seconds: 3600 } rate: 1")));
  const auto problem = [this](const std::string& rule = "burn") {
    scene_.watcher().LookNow();
    const auto found = CallOf<AlertRpc>(
        &AlertStub::GetAlertRule, absl::StrCat("name: 'organizations/o/alertRules/", rule, "'"));
    EXPECT_THAT(found, IsOk());
    return found->problem();
  };
  const auto set_range = [this](const std::string& range) {
    Goal(&Goals::UpdateKeyResult, absl::StrCat("key_result { name: '", kKept, "' range { min: 99 ",
                                               range, " } } update_mask { paths: 'range' }"));
  };
  EXPECT_EQ(problem(), "");
  Measure(0);
  clock_.Advance(absl::Hours(1));
  scene_.watcher().LookNow();
  ASSERT_THAT(Alerts(), SizeIs(1));
  const auto rule =
      CallOf<AlertRpc>(&AlertStub::GetAlertRule, "name: 'organizations/o/alertRules/burn'");
  set_range("");
  EXPECT_EQ(problem(), "“Availability” has no error budget");
  EXPECT_EQ(Alerts()[0].state(), Alert::RESOLVED);
  EXPECT_EQ(problem("muted"), "") << "it does not look";
  // Nobody changed the rule, and who read it before still may.
  const auto noted =
      CallOf<AlertRpc>(&AlertStub::GetAlertRule, "name: 'organizations/o/alertRules/burn'");
  EXPECT_EQ(noted->update_time().seconds(), noted->create_time().seconds());
  const auto edited = CallOf<AlertRpc>(
      &AlertStub::UpdateAlertRule,
      absl::StrCat("alert_rule { name: 'organizations/o/alertRules/burn' display_name: 'Burns' "
                   "etag: '",
                   rule->etag(), "' } update_mask { paths: 'display_name' }"));
  ASSERT_THAT(edited, IsOk());
  EXPECT_EQ(edited->problem(), "“Availability” has no error budget");
  EXPECT_NE(edited->etag(), rule->etag());
  // Said once, and not with every look.
  const int64_t before = scene_.Revision();
  EXPECT_EQ(problem(), "“Availability” has no error budget");
  EXPECT_EQ(scene_.Revision(), before);
  set_range("error_budget: 0.01");
  EXPECT_EQ(problem(), "");
  Goal(&Goals::DeleteObjective, "name: 'organizations/o/objectives/shop' force: true");
  EXPECT_EQ(problem(),
            absl::StrCat("'", kKept, "' is gone, or archived, or not for everybody to see"));
  goals_.Stop();
  EXPECT_THAT(problem(), HasSubstr("is gone")) << "what is not heard proves nothing";
}

TEST_F(ReportingErrorBudgetTest, WhatIsNotHeardProvesNothing) {
  AddRule("burn", Burn("long_window { seconds: 3600 } rate: 1"));
  Measure(0);
  clock_.Advance(absl::Hours(1));
  scene_.watcher().LookNow();
  ASSERT_THAT(Alerts(), SizeIs(1));
  goals_.Stop();
  clock_.Advance(absl::Hours(24 * 60));
  scene_.watcher().LookNow();
  EXPECT_EQ(Alerts()[0].state(), Alert::FIRING);
}

TEST_F(ReportingErrorBudgetTest, ARuleSaysAllThatIsWrongAndWhatItDoesNotSay) {
  EXPECT_THAT(Create(Burn("rate: 2")), BadFieldIs("alert_rule.error_budget_burn.long_window"));
  EXPECT_THAT(Create(Burn("long_window { seconds: 59 } rate: -1 resolve_rate: 3")),
              BadFieldsAre(std::vector<std::string>{"alert_rule.error_budget_burn.long_window",
                                                    "alert_rule.error_budget_burn.rate"}));
  EXPECT_THAT(Create(Burn("long_window { seconds: 59 } short_window { nanos: 1 } rate: 2 "
                          "resolve_rate: 3")),
              BadFieldsAre(std::vector<std::string>{"alert_rule.error_budget_burn.long_window",
                                                    "alert_rule.error_budget_burn.short_window",
                                                    "alert_rule.error_budget_burn.resolve_rate"}));
  EXPECT_THAT(Create(Burn("long_window { seconds: 60 } short_window { seconds: 60 } rate: 2")),
              BadFieldIs("alert_rule.error_budget_burn.short_window"));
  EXPECT_THAT(Create(Burn("long_window { seconds: 34560001 } rate: 2")),
              BadFieldIs("alert_rule.error_budget_burn.long_window"));
  AddRule("burn", Burn("long_window { seconds: 21600 } rate: 6"));
  const auto rule =
      CallOf<AlertRpc>(&AlertStub::GetAlertRule, "name: 'organizations/o/alertRules/burn'");
  EXPECT_EQ(rule->error_budget_burn().short_window().seconds(), 1800);
  EXPECT_EQ(rule->error_budget_burn().resolve_rate(), 6);
}

TEST_F(ReportingErrorBudgetTest, TheReportHasWhatIsLeft) {
  Measure(90);
  clock_.Advance(absl::Hours(6));
  const auto report = Call(&Stub::GetOkrReport, "name: 'organizations/o'");
  ASSERT_THAT(report, IsOk());
  const auto& key_results = report->objectives(0).key_results();
  ASSERT_THAT(key_results, SizeIs(3));
  EXPECT_EQ(key_results[0].name(), kKept);
  EXPECT_EQ(key_results[0].error_budget_state().spent().seconds(), 6 * 3600);
  EXPECT_EQ(key_results[0].error_budget_state().left().seconds(), 77'760 - 6 * 3600);
  EXPECT_FALSE(key_results[1].has_error_budget_state());
  // As it was: on 1 February nothing was lost.
  const auto then = Call(&Stub::GetOkrReport,
                         absl::StrCat("name: 'organizations/o' as_of_time { seconds: ",
                                      absl::ToUnixSeconds(clock_.Now() - absl::Hours(3)), " }"));
  ASSERT_THAT(then, IsOk());
  EXPECT_EQ(then->objectives(0).key_results(0).error_budget_state().spent().seconds(), 3 * 3600);
}

}  // namespace
}  // namespace okapi::reporting
