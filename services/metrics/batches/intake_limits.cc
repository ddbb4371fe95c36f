#include "services/metrics/batches/intake_limits.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/api/resource_name.h"
#include "common/api/timestamp.h"
#include "common/status/status_macros.h"
#include "services/metrics/store/metrics_store.h"

namespace okapi::metrics {
namespace {

constexpr absl::Duration kAveragedOver = absl::Minutes(1);
constexpr absl::Duration kClockSkewMax = absl::Hours(24);

// 1 to `max`, if it is set.
void CheckAtMost(bool set, int64_t value, size_t max, absl::string_view field,
                 status::FieldViolations& violations) {
  if (!set || (value >= 1 && static_cast<size_t>(value) <= max)) return;
  violations.Add(field, absl::StrCat("must be from 1 to ", max));
}

}  // namespace

IntakeLimits IntakeLimits::From(const v1::IntakeLimits& settings) {
  IntakeLimits limits;
  if (settings.has_series_max()) limits.series_max = static_cast<size_t>(settings.series_max());
  if (settings.has_labels_per_series_max()) {
    limits.labels_max = static_cast<size_t>(settings.labels_per_series_max());
  }
  if (settings.has_label_value_bytes_max()) {
    limits.label_value_bytes_max = static_cast<size_t>(settings.label_value_bytes_max());
  }
  limits.samples_per_second_max = settings.samples_per_second_max();
  if (settings.has_clock_skew_max()) {
    limits.clock_skew_max = api::FromDuration(settings.clock_skew_max());
  }
  return limits;
}

std::string IntakeLimits::Refusal(const SeriesIdentity& series) const {
  if (series.labels.size() > labels_max) {
    return absl::StrCat("there are more than ", labels_max, " labels");
  }
  for (const auto& [name, value] : series.labels) {
    if (value.size() > label_value_bytes_max) {
      return absl::StrCat("the value of label '", name, "' is longer than ", label_value_bytes_max,
                          " bytes");
    }
  }
  return "";
}

void CheckIntakeLimits(const v1::IntakeLimits& settings, absl::string_view prefix,
                       status::FieldViolations& violations) {
  const IntakeLimits most;
  CheckAtMost(settings.has_series_max(), settings.series_max(), most.series_max,
              absl::StrCat(prefix, "series_max"), violations);
  CheckAtMost(settings.has_labels_per_series_max(), settings.labels_per_series_max(),
              most.labels_max, absl::StrCat(prefix, "labels_per_series_max"), violations);
  CheckAtMost(settings.has_label_value_bytes_max(), settings.label_value_bytes_max(),
              most.label_value_bytes_max, absl::StrCat(prefix, "label_value_bytes_max"),
              violations);
  if (settings.samples_per_second_max() < 0) {
    violations.Add(absl::StrCat(prefix, "samples_per_second_max"), "must not be negative");
  }
  const absl::Duration skew = api::FromDuration(settings.clock_skew_max());
  if (skew < absl::ZeroDuration() || skew > kClockSkewMax) {
    violations.Add(absl::StrCat(prefix, "clock_skew_max"), "must be from 0 to 1 day");
  }
}

IntakeLimits Intake::limits() const {
  base::MutexLock lock(mutex_);
  return limits_;
}

void Intake::Set(const IntakeLimits& limits) {
  base::MutexLock lock(mutex_);
  limits_ = limits;
}

int64_t Intake::Take(absl::Time now, int64_t count) {
  base::MutexLock lock(mutex_);
  if (limits_.samples_per_second_max == 0) return count;
  const auto rate = static_cast<double>(limits_.samples_per_second_max);
  const absl::Duration passed = std::clamp(now - filled_, absl::ZeroDuration(), kAveragedOver);
  filled_ = now;
  const double most = rate * absl::ToDoubleSeconds(kAveragedOver);
  tokens_ = std::min(tokens_ + rate * absl::ToDoubleSeconds(passed), most);
  const int64_t taken = std::min(count, static_cast<int64_t>(tokens_));
  tokens_ -= static_cast<double>(taken);
  return taken;
}

void Intake::GiveBack(int64_t count) {
  base::MutexLock lock(mutex_);
  tokens_ += static_cast<double>(count);
}

absl::Status Intakes::Load(const storage::Reader& reader) {
  absl::Status failure;
  OKAPI_RETURN_IF_ERROR(reader.Scan(kSettings, {}, [&](absl::string_view, absl::string_view bytes) {
    v1::Settings settings;
    failure = storage::ParseTo(bytes, kSettings, settings);
    if (failure.ok()) Set(settings);
    return failure.ok();
  }));
  return failure;
}

std::shared_ptr<Intake> Intakes::Of(const std::string& organization) {
  base::MutexLock lock(mutex_);
  std::shared_ptr<Intake>& intake = intakes_[organization];
  if (intake == nullptr) intake = std::make_shared<Intake>();
  return intake;
}

void Intakes::Set(const v1::Settings& settings) {
  Of(api::OrganizationOf(settings.name()))->Set(IntakeLimits::From(settings.intake_limits()));
}

}  // namespace okapi::metrics
