// An organization's KPIs in each of their states, and what fails because of what there is.

#include <utility>

#include "absl/strings/str_cat.h"
#include "tests/contract/state_table.h"

namespace okapi::contract {
namespace {

using status::ErrorReason;

std::string Kpi(const std::string& id, const std::string& fields) {
  return absl::StrCat("parent: 'organizations/o' kpi_id: '", id, "' kpi { display_name: 'KPI' ",
                      fields, " }");
}

std::string Comment(const std::string& kpi, const std::string& id, const std::string& fields) {
  return absl::StrCat("parent: '@kpis/", kpi, "' kpi_comment_id: '", id, "' kpi_comment { ", fields,
                      " }");
}

constexpr char kMonthly[] = "frequency: MONTH aggregation: SUM metric: 'revenue' ";

// Ann has as many KPIs as the settings allow.
Row TooManyOfAnn(std::string method, std::string request) {
  return {std::move(method), std::move(request), absl::StatusCode::kResourceExhausted,
          ErrorReason::LIMIT_EXCEEDED, "resource=@members/ann"};
}

}  // namespace

std::vector<Step> MetricsStory() {
  return {
      {"UpdateSettings", "settings { name: '@settings' active_kpis_per_owner_max: 1 }"},
      {"ImportSettingsHistory", "name: '@settings' history { create_time { seconds: 1 } }"},
      {"CreateKpi", Kpi("retired", absl::StrCat(kMonthly, "owner: '@members/ann'"))},
      {"RetireKpi", "name: '@kpis/retired'"},
      {"ReactivateKpi", "name: '@kpis/retired'"},
      {"RetireKpi", "name: '@kpis/retired'"},
      {"CreateKpi", Kpi("revenue", absl::StrCat(kMonthly,
                                                "owner: '@members/ann' signers: '@members/ann' "
                                                "targets { value: 100 }"))},
      {"UpdateKpi", "kpi { name: '@kpis/revenue' display_name: 'Revenue' }"},
      {"SignOffKpi", "name: '@kpis/revenue' member: '@members/ann'"},
      {"CreateKpi", Kpi("double", "frequency: MONTH aggregation: FORMULA formula: 'revenue * 2'")},
      {"CreateKpi", Kpi("daily", "frequency: DAY aggregation: SUM metric: 'revenue'")},
      {"CreateKpi", Kpi("mean", "frequency: MONTH aggregation: AVERAGE metric: 'counter'")},
      {"ImportKpiHistory", "name: '@kpis/daily' history { create_time { seconds: 1 } }"},
      {"CreateKpiComment", Comment("revenue", "m", "text: 'Why?'")},
      {"UpdateKpiComment", "kpi_comment { name: '@kpis/revenue/comments/m' text: 'Tết' }"},
      {"CreateKpiComment", Comment("revenue", "gone", "text: 'Oh'")},
      {"DeleteKpiComment", "name: '@kpis/revenue/comments/gone'"},
      {"CreateKpi", Kpi("gone", kMonthly)},
      {"DeleteKpi", "name: '@kpis/gone'"},
      // 10 January 2025: revenue, and a counter's total.
      {"WriteSamples",
       "parent: 'organizations/o' batch { series { metric: 'revenue' kind: DELTA } series { "
       "metric: "
       "'counter' kind: CUMULATIVE } series_refs: 0 series_refs: 1 times_us: 1736467200000000 "
       "times_us: 1736467200000000 values: 90 values: 5 }"},
  };
}

std::vector<Row> MetricsRows() {
  const std::string retired = "name: '@kpis/retired' ";
  return {
      {"CreateKpi", Kpi("revenue", kMonthly), absl::StatusCode::kAlreadyExists,
       ErrorReason::RESOURCE_EXISTS, "resource=@kpis/revenue"},
      {"CreateKpiComment", Comment("revenue", "m", "text: 'x'"), absl::StatusCode::kAlreadyExists,
       ErrorReason::RESOURCE_EXISTS, "resource=@kpis/revenue/comments/m"},
      {"CreateKpiComment", Comment("nobody", "m", "text: 'x'"), absl::StatusCode::kNotFound,
       ErrorReason::RESOURCE_NOT_FOUND, "resource=@kpis/nobody"},
      {"CreateKpiComment", Comment("revenue", "new", "text: 'x' period: '2025-13'"),
       absl::StatusCode::kInvalidArgument, ErrorReason::INVALID_FIELD, "kpi_comment.period"},
      {"UpdateKpiComment",
       "kpi_comment { name: '@kpis/revenue/comments/m' author: 'organizations/p/members/ann' }",
       absl::StatusCode::kInvalidArgument, ErrorReason::INVALID_FIELD, "kpi_comment.author"},
      Precondition("CreateKpi",
                   Kpi("new", "frequency: MONTH aggregation: FORMULA formula: 'unknown * 2'"),
                   ErrorReason::REFERENCE_NOT_FOUND, "field=kpi.formula"),
      Precondition("UpdateKpi", "kpi { name: '@kpis/double' formula: 'unknown * 2' }",
                   ErrorReason::REFERENCE_NOT_FOUND, "resource=@kpis/unknown"),
      Precondition("UpdateKpi", "kpi { name: '@kpis/double' formula: 'double * 2' }",
                   ErrorReason::CYCLIC_REFERENCE, "resource=@kpis/double"),
      Precondition("DeleteKpi", "name: '@kpis/revenue'", ErrorReason::RESOURCE_IN_USE,
                   "child=@kpis/double"),
      {"UpdateKpi",
       "kpi { name: '@kpis/revenue' display_name: 'x' } author: 'organizations/p/members/ann'",
       absl::StatusCode::kInvalidArgument, ErrorReason::INVALID_FIELD, "author"},
      {"RetireKpi", "name: '@kpis/revenue' author: 'organizations/p/members/ann'",
       absl::StatusCode::kInvalidArgument, ErrorReason::INVALID_FIELD, "author"},
      {"ReactivateKpi", "name: '@kpis/revenue' author: 'organizations/p/members/ann'",
       absl::StatusCode::kInvalidArgument, ErrorReason::INVALID_FIELD, "author"},
      // The direction and what is to be reached fit each other.
      {"CreateKpi", Kpi("new", absl::StrCat(kMonthly, "targets { range { min: 4 max: 6 } }")),
       absl::StatusCode::kInvalidArgument, ErrorReason::INVALID_FIELD, "kpi.targets[0].range"},
      {"CreateKpi", Kpi("new", absl::StrCat(kMonthly, "targets { }")),
       absl::StatusCode::kInvalidArgument, ErrorReason::INVALID_FIELD, "kpi.targets[0].value"},
      {"CreateKpi", Kpi("new", absl::StrCat(kMonthly, "direction: WITHIN targets { value: 4 }")),
       absl::StatusCode::kInvalidArgument, ErrorReason::INVALID_FIELD, "kpi.targets[0].value"},
      {"CreateKpi",
       Kpi("new", absl::StrCat(kMonthly, "direction: WITHIN targets { range { min: 6 max: 4 } }")),
       absl::StatusCode::kInvalidArgument, ErrorReason::INVALID_FIELD, "kpi.targets[0].range.max"},
      {"UpdateKpi", "kpi { name: '@kpis/revenue' direction: WITHIN }",
       absl::StatusCode::kInvalidArgument, ErrorReason::INVALID_FIELD, "kpi.targets[0].value"},
      {"UpdateKpi", "kpi { name: '@kpis/daily' direction: WITHIN targets { range { max: 6 } } }",
       absl::StatusCode::kInvalidArgument, ErrorReason::INVALID_FIELD, "kpi.targets[0].range.min"},
      Precondition("UpdateKpi", absl::StrCat("kpi { ", retired, "display_name: 'x' }"),
                   ErrorReason::INVALID_STATE, "state=RETIRED"),
      Precondition("SignOffKpi", absl::StrCat(retired, "member: '@members/ann'"),
                   ErrorReason::INVALID_STATE, "state=RETIRED"),
      Precondition("ImportKpiHistory", absl::StrCat(retired, "history { state: RETIRED }"),
                   ErrorReason::INVALID_STATE, "state=RETIRED"),
      Precondition("ImportSettingsHistory",
                   "name: '@settings' history { create_time { seconds: 1 } }",
                   ErrorReason::INVALID_STATE, "state=CHANGED"),
      // They have another limit.
      Precondition("ImportSettingsHistory",
                   "name: '@settings' history { create_time { } } active_kpis_per_owner_max: 2",
                   ErrorReason::INVALID_STATE, "resource=@settings"),
      {"ImportSettingsHistory", "name: '@settings' history { } active_kpis_per_team_max: -1",
       absl::StatusCode::kInvalidArgument, ErrorReason::INVALID_FIELD, "active_kpis_per_team_max"},
      {"ImportSettingsHistory", "name: '@settings' history { update_time { } }",
       absl::StatusCode::kInvalidArgument, ErrorReason::INVALID_FIELD, "history.update_time"},
      TooManyOfAnn("CreateKpi", Kpi("new", absl::StrCat(kMonthly, "owner: '@members/ann'"))),
      TooManyOfAnn("UpdateKpi", "kpi { name: '@kpis/daily' owner: '@members/ann' }"),
      TooManyOfAnn("ReactivateKpi", retired),
      // Days since 1970.
      {"AggregateKpi", "name: '@kpis/daily' start_time { seconds: 0 }",
       absl::StatusCode::kInvalidArgument, ErrorReason::LIMIT_EXCEEDED, "limit=4000"},
      {"AggregateKpi", "name: '@kpis/mean'", absl::StatusCode::kInvalidArgument,
       ErrorReason::AGGREGATION_REFUSED, "metric=counter"},
  };
}

}  // namespace okapi::contract
