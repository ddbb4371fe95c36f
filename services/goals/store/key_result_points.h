#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/journal/transaction.h"
#include "okapi/goals/v1/objective_history.pb.h"
#include "okapi/storage/v1/records.pb.h"
#include "services/goals/numbers/dated_value.h"

// What a KPI, or other key results, said about a key result: its last value of every day.
namespace okapi::goals {

// The ids of a key result's name, a day as 2025-03-14 -> KeyResultPointRecord.
inline constexpr storage::Family kKeyResultPoints{"key_result_points"};

using KpiPoints = google::protobuf::RepeatedPtrField<okapi::goals::v1::KpiPoint>;

// The key of the point of the day of a time.
absl::StatusOr<std::string> PointKey(absl::string_view key_result, absl::Time time);

// All points, by time.
absl::StatusOr<std::vector<okapi::storage::v1::KeyResultPointRecord>> PointsOf(
    const storage::Reader& reader, absl::string_view key_result);

// Keeps these points, each as the one of its day; false when they were there already.
absl::StatusOr<bool> PutPoints(journal::Transaction& transaction, absl::string_view key_result,
                               const KpiPoints& points);

// The same of one.
absl::StatusOr<bool> PutPoint(journal::Transaction& transaction, absl::string_view key_result,
                              const DatedValue& point);

// Keeps these points, and no others from a day on: of several on one day the last. False when
// all was so already.
absl::StatusOr<bool> ReplacePoints(journal::Transaction& transaction, absl::string_view key_result,
                                   absl::CivilDay from, absl::Span<const DatedValue> points);

// Whether there is a point of a later day.
absl::StatusOr<bool> HasPointsAfter(const storage::Reader& reader, absl::string_view key_result,
                                    absl::CivilDay day);

absl::Status ForgetPoints(journal::Transaction& transaction, absl::string_view key_result);

}  // namespace okapi::goals
