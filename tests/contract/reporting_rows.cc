// What people leave with the reporting service, once, and what fails because of it, or because of
// what there is in the goal service that answers for it.

#include <utility>

#include "absl/strings/str_cat.h"
#include "tests/contract/state_table.h"

namespace okapi::contract {
namespace {

using status::ErrorReason;

// The request to create something of the kind; `fields` are those of the resource.
std::string New(const std::string& kind, const std::string& id, const std::string& fields) {
  return absl::StrCat("parent: 'organizations/o' ", kind, "_id: '", id, "' ", kind, " { ", fields,
                      " }");
}

constexpr char kRule[] =
    "display_name: 'Low' severity: CRITICAL threshold { kpi: '@kpis/revenue' side: BELOW value: 95 "
    "}";
constexpr char kWebhook[] =
    "display_name: 'Hook' url: 'http://127.0.0.1:1/' secret: 'sixteen-characters-or-more'";
constexpr char kDashboard[] = "display_name: 'Board' widgets { id: 'text' text: 'Hello' }";
constexpr char kDecision[] = "subject: '@kpis/revenue' text: 'Sell more'";
constexpr char kSnapshot[] = "period: '2025-01'";

std::string Draft(const std::string& id, const std::string& cycle) {
  return absl::StrCat("parent: 'organizations/o' objective_id: '", id,
                      "' draft { objective { display_name: 'x' cycle: '@cycles/", cycle, "' } }");
}

Row Existing(std::string method, std::string request, const std::string& name) {
  return {std::move(method), std::move(request), absl::StatusCode::kAlreadyExists,
          ErrorReason::RESOURCE_EXISTS, absl::StrCat("resource=", name)};
}

// What it names in that field does not exist, and its service says so.
Row Unknown(std::string method, std::string request, const std::string& field) {
  return {std::move(method), std::move(request), absl::StatusCode::kNotFound,
          ErrorReason::RESOURCE_NOT_FOUND, absl::StrCat("field=", field)};
}

// A filter that names nothing.
Row NotThere(std::string method, const std::string& filter, const std::string& name) {
  return {std::move(method), absl::StrCat("name: 'organizations/o' ", filter, ": '", name, "'"),
          absl::StatusCode::kNotFound, ErrorReason::RESOURCE_NOT_FOUND,
          absl::StrCat("resource=", name)};
}

Row Invalid(std::string method, std::string request, std::string field) {
  return {std::move(method), std::move(request), absl::StatusCode::kInvalidArgument,
          ErrorReason::INVALID_FIELD, std::move(field)};
}

// What reports do not look for and where they do not look.
void AddWrongFilters(std::vector<Row>& rows) {
  rows.push_back(NotThere("GetScorecard", "team", "@teams/none"));
  rows.push_back(NotThere("GetScorecard", "owner", "@members/none"));
  rows.push_back(Unknown("GetScorecard",
                         "name: 'organizations/o' group_by: LABEL group_label: 'none'",
                         "group_label"));
  rows.push_back(NotThere("GetCombinedReport", "team", "@teams/none"));
  rows.push_back(NotThere("GetReviewPack", "start_time { seconds: 1 } team", "@teams/none"));
  for (const char* method :
       {"GetScorecard", "GetOkrReport", "GetAlignmentReport", "GetCombinedReport"}) {
    rows.push_back(Invalid(method, "name: 'organizations/o' as_of_time { seconds: -62135596800 }",
                           "as_of_time"));
  }
  const std::string kpi = "name: '@kpis/revenue' ";
  rows.push_back(Unknown("ExplainNumber", kpi + "dimension: 'none'", "dimension"));
  for (const char* field : {"period: '2025-01'", "dimension: 'region'", "period_count: 3"}) {
    rows.push_back(Invalid("ExplainNumber", absl::StrCat("name: '@objectives/active' ", field),
                           std::string(field).substr(0, std::string(field).find(':'))));
  }
  rows.push_back(Invalid("ExplainNumber",
                         "name: '@objectives/active' as_of_time { seconds: -62135596800 }",
                         "as_of_time"));
  for (const auto& [fields, field] : std::vector<std::pair<std::string, std::string>>{
           {"as_of_time { seconds: -62135596800 }", "as_of_time"},
           {"period: 'soon'", "period"},
           {"period: '2199-01'", "period"},
           {"period: '1970-01' period_type: WEEK", "period_type"},
           {"period_count: 121", "period_count"},
           {"member: 'north'", "member"}}) {
    rows.push_back(Invalid("ExplainNumber", kpi + fields, field));
  }
  rows.push_back(Invalid("GetReviewPack",
                         "name: 'organizations/o' start_time { seconds: -62135596800 }",
                         "start_time"));
  rows.push_back(Invalid("GetDigest", "name: '@members/ann' start_time { seconds: -62135596800 }",
                         "start_time"));
}

// What it is about may be gone, and is still a number of the same organization.
void AddWrongSubjects(std::vector<Row>& rows) {
  const std::string gone = " allow_missing_subject: true";
  for (const char* subject : {"@teams/all", "organizations/p/kpis/x"}) {
    rows.push_back(
        Invalid("CreateDecision",
                New("decision", "new", absl::StrCat("subject: '", subject, "' text: 'x'")) + gone,
                "decision.subject"));
  }
  for (const auto& [condition, field] : std::vector<std::pair<std::string, std::string>>{
           {"threshold { kpi: '@objectives/x' side: BELOW }", "alert_rule.threshold.kpi"},
           {"missing_data { kpi: '@teams/all' age { seconds: 86400 } }",
            "alert_rule.missing_data.kpi"},
           {"forecast_miss { kpi: '@teams/all' }", "alert_rule.forecast_miss.kpi"},
           {"guard_broken { key_result: '@kpis/x' }", "alert_rule.guard_broken.key_result"},
           {"error_budget_burn { key_result: '@kpis/x' long_window { seconds: 3600 } rate: 1 }",
            "alert_rule.error_budget_burn.key_result"},
           {"status_is { resource: '@teams/all' }", "alert_rule.status_is.resource"},
           {"forecast_miss { kpi: 'organizations/p/kpis/x' }", "alert_rule.condition"}}) {
    rows.push_back(Invalid(
        "CreateAlertRule",
        New("alert_rule", "new", absl::StrCat("display_name: 'x' ", condition)) + gone, field));
  }
  rows.push_back(
      Invalid("ListDecisions", "parent: 'organizations/o' subject: '@teams/all'", "subject"));
}

}  // namespace

std::vector<Step> ReportingStory() {
  return {
      {"CreateWebhook", New("webhook", "hook", kWebhook)},
      {"UpdateWebhook", "webhook { name: '@webhooks/hook' display_name: 'Bell' }"},
      {"CreateWebhook", New("webhook", "gone", kWebhook)},
      {"DeleteWebhook", "name: '@webhooks/gone'"},
      {"CreateAlertRule", New("alert_rule", "low", kRule)},
      {"UpdateAlertRule", "alert_rule { name: '@alertRules/low' display_name: 'Lower' }"},
      {"ImportAlertRuleHistory", "name: '@alertRules/low' history { create_time { seconds: 1 } }"},
      {"CreateAlertRule", New("alert_rule", "gone", kRule)},
      {"DeleteAlertRule", "name: '@alertRules/gone'"},
      {"CreateDashboard", New("dashboard", "board", kDashboard)},
      {"UpdateDashboard", "dashboard { name: '@dashboards/board' display_name: 'Wall' }"},
      {"ImportDashboardHistory",
       "name: '@dashboards/board' history { create_time { seconds: 1 } }"},
      {"CreateDashboard", New("dashboard", "gone", kDashboard)},
      {"DeleteDashboard", "name: '@dashboards/gone'"},
      {"CreateDecision", New("decision", "judged", kDecision)},
      {"UpdateDecision", "decision { name: '@decisions/judged' text: 'Sell' }"},
      {"ImportDecisionHistory", "name: '@decisions/judged' history { create_time { seconds: 1 } }"},
      {"JudgeDecision", "name: '@decisions/judged' outcome: WORKED"},
      {"CreateDecision", New("decision", "gone", kDecision)},
      {"DeleteDecision", "name: '@decisions/gone'"},
      {"CreateSnapshot", New("snapshot", "january", kSnapshot)},
      {"AcceptDraftObjective", Draft("accepted", "q2")},
  };
}

std::vector<Row> ReportingRows() {
  std::vector<Row> rows = {
      Existing("CreateWebhook", New("webhook", "hook", kWebhook), "@webhooks/hook"),
      Existing("CreateAlertRule", New("alert_rule", "low", kRule), "@alertRules/low"),
      Existing("CreateDashboard", New("dashboard", "board", kDashboard), "@dashboards/board"),
      Existing("CreateDecision", New("decision", "judged", kDecision), "@decisions/judged"),
      Existing("CreateSnapshot", New("snapshot", "january", kSnapshot), "@snapshots/january"),
      Unknown("CreateAlertRule",
              New("alert_rule", "new",
                  "display_name: 'x' missing_data { kpi: '@kpis/x' age { "
                  "seconds: 86400 } }"),
              "alert_rule.missing_data.kpi"),
      Unknown("CreateAlertRule",
              New("alert_rule", "new", "display_name: 'x' status_is { resource: '@objectives/x' }"),
              "alert_rule.status_is.resource"),
      Unknown("CreateAlertRule",
              New("alert_rule", "new",
                  "display_name: 'x' guard_broken { key_result: '@objectives/active/keyResults/x' "
                  "}"),
              "alert_rule.guard_broken.key_result"),
      Unknown("CreateAlertRule",
              New("alert_rule", "new",
                  "display_name: 'x' error_budget_burn { key_result: "
                  "'@objectives/active/keyResults/x' long_window { seconds: 3600 } rate: 1 }"),
              "alert_rule.error_budget_burn.key_result"),
      Unknown("UpdateAlertRule",
              "alert_rule { name: '@alertRules/low' forecast_miss { kpi: '@kpis/x' } }",
              "alert_rule.forecast_miss.kpi"),
      Unknown("CreateDecision", New("decision", "new", "subject: '@kpis/x' text: 'x'"),
              "decision.subject"),
      Unknown("CreateDecision", New("decision", "new", "subject: '@objectives/x' text: 'x'"),
              "decision.subject"),
      Existing("AcceptDraftObjective", Draft("draft", "q2"), "@objectives/draft"),
      Precondition("CreateAlertRule",
                   New("alert_rule", "new",
                       "display_name: 'x' error_budget_burn { key_result: "
                       "'@objectives/active/keyResults/k' long_window { seconds: 3600 } rate: 1 }"),
                   ErrorReason::INVALID_STATE, "state=NO_ERROR_BUDGET"),
      Precondition("AcceptDraftObjective", Draft("new", "x"), ErrorReason::REFERENCE_NOT_FOUND,
                   "field=objective.cycle"),
      Precondition("AcceptDraftObjective", Draft("new", "old"), ErrorReason::INVALID_STATE,
                   "state=CLOSED"),
      Precondition("JudgeDecision", "name: '@decisions/judged' outcome: WORKED",
                   ErrorReason::INVALID_STATE, "state=WORKED"),
      Precondition("ImportDecisionHistory",
                   "name: '@decisions/judged' history { create_time { seconds: 1 } }",
                   ErrorReason::INVALID_STATE, "state=WORKED"),
      // The month is not over.
      Precondition("CreateSnapshot", New("snapshot", "february", "period: '2025-02'"),
                   ErrorReason::INVALID_STATE, "state=OPEN"),
      Precondition("ImportDashboardHistory",
                   "name: '@dashboards/board' history { create_time { seconds: 1 } }",
                   ErrorReason::INVALID_STATE, "state=CHANGED"),
      Precondition("ImportAlertRuleHistory",
                   "name: '@alertRules/low' history { create_time { seconds: 1 } }",
                   ErrorReason::INVALID_STATE, "state=CHANGED"),
  };
  AddWrongSubjects(rows);
  AddWrongFilters(rows);
  return rows;
}

}  // namespace okapi::contract
