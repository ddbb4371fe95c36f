#include "services/cli/apply.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/status/errors.h"
#include "google/protobuf/field_mask.pb.h"
#include "google/protobuf/util/field_mask_util.h"
#include "okapi/goals/v1/organizations_service.pb.h"
#include "okapi/metrics/v1/metrics_service.pb.h"
#include "okapi/reporting/v1/decision_service.pb.h"
#include "tests/support/status_matchers.h"

namespace okapi::cli {
namespace {

using google::protobuf::FieldMask;
using google::protobuf::util::FieldMaskUtil;
using okapi::testing::IsOk;
using okapi::testing::StatusIs;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

const Message& MessageIn(const Message& request, const std::string& field) {
  return request.GetReflection()->GetMessage(request,
                                             request.GetDescriptor()->FindFieldByName(field));
}

void SetState(Message& resource, const char* state) {
  const auto* field = resource.GetDescriptor()->FindFieldByName("state");
  if (field == nullptr || field->enum_type()->FindValueByName("ACTIVE") == nullptr) return;
  resource.GetReflection()->SetEnum(&resource, field, field->enum_type()->FindValueByName(state));
}

// All services as one map of resources by name.
class FakeServices {
 public:
  absl::Status Call(const MethodDescriptor& method, const Message& request, Message& response) {
    const std::string verb =
        method.name().substr(0, method.name().find_first_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 1));
    const std::string of = verb == "Get" ? GetString(request, "name") : "";
    if (absl::EndsWith(method.name(), "History") && verb == "Get") {
      return Get(absl::StrCat(of, "/history"), response);
    }
    if (verb == "Get") return Get(of, response);
    const bool validate_only = request.GetReflection()->GetBool(
        request, request.GetDescriptor()->FindFieldByName("validate_only"));
    const Kind& kind = *FindKindOf(method);
    const std::string name = NameIn(kind, verb, request);
    calls_.push_back(absl::StrCat(validate_only ? "validate " : "", method.name(), " ",
                                  ShortName(name), verb == "Update" ? MaskIn(request) : "",
                                  MoreIn(request)));
    if (name == refused_) return status::InvalidField("team.display_name", "is a bad word");
    if (verb == "Import") return Import(name, request, validate_only);
    if (validate_only) return absl::OkStatus();
    return Write(kind, verb, name, request, response);
  }

  void Refuse(const std::string& name) { refused_ = name; }
  // The calls that were no Gets, such as `UpdateTeam sales: display_name`.
  std::vector<std::string> TakeCalls() { return std::exchange(calls_, {}); }
  Message& at(const std::string& name) { return *resources_.at(name); }

 private:
  static const Kind* FindKindOf(const MethodDescriptor& method) {
    for (const Kind& kind : Kinds()) {
      for (const auto* known : {kind.create, kind.update, kind.propose, kind.activate, kind.close,
                                kind.import_history}) {
        if (&method == known) return &kind;
      }
    }
    return nullptr;
  }

  static std::string NameIn(const Kind& kind, const std::string& verb, const Message& request) {
    return verb == "Create" || verb == "Update"
               ? GetString(MessageIn(request, kind.Field()), "name")
               : GetString(request, "name");
  }

  static std::string MaskIn(const Message& request) {
    return absl::StrCat(
        ": ",
        FieldMaskUtil::ToString(static_cast<const FieldMask&>(MessageIn(request, "update_mask"))));
  }

  // What a request has beside what it is named after.
  static std::string MoreIn(const Message& request) {
    if (const auto* it = As<goals::v1::CreateOrganizationRequest>(request)) {
      return it->organization().policy().change_rules().empty() ? "" : " with rules";
    }
    if (const auto* it = As<goals::v1::UpdateOrganizationRequest>(request)) {
      return it->organization().policy().change_rules().empty() ? "" : " with rules";
    }
    if (const auto* it = As<goals::v1::ImportOrganizationHistoryRequest>(request)) {
      return it->change_rules().empty() ? "" : " with rules";
    }
    if (const auto* it = As<metrics::v1::ImportSettingsHistoryRequest>(request)) {
      return it->active_kpis_per_owner_max() == 0 ? "" : " with a limit";
    }
    if (const auto* it = As<reporting::v1::CreateDecisionRequest>(request)) {
      return it->allow_missing_subject() ? " on what may be gone" : "";
    }
    return "";
  }
  template <typename T>
  static const T* As(const Message& message) {
    return google::protobuf::DynamicCastToGenerated<T>(&message);
  }

  absl::Status Get(const std::string& name, Message& response) {
    const auto found = resources_.find(name);
    if (found != resources_.end()) {
      response.CopyFrom(*found->second);
    } else if (!absl::EndsWith(name, "/settings") && !absl::EndsWith(name, "/history")) {
      return status::NotFound(name);
    }
    return absl::OkStatus();
  }

  // One history only.
  absl::Status Import(const std::string& name, const Message& request, bool validate_only) {
    std::unique_ptr<Message>& kept = resources_[absl::StrCat(name, "/history")];
    if (kept != nullptr && kept->ByteSizeLong() > 0)
      return absl::FailedPreconditionError("has one");
    if (validate_only) return absl::OkStatus();
    const Message& history = MessageIn(request, "history");
    kept.reset(history.New());
    kept->CopyFrom(history);
    if (const auto* told = As<goals::v1::ImportOrganizationHistoryRequest>(request)) {
      auto& organization = static_cast<goals::v1::Organization&>(at(name));
      organization.mutable_policy()->mutable_change_rules()->MergeFrom(told->change_rules());
    }
    if (const auto* told = As<metrics::v1::ImportSettingsHistoryRequest>(request)) {
      std::unique_ptr<Message>& settings = resources_[name];
      if (settings == nullptr) settings = NewMessage(metrics::v1::Settings::descriptor());
      static_cast<metrics::v1::Settings&>(*settings).set_active_kpis_per_owner_max(
          told->active_kpis_per_owner_max());
    }
    return absl::OkStatus();
  }

  absl::Status Write(const Kind& kind, const std::string& verb, const std::string& name,
                     const Message& request, Message& response) {
    std::unique_ptr<Message>& resource = resources_[name];
    if (resource == nullptr) resource = NewMessage(kind.resource);
    if (verb == "Create") {
      resource->CopyFrom(MessageIn(request, kind.Field()));
      SetState(*resource, "CLOSED");  // Anything but ACTIVE.
    } else if (verb == "Update") {
      const Message& patch = MessageIn(request, kind.Field());
      if (GetString(patch, "etag") != GetString(*resource, "etag")) {
        return absl::AbortedError("the etag is old");
      }
      FieldMaskUtil::MergeOptions replace;
      replace.set_replace_message_fields(true);
      replace.set_replace_repeated_fields(true);
      FieldMaskUtil::MergeMessageTo(
          patch, static_cast<const FieldMask&>(MessageIn(request, "update_mask")), replace,
          resource.get());
    } else {
      SetState(*resource, verb == "Close" ? "CLOSED" : verb == "Propose" ? "PROPOSED" : "ACTIVE");
    }
    SetString(*resource, "etag", absl::StrCat(++revision_));
    // A close may answer with more.
    if (response.GetDescriptor() == resource->GetDescriptor()) response.CopyFrom(*resource);
    return absl::OkStatus();
  }

  std::map<std::string, std::unique_ptr<Message>> resources_;
  std::vector<std::string> calls_;
  std::string refused_;
  int revision_ = 0;
};

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
    status_ = (dry_run ? Rehearse : Execute)(*plan, call, [&done](const Step& step) {
      done.push_back(absl::StrCat(kEffectWords[step.effect], " ", LabelOf(step),
                                  step.fields.empty() ? "" : ": ",
                                  absl::StrJoin(step.fields, ", ")));
    });
    return done;
  }

  FakeServices services_;
  absl::Status status_;
  std::vector<std::string> errors_;
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

TEST_F(ApplyTest, RulesComeLastAndAreRehearsedFirst) {
  const std::string text = absl::StrCat(kRuled, kGrow);
  Apply(text, /*dry_run=*/true);
  EXPECT_THAT(services_.TakeCalls(), ElementsAre("validate CreateOrganization acme with rules"));
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
  Apply(text, /*dry_run=*/true);
  EXPECT_EQ(services_.TakeCalls().front(),
            "validate UpdateOrganization acme: policy,policy.change_rules with rules");
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

TEST_F(ApplyTest, RehearsesWithoutChangingAnything) {
  EXPECT_EQ(Apply(kCompany, /*dry_run=*/true).size(), 10);
  // All else of the goal service builds on the organization.
  EXPECT_THAT(services_.TakeCalls(),
              ElementsAre("validate CreateOrganization acme",
                          "validate UpdateSettings organizations/acme/settings: calendar",
                          "validate CreateKpi k"));
  Apply(kCompany);
  services_.TakeCalls();
  const std::string more = std::string(kCompany) +
                           "      - {id: b, display_name: B}\n"
                           "members: [{id: m, display_name: M, team: top}]\n";
  EXPECT_THAT(Apply(more, /*dry_run=*/true), Contains("created key-result o/b"));
  EXPECT_THAT(services_.TakeCalls(),
              ElementsAre("validate CreateMember m", "validate CreateKeyResult o/b"));
  services_.Refuse("organizations/acme/members/m");
  Apply(more, /*dry_run=*/true);
  EXPECT_THAT(status_, StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(ApplyTest, WhatIsAboutSomethingNewIsNotRehearsed) {
  // The service of decisions asks others for their subject.
  const std::string text =
      std::string(kCompany) +
      "decisions: [{id: d, subject: kpis/k, text: T, author: m}]\n"
      "alert_rules: [{id: a, display_name: A, threshold: {kpi: k, side: BELOW, value: 1}}]\n"
      "members: [{id: m, display_name: M}]\n";
  EXPECT_THAT(Apply(text, /*dry_run=*/true), Contains("created decision d"));
  EXPECT_THAT(services_.TakeCalls(), AllOf(Not(Contains("validate CreateDecision d")),
                                           Not(Contains("validate CreateAlertRule a"))));
  Apply(text);
  EXPECT_EQ(services_.TakeCalls().back(), "ActivateObjective o");
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
