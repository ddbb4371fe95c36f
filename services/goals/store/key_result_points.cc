#include "services/goals/store/key_result_points.h"

#include <string>
#include <utility>

#include "common/api/resource_key.h"
#include "common/api/timestamp.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "okapi/goals/v1/resources.pb.h"

namespace okapi::goals {
namespace {

using okapi::goals::v1::KeyResult;
using okapi::goals::v1::KpiPoint;
using okapi::storage::v1::KeyResultPointRecord;

absl::StatusOr<api::ResourceKey> KeyOf(absl::string_view key_result) {
  OKAPI_ASSIGN_OR_RETURN(auto ids, api::PatternOf<KeyResult>().Match(key_result));
  return api::ResourceKey{std::move(ids)};
}

// The key of the day of a time.
std::string KeyOfDay(const api::ResourceKey& key_result, absl::Time time) {
  api::ResourceKey day = key_result;
  day.ids.push_back(absl::FormatTime("%Y-%m-%d", time, absl::UTCTimeZone()));
  return day.Encode();
}

absl::StatusOr<bool> Keep(journal::Transaction& transaction, const std::string& key,
                          const KpiPoint& point) {
  KeyResultPointRecord record;
  record.set_value(point.value());
  *record.mutable_value_time() = point.value_time();
  std::string bytes = record.SerializeAsString();
  OKAPI_ASSIGN_OR_RETURN(const auto known, transaction.Find(kKeyResultPoints, key));
  if (known == bytes) return false;
  transaction.Put(kKeyResultPoints, key, std::move(bytes));
  return true;
}

}  // namespace

absl::StatusOr<std::string> PointKey(absl::string_view key_result, absl::Time time) {
  OKAPI_ASSIGN_OR_RETURN(const api::ResourceKey own, KeyOf(key_result));
  return KeyOfDay(own, time);
}

absl::StatusOr<std::vector<KeyResultPointRecord>> PointsOf(const storage::Reader& reader,
                                                           absl::string_view key_result) {
  OKAPI_ASSIGN_OR_RETURN(const api::ResourceKey key, KeyOf(key_result));
  std::vector<KeyResultPointRecord> points;
  absl::Status failure;
  auto add = [&](absl::string_view, absl::string_view bytes) {
    KeyResultPointRecord record;
    if (!record.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
      failure = status::Corrupt("family key_result_points: a value does not parse");
      return false;
    }
    points.push_back(std::move(record));
    return true;
  };
  OKAPI_RETURN_IF_ERROR(reader.Scan(kKeyResultPoints, api::ResourceKey::Under(key.ids), add));
  OKAPI_RETURN_IF_ERROR(failure);
  return points;
}

absl::StatusOr<bool> PutPoints(journal::Transaction& transaction, absl::string_view key_result,
                               const KpiPoints& points) {
  OKAPI_ASSIGN_OR_RETURN(const api::ResourceKey own, KeyOf(key_result));
  bool changed = false;
  for (const KpiPoint& point : points) {
    const std::string key = KeyOfDay(own, api::FromTimestamp(point.value_time()));
    OKAPI_ASSIGN_OR_RETURN(const bool is_new, Keep(transaction, key, point));
    changed = changed || is_new;
  }
  return changed;
}

absl::Status ForgetPoints(journal::Transaction& transaction, absl::string_view key_result) {
  OKAPI_ASSIGN_OR_RETURN(const api::ResourceKey own, KeyOf(key_result));
  std::vector<std::string> doomed;  // Collected first: a scan must not be written under.
  OKAPI_RETURN_IF_ERROR(transaction.Scan(kKeyResultPoints, api::ResourceKey::Under(own.ids),
                                         [&doomed](absl::string_view key, absl::string_view) {
                                           doomed.emplace_back(key);
                                           return true;
                                         }));
  for (const std::string& key : doomed) transaction.Delete(kKeyResultPoints, key);
  return absl::OkStatus();
}

}  // namespace okapi::goals
