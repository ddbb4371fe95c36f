#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "okapi/metrics/v1/samples.pb.h"

namespace okapi::metrics {

using v1::SampleKind;

// Labels of a series: sorted by name, names unique, values not empty (an empty value is no label).
using Labels = std::vector<std::pair<std::string, std::string>>;

// What a series is: two declarations with an equal identity are the same series.
struct SeriesIdentity {
  std::string metric;
  Labels labels;

  // Bytes that are equal exactly when the identities are.
  std::string Key() const;
};

// Value of a label; empty when there is none of that name.
absl::string_view FindLabel(const Labels& labels, absl::string_view name);

// The limits of samples.proto.
inline constexpr size_t kMetricNameBytesMax = 200;
inline constexpr size_t kLabelNameBytesMax = 100;
inline constexpr size_t kLabelValueBytesMax = 500;
inline constexpr size_t kLabelsMax = 32;

// OK, or a failure whose message says what is wrong, to be put behind the name of the field.
absl::Status CheckMetricName(absl::string_view name);
absl::Status CheckLabelName(absl::string_view name);
absl::Status CheckLabelValue(absl::string_view value);

// The identity that a declaration gives. A failure's message says what is wrong.
absl::StatusOr<SeriesIdentity> IdentityOf(const v1::SeriesDeclaration& declaration);

}  // namespace okapi::metrics
