#include "services/cli/samples/sample_file_series.h"

#include "absl/strings/str_cat.h"
#include "services/cli/samples/sample_kind.h"
#include "services/cli/samples/sample_labels.h"

namespace okapi::cli {
namespace {

// Tags and lengths around a string in a message.
constexpr size_t kFramingBytes = 16;

}  // namespace

uint32_t SampleFileSeries::FirstOf(const std::vector<absl::string_view>& label_values) {
  key_.clear();
  for (const absl::string_view value : label_values) {
    absl::StrAppend(&key_, value.size(), ":", value);
  }
  const auto [group, is_new] =
      groups_.try_emplace(key_, static_cast<uint32_t>(label_values_.size()));
  if (is_new) label_values_.emplace_back(label_values.begin(), label_values.end());
  return group->second * static_cast<uint32_t>(mapping_.metrics.size());
}

okapi::metrics::v1::SeriesDeclaration SampleFileSeries::Declaration(uint32_t number) const {
  const std::vector<std::string>& values = label_values_[number / mapping_.metrics.size()];
  okapi::metrics::v1::SeriesDeclaration declaration;
  if (mapping_.kind == okapi::metrics::v1::SAMPLE_KIND_UNSPECIFIED) {
    declaration.set_metric(values[0]);
    declaration.set_kind(ParseSampleKind(values[1]));
    ParseLabelsText(values[2], declaration.mutable_labels());  // Checked when it was read.
    return declaration;
  }
  declaration.set_metric(mapping_.metrics[number % mapping_.metrics.size()].name);
  declaration.set_kind(mapping_.kind);
  for (size_t i = 0; i < values.size(); ++i) {
    if (!values[i].empty()) (*declaration.mutable_labels())[mapping_.labels[i].name] = values[i];
  }
  return declaration;
}

size_t SampleFileSeries::DeclarationBytes(uint32_t number) const {
  const std::vector<std::string>& values = label_values_[number / mapping_.metrics.size()];
  size_t bytes = kFramingBytes + mapping_.metrics[number % mapping_.metrics.size()].name.size();
  for (size_t i = 0; i < values.size(); ++i) {
    bytes += kFramingBytes + mapping_.labels[i].name.size() + values[i].size();
  }
  return bytes;
}

}  // namespace okapi::cli
