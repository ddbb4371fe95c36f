#include "services/goals/store/key_result_points.h"

#include <map>
#include <string>
#include <utility>

#include "common/api/resource_key.h"
#include "common/api/timestamp.h"
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

std::string KeyOfDay(const api::ResourceKey& key_result, absl::CivilDay day) {
  api::ResourceKey key = key_result;
  key.ids.push_back(absl::FormatCivilTime(day));
  return key.Encode();
}

absl::StatusOr<bool> Keep(journal::Transaction& transaction, const api::ResourceKey& key_result,
                          const DatedValue& point) {
  const std::string key = KeyOfDay(key_result, DayOf(point.time));
  KeyResultPointRecord record;
  record.set_value(point.value);
  *record.mutable_value_time() = api::ToTimestamp(point.time);
  std::string bytes = record.SerializeAsString();
  OKAPI_ASSIGN_OR_RETURN(const auto known, transaction.Find(kKeyResultPoints, key));
  if (known == bytes) return false;
  transaction.Put(kKeyResultPoints, key, std::move(bytes));
  return true;
}

}  // namespace

absl::StatusOr<std::string> PointKey(absl::string_view key_result, absl::Time time) {
  OKAPI_ASSIGN_OR_RETURN(const api::ResourceKey own, KeyOf(key_result));
  return KeyOfDay(own, DayOf(time));
}

absl::StatusOr<std::vector<KeyResultPointRecord>> PointsOf(const storage::Reader& reader,
                                                           absl::string_view key_result) {
  OKAPI_ASSIGN_OR_RETURN(const api::ResourceKey key, KeyOf(key_result));
  std::vector<KeyResultPointRecord> points;
  absl::Status failure;
  auto add = [&](absl::string_view, absl::string_view bytes) {
    KeyResultPointRecord record;
    failure = storage::ParseTo(bytes, kKeyResultPoints, record);
    if (!failure.ok()) return false;
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
    const DatedValue value{api::FromTimestamp(point.value_time()), point.value()};
    OKAPI_ASSIGN_OR_RETURN(const bool is_new, Keep(transaction, own, value));
    changed = changed || is_new;
  }
  return changed;
}

absl::StatusOr<bool> PutPoint(journal::Transaction& transaction, absl::string_view key_result,
                              const DatedValue& point) {
  OKAPI_ASSIGN_OR_RETURN(const api::ResourceKey own, KeyOf(key_result));
  return Keep(transaction, own, point);
}

absl::StatusOr<bool> ReplacePoints(journal::Transaction& transaction, absl::string_view key_result,
                                   absl::CivilDay from, absl::Span<const DatedValue> points) {
  OKAPI_ASSIGN_OR_RETURN(const api::ResourceKey own, KeyOf(key_result));
  std::map<absl::CivilDay, DatedValue> days;
  for (const DatedValue& point : points) days[DayOf(point.time)] = point;
  OKAPI_ASSIGN_OR_RETURN(const auto known, PointsOf(transaction, key_result));
  bool changed = false;
  for (const KeyResultPointRecord& point : known) {
    const absl::CivilDay day = DayOf(api::FromTimestamp(point.value_time()));
    if (day < from || days.count(day) > 0) continue;
    transaction.Delete(kKeyResultPoints, KeyOfDay(own, day));
    changed = true;
  }
  for (const auto& [day, point] : days) {
    OKAPI_ASSIGN_OR_RETURN(const bool is_new, Keep(transaction, own, point));
    changed = changed || is_new;
  }
  return changed;
}

absl::StatusOr<bool> HasPointsAfter(const storage::Reader& reader, absl::string_view key_result,
                                    absl::CivilDay day) {
  OKAPI_ASSIGN_OR_RETURN(const api::ResourceKey own, KeyOf(key_result));
  bool found = false;
  OKAPI_RETURN_IF_ERROR(reader.Scan(kKeyResultPoints,
                                    api::ResourceKey::Under(own.ids).After(KeyOfDay(own, day)),
                                    [&found](absl::string_view, absl::string_view) {
                                      found = true;
                                      return false;
                                    }));
  return found;
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
