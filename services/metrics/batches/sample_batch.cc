#include "services/metrics/batches/sample_batch.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"

namespace okapi::metrics {
namespace {

using v1::SampleRejection;

absl::Status CheckShape(const v1::SampleBatch& batch) {
  if (batch.series_refs_size() > kBatchSamplesMax) {
    return status::Error(absl::StatusCode::kInvalidArgument, status::ErrorReason::LIMIT_EXCEEDED,
                         absl::StrCat("batch.series_refs: a batch has at most ", kBatchSamplesMax,
                                      " samples, this one has ", batch.series_refs_size()),
                         {{"limit", absl::StrCat(kBatchSamplesMax)}});
  }
  status::FieldViolations violations;
  const std::string expected =
      absl::StrCat(" entries, but batch.series_refs has ", batch.series_refs_size());
  if (batch.times_us_size() != batch.series_refs_size()) {
    violations.Add("batch.times_us", absl::StrCat("has ", batch.times_us_size(), expected));
  }
  if (batch.values_size() != batch.series_refs_size()) {
    violations.Add("batch.values", absl::StrCat("has ", batch.values_size(), expected));
  }
  return violations.ToStatus();
}

std::string InWords(absl::Duration duration) {
  const int64_t minutes = absl::ToInt64Minutes(duration);
  if (minutes > 1 && absl::Minutes(minutes) == duration) return absl::StrCat(minutes, " minutes");
  return absl::FormatDuration(duration);
}

// Checks the samples of one batch, one after the other.
class SampleChecker {
 public:
  // At most `budget` samples are accepted.
  SampleChecker(int64_t sequence, absl::Time now, const IntakeLimits& limits, int64_t budget,
                DeclaredSeriesList& declared)
      : limits_(limits),
        latest_us_(absl::ToUnixMicros(now + limits.clock_skew_max)),
        budget_(budget),
        declared_(declared) {
    batch_.sequence = sequence;
    batch_.series_max = limits.series_max;
  }

  void Reserve(size_t count) {
    batch_.samples.series.reserve(count);
    batch_.samples.times_us.reserve(count);
    batch_.samples.values.reserve(count);
    batch_.indexes.reserve(count);
  }

  void Check(int32_t index, uint32_t ref, int64_t time_us, double value) {
    if (!std::isfinite(value)) {
      return Reject(index, SampleRejection::NOT_FINITE, absl::StrCat("the value is ", value));
    }
    if (time_us < 0) {
      return Reject(index, SampleRejection::TIME_TOO_OLD, "the time is before the year 1970");
    }
    if (time_us > latest_us_) {
      return Reject(index, SampleRejection::TIME_IN_FUTURE,
                    absl::StrCat("the time is more than ", InWords(limits_.clock_skew_max),
                                 " in the future"));
    }
    if (ref >= declared_.size()) {
      return Reject(index, SampleRejection::UNKNOWN_SERIES,
                    absl::StrCat("no series of number ", ref, " was declared"));
    }
    if (budget_ == 0) {
      return Reject(index, SampleRejection::TOO_FAST,
                    absl::StrCat("the organization sends more than ",
                                 limits_.samples_per_second_max, " samples a second"));
    }
    const int64_t number = declared_.NumberOf(ref);
    if (number >= 0) return Accept(index, static_cast<uint64_t>(number), time_us, value);
    const std::shared_ptr<DeclaredSeries>& series = declared_.At(ref);
    if (number != DeclaredSeries::kUndecided) {
      return Reject(index, RefusalReason(number), RefusalMessage(number, *series));
    }
    if (!series->refusal.empty()) {
      return Reject(index, SampleRejection::INVALID_SERIES, series->refusal);
    }
    const auto [position, first] = positions_.try_emplace(ref, batch_.undecided.size());
    if (first) {
      if (std::string refusal = limits_.Refusal(series->identity); !refusal.empty()) {
        positions_.erase(position);
        return Reject(index, SampleRejection::INVALID_SERIES, std::move(refusal));
      }
      batch_.undecided.push_back(series);
    }
    Accept(index, kUndecidedBit | position->second, time_us, value);
  }

  // What is left of the budget.
  int64_t left() const { return budget_; }
  CheckedBatch Finish() && { return std::move(batch_); }

 private:
  void Accept(int32_t index, uint64_t series, int64_t time_us, double value) {
    --budget_;
    batch_.samples.series.push_back(series);
    batch_.samples.times_us.push_back(time_us);
    batch_.samples.values.push_back(value);
    batch_.indexes.push_back(index);
  }

  void Reject(int32_t index, SampleRejection::Reason reason, std::string message) {
    batch_.rejected.Add(batch_.sequence, index, reason, std::move(message));
  }

  const IntakeLimits limits_;
  const int64_t latest_us_;
  int64_t budget_;
  DeclaredSeriesList& declared_;
  CheckedBatch batch_;
  // Position in `undecided` of each of the sender's numbers found there.
  absl::flat_hash_map<uint32_t, uint64_t> positions_;
};

}  // namespace

void Rejected::Add(int64_t sequence, int32_t index, SampleRejection::Reason reason,
                   std::string message) {
  ++count;
  if (shown.size() >= kRejectionsShownMax) return;
  SampleRejection& rejection = shown.emplace_back();
  rejection.set_sequence(sequence);
  rejection.set_index(index);
  rejection.set_reason(reason);
  rejection.set_message(std::move(message));
}

void Rejected::Merge(Rejected other) {
  count += other.count;
  std::vector<SampleRejection> merged;
  std::merge(std::make_move_iterator(shown.begin()), std::make_move_iterator(shown.end()),
             std::make_move_iterator(other.shown.begin()),
             std::make_move_iterator(other.shown.end()), std::back_inserter(merged),
             [](const auto& a, const auto& b) { return a.index() < b.index(); });
  if (merged.size() > kRejectionsShownMax) merged.resize(kRejectionsShownMax);
  shown = std::move(merged);
}

absl::StatusOr<CheckedBatch> CheckBatch(const v1::SampleBatch& batch, absl::Time now,
                                        Intake& intake, DeclaredSeriesList& declared) {
  OKAPI_RETURN_IF_ERROR(CheckShape(batch));
  declared.Forget();
  for (const v1::SeriesDeclaration& series : batch.series()) declared.Declare(series);
  const int64_t budget = intake.Take(now, batch.series_refs_size());
  SampleChecker checker(batch.sequence(), now, intake.limits(), budget, declared);
  checker.Reserve(static_cast<size_t>(batch.series_refs_size()));
  for (int i = 0; i < batch.series_refs_size(); ++i) {
    checker.Check(i, batch.series_refs(i), batch.times_us(i), batch.values(i));
  }
  intake.GiveBack(checker.left());
  CheckedBatch checked = std::move(checker).Finish();
  if (checked.undecided.empty() && checked.samples.size() > 0) {
    checked.record = EncodeColumns(checked.samples);
  }
  return checked;
}

v1::SampleRejection::Reason RefusalReason(int64_t number) {
  return number == DeclaredSeries::kTooMany ? SampleRejection::TOO_MANY_SERIES
                                            : SampleRejection::KIND_MISMATCH;
}

std::string RefusalMessage(int64_t number, const DeclaredSeries& series) {
  if (number == DeclaredSeries::kTooMany) return "the organization has no room for more series";
  return absl::StrCat("the samples of metric '", series.identity.metric,
                      "' are of another kind than ", v1::SampleKind_Name(series.kind));
}

}  // namespace okapi::metrics
