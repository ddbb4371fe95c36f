#pragma once

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "tests/integration/metrics_scene.h"
#include "tests/support/text_proto.h"

namespace okapi::metrics {

// What is sold in each region, of a KPI.
inline constexpr char kByRegion[] = "dimensions { label: 'region' } ";

// KPIs of `organizations/o` on 14 March 2025, written as text protos, and samples of metrics.
class KpiFixture : public ::testing::Test {
 protected:
  using Stub = MetricsScene::Stub;
  using Labels = std::map<std::string, std::string>;

  static std::string NameOf(const std::string& id) {
    return absl::StrCat("organizations/o/kpis/", id);
  }
  absl::StatusOr<v1::Kpi> Create(const std::string& id, const std::string& kpi) {
    v1::CreateKpiRequest request;
    request.set_parent("organizations/o");
    request.set_kpi_id(id);
    *request.mutable_kpi() =
        testing::FromText<v1::Kpi>(absl::StrCat("display_name: 'K' frequency: MONTH ", kpi));
    return scene_.Call(&Stub::CreateKpi, request);
  }
  // A KPI that is the sum of the metric of its own id.
  void CreateSum(const std::string& id, const std::string& more = "") {
    const auto kpi = Create(id, absl::StrCat("aggregation: SUM metric: '", id, "' ", more));
    ASSERT_TRUE(kpi.ok()) << kpi.status();
  }
  absl::StatusOr<v1::Kpi> CreateFormula(const std::string& id, const std::string& formula,
                                        const std::string& more = "") {
    return Create(id, absl::StrCat("aggregation: FORMULA formula: '", formula, "' ", more));
  }
  // Sets the fields that the patch has; `more` are fields of the request.
  absl::StatusOr<v1::Kpi> Update(const std::string& id, const std::string& patch,
                                 const std::string& more = "") {
    auto request = testing::FromText<v1::UpdateKpiRequest>(more);
    *request.mutable_kpi() = testing::FromText<v1::Kpi>(patch);
    request.mutable_kpi()->set_name(NameOf(id));
    return scene_.Call(&Stub::UpdateKpi, request);
  }
  absl::StatusOr<v1::Kpi> Get(const std::string& id) {
    v1::GetKpiRequest request;
    request.set_name(NameOf(id));
    return scene_.Call(&Stub::GetKpi, request);
  }
  absl::Status Delete(const std::string& id) {
    v1::DeleteKpiRequest request;
    request.set_name(NameOf(id));
    return scene_.Call(&Stub::DeleteKpi, request).status();
  }

  // One increment of a metric.
  void Add(const std::string& metric, absl::Time time, double value, const Labels& labels = {}) {
    v1::WriteSamplesRequest request;
    request.set_parent("organizations/o");
    v1::SampleBatch& batch = *request.mutable_batch();
    v1::SeriesDeclaration& series = *batch.add_series();
    series.set_metric(metric);
    series.set_kind(v1::DELTA);
    series.mutable_labels()->insert(labels.begin(), labels.end());
    batch.add_series_refs(0);
    batch.add_times_us(absl::ToUnixMicros(time));
    batch.add_values(value);
    const auto written = scene_.Call(&Stub::WriteSamples, request);
    ASSERT_TRUE(written.ok()) << written.status();
    ASSERT_EQ(written->accepted_count(), 1);
  }
  void Add(const std::string& metric, double value, const Labels& labels = {}) {
    Add(metric, clock_.Now() - absl::Hours(1), value, labels);
  }

  absl::StatusOr<v1::AggregateKpiResponse> Ask(const std::string& id,
                                               const std::string& more = "") {
    auto request = testing::FromText<v1::AggregateKpiRequest>(more);
    request.set_name(NameOf(id));
    return scene_.Call(&Stub::AggregateKpi, request);
  }
  // All numbers of the only group.
  std::vector<v1::KpiValue> Values(const std::string& id, const std::string& more = "") {
    const auto response = Ask(id, more);
    if (!response.ok() || response->groups_size() != 1) {
      ADD_FAILURE() << response.status();
      return {};
    }
    return {response->groups(0).values().begin(), response->groups(0).values().end()};
  }
  // The number of March.
  v1::KpiValue Value(const std::string& id) {
    const auto values = Values(id);
    return values.size() == 1 ? values[0] : v1::KpiValue();
  }

  base::FakeClock clock_{absl::FromCivil(absl::CivilHour(2025, 3, 14, 12), absl::UTCTimeZone())};
  MetricsScene scene_{clock_};
};

}  // namespace okapi::metrics
