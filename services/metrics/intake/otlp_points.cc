#include "services/metrics/intake/otlp_points.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/status/status_macros.h"

namespace okapi::metrics {
namespace {

namespace otlp = opentelemetry::proto::metrics::v1;
using opentelemetry::proto::common::v1::AnyValue;
using opentelemetry::proto::common::v1::KeyValue;

constexpr char kServiceName[] = "service.name";

// The kind of what is counted. What happened in an interval is kept as a reading of that interval:
// it adds up by SUM, and sent again it changes nothing. Unspecified: refused.
v1::SampleKind KindOf(int temporality, bool monotonic) {
  switch (temporality) {
    case otlp::AGGREGATION_TEMPORALITY_DELTA:
      return v1::GAUGE;
    case otlp::AGGREGATION_TEMPORALITY_CUMULATIVE:
      return monotonic ? v1::CUMULATIVE : v1::GAUGE;
    default:
      return v1::SAMPLE_KIND_UNSPECIFIED;
  }
}

std::string NumberText(double value) { return absl::StrFormat("%.15g", value); }

absl::StatusOr<std::string> TextOf(const AnyValue& value) {
  switch (value.value_case()) {
    case AnyValue::kStringValue:
      return value.string_value();
    case AnyValue::kBoolValue:
      return std::string(value.bool_value() ? "true" : "false");
    case AnyValue::kIntValue:
      return absl::StrCat(value.int_value());
    case AnyValue::kDoubleValue:
      return NumberText(value.double_value());
    case AnyValue::VALUE_NOT_SET:
      return std::string();
    default:
      return absl::InvalidArgumentError("is neither text, number nor boolean");
  }
}

bool HasValue(uint32_t flags) {
  return (flags & otlp::DATA_POINT_FLAGS_NO_RECORDED_VALUE_MASK) == 0;
}

// What is wrong with the buckets; empty if nothing is.
std::string BucketProblem(const otlp::HistogramDataPoint& point) {
  const auto& bounds = point.explicit_bounds();
  if (point.bucket_counts_size() == 0 && bounds.empty()) return "";
  if (point.bucket_counts_size() != bounds.size() + 1) {
    return "a histogram has one bucket more than bounds";
  }
  const bool rising = std::adjacent_find(bounds.begin(), bounds.end(), [](double a, double b) {
                        return !(a < b);
                      }) == bounds.end();
  return rising ? "" : "the bounds of a histogram must rise";
}

}  // namespace

absl::Status AddLabels(const google::protobuf::RepeatedPtrField<KeyValue>& attributes,
                       google::protobuf::Map<std::string, std::string>& labels) {
  for (const KeyValue& attribute : attributes) {
    absl::StatusOr<std::string> text = TextOf(attribute.value());
    if (!text.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat("attribute '", attribute.key(), "' ", text.status().message()));
    }
    labels[attribute.key()] = *std::move(text);
  }
  return absl::OkStatus();
}

void OtlpPoints::Add(
    const opentelemetry::proto::collector::metrics::v1::ExportMetricsServiceRequest& request) {
  for (const otlp::ResourceMetrics& resource : request.resource_metrics()) {
    service_name_.clear();
    for (const KeyValue& attribute : resource.resource().attributes()) {
      if (attribute.key() == kServiceName) service_name_ = attribute.value().string_value();
    }
    for (const otlp::ScopeMetrics& scope : resource.scope_metrics()) {
      for (const otlp::Metric& metric : scope.metrics()) AddMetric(metric);
    }
  }
}

void OtlpPoints::AddMetric(const otlp::Metric& metric) {
  switch (metric.data_case()) {
    case otlp::Metric::kGauge:
      return AddNumbers(metric.name(), /*is_sum=*/false, metric.gauge());
    case otlp::Metric::kSum:
      return AddNumbers(metric.name(), /*is_sum=*/true, metric.sum());
    case otlp::Metric::kHistogram:
      for (const auto& point : metric.histogram().data_points()) {
        AddHistogram(metric.name(), KindOf(metric.histogram().aggregation_temporality(), true),
                     point);
      }
      return;
    case otlp::Metric::kExponentialHistogram:
      for (const auto& point : metric.exponential_histogram().data_points()) {
        AddExponential(metric.name(),
                       KindOf(metric.exponential_histogram().aggregation_temporality(), true),
                       point);
      }
      return;
    case otlp::Metric::kSummary:
      for (const auto& point : metric.summary().data_points()) AddSummary(metric.name(), point);
      return;
    case otlp::Metric::DATA_NOT_SET:
      return;
  }
}

void OtlpPoints::AddNumbers(const std::string& name, bool is_sum, absl::string_view bytes) {
  auto add = [&](const NumberPointsHeader& header, absl::string_view point) {
    samples_of_point_.push_back(0);
    const v1::SampleKind kind =
        is_sum ? KindOf(header.temporality, header.monotonic) : v1::SampleKind::GAUGE;
    if (kind == v1::SAMPLE_KIND_UNSPECIFIED) {
      Refuse("a sum must say its temporality");
    } else {
      AddNumber({name, kind}, point);
    }
  };
  NumberPointsHeader header;
  if (ReadNumberPoints(bytes, header, add)) return;
  samples_of_point_.push_back(0);
  Refuse("the points of a metric do not parse");
}

void OtlpPoints::AddNumber(const Stream& stream, absl::string_view bytes) {
  if (!ReadNumberPoint(bytes, point_)) return Refuse("a data point does not parse");
  if (!point_.has_value) return;
  key_.assign(stream.name.data(), stream.name.size());
  key_.push_back('\0');
  key_.push_back(static_cast<char>(stream.kind));
  key_.append(service_name_).push_back('\0');
  key_.append(point_.attributes);
  auto declare = [&]() -> absl::StatusOr<v1::SeriesDeclaration> {
    otlp::NumberDataPoint message;
    if (!message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
      return absl::InvalidArgumentError("a data point does not parse");
    }
    return Declare(std::string(stream.name), stream.kind, {&message.attributes(), "", ""});
  };
  AddSample(series_.RefOf(key_, declare), stream.kind, point_.start_ns, point_.time_ns,
            point_.value);
}

void OtlpPoints::AddHistogram(const std::string& name, v1::SampleKind kind,
                              const otlp::HistogramDataPoint& point) {
  samples_of_point_.push_back(0);
  if (kind == v1::SAMPLE_KIND_UNSPECIFIED) return Refuse("a histogram must say its temporality");
  if (!HasValue(point.flags())) return;
  if (std::string problem = BucketProblem(point); !problem.empty()) return Refuse(problem);
  const uint64_t start = point.start_time_unix_nano();
  const uint64_t time = point.time_unix_nano();
  const Origin origin{&point.attributes(), "", ""};
  AddPart(name, ".count", kind, start, time, origin, static_cast<double>(point.count()));
  if (point.has_sum()) AddPart(name, ".sum", kind, start, time, origin, point.sum());
  if (point.has_min()) AddPart(name, ".min", v1::GAUGE, start, time, origin, point.min());
  if (point.has_max()) AddPart(name, ".max", v1::GAUGE, start, time, origin, point.max());
  for (int i = 0; i < point.bucket_counts_size(); ++i) {
    const bool last = i == point.explicit_bounds_size();
    AddPart(name, ".bucket", kind, start, time,
            {&point.attributes(), "le", last ? "+Inf" : NumberText(point.explicit_bounds(i))},
            static_cast<double>(point.bucket_counts(i)));
  }
}

void OtlpPoints::AddExponential(const std::string& name, v1::SampleKind kind,
                                const otlp::ExponentialHistogramDataPoint& point) {
  samples_of_point_.push_back(0);
  if (kind == v1::SAMPLE_KIND_UNSPECIFIED) return Refuse("a histogram must say its temporality");
  if (!HasValue(point.flags())) return;
  const uint64_t start = point.start_time_unix_nano();
  const uint64_t time = point.time_unix_nano();
  const Origin origin{&point.attributes(), "", ""};
  // Its buckets have other bounds from one point to the next, so they are no series.
  AddPart(name, ".count", kind, start, time, origin, static_cast<double>(point.count()));
  if (point.has_sum()) AddPart(name, ".sum", kind, start, time, origin, point.sum());
  if (point.has_min()) AddPart(name, ".min", v1::GAUGE, start, time, origin, point.min());
  if (point.has_max()) AddPart(name, ".max", v1::GAUGE, start, time, origin, point.max());
}

void OtlpPoints::AddSummary(const std::string& name, const otlp::SummaryDataPoint& point) {
  samples_of_point_.push_back(0);
  if (!HasValue(point.flags())) return;
  const uint64_t start = point.start_time_unix_nano();
  const uint64_t time = point.time_unix_nano();
  const Origin origin{&point.attributes(), "", ""};
  AddPart(name, ".count", v1::CUMULATIVE, start, time, origin, static_cast<double>(point.count()));
  AddPart(name, ".sum", v1::CUMULATIVE, start, time, origin, point.sum());
  for (const auto& quantile : point.quantile_values()) {
    AddPart(name, ".quantile", v1::GAUGE, start, time,
            {&point.attributes(), "quantile", NumberText(quantile.quantile())}, quantile.value());
  }
}

void OtlpPoints::AddPart(const std::string& name, absl::string_view suffix, v1::SampleKind kind,
                         uint64_t start_ns, uint64_t time_ns, const Origin& origin, double value) {
  const std::string metric = absl::StrCat(name, suffix);
  key_ = absl::StrCat(metric, absl::string_view("\0", 1), static_cast<int>(kind),
                      absl::string_view("\0", 1), service_name_, absl::string_view("\0", 1),
                      origin.extra_value);
  for (const KeyValue& attribute : *origin.attributes) {
    absl::StrAppend(&key_, absl::string_view("\0", 1), attribute.SerializeAsString());
  }
  AddSample(series_.RefOf(key_, [&] { return Declare(metric, kind, origin); }), kind, start_ns,
            time_ns, value);
}

void OtlpPoints::AddSample(absl::StatusOr<uint32_t> ref, v1::SampleKind kind, uint64_t start_ns,
                           uint64_t time_ns, double value) {
  if (!ref.ok()) return Refuse(ref.status().message());
  if (std::exchange(fresh_, false)) series_.Fresh(*ref);
  auto add = [&](uint64_t at_ns, double sample) {
    batch_.add_series_refs(*ref);
    batch_.add_times_us(static_cast<int64_t>(at_ns / 1000));
    batch_.add_values(sample);
    point_of_sample_.push_back(static_cast<int32_t>(samples_of_point_.size()) - 1);
    ++samples_of_point_.back();
  };
  // A counter that was started or restarted stood at 0 then, however far it has come since.
  if (kind == v1::CUMULATIVE && start_ns != 0 && start_ns < time_ns &&
      series_.Restarted(*ref, start_ns)) {
    add(start_ns, 0);
  }
  add(time_ns, value);
}

absl::StatusOr<v1::SeriesDeclaration> OtlpPoints::Declare(const std::string& metric,
                                                          v1::SampleKind kind,
                                                          const Origin& origin) {
  v1::SeriesDeclaration declaration;
  declaration.set_metric(metric);
  declaration.set_kind(kind);
  auto& labels = *declaration.mutable_labels();
  if (!service_name_.empty()) labels[kServiceName] = service_name_;
  OKAPI_RETURN_IF_ERROR(AddLabels(*origin.attributes, labels));
  if (!origin.extra_label.empty()) labels[std::string(origin.extra_label)] = origin.extra_value;
  fresh_ = kind == v1::CUMULATIVE && !knows_(declaration);
  return declaration;
}

void OtlpPoints::Refuse(absl::string_view problem) {
  ++samples_of_point_.back();
  if (problem_.empty()) problem_ = std::string(problem);
}

int64_t OtlpPoints::RejectedCount(const std::vector<int32_t>& accepted) const {
  std::vector<int32_t> missing = samples_of_point_;
  for (const int32_t sample : accepted) {
    --missing[static_cast<size_t>(point_of_sample_[static_cast<size_t>(sample)])];
  }
  return std::count_if(missing.begin(), missing.end(), [](int32_t count) { return count > 0; });
}

}  // namespace okapi::metrics
