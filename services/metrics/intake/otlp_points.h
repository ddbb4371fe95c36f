#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "opentelemetry/proto/collector/metrics/v1/metrics_service.pb.h"
#include "services/metrics/intake/otlp_number_point.h"
#include "services/metrics/intake/otlp_series.h"

namespace okapi::metrics {

// Turns the points of an OTLP request into samples; README.md says how they correspond. One request
// per object.
class OtlpPoints {
 public:
  // Whether a series has samples already.
  using Knows = std::function<bool(const v1::SeriesDeclaration&)>;

  // `series` must outlive the object.
  OtlpPoints(OtlpSeries& series, Knows knows) : series_(series), knows_(std::move(knows)) {}

  void Add(
      const opentelemetry::proto::collector::metrics::v1::ExportMetricsServiceRequest& request);

  // The samples; their series are those of `series`.
  const v1::SampleBatch& batch() const { return batch_; }
  // How many points were not taken, if the samples at these positions of the batch were.
  int64_t RejectedCount(const std::vector<int32_t>& accepted) const;
  // Why the first point that was refused here was; empty if none was.
  const std::string& problem() const { return problem_; }

 private:
  using Attributes = google::protobuf::RepeatedPtrField<opentelemetry::proto::common::v1::KeyValue>;
  // The points of one metric have this in common.
  struct Stream {
    absl::string_view name;
    v1::SampleKind kind;
  };
  // Identity of a point's series but for its metric.
  struct Origin {
    const Attributes* attributes;
    absl::string_view extra_label;  // Empty without.
    std::string extra_value;
  };

  void AddMetric(const opentelemetry::proto::metrics::v1::Metric& metric);
  void AddNumbers(const std::string& name, bool is_sum, absl::string_view bytes);
  void AddNumber(const Stream& stream, absl::string_view bytes);
  void AddHistogram(const std::string& name, v1::SampleKind kind,
                    const opentelemetry::proto::metrics::v1::HistogramDataPoint& point);
  void AddExponential(
      const std::string& name, v1::SampleKind kind,
      const opentelemetry::proto::metrics::v1::ExponentialHistogramDataPoint& point);
  void AddSummary(const std::string& name,
                  const opentelemetry::proto::metrics::v1::SummaryDataPoint& point);
  // One sample of the point at hand, of metric `name` + `suffix`.
  void AddPart(const std::string& name, absl::string_view suffix, v1::SampleKind kind,
               uint64_t start_ns, uint64_t time_ns, const Origin& origin, double value);
  void AddSample(absl::StatusOr<uint32_t> ref, v1::SampleKind kind, uint64_t start_ns,
                 uint64_t time_ns, double value);
  absl::StatusOr<v1::SeriesDeclaration> Declare(const std::string& metric, v1::SampleKind kind,
                                                const Origin& origin);
  void Refuse(absl::string_view problem);

  OtlpSeries& series_;
  const Knows knows_;
  bool fresh_ = false;  // The series declared last is a counter without samples.
  v1::SampleBatch batch_;
  // Which point each sample is of, and how many samples each point has; a refused point is given
  // one more than it has, so that it never counts as taken.
  std::vector<int32_t> point_of_sample_;
  std::vector<int32_t> samples_of_point_;
  std::string problem_;
  std::string service_name_;  // Of the resource at hand.
  NumberPoint point_;
  std::string key_;
};

// `attributes` as labels in `labels`. INVALID_ARGUMENT when a value is neither text, number nor
// boolean.
absl::Status AddLabels(const google::protobuf::RepeatedPtrField<
                           opentelemetry::proto::common::v1::KeyValue>& attributes,
                       google::protobuf::Map<std::string, std::string>& labels);

}  // namespace okapi::metrics
