// Every server stream x how it ends when it cannot begin: code, reason and field.

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/contract/any_call.h"
#include "tests/contract/state_table.h"
#include "tests/integration/goals_scene.h"
#include "tests/integration/metrics_scene.h"
#include "tests/integration/reporting_scene.h"
#include "tests/support/status_matchers.h"
#include "tests/support/text_proto.h"

namespace okapi::contract {
namespace {

using google::protobuf::MethodDescriptor;
using okapi::testing::ReasonIs;
using okapi::testing::StatusIs;
using status::ErrorReason;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::StartsWith;

// Methods have their full names here: there is a Watch in two services.
constexpr char kGoalsWatch[] = "okapi.goals.v1.GoalsService.Watch";
constexpr char kMetricsWatch[] = "okapi.metrics.v1.MetricsService.Watch";
constexpr char kWatchAggregates[] = "okapi.metrics.v1.MetricsService.WatchAggregates";
constexpr char kStreamAggregates[] = "okapi.metrics.v1.MetricsService.StreamAggregateKpis";
constexpr char kWatchReport[] = "okapi.reporting.v1.ReportingService.WatchReport";
constexpr char kWatchAlerts[] = "okapi.reporting.v1.AlertService.WatchAlerts";
constexpr char kExport[] = "okapi.reporting.v1.ExportService.ExportReport";
constexpr char kStreamRecords[] = "okapi.common.v1.AuditService.StreamRecords";

Row Missing(const std::string& method, const std::string& request, const std::string& field) {
  return {method, request, absl::StatusCode::kInvalidArgument, ErrorReason::INVALID_FIELD, field};
}
Row NoName(const std::string& method, const std::string& request, const std::string& field) {
  return {method, request, absl::StatusCode::kInvalidArgument, ErrorReason::INVALID_NAME, field};
}
Row NotFound(const std::string& method, const std::string& request, const std::string& name) {
  return {method, request, absl::StatusCode::kNotFound, ErrorReason::RESOURCE_NOT_FOUND,
          absl::StrCat("resource=", name)};
}
Row InTheFuture(const std::string& method) {
  return {method, "parent: 'organizations/o' after_revision: 1000000",
          absl::StatusCode::kOutOfRange, ErrorReason::REVISION_UNKNOWN, "revision="};
}

// What has no field of its own for an organization is in a question.
std::vector<Row> Rows() {
  std::vector<Row> rows;
  for (const char* method : {kGoalsWatch, kMetricsWatch, kWatchAlerts, kStreamRecords,
                             kWatchAggregates, kStreamAggregates}) {
    const std::string method_name = method;
    const bool asks = method_name == kWatchAggregates || method_name == kStreamAggregates;
    const std::string more = asks ? "queries { name: 'organizations/o/kpis/k' }" : "";
    rows.push_back(Missing(method, more, "parent"));
    rows.push_back(NoName(method, absl::StrCat("parent: 'o' ", more), "parent"));
    if (!asks) continue;
    rows.push_back(Missing(method, "parent: 'organizations/o'", "queries"));
    rows.push_back(
        NoName(method, "parent: 'organizations/o' queries { name: 'k' }", "queries[0].name"));
    rows.push_back(
        Missing(method, "parent: 'organizations/o' queries { name: 'organizations/other/kpis/k' }",
                "queries[0].name"));
  }
  for (const char* method : {kGoalsWatch, kMetricsWatch, kWatchAlerts}) {
    rows.push_back(InTheFuture(method));
  }
  rows.push_back(NotFound(kWatchAlerts, "parent: 'organizations/nobody'", "organizations/nobody"));
  rows.push_back(NotFound(kWatchAlerts, "parent: 'organizations/nobody' after_revision: 0",
                          "organizations/nobody"));
  rows.push_back(
      NotFound(kWatchReport, "scorecard { name: 'organizations/nobody' }", "organizations/nobody"));
  rows.push_back(NotFound(
      kWatchReport, "scorecard { name: 'organizations/o' team: 'organizations/o/teams/none' }",
      "organizations/o/teams/none"));
  rows.push_back(NotFound(
      kWatchReport, "scorecard { name: 'organizations/o' owner: 'organizations/o/members/none' }",
      "organizations/o/members/none"));
  rows.push_back(Missing(kWatchReport, "scorecard { name: 'organizations/o' names: true }",
                         "scorecard.names"));
  rows.push_back(Missing(kWatchReport, "", "report"));
  rows.push_back(Missing(kWatchReport, "scorecard {}", "scorecard.name"));
  rows.push_back(NoName(kWatchReport, "scorecard { name: 'o' }", "scorecard.name"));
  rows.push_back(NoName(kWatchReport, "okr_report { name: 'o' }", "okr_report.name"));
  rows.push_back(Missing(kWatchReport,
                         "okr_report { name: 'organizations/o' } resume_token: 'nonsense'",
                         "resume_token"));
  rows.push_back(NotFound(kWatchReport, "okr_report { name: 'organizations/nobody' }",
                          "organizations/nobody"));
  rows.push_back(Missing(kExport, "format: CSV", "source"));
  rows.push_back(Missing(kExport, "question { okr_report { name: 'organizations/o' } }", "format"));
  rows.push_back(Missing(kExport, "question {} format: CSV", "question"));
  rows.push_back(Missing(kExport, "snapshot: '' format: CSV", "source"));
  rows.push_back(Missing(kExport, "dashboard: 'o' format: CSV", "dashboard"));
  rows.push_back(Missing(kExport, "snapshot: 'organizations/o/kpis/k' format: CSV", "snapshot"));
  rows.push_back(NotFound(kExport, "dashboard: 'organizations/o/dashboards/none' format: CSV",
                          "organizations/o/dashboards/none"));
  rows.push_back(NotFound(kExport, "snapshot: 'organizations/o/snapshots/none' format: CSV",
                          "organizations/o/snapshots/none"));
  rows.push_back(NoName(kExport, "question { okr_report { name: 'o' } } format: CSV",
                        "question.okr_report.name"));
  rows.push_back(NotFound(kExport,
                          "question { okr_report { name: 'organizations/nobody' } } format: CSV",
                          "organizations/nobody"));
  rows.push_back(NotFound(
      kExport, "question { kpi_report { name: 'organizations/nobody/kpis/k' } } format: CSV",
      "organizations/nobody/kpis/k"));
  return rows;
}

class StreamFailuresTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto created =
        goals_.Call(&goals::GoalsScene::Organizations::CreateOrganization,
                    okapi::testing::FromText<okapi::goals::v1::CreateOrganizationRequest>(
                        "organization_id: 'o' organization { display_name: 'O' }"));
    ASSERT_TRUE(created.ok()) << created.status();
  }

  std::shared_ptr<grpc::Channel> ChannelOf(const std::string& package) {
    if (package == "okapi.reporting.v1") return reporting_.channel();
    // The audit service is in each of them.
    return package == "okapi.metrics.v1" ? metrics_.channel() : goals_.channel();
  }

  base::FakeClock clock_{absl::FromUnixSeconds(1739577600)};
  metrics::MetricsScene metrics_{clock_};
  goals::GoalsScene goals_{clock_, metrics_.address()};
  reporting::ReportingScene reporting_{clock_, goals_.address(), metrics_.address()};
};

TEST_F(StreamFailuresTest, EveryStreamSaysWhyItCannotBegin) {
  std::map<std::string, const MethodDescriptor*> methods;
  for (const MethodDescriptor* method : ServerStreamingMethods()) {
    methods[method->full_name()] = method;
  }
  std::set<std::string> in_rows;
  for (const Row& row : Rows()) {
    SCOPED_TRACE(absl::StrCat(row.method, " ", row.request));
    in_rows.insert(row.method);
    ASSERT_EQ(methods.count(row.method), 1U);
    const MethodDescriptor& method = *methods[row.method];
    const auto request = New(method.input_type());
    ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(row.request, request.get()));
    const absl::Status status = EndOfStream(ChannelOf(method.file()->package()), method, *request);
    EXPECT_THAT(status, AllOf(StatusIs(row.code), ReasonIs(row.reason)));
    EXPECT_THAT(DetailsOf(status), Contains(StartsWith(row.detail)));
  }
  for (const auto& [name, method] : methods) {
    EXPECT_EQ(in_rows.count(name), 1U) << "no row ends " << name;
  }
}

}  // namespace
}  // namespace okapi::contract
