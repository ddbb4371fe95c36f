// OTLP over gRPC: points in, figures out by KPIs.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "opentelemetry/proto/collector/metrics/v1/metrics_service.grpc.pb.h"
#include "tests/integration/metrics_scene.h"
#include "tests/support/text_proto.h"

namespace okapi::metrics {
namespace {

namespace otlp = opentelemetry::proto::metrics::v1;
using okapi::testing::FromText;
using okapi::testing::IsOk;
using okapi::testing::ReasonIs;
using opentelemetry::proto::collector::metrics::v1::ExportMetricsServiceRequest;
using opentelemetry::proto::collector::metrics::v1::ExportMetricsServiceResponse;
using opentelemetry::proto::collector::metrics::v1::MetricsService;
using ::testing::DoubleEq;
using ::testing::HasSubstr;
using ::testing::Optional;

constexpr char kExporting[] = "organizations/o";
constexpr int64_t kNow = 1'700'000'000;  // In November 2023.

class OtlpTest : public ::testing::Test {
 protected:
  absl::StatusOr<ExportMetricsServiceResponse> Export(const ExportMetricsServiceRequest& request,
                                                      const std::string& organization) {
    grpc::ClientContext context;
    MetricsScene::Bound(context);
    if (!organization.empty()) context.AddMetadata("okapi-organization", organization);
    context.set_compression_algorithm(GRPC_COMPRESS_GZIP);
    ExportMetricsServiceResponse response;
    const auto stub = MetricsService::NewStub(scene_.channel());
    const grpc::Status status = stub->Export(&context, request, &response);
    if (!status.ok()) return status::FromGrpc(status);
    return response;
  }
  ExportMetricsServiceResponse Send() {
    auto response = Export(request_, kExporting);
    EXPECT_THAT(response, IsOk());
    return response.ok() ? *std::move(response) : ExportMetricsServiceResponse();
  }

  otlp::Metric& AddMetric(const std::string& name) {
    if (request_.resource_metrics().empty()) {
      request_.add_resource_metrics()->add_scope_metrics();
    }
    otlp::Metric& metric =
        *request_.mutable_resource_metrics(0)->mutable_scope_metrics(0)->add_metrics();
    metric.set_name(name);
    return metric;
  }
  static uint64_t Nanos(int64_t seconds_ago) {
    return static_cast<uint64_t>(kNow - seconds_ago) * 1'000'000'000;
  }
  // A point with one attribute.
  static otlp::NumberDataPoint Point(int64_t seconds_ago, double value,
                                     const std::string& region = "south") {
    otlp::NumberDataPoint point;
    point.set_time_unix_nano(Nanos(seconds_ago));
    point.set_as_double(value);
    auto& attribute = *point.add_attributes();
    attribute.set_key("region");
    attribute.mutable_value()->set_string_value(region);
    return point;
  }
  void AddSum(const std::string& name, otlp::AggregationTemporality temporality, bool monotonic,
              const std::vector<otlp::NumberDataPoint>& points) {
    otlp::Sum sum;
    sum.set_aggregation_temporality(temporality);
    sum.set_is_monotonic(monotonic);
    for (const auto& point : points) *sum.add_data_points() = point;
    AddMetric(name).set_sum(sum.SerializeAsString());
  }

  // The number of November for a KPI made of the metric.
  std::optional<double> Figure(const std::string& metric, v1::Aggregation aggregation,
                               const std::string& filter = "") {
    v1::CreateKpiRequest create;
    create.set_parent(kExporting);
    create.set_kpi_id("k" + std::to_string(++kpis_));
    create.mutable_kpi()->set_display_name("K");
    create.mutable_kpi()->set_metric(metric);
    create.mutable_kpi()->set_aggregation(aggregation);
    create.mutable_kpi()->set_frequency(okapi::common::v1::MONTH);
    const auto kpi = scene_.Call(&MetricsScene::Stub::CreateKpi, create);
    EXPECT_THAT(kpi, IsOk());
    auto ask = FromText<v1::AggregateKpiRequest>(filter);
    ask.set_name(kpi->name());
    const auto answer = scene_.Call(&MetricsScene::Stub::AggregateKpi, ask);
    EXPECT_THAT(answer, IsOk());
    if (!answer.ok() || !answer->groups(0).values(0).has_value()) return std::nullopt;
    return answer->groups(0).values(0).value();
  }

  base::FakeClock clock_{absl::FromUnixSeconds(kNow)};
  MetricsScene scene_{clock_};
  ExportMetricsServiceRequest request_;
  int kpis_ = 0;
};

TEST_F(OtlpTest, GaugesAreReadings) {
  otlp::Gauge gauge;
  *gauge.add_data_points() = Point(30, 5, "south");
  *gauge.add_data_points() = Point(20, 7, "south");
  *gauge.add_data_points() = Point(20, 100, "north");
  otlp::NumberDataPoint whole = Point(10, 0, "south");
  whole.set_as_int(-3);
  *gauge.add_data_points() = whole;
  AddMetric("stock").set_gauge(gauge.SerializeAsString());
  EXPECT_FALSE(Send().has_partial_success());
  EXPECT_THAT(Figure("stock", v1::LAST), Optional(DoubleEq(97)));
  EXPECT_THAT(Figure("stock", v1::MAX, R"(filter { label: "region" values: "south" })"),
              Optional(DoubleEq(7)));
}

TEST_F(OtlpTest, SentAgainNothingCountsTwice) {
  AddSum("sales", otlp::AGGREGATION_TEMPORALITY_DELTA, true, {Point(30, 2), Point(20, 3)});
  AddSum("visits", otlp::AGGREGATION_TEMPORALITY_CUMULATIVE, true, {Point(30, 10), Point(20, 25)});
  for (int i = 0; i < 3; ++i) Send();
  EXPECT_THAT(Figure("sales", v1::SUM), Optional(DoubleEq(5)));
  EXPECT_THAT(Figure("visits", v1::SUM), Optional(DoubleEq(15)));
  EXPECT_THAT(Figure("visits", v1::LAST), Optional(DoubleEq(25)));
}

TEST_F(OtlpTest, ARestartedCounterCountsFromNothing) {
  auto counted = [](int64_t seconds_ago, double value, int64_t started_ago) {
    otlp::NumberDataPoint point = Point(seconds_ago, value);
    point.set_start_time_unix_nano(Nanos(started_ago));
    return point;
  };
  // After the restart it stands higher than before: only its start tells.
  AddSum("visits", otlp::AGGREGATION_TEMPORALITY_CUMULATIVE, true,
         {counted(60, 10, 100), counted(50, 14, 100), counted(30, 20, 40)});
  EXPECT_FALSE(Send().has_partial_success());
  // What it had counted when it was first heard of counts too, because it says since when.
  EXPECT_THAT(Figure("visits", v1::SUM), Optional(DoubleEq(10 + 4 + 20)));
  // A counter that is known already is not taken for a fresh one after a restart of the service.
  scene_.Restart();
  request_.Clear();
  AddSum("visits", otlp::AGGREGATION_TEMPORALITY_CUMULATIVE, true, {counted(20, 21, 40)});
  Send();
  EXPECT_THAT(Figure("visits", v1::SUM), Optional(DoubleEq(10 + 4 + 20 + 1)));
}

TEST_F(OtlpTest, HistogramsBecomeCountSumAndBuckets) {
  otlp::Histogram& histogram = *AddMetric("latency").mutable_histogram();
  histogram.set_aggregation_temporality(otlp::AGGREGATION_TEMPORALITY_DELTA);
  otlp::HistogramDataPoint& point = *histogram.add_data_points();
  point.set_time_unix_nano(Nanos(10));
  point.set_count(6);
  point.set_sum(33);
  point.set_min(1);
  point.set_max(20);
  for (const uint64_t count : {1U, 2U, 3U}) point.add_bucket_counts(count);
  for (const double bound : {2.5, 10.0}) point.add_explicit_bounds(bound);
  EXPECT_FALSE(Send().has_partial_success());
  EXPECT_THAT(Figure("latency.count", v1::SUM), Optional(DoubleEq(6)));
  EXPECT_THAT(Figure("latency.sum", v1::SUM), Optional(DoubleEq(33)));
  EXPECT_THAT(Figure("latency.max", v1::MAX), Optional(DoubleEq(20)));
  EXPECT_THAT(Figure("latency.bucket", v1::SUM, R"(filter { label: "le" values: "+Inf" })"),
              Optional(DoubleEq(3)));
}

TEST_F(OtlpTest, ExponentialHistogramsAndSummariesAreTaken) {
  auto& histogram = *AddMetric("size").mutable_exponential_histogram();
  histogram.set_aggregation_temporality(otlp::AGGREGATION_TEMPORALITY_DELTA);
  auto& point = *histogram.add_data_points();
  point.set_time_unix_nano(Nanos(10));
  point.set_count(4);
  point.set_sum(10);
  auto& summary = *AddMetric("wait").mutable_summary()->add_data_points();
  summary.set_time_unix_nano(Nanos(10));
  summary.set_count(2);
  summary.add_quantile_values()->set_quantile(0.5);
  summary.mutable_quantile_values(0)->set_value(1.5);
  EXPECT_FALSE(Send().has_partial_success());
  EXPECT_THAT(Figure("size.sum", v1::SUM), Optional(DoubleEq(10)));
  EXPECT_THAT(Figure("wait.quantile", v1::LAST, R"(filter { label: "quantile" values: "0.5" })"),
              Optional(DoubleEq(1.5)));
}

TEST_F(OtlpTest, BadPointsAreCountedAndTheOthersTaken) {
  std::vector<otlp::NumberDataPoint> points = {Point(30, 1), Point(20, 2)};
  points.push_back(Point(-3600, 4));  // In the future.
  points.push_back(Point(10, std::numeric_limits<double>::infinity()));
  otlp::NumberDataPoint bytes = Point(10, 8);
  bytes.mutable_attributes(0)->mutable_value()->set_bytes_value("x");
  points.push_back(bytes);
  otlp::NumberDataPoint nothing = Point(5, 16);
  nothing.set_flags(otlp::DATA_POINT_FLAGS_NO_RECORDED_VALUE_MASK);
  points.push_back(nothing);  // Said to have no value: neither taken nor refused.
  AddSum("sales", otlp::AGGREGATION_TEMPORALITY_DELTA, true, points);
  AddSum("what", otlp::AGGREGATION_TEMPORALITY_UNSPECIFIED, true, {Point(10, 1)});
  otlp::Histogram& histogram = *AddMetric("latency").mutable_histogram();
  histogram.set_aggregation_temporality(otlp::AGGREGATION_TEMPORALITY_DELTA);
  histogram.add_data_points()->add_bucket_counts(1);
  histogram.mutable_data_points(0)->add_explicit_bounds(1);
  const auto response = Send();
  EXPECT_EQ(response.partial_success().rejected_data_points(), 5);
  EXPECT_THAT(response.partial_success().error_message(), HasSubstr("neither text"));
  EXPECT_THAT(Figure("sales", v1::SUM), Optional(DoubleEq(3)));
}

TEST_F(OtlpTest, ItMustBeSaidWhoseThePointsAre) {
  AddSum("sales", otlp::AGGREGATION_TEMPORALITY_DELTA, true, {Point(30, 1)});
  EXPECT_THAT(Export(request_, ""), ReasonIs(status::ErrorReason::INVALID_FIELD));
  EXPECT_THAT(Export(request_, "somebody"), ReasonIs(status::ErrorReason::INVALID_NAME));
  auto& attribute = *request_.mutable_resource_metrics(0)->mutable_resource()->add_attributes();
  attribute.set_key("okapi.organization");
  attribute.mutable_value()->set_string_value(kExporting);
  EXPECT_THAT(Export(request_, ""), IsOk());
  EXPECT_THAT(Figure("sales", v1::SUM), Optional(DoubleEq(1)));
  EXPECT_THAT(Export(ExportMetricsServiceRequest(), ""), IsOk());  // Nothing is nobody's.
}

}  // namespace
}  // namespace okapi::metrics
