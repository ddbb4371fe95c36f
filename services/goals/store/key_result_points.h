#pragma once

#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/journal/transaction.h"
#include "common/scoring/key_result.h"
#include "okapi/goals/v1/objective_history.pb.h"
#include "okapi/storage/v1/records.pb.h"
#include "services/goals/numbers/dated_value.h"

// What a KPI, or other key results, said about a key result: its last value of every day. Where it
// has an error budget that is too little: an outage of an hour would leave no trace on the day, so
// the values of the day at which it began and ended are kept too.
namespace okapi::goals {

// The ids of a key result's name, a day as 2025-03-14 -> KeyResultPointRecord.
inline constexpr storage::Family kKeyResultPoints{"key_result_points"};

// How many values of a day are kept beside its last one. A value may go in and out of its range
// with every sample: beyond this the day goes on as it was then until its last value.
inline constexpr int kEarlierMax = 100;

using KpiPoints = google::protobuf::RepeatedPtrField<okapi::goals::v1::KpiPoint>;

// Below, `zone` is that of the organization: its days are those of the history. Where it has
// changed, points of before keep to the days that they were written by until they are told anew.

// The key of the point of the day of a time, and those of all points.
absl::StatusOr<std::string> PointKey(absl::string_view key_result, absl::Time time,
                                     const absl::TimeZone& zone);
absl::StatusOr<std::vector<std::string>> PointKeysOf(const storage::Reader& reader,
                                                     absl::string_view key_result);

// All points, by time.
absl::StatusOr<std::vector<okapi::storage::v1::KeyResultPointRecord>> PointsOf(
    const storage::Reader& reader, absl::string_view key_result);

// The last values of its days, by time.
absl::StatusOr<std::vector<DatedValue>> DrivenValuesOf(const storage::Reader& reader,
                                                       absl::string_view key_result);

// Points are kept as they are known now; of the past those count that lie in it. Whether a point of
// a time came later than what `reader` reads, of which `newest` is the time of the value: that may
// have been measured by a clock that was ahead.
bool CameLater(const storage::Reader& reader, absl::Time newest, absl::Time point);

// Keeps these points, each as the one of its day; false when they were there already. What is known
// of the day before its last value stays while that is the same: a day that is told anew is known
// by its last value only.
absl::StatusOr<bool> PutPoints(journal::Transaction& transaction, absl::string_view key_result,
                               const KpiPoints& points, const absl::TimeZone& zone);

// The same of one that was heard just now. Of the values that it had on the same day before, those
// are kept that went out of `watched`, if there is such a range, or came back, and the first one.
absl::StatusOr<bool> PutPoint(journal::Transaction& transaction, absl::string_view key_result,
                              const DatedValue& point, const absl::TimeZone& zone,
                              const std::optional<scoring::Range>& watched);

// What the point of a day was at the time of `value`, its last one then.
absl::StatusOr<okapi::storage::v1::KeyResultPointRecord> PointAt(const storage::Reader& reader,
                                                                 absl::string_view key_result,
                                                                 const DatedValue& value,
                                                                 const absl::TimeZone& zone);

// Keeps what an import tells of what is made of others, of days of which nothing else is known. Of
// others it keeps what is told of the day before its last value, for as soon as they come to that.
absl::Status PutTold(journal::Transaction& transaction, absl::string_view key_result,
                     const KpiPoints& points, const absl::TimeZone& zone);

// Keeps these points, and from a day on no others but what an import told: of several on one day
// the last. False when all was so already.
absl::StatusOr<bool> ReplacePoints(journal::Transaction& transaction, absl::string_view key_result,
                                   absl::CivilDay from, absl::Span<const DatedValue> points,
                                   const absl::TimeZone& zone);

// Whether there is a point of a later day.
absl::StatusOr<bool> HasPointsAfter(const storage::Reader& reader, absl::string_view key_result,
                                    absl::CivilDay day);

absl::Status ForgetPoints(journal::Transaction& transaction, absl::string_view key_result);

}  // namespace okapi::goals
