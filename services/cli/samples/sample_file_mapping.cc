#include "services/cli/samples/sample_file_mapping.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/status/status_macros.h"

namespace okapi::cli {
namespace {

namespace metrics = okapi::metrics::v1;

// The limits of samples.proto.
constexpr size_t kMetricNameBytesMax = 199 + 1;
constexpr size_t kLabelNameBytesMax = 100;
constexpr size_t kLabelsMax = 32;

absl::Status WrongFlag(absl::string_view flag, absl::string_view why) {
  return absl::InvalidArgumentError(absl::StrCat("--", flag, ": ", why));
}

absl::Status CheckName(absl::string_view flag, absl::string_view name, size_t bytes_max) {
  const bool fits = std::all_of(name.begin(), name.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
           absl::string_view("_.:/-").find(c) != absl::string_view::npos;
  });
  if (!name.empty() && name.size() <= bytes_max && fits &&
      absl::ascii_isalpha(static_cast<unsigned char>(name[0]))) {
    return absl::OkStatus();
  }
  return WrongFlag(
      flag, absl::StrCat("'", name, "' must be a letter, then letters, digits and _ . : / -, ",
                         "at most ", bytes_max, " bytes"));
}

absl::StatusOr<std::vector<SampleMapping::Metric>> ParseMetrics(const SampleMappingFlags& flags) {
  std::vector<SampleMapping::Metric> parsed;
  std::set<std::string> names;
  auto add = [&](absl::string_view flag, std::string name,
                 std::optional<std::string> column) -> absl::Status {
    OKAPI_RETURN_IF_ERROR(CheckName(flag, name, kMetricNameBytesMax));
    if (!names.insert(name).second) {
      return WrongFlag(flag, absl::StrCat("metric '", name, "' is given twice"));
    }
    parsed.push_back({std::move(name), std::move(column)});
    return absl::OkStatus();
  };
  for (const std::string& flag : flags.values) {
    // A column's name may hold an equals sign, a metric's may not.
    const size_t equals = flag.find('=');
    if (equals == std::string::npos || equals + 1 == flag.size()) {
      return WrongFlag("value", absl::StrCat("'", flag, "' must be METRIC=COLUMN"));
    }
    OKAPI_RETURN_IF_ERROR(add("value", flag.substr(0, equals), flag.substr(equals + 1)));
  }
  for (const std::string& metric : flags.counts) {
    OKAPI_RETURN_IF_ERROR(add("count", metric, std::nullopt));
  }
  if (parsed.empty()) {
    return absl::InvalidArgumentError(
        "nothing to push: give --value METRIC=COLUMN or --count METRIC");
  }
  return parsed;
}

absl::StatusOr<std::vector<SampleMapping::Label>> ParseLabels(const SampleMappingFlags& flags) {
  std::vector<SampleMapping::Label> parsed;
  std::set<std::string> names;
  for (const std::string& flag : flags.labels) {
    // A column's name may hold an equals sign, a label's may not.
    const size_t equals = flag.rfind('=');
    SampleMapping::Label label;
    label.column = flag.substr(0, equals);
    label.name = equals == std::string::npos ? flag : flag.substr(equals + 1);
    OKAPI_RETURN_IF_ERROR(CheckName("label", label.name, kLabelNameBytesMax));
    if (!names.insert(label.name).second) {
      return WrongFlag("label", absl::StrCat("label '", label.name, "' is given twice"));
    }
    parsed.push_back(std::move(label));
  }
  if (parsed.size() > kLabelsMax) {
    return WrongFlag("label", absl::StrCat("a series has at most ", kLabelsMax, " labels"));
  }
  return parsed;
}

absl::StatusOr<metrics::SampleKind> ParseKind(const SampleMappingFlags& flags) {
  if (flags.kind == "delta") return metrics::DELTA;
  if (flags.kind != "gauge") {
    return WrongFlag("kind",
                     "must be delta (increments such as sales, which add up) or gauge "
                     "(readings, of which a later one replaces an earlier)");
  }
  if (!flags.counts.empty()) {
    return WrongFlag("count", "needs --kind delta: gauges at the same time would count once");
  }
  return metrics::GAUGE;
}

absl::StatusOr<SampleMapping> ExportedMapping(const SampleMappingFlags& flags) {
  const SampleMappingFlags none;
  if (!flags.time.empty() || !flags.values.empty() || !flags.counts.empty() ||
      !flags.labels.empty() || !flags.kind.empty() || flags.time_zone != none.time_zone) {
    return WrongFlag("exported", "the file says its times, values, labels and kinds itself");
  }
  SampleMapping mapping;
  mapping.time_column = "time";
  mapping.time_zone = absl::UTCTimeZone();
  mapping.metrics = {{"", "value"}};
  for (const char* column : {"metric", "kind", "labels"})
    mapping.labels.push_back({column, column});
  mapping.batch_samples = flags.batch_samples;
  return mapping;
}

// The position of the column called `name`; what is wrong is added to `wrong`.
size_t Find(const CsvRecord& header, const std::string& name, std::vector<std::string>& wrong) {
  std::optional<size_t> found;
  for (size_t i = 0; i < header.size(); ++i) {
    if (header[i] != name) continue;
    if (found.has_value()) {
      wrong.push_back(absl::StrCat("'", name, "' is there twice"));
      break;
    }
    found = i;
  }
  if (!found.has_value()) wrong.push_back(absl::StrCat("'", name, "' is missing"));
  return found.value_or(0);
}

}  // namespace

absl::StatusOr<SampleMapping> ParseSampleMapping(const SampleMappingFlags& flags) {
  if (flags.exported) return ExportedMapping(flags);
  SampleMapping mapping;
  if (flags.time.empty()) return WrongFlag("time", "name the column of the times");
  mapping.time_column = flags.time;
  if (!absl::LoadTimeZone(flags.time_zone, &mapping.time_zone)) {
    return WrongFlag("time-zone", absl::StrCat("'", flags.time_zone,
                                               "' is unknown; write it as Asia/Ho_Chi_Minh"));
  }
  OKAPI_ASSIGN_OR_RETURN(mapping.metrics, ParseMetrics(flags));
  OKAPI_ASSIGN_OR_RETURN(mapping.labels, ParseLabels(flags));
  OKAPI_ASSIGN_OR_RETURN(mapping.kind, ParseKind(flags));
  mapping.batch_samples = flags.batch_samples;
  if (mapping.metrics.size() > static_cast<size_t>(flags.batch_samples)) {
    return WrongFlag("value",
                     absl::StrCat("a row gives at most ", flags.batch_samples, " samples"));
  }
  return mapping;
}

std::string MappingFingerprint(const SampleMapping& mapping) {
  std::string bytes;
  auto add = [&bytes](absl::string_view part) { absl::StrAppend(&bytes, part.size(), ":", part); };
  add(mapping.time_column);
  add(mapping.time_zone.name());
  add(metrics::SampleKind_Name(mapping.kind));
  add(absl::StrCat(mapping.batch_samples));
  add(absl::StrCat(mapping.metrics.size()));
  for (const SampleMapping::Metric& metric : mapping.metrics) {
    add(metric.name);
    // A column's name cannot be taken for a count: that one has no length of its own.
    if (metric.column.has_value()) {
      add(*metric.column);
    } else {
      bytes += '#';
    }
  }
  for (const SampleMapping::Label& label : mapping.labels) {
    add(label.name);
    add(label.column);
  }
  return bytes;
}

absl::StatusOr<MappedColumns> FindColumns(const SampleMapping& mapping, const CsvRecord& header,
                                          absl::string_view file_name) {
  std::vector<std::string> wrong;
  MappedColumns columns;
  columns.count = header.size();
  columns.time = Find(header, mapping.time_column, wrong);
  for (const SampleMapping::Metric& metric : mapping.metrics) {
    columns.values.push_back(metric.column.has_value()
                                 ? std::make_optional(Find(header, *metric.column, wrong))
                                 : std::nullopt);
  }
  for (const SampleMapping::Label& label : mapping.labels) {
    columns.labels.push_back(Find(header, label.column, wrong));
  }
  if (wrong.empty()) return columns;
  std::vector<std::string> names;
  for (size_t i = 0; i < header.size(); ++i) names.push_back(absl::StrCat("'", header[i], "'"));
  return absl::InvalidArgumentError(absl::StrCat(file_name, ":", header.line(), ": column ",
                                                 absl::StrJoin(wrong, ", "), "; the columns are ",
                                                 absl::StrJoin(names, ", ")));
}

}  // namespace okapi::cli
