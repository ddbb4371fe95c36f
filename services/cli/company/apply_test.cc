#include "services/cli/company/apply.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/status/errors.h"
#include "services/cli/company/apply_rehearsal.h"
#include "services/cli/session/fake_services.h"
#include "tests/support/status_matchers.h"

namespace okapi::cli {
namespace {

using okapi::testing::IsOk;
using okapi::testing::StatusIs;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kCompany[] = R"(
organization: {id: acme, display_name: Acme, calendar: {time_zone: UTC}}
cycles: [{id: y, display_name: Y, start_date: 2025-01-01, end_date: 2025-12-31, state: ACTIVE}]
teams: [{id: child, display_name: C, parent_team: top}, {id: top, display_name: T}]
kpis:
  - {id: k, display_name: K, aggregation: SUM, metric: m, frequency: DAY, targets: [{value: 1}]}
objectives:
  - id: o
    display_name: O
    cycle: y
    state: ACTIVE
    key_results:
      - {id: a, display_name: A, from_to: {baseline: 0, target: 1},
         kpi_source: {kpi: k, filter: {b: c, d: e}}}
)";

class ApplyTest : public ::testing::Test {
 protected:
  // The steps done, as `updated kpi k: targets`.
  std::vector<std::string> Apply(const std::string& text, bool dry_run = false) {
    std::vector<std::string> done;
    YamlErrors errors("c.yaml");
    const auto declared = ReadCompanyFile(text, errors);
    const Caller call = [this](const MethodDescriptor& method, const Message& request,
                               Message& response) {
      return services_.Call(method, request, response);
    };
    const auto plan = MakePlan(declared, call, errors);
    errors_ = errors.errors();
    status_ = plan.status();
    if (!plan.ok() || !errors_.empty()) return done;
    const auto report = [&done](const Step& step) {
      done.push_back(absl::StrCat(kEffectWords[step.effect], " ", LabelOf(step),
                                  step.fields.empty() ? "" : ": ",
                                  absl::StrJoin(step.fields, ", ")));
    };
    if (dry_run) {
      Try(*plan, report);
    } else {
      status_ = Execute(*plan, call, report);
    }
    return done;
  }

  // On a copy of the services, whose calls are taken for theirs.
  void Try(const std::vector<Step>& plan, const std::function<void(const Step&)>& report) {
    FakeServices tried = services_.Copy();
    const Caller call = [&tried](const MethodDescriptor& method, const Message& request,
                                 Message& response) {
      return tried.Call(method, request, response);
    };
    const auto refusals = Rehearse(plan, call, report);
    status_ = refusals.status();
    if (refusals.ok()) refusals_ = *refusals;
    tried_ = tried.TakeCalls();
  }

  FakeServices services_;
  absl::Status status_;
  std::vector<std::string> errors_;
  // Of the last dry run.
  std::vector<absl::Status> refusals_;
  std::vector<std::string> tried_;
};

TEST_F(ApplyTest, CreatesEverythingInOrderAndActivatesLast) {
  EXPECT_THAT(
      Apply(kCompany),
      ElementsAre("created organization acme", "updated settings: calendar", "created cycle y",
                  "created team top", "created team child", "created kpi k", "created objective o",
                  "created key-result o/a", "activated cycle y", "activated objective o"));
  EXPECT_THAT(status_, IsOk());
  EXPECT_THAT(services_.TakeCalls(),
              ElementsAre("CreateOrganization acme",
                          "UpdateSettings organizations/acme/settings: calendar", "CreateCycle y",
                          "CreateTeam top", "CreateTeam child", "CreateKpi k", "CreateObjective o",
                          "CreateKeyResult o/a", "ActivateCycle y", "ActivateObjective o"));
}

TEST_F(ApplyTest, ChangesNothingTheSecondTime) {
  Apply(kCompany);
  services_.TakeCalls();
  const auto done = Apply(kCompany);
  EXPECT_EQ(done.size(), 8);
  EXPECT_THAT(done, Each(HasSubstr("unchanged ")));
  EXPECT_THAT(services_.TakeCalls(), IsEmpty());
}

TEST_F(ApplyTest, UpdatesOnlyTheFieldsThatDiffer) {
  Apply(kCompany);
  services_.TakeCalls();
  const auto done = Apply(R"(
organization: {id: acme}
kpis: [{id: k, metric: m, unit: {points: NPS}, targets: [{value: 1}, {value: 2}]}]
objectives:
  - {id: o, key_results: [{id: a, relative_change: {baseline: 1, change: 1},
     kpi_source: {kpi: k, filter: {d: e, b: c}}}]}
)");
  EXPECT_THAT(done,
              ElementsAre("unchanged organization acme", "updated kpi k: unit, targets",
                          "unchanged objective o", "updated key-result o/a: relative_change"));
  EXPECT_THAT(services_.TakeCalls(),
              ElementsAre("UpdateKpi k: unit,targets", "UpdateKeyResult o/a: relative_change"));
  // What the file leaves out is as it was.
  EXPECT_EQ(GetString(services_.at("organizations/acme/kpis/k"), "display_name"), "K");
}

TEST_F(ApplyTest, ActivatesOnlyWhatIsAskedFor) {
  const std::string text =
      "organization: {id: acme, display_name: A}\n"
      "cycles: [{id: y, display_name: Y, start_date: 2025-01-01, end_date: 2025-12-31}]\n";
  EXPECT_THAT(Apply(text), Not(Contains(HasSubstr("activated"))));
  // It is there already, and unchanged otherwise.
  EXPECT_THAT(Apply("organization: {id: acme}\ncycles: [{id: y, state: ACTIVE}]\n"),
              ElementsAre("unchanged organization acme", "unchanged cycle y", "activated cycle y"));
}

TEST_F(ApplyTest, HistoriesComeBeforeActivationsAndCyclesEndFromWithin) {
  const std::string company = R"(
organization: {id: acme, display_name: A}
cycles:
  - {id: y, display_name: Y, start_date: 2025-01-01, end_date: 2025-12-31, state: CLOSED}
  - {id: q, display_name: Q, start_date: 2025-01-01, end_date: 2025-03-31, state: CLOSED, parent_cycle: y}
)";
  const std::string text =
      company + "objectives: [{id: o, display_name: O, cycle: q, history: {state: PROPOSED}}]\n";
  EXPECT_THAT(Apply(text), ElementsAre("created organization acme", "created cycle y",
                                       "created cycle q", "created objective o",
                                       "imported history of objective o", "activated cycle y",
                                       "activated cycle q", "closed cycle q", "closed cycle y"));
  const auto again = Apply(text);
  EXPECT_EQ(again.size(), 4);
  EXPECT_THAT(again, Each(HasSubstr("unchanged ")));
  services_.TakeCalls();
  EXPECT_THAT(Apply(company + "objectives: [{id: o, history: {state: ARCHIVED}}]\n"),
              Contains("kept history of objective o"));
  EXPECT_THAT(services_.TakeCalls(), ElementsAre("validate ImportObjectiveHistory o"));
}

TEST_F(ApplyTest, TheHistoryOfACycleEndsItAfterWhatIsInIt) {
  const std::string text = R"(
organization: {id: acme, display_name: A, history: {create_time: "2024-01-01T00:00:00Z"}}
cycles:
  - {id: y, display_name: Y, start_date: 2025-01-01, end_date: 2025-12-31, history: {state: CLOSED}}
  - {id: q, display_name: Q, start_date: 2025-01-01, end_date: 2025-03-31, parent_cycle: y, history: {state: CLOSED}}
objectives: [{id: o, display_name: O, cycle: q, history: {state: PROPOSED}}]
)";
  EXPECT_THAT(Apply(text),
              ElementsAre("created organization acme", "created cycle y", "created cycle q",
                          "created objective o", "imported history of organization acme",
                          "imported history of objective o", "imported history of cycle q",
                          "imported history of cycle y"));
  const auto again = Apply(text);
  EXPECT_EQ(again.size(), 4);
  EXPECT_THAT(again, Each(HasSubstr("unchanged ")));
}

constexpr char kRuled[] = R"(
organization:
  id: acme
  display_name: A
  policy: {key_results_min: 1, change_rules: [{what: OBJECTIVES}]}
)";
constexpr char kGrow[] = "objectives: [{id: o, display_name: O, cycle: y}]\n";

TEST_F(ApplyTest, RulesComeLast) {
  const std::string text = absl::StrCat(kRuled, kGrow);
  EXPECT_THAT(Apply(text), ElementsAre("created organization acme", "created objective o",
                                       "updated organization acme: policy.change_rules"));
  EXPECT_THAT(services_.TakeCalls(),
              ElementsAre("CreateOrganization acme", "CreateObjective o",
                          "UpdateOrganization acme: policy.change_rules with rules"));
  EXPECT_THAT(Apply(text), Each(HasSubstr("unchanged ")));
}

TEST_F(ApplyTest, AnApplyThatBrokeOffBringsItsRulesLastToo) {
  Apply("organization: {id: acme, display_name: A, policy: {key_results_min: 2}}\n");
  services_.TakeCalls();
  const std::string text = absl::StrCat(kRuled, kGrow);
  EXPECT_THAT(Apply(text), ElementsAre("updated organization acme: policy", "created objective o",
                                       "updated organization acme: policy.change_rules"));
  EXPECT_THAT(services_.TakeCalls(),
              ElementsAre("UpdateOrganization acme: policy", "CreateObjective o",
                          "UpdateOrganization acme: policy.change_rules with rules"));
}

TEST_F(ApplyTest, RulesThatAreThereAreChangedLikeAnythingElse) {
  Apply(kRuled);
  EXPECT_THAT(Apply("organization: {id: acme, policy: {change_rules: [{what: STATES}]}}\n"),
              ElementsAre("updated organization acme: policy"));
}

TEST_F(ApplyTest, RulesComeWithTheHistory) {
  const std::string text =
      absl::StrCat(kRuled, "  history: {create_time: \"2024-01-01T00:00:00Z\"}\n", kGrow);
  EXPECT_THAT(Apply(text), ElementsAre("created organization acme", "created objective o",
                                       "imported history of organization acme"));
  EXPECT_THAT(services_.TakeCalls(), ElementsAre("CreateOrganization acme", "CreateObjective o",
                                                 "ImportOrganizationHistory acme with rules"));
  EXPECT_THAT(Apply(text), Each(HasSubstr("unchanged ")));
}

TEST_F(ApplyTest, RulesComeByThemselvesWhereAnotherHistoryIsKept) {
  const std::string history = "  history: {create_time: \"2024-01-01T00:00:00Z\"}\n";
  Apply("organization:\n  id: acme\n  display_name: A\n" + history);
  services_.TakeCalls();
  const std::string text =
      absl::StrCat(kRuled, "  history: {create_time: \"2025-01-01T00:00:00Z\"}\n", kGrow);
  EXPECT_THAT(Apply(text), ElementsAre("updated organization acme: policy", "created objective o",
                                       "kept history of organization acme",
                                       "updated organization acme: policy.change_rules"));
}

TEST_F(ApplyTest, LimitsComeWithTheHistoryOfWhatWasThereBeforeThem) {
  const std::string company = "organization: {id: acme, display_name: A}\n";
  const std::string limit = "settings: {active_kpis_per_owner_max: 1";
  EXPECT_THAT(Apply(company + limit + ", history: {create_time: \"2024-01-01T00:00:00Z\"}}\n"),
              ElementsAre("created organization acme", "unchanged settings",
                          "imported history of settings"));
  EXPECT_THAT(services_.TakeCalls(),
              Contains("ImportSettingsHistory organizations/acme/settings with a limit"));
  // A file that somebody has written is as its limits say.
  EXPECT_THAT(Apply("organization: {id: b, display_name: B}\n" + limit + "}\n"),
              ElementsAre("created organization b", "updated settings: active_kpis_per_owner_max"));
}

TEST_F(ApplyTest, ProposesWhereThePolicyAsksForIt) {
  const std::string text =
      "organization: {id: acme, display_name: A, policy: {proposal_required: true}}\n"
      "objectives: [{id: o, display_name: O, cycle: y, state: ACTIVE}]\n";
  EXPECT_THAT(Apply(text), ElementsAre("created organization acme", "created objective o",
                                       "proposed objective o", "activated objective o"));
  SetState(services_.at("organizations/acme/objectives/o"), "PROPOSED");
  // The policy is the one that is there.
  EXPECT_THAT(
      Apply("organization: {id: acme}\nobjectives: [{id: o, state: ACTIVE}]\n"),
      ElementsAre("unchanged organization acme", "unchanged objective o", "activated objective o"));
}

TEST_F(ApplyTest, WhatComesFromElsewhereMayHaveOutlivedWhatItIsAbout) {
  Apply(
      "organization: {id: acme, display_name: A}\n"
      "decisions:\n"
      "  - {id: d, subject: kpis/gone, text: T, history: {number: {value: 1}}}\n"
      "  - {id: e, subject: kpis/k, text: T}\n");
  EXPECT_THAT(services_.TakeCalls(), AllOf(Contains("CreateDecision d on what may be gone"),
                                           Contains("CreateDecision e")));
}

TEST_F(ApplyTest, TellsTheItemAndItsLineOfARefusal) {
  services_.Refuse("organizations/acme/teams/child");
  EXPECT_THAT(Apply(kCompany), Contains("created team top"));
  EXPECT_THAT(status_, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(std::string(status_.message()), HasSubstr("c.yaml:4: team child: "));
  EXPECT_EQ(status::ReasonOf(status_), status::ErrorReason::INVALID_FIELD);
  // What was done stays, and the next time goes on from there.
  services_.Refuse("");
  services_.TakeCalls();
  Apply(kCompany);
  EXPECT_EQ(services_.TakeCalls().front(), "CreateTeam child");
}

TEST_F(ApplyTest, NeedsRequiredFieldsOnlyOfWhatIsNew) {
  EXPECT_THAT(Apply("organization: {id: acme}\nteams:\n  - {id: a}\n"), IsEmpty());
  EXPECT_THAT(errors_,
              ElementsAre("c.yaml:1:15: organization: does not exist yet and needs display_name",
                          "c.yaml:3:5: teams[0]: does not exist yet and needs display_name"));
  EXPECT_THAT(services_.TakeCalls(), IsEmpty());
}

TEST_F(ApplyTest, RehearsesTheVerySteps) {
  const std::vector<std::string> rehearsed = Apply(kCompany, /*dry_run=*/true);
  EXPECT_THAT(status_, IsOk());
  EXPECT_THAT(refusals_, IsEmpty());
  EXPECT_THAT(services_.TakeCalls(), IsEmpty());
  EXPECT_EQ(Apply(kCompany), rehearsed);
  EXPECT_EQ(services_.TakeCalls(), tried_);
}

TEST_F(ApplyTest, TellsOfAllThatIsRefusedAndLeavesOutWhatBuildsOnIt) {
  const std::string more =
      std::string(kCompany) +
      "members: [{id: m, display_name: M, team: top}, {id: n, display_name: N}]\n";
  services_.Refuse("organizations/acme/teams/top");
  EXPECT_THAT(Apply(more, /*dry_run=*/true),
              AllOf(Contains("created member n"), Contains("created key-result o/a"),
                    Not(Contains("created team child")), Not(Contains("created member m"))));
  EXPECT_THAT(status_, IsOk());
  EXPECT_THAT(refusals_, ElementsAre(StatusIs(absl::StatusCode::kInvalidArgument)));
  EXPECT_THAT(std::string(refusals_[0].message()), HasSubstr("c.yaml:4: team top: "));
  services_.Refuse("organizations/acme/objectives/o/keyResults/a");
  EXPECT_THAT(Apply(more, /*dry_run=*/true), Not(Contains("activated objective o")));
  EXPECT_EQ(refusals_.size(), 1U);
}

TEST_F(ApplyTest, ALimitIsARefusalAndALostRehearsalIsNone) {
  services_.Refuse("organizations/acme/teams/top",
                   status::Error(absl::StatusCode::kResourceExhausted,
                                 status::ErrorReason::LIMIT_EXCEEDED, "too many teams"));
  Apply(kCompany, /*dry_run=*/true);
  EXPECT_THAT(status_, IsOk());
  EXPECT_EQ(refusals_.size(), 1U);
  services_.Refuse("organizations/acme/teams/top",
                   status::Error(absl::StatusCode::kNotFound, status::ErrorReason::REHEARSAL_OVER,
                                 "there is no rehearsal"));
  Apply(kCompany, /*dry_run=*/true);
  EXPECT_THAT(status_, StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(ApplyTest, AnUpdateToWhatAnotherServiceWouldHaveIsNotTried) {
  const std::string rule =
      "alert_rules: [{id: a, display_name: A, threshold: {kpi: k, side: BELOW, value: 1}}]\n";
  Apply(kCompany + rule);
  const std::string other =
      "organization: {id: acme}\n"
      "kpis: [{id: l, display_name: L, aggregation: SUM, metric: m, frequency: DAY}]\n"
      "alert_rules: [{id: a, threshold: {kpi: l, side: BELOW, value: 1}}]\n";
  EXPECT_THAT(Apply(other, /*dry_run=*/true), Contains("updated alert-rule a: threshold"));
  EXPECT_THAT(tried_, ElementsAre("CreateKpi l"));
}

TEST_F(ApplyTest, WhatAnotherServiceWouldHaveIsTriedAsIfItWereGone) {
  // The service of decisions asks others for their subject.
  const std::string text =
      std::string(kCompany) +
      "decisions: [{id: d, subject: kpis/k, text: T, author: m}]\n"
      "alert_rules: [{id: a, display_name: A, threshold: {kpi: k, side: BELOW, value: 1}}]\n"
      "members: [{id: m, display_name: M}]\n";
  EXPECT_THAT(Apply(text, /*dry_run=*/true), Contains("created decision d"));
  EXPECT_THAT(tried_, AllOf(Contains("CreateDecision d on what may be gone"),
                            Contains("CreateAlertRule a")));
  Apply(text);
  EXPECT_THAT(services_.TakeCalls(), Contains("CreateDecision d"));
}

// Such as a key result that is there, and is to get the error budget that a new rule looks at.
TEST_F(ApplyTest, WhatAnotherServiceWouldHaveOtherwiseIsTriedSoToo) {
  Apply(kCompany);
  const std::string decision = "decisions: [{id: d, subject: kpis/k, text: T}]\n";
  Apply("organization: {id: acme}\n" + decision, /*dry_run=*/true);
  EXPECT_THAT(tried_, ElementsAre("CreateDecision d"));
  tried_.clear();
  Apply("organization: {id: acme}\nkpis: [{id: k, display_name: Other}]\n" + decision,
        /*dry_run=*/true);
  EXPECT_THAT(tried_,
              ElementsAre("UpdateKpi k: display_name", "CreateDecision d on what may be gone"));
}

TEST_F(ApplyTest, DoesNotOverwriteWhatSomebodyElseChangedMeanwhile) {
  Apply(kCompany);
  YamlErrors errors("c.yaml");
  const auto declared = ReadCompanyFile("organization: {id: acme, display_name: Other}\n", errors);
  const Caller call = [this](const MethodDescriptor& method, const Message& request,
                             Message& response) {
    return services_.Call(method, request, response);
  };
  const auto plan = MakePlan(declared, call, errors);
  ASSERT_THAT(plan, IsOk());
  Apply("organization: {id: acme, display_name: Theirs}\n");
  EXPECT_THAT(Execute(*plan, call, [](const Step&) {}), StatusIs(absl::StatusCode::kAborted));
  EXPECT_EQ(GetString(services_.at("organizations/acme"), "display_name"), "Theirs");
}

}  // namespace
}  // namespace okapi::cli
