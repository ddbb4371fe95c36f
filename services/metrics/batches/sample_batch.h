#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "okapi/metrics/v1/samples.pb.h"
#include "services/metrics/batches/intake_limits.h"
#include "services/metrics/batches/sample_columns.h"
#include "services/metrics/series/declared_series.h"

namespace okapi::metrics {

// The limits of samples.proto and metrics_service.proto.
inline constexpr int kBatchSamplesMax = 50'000;
inline constexpr int kRejectionsShownMax = 100;

// The samples of a batch that were not taken.
struct Rejected {
  int64_t count = 0;
  // The first kRejectionsShownMax of them.
  std::vector<v1::SampleRejection> shown;

  void Add(int64_t sequence, int32_t index, v1::SampleRejection::Reason reason,
           std::string message);
  // Adds those of the same batch that were found later.
  void Merge(Rejected other);
};

// A batch as far as it can be checked without the organization's state.
struct CheckedBatch {
  int64_t sequence = 0;
  // The samples that passed. Where the number of the series is not known yet, `series` has
  // kUndecidedBit and the position in `undecided`.
  SampleColumns samples;
  // Where in the batch they were.
  std::vector<int32_t> indexes;
  // Series whose number the lane must decide, in the order of their first sample.
  std::vector<std::shared_ptr<DeclaredSeries>> undecided;
  // `samples` encoded; empty as long as a series is undecided.
  std::string record;
  Rejected rejected;
  // How many series the organization may have.
  size_t series_max = 0;

  // Samples taken; certain once no series is undecided.
  int64_t accepted_count() const { return static_cast<int64_t>(indexes.size()); }
};

inline constexpr uint64_t kUndecidedBit = uint64_t{1} << 63;

// Adds the batch's declarations to `declared` and checks every sample. INVALID_ARGUMENT for a batch
// that makes no sense as a whole: columns of different length, more than kBatchSamplesMax samples.
absl::StatusOr<CheckedBatch> CheckBatch(const v1::SampleBatch& batch, absl::Time now,
                                        Intake& intake, DeclaredSeriesList& declared);

// Why the samples of a series with this DeclaredSeries constant for a number are not taken.
v1::SampleRejection::Reason RefusalReason(int64_t number);
std::string RefusalMessage(int64_t number, const DeclaredSeries& series);

}  // namespace okapi::metrics
