#pragma once

#include <gmock/gmock.h>

#include <chrono>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "common/status/convert.h"
#include "okapi/goals/v1/goals_service.pb.h"
#include "okapi/goals/v1/organizations_service.pb.h"
#include "tests/integration/goals_scene.h"
#include "tests/integration/metrics_scene.h"
#include "tests/integration/reporting_scene.h"
#include "tests/support/status_matchers.h"
#include "tests/support/text_proto.h"

namespace okapi::reporting {

inline absl::Time Utc(int year, int month, int day) {
  return absl::FromCivil(absl::CivilDay(year, month, day), absl::UTCTimeZone());
}

// The three real services and a company whose sales fall in the north: 120 a month through 2024, 90
// in January 2025, and it is the middle of February.
class ReportingCompanyTest : public ::testing::Test {
 protected:
  using Stub = ReportingScene::Stub;
  using Goals = goals::GoalsScene::Goals;
  using Organizations = goals::GoalsScene::Organizations;
  using Metrics = metrics::MetricsScene::Stub;

  void SetUp() override {
    Goal(&Organizations::CreateOrganization,
         "organization_id: 'o' organization { display_name: 'O' }");
    Goal(&Organizations::CreateTeam,
         "parent: 'organizations/o' team_id: 'sales' team { display_name: 'Sales' }");
    Goal(&Organizations::CreateCycle,
         "parent: 'organizations/o' cycle_id: 'q1' cycle { display_name: 'Q1' "
         "start_date { year: 2025 month: 1 day: 1 } end_date { year: 2025 month: 3 day: 31 } }");
    Kpi("revenue",
        "team: 'organizations/o/teams/sales' targets { value: 100 } targets { value: 50 dimension: "
        "'region' } "
        "dimensions { label: 'region' members { value: 'north' } members { value: 'south' } }");
    for (int month = 1; month <= 12; ++month) {
      Add("revenue", Utc(2024, month, 10), 70, "north");
      Add("revenue", Utc(2024, month, 10), 50, "south");
    }
    Add("revenue", Utc(2025, 1, 10), 30, "north");
    Add("revenue", Utc(2025, 1, 10), 60, "south");
  }

  template <typename Request, typename Response, typename Owner>
  void Goal(grpc::Status (Owner::*method)(grpc::ClientContext*, const Request&, Response*),
            const std::string& request) {
    ASSERT_THAT(goals_.Call(method, testing::FromText<Request>(request)), testing::IsOk());
  }
  void Kpi(const std::string& id, const std::string& fields) {
    ASSERT_THAT(metrics_.Call(
                    &Metrics::CreateKpi,
                    testing::FromText<okapi::metrics::v1::CreateKpiRequest>(absl::StrCat(
                        "parent: 'organizations/o' kpi_id: '", id, "' kpi { display_name: '", id,
                        "' frequency: MONTH aggregation: SUM metric: '", id, "' ", fields, " }"))),
                testing::IsOk());
  }
  void Add(const std::string& metric, absl::Time time, double value, const std::string& region) {
    auto request = testing::FromText<okapi::metrics::v1::WriteSamplesRequest>(absl::StrCat(
        "parent: 'organizations/o' batch { series { metric: '", metric,
        "' kind: DELTA labels { key: 'region' value: '", region,
        "' } } series_refs: 0 values: ", value, " times_us: ", absl::ToUnixMicros(time), " }"));
    ASSERT_THAT(metrics_.Call(&Metrics::WriteSamples, request), testing::IsOk());
  }
  void Say(const std::string& id, const std::string& fields) {
    ASSERT_THAT(
        metrics_.Call(&Metrics::CreateKpiComment,
                      testing::FromText<okapi::metrics::v1::CreateKpiCommentRequest>(
                          absl::StrCat("parent: 'organizations/o/kpis/revenue' kpi_comment_id: '",
                                       id, "' kpi_comment { ", fields, " }"))),
        testing::IsOk());
  }
  // An active objective with a key result that the KPI drives, and one that nobody has reported on.
  void AddObjective(const std::string& id, const std::string& alignments = "") {
    Goal(&Goals::CreateObjective,
         absl::StrCat("parent: 'organizations/o' objective_id: '", id,
                      "' objective { display_name: '", id,
                      "' cycle: 'organizations/o/cycles/q1' team: 'organizations/o/teams/sales' ",
                      alignments, " }"));
    Goal(&Goals::CreateKeyResult,
         absl::StrCat(
             "parent: 'organizations/o/objectives/", id,
             "' key_result_id: 'sum' key_result { display_name: 'Sum' from_to { target: 400 } "
             "kpi_source { kpi: 'organizations/o/kpis/revenue' window: CYCLE_TO_DATE } }"));
    Goal(&Goals::CreateKeyResult,
         absl::StrCat(
             "parent: 'organizations/o/objectives/", id,
             "' key_result_id: 'own' key_result { display_name: 'Own' from_to { target: 10 } }"));
    Goal(&Goals::ActivateObjective, absl::StrCat("name: 'organizations/o/objectives/", id, "'"));
  }

  // Until the KPI has been heard that drives the objective.
  void AwaitKpi(const std::string& objective) {
    goals::ChangesWatch watch(goals_);
    watch.Await(absl::StrCat("organizations/o/objectives/", objective, "/keyResults/sum"),
                [](const okapi::goals::v1::KeyResult& it) { return it.has_current_value(); });
  }

  // Of any service of the process.
  template <typename Service, typename Request, typename Response, typename AnyStub>
  absl::StatusOr<Response> CallOf(grpc::Status (AnyStub::*method)(grpc::ClientContext*,
                                                                  const Request&, Response*),
                                  const std::string& text) {
    const auto stub = Service::NewStub(scene_.channel());
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
    Response response;
    const grpc::Status status =
        ((*stub).*method)(&context, testing::FromText<Request>(text), &response);
    if (!status.ok()) return status::FromGrpc(status);
    return response;
  }
  template <typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                             Response*),
                                const std::string& text) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
    Response response;
    const grpc::Status status =
        (scene_.stub().*method)(&context, testing::FromText<Request>(text), &response);
    if (!status.ok()) return status::FromGrpc(status);
    return response;
  }

  base::FakeClock clock_{Utc(2025, 2, 15)};
  metrics::MetricsScene metrics_{clock_};
  goals::GoalsScene goals_{clock_, metrics_.address()};
  ReportingScene scene_{clock_, goals_.address(), metrics_.address()};
};

}  // namespace okapi::reporting
