#include "services/cli/samples/push_warnings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "okapi/metrics/v1/metrics_service.pb.h"

namespace okapi::cli {
namespace {

namespace metrics = okapi::metrics::v1;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

SampleMapping MappingOf(const std::vector<std::string>& names) {
  SampleMapping mapping;
  for (const std::string& name : names) mapping.metrics.push_back({name, std::nullopt});
  return mapping;
}

// Two pages of one KPI each: `deals` by `visits`, and `revenue`.
absl::Status ListKpis(const google::protobuf::MethodDescriptor& method,
                      const google::protobuf::Message& request,
                      google::protobuf::Message& response) {
  EXPECT_EQ(method.full_name(), "okapi.metrics.v1.MetricsService.ListKpis");
  const auto& list = static_cast<const metrics::ListKpisRequest&>(request);
  auto& page = static_cast<metrics::ListKpisResponse&>(response);
  EXPECT_EQ(list.parent(), "organizations/acme");
  metrics::Kpi& kpi = *page.add_kpis();
  if (list.page_token().empty()) {
    kpi.set_metric("deals");
    kpi.set_denominator_metric("visits");
    page.set_next_page_token("more");
  } else {
    kpi.set_metric("revenue");
  }
  return absl::OkStatus();
}

TEST(PushWarningsTest, NamesTheMetricsThatNoKpiUses) {
  EXPECT_THAT(WarningsOfUnusedMetrics(MappingOf({"deals", "visits", "revenue"}),
                                      "organizations/acme", ListKpis),
              IsEmpty());
  EXPECT_THAT(
      WarningsOfUnusedMetrics(MappingOf({"deals", "revenu"}), "organizations/acme", ListKpis),
      ElementsAre("warning: no KPI of organizations/acme uses metric `revenu`; the samples are "
                  "stored, but no report shows them"));
}

TEST(PushWarningsTest, SaysNothingWhenTheServiceIsAway) {
  const Caller away = [](const auto&, const auto&, auto&) {
    return absl::UnavailableError("away");
  };
  EXPECT_THAT(WarningsOfUnusedMetrics(MappingOf({"deals"}), "organizations/acme", away), IsEmpty());
}

}  // namespace
}  // namespace okapi::cli
