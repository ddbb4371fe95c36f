#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/base/mutex.h"
#include "common/status/errors.h"
#include "common/storage/reader.h"
#include "okapi/metrics/v1/resources.pb.h"
#include "services/metrics/series/series.h"

namespace okapi::metrics {

// What an organization may send. The rules and defaults are those of IntakeLimits in
// resources.proto.
struct IntakeLimits {
  size_t series_max = 5'000'000;
  size_t labels_max = kLabelsMax;
  size_t label_value_bytes_max = kLabelValueBytesMax;
  int64_t samples_per_second_max = 0;  // 0: any number.
  absl::Duration clock_skew_max = absl::Minutes(5);

  // Precondition: CheckIntakeLimits finds nothing.
  static IntakeLimits From(const v1::IntakeLimits& settings);
  // Why a series is beyond the limits; empty if it is not.
  std::string Refusal(const SeriesIdentity& series) const;
};

void CheckIntakeLimits(const v1::IntakeLimits& settings, absl::string_view prefix,
                       status::FieldViolations& violations);

// What one organization sends. Thread-safe.
class Intake {
 public:
  IntakeLimits limits() const OKAPI_EXCLUDES(mutex_);
  void Set(const IntakeLimits& limits) OKAPI_EXCLUDES(mutex_);
  // How many of `count` samples that come now may be taken. What then is not is given back.
  int64_t Take(absl::Time now, int64_t count) OKAPI_EXCLUDES(mutex_);
  void GiveBack(int64_t count) OKAPI_EXCLUDES(mutex_);

 private:
  mutable base::Mutex mutex_;
  IntakeLimits limits_ OKAPI_GUARDED_BY(mutex_);
  // A bucket that holds what may come in a minute, and is full at first.
  double tokens_ OKAPI_GUARDED_BY(mutex_) = 0;
  absl::Time filled_ OKAPI_GUARDED_BY(mutex_) = absl::InfinitePast();
};

// The intake of all organizations. Thread-safe.
class Intakes {
 public:
  // Takes the limits from the settings that are stored.
  absl::Status Load(const storage::Reader& reader);
  std::shared_ptr<Intake> Of(const std::string& organization) OKAPI_EXCLUDES(mutex_);
  // As the settings, which are valid, say now.
  void Set(const v1::Settings& settings);

 private:
  base::Mutex mutex_;
  absl::flat_hash_map<std::string, std::shared_ptr<Intake>> intakes_ OKAPI_GUARDED_BY(mutex_);
};

}  // namespace okapi::metrics
