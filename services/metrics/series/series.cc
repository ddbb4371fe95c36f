#include "services/metrics/series/series.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/status/status_macros.h"
#include "common/storage/key_codec.h"

namespace okapi::metrics {
namespace {

bool IsNameCharacter(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
         absl::string_view("_.:/-").find(c) != absl::string_view::npos;
}

absl::Status CheckName(absl::string_view name, size_t bytes_max) {
  if (name.empty()) return absl::InvalidArgumentError("must not be empty");
  if (name.size() > bytes_max) {
    return absl::InvalidArgumentError(absl::StrCat("is longer than ", bytes_max, " bytes"));
  }
  if (!absl::ascii_isalpha(static_cast<unsigned char>(name[0])) ||
      !std::all_of(name.begin(), name.end(), IsNameCharacter)) {
    return absl::InvalidArgumentError("must be a letter, then letters, digits and _ . : / -");
  }
  return absl::OkStatus();
}

// `status` with what it is about put in front of its message.
absl::Status About(absl::string_view subject, const absl::Status& status) {
  return absl::Status(status.code(), absl::StrCat(subject, " ", status.message()));
}

}  // namespace

std::string SeriesIdentity::Key() const {
  storage::KeyWriter writer;
  writer.Bytes(metric);
  for (const auto& [name, value] : labels) writer.Bytes(name).Bytes(value);
  return writer.Finish();
}

absl::string_view FindLabel(const Labels& labels, absl::string_view name) {
  for (const auto& [label, value] : labels) {
    if (label == name) return value;
  }
  return "";
}

absl::Status CheckMetricName(absl::string_view name) {
  return CheckName(name, kMetricNameBytesMax);
}

absl::Status CheckLabelName(absl::string_view name) { return CheckName(name, kLabelNameBytesMax); }

absl::Status CheckLabelValue(absl::string_view value) {
  if (value.size() <= kLabelValueBytesMax) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("is longer than ", kLabelValueBytesMax, " bytes"));
}

absl::StatusOr<SeriesIdentity> IdentityOf(const v1::SeriesDeclaration& declaration) {
  if (absl::Status bad = CheckMetricName(declaration.metric()); !bad.ok()) {
    return About("the metric name", bad);
  }
  if (declaration.kind() == SampleKind::SAMPLE_KIND_UNSPECIFIED ||
      !v1::SampleKind_IsValid(declaration.kind())) {
    return absl::InvalidArgumentError("the kind must be GAUGE, DELTA or CUMULATIVE");
  }
  if (declaration.labels().size() > kLabelsMax) {
    return absl::InvalidArgumentError(absl::StrCat("there are more than ", kLabelsMax, " labels"));
  }
  SeriesIdentity identity;
  identity.metric = declaration.metric();
  for (const auto& [name, value] : declaration.labels()) {
    if (absl::Status bad = CheckLabelName(name); !bad.ok()) {
      return About(absl::StrCat("the label name '", name.substr(0, kLabelNameBytesMax), "'"), bad);
    }
    if (absl::Status bad = CheckLabelValue(value); !bad.ok()) {
      return About(absl::StrCat("the value of label '", name, "'"), bad);
    }
    if (!value.empty()) identity.labels.emplace_back(name, value);
  }
  std::sort(identity.labels.begin(), identity.labels.end());
  return identity;
}

}  // namespace okapi::metrics
