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

KeyResultPointRecord RecordOf(const DatedValue& point) {
  KeyResultPointRecord record;
  record.set_value(point.value);
  *record.mutable_value_time() = api::ToTimestamp(point.time);
  return record;
}

KeyResultPointRecord RecordOf(const KpiPoint& point) {
  KeyResultPointRecord record = RecordOf({api::FromTimestamp(point.value_time()), point.value()});
  for (const auto& told : point.earlier()) {
    auto* earlier = record.add_earlier();
    earlier->set_value(told.value());
    *earlier->mutable_value_time() = told.value_time();
  }
  return record;
}

absl::Time TimeOf(const KeyResultPointRecord& record) {
  return api::FromTimestamp(record.value_time());
}

// The point of the day; empty if there is none.
absl::StatusOr<KeyResultPointRecord> Known(const storage::Reader& reader,
                                           const api::ResourceKey& key_result, absl::CivilDay day) {
  KeyResultPointRecord record;
  OKAPI_ASSIGN_OR_RETURN(const auto bytes,
                         reader.Find(kKeyResultPoints, KeyOfDay(key_result, day)));
  if (bytes.has_value()) {
    OKAPI_RETURN_IF_ERROR(storage::ParseTo(*bytes, kKeyResultPoints, record));
  }
  return record;
}

// Adds to `record` what was known of its day before its value.
void AddEarlier(const KeyResultPointRecord& known, KeyResultPointRecord& record) {
  const absl::Time time = TimeOf(record);
  for (const auto& earlier : known.earlier()) {
    if (api::FromTimestamp(earlier.value_time()) < time) *record.add_earlier() = earlier;
  }
}

// The last value so far becomes an earlier one of its day.
void AddLast(const KeyResultPointRecord& known, KeyResultPointRecord& record) {
  if (!known.has_value_time() || record.earlier_size() >= kEarlierMax) return;
  if (TimeOf(known) >= TimeOf(record)) return;
  auto* earlier = record.add_earlier();
  earlier->set_value(known.value());
  *earlier->mutable_value_time() = known.value_time();
}

// Whether the last value so far went out of the range or came back, or is the first of its day.
bool Crossed(const KeyResultPointRecord& known, const scoring::Range& watched) {
  if (known.earlier().empty()) return true;
  const double before = known.earlier().rbegin()->value();
  return scoring::RangeProgress(watched, before) != scoring::RangeProgress(watched, known.value());
}

// Lets a day know what an import told of it before its last value. While that is another one, it
// waits: the parts of what is made of others may be imported one by one.
void TakeTold(const KeyResultPointRecord& told, KeyResultPointRecord& record) {
  if (told.earlier().empty() || !record.earlier().empty()) return;
  if (told.value() == record.value() && TimeOf(told) == TimeOf(record)) {
    *record.mutable_earlier() = told.earlier();
    record.clear_awaited();
  } else {
    *record.mutable_awaited() = told;
  }
}

bool Put(journal::Transaction& transaction, const api::ResourceKey& key_result, absl::CivilDay day,
         const KeyResultPointRecord& known, const KeyResultPointRecord& record) {
  std::string bytes = record.SerializeAsString();
  if (known.SerializeAsString() == bytes) return false;
  transaction.Put(kKeyResultPoints, KeyOfDay(key_result, day), std::move(bytes));
  return true;
}

absl::StatusOr<bool> Keep(journal::Transaction& transaction, const api::ResourceKey& key_result,
                          KeyResultPointRecord record, const absl::TimeZone& zone) {
  const absl::CivilDay day = DayOf(TimeOf(record), zone);
  OKAPI_ASSIGN_OR_RETURN(const auto known, Known(transaction, key_result, day));
  if (record.earlier().empty() && known.value() == record.value()) {
    AddEarlier(known, record);
    // It had this value already when it was heard last.
    if (!record.earlier().empty()) AddLast(known, record);
  }
  TakeTold(known.told() ? known : known.awaited(), record);
  return Put(transaction, key_result, day, known, record);
}

}  // namespace

absl::StatusOr<std::string> PointKey(absl::string_view key_result, absl::Time time,
                                     const absl::TimeZone& zone) {
  OKAPI_ASSIGN_OR_RETURN(const api::ResourceKey own, KeyOf(key_result));
  return KeyOfDay(own, DayOf(time, zone));
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

absl::StatusOr<std::vector<DatedValue>> DrivenValuesOf(const storage::Reader& reader,
                                                       absl::string_view key_result) {
  OKAPI_ASSIGN_OR_RETURN(const auto points, PointsOf(reader, key_result));
  std::vector<DatedValue> values;
  for (const KeyResultPointRecord& point : points) values.push_back({TimeOf(point), point.value()});
  return values;
}

bool CameLater(const storage::Reader& reader, absl::Time newest, absl::Time point) {
  return reader.as_of().has_value() && point > std::max(*reader.as_of(), newest);
}

absl::StatusOr<bool> PutPoints(journal::Transaction& transaction, absl::string_view key_result,
                               const KpiPoints& points, const absl::TimeZone& zone) {
  OKAPI_ASSIGN_OR_RETURN(const api::ResourceKey own, KeyOf(key_result));
  bool changed = false;
  for (const KpiPoint& point : points) {
    OKAPI_ASSIGN_OR_RETURN(const bool is_new, Keep(transaction, own, RecordOf(point), zone));
    changed = changed || is_new;
  }
  return changed;
}

absl::StatusOr<bool> PutPoint(journal::Transaction& transaction, absl::string_view key_result,
                              const DatedValue& point, const absl::TimeZone& zone,
                              const std::optional<scoring::Range>& watched) {
  OKAPI_ASSIGN_OR_RETURN(const api::ResourceKey own, KeyOf(key_result));
  if (!watched.has_value()) return Keep(transaction, own, RecordOf(point), zone);
  const absl::CivilDay day = DayOf(point.time, zone);
  OKAPI_ASSIGN_OR_RETURN(const auto known, Known(transaction, own, day));
  KeyResultPointRecord record = RecordOf(point);
  AddEarlier(known, record);
  if (Crossed(known, *watched)) AddLast(known, record);
  return Put(transaction, own, day, known, record);
}

absl::StatusOr<KeyResultPointRecord> PointAt(const storage::Reader& reader,
                                             absl::string_view key_result, const DatedValue& value,
                                             const absl::TimeZone& zone) {
  OKAPI_ASSIGN_OR_RETURN(const api::ResourceKey own, KeyOf(key_result));
  OKAPI_ASSIGN_OR_RETURN(const auto known, Known(reader, own, DayOf(value.time, zone)));
  KeyResultPointRecord record = RecordOf(value);
  AddEarlier(known, record);
  return record;
}

absl::Status PutTold(journal::Transaction& transaction, absl::string_view key_result,
                     const KpiPoints& points, const absl::TimeZone& zone) {
  OKAPI_ASSIGN_OR_RETURN(const api::ResourceKey own, KeyOf(key_result));
  for (const KpiPoint& point : points) {
    KeyResultPointRecord told = RecordOf(point);
    const absl::CivilDay day = DayOf(TimeOf(told), zone);
    OKAPI_ASSIGN_OR_RETURN(const auto known, Known(transaction, own, day));
    if (known.has_value_time()) {
      KeyResultPointRecord record = known;
      TakeTold(told, record);
      Put(transaction, own, day, known, record);
    } else {
      told.set_told(true);
      Put(transaction, own, day, known, told);
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> ReplacePoints(journal::Transaction& transaction, absl::string_view key_result,
                                   absl::CivilDay from, absl::Span<const DatedValue> points,
                                   const absl::TimeZone& zone) {
  OKAPI_ASSIGN_OR_RETURN(const api::ResourceKey own, KeyOf(key_result));
  std::map<absl::CivilDay, DatedValue> days;
  for (const DatedValue& point : points) days[DayOf(point.time, zone)] = point;
  OKAPI_ASSIGN_OR_RETURN(const auto known, PointsOf(transaction, key_result));
  bool changed = false;
  for (const KeyResultPointRecord& point : known) {
    const absl::CivilDay day = DayOf(TimeOf(point), zone);
    if (day < from || days.count(day) > 0 || point.told()) continue;
    transaction.Delete(kKeyResultPoints, KeyOfDay(own, day));
    changed = true;
  }
  for (const auto& [day, point] : days) {
    OKAPI_ASSIGN_OR_RETURN(const bool is_new, Keep(transaction, own, RecordOf(point), zone));
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

absl::StatusOr<std::vector<std::string>> PointKeysOf(const storage::Reader& reader,
                                                     absl::string_view key_result) {
  OKAPI_ASSIGN_OR_RETURN(const api::ResourceKey own, KeyOf(key_result));
  std::vector<std::string> keys;
  OKAPI_RETURN_IF_ERROR(reader.Scan(kKeyResultPoints, api::ResourceKey::Under(own.ids),
                                    [&keys](absl::string_view key, absl::string_view) {
                                      keys.emplace_back(key);
                                      return true;
                                    }));
  return keys;
}

absl::Status ForgetPoints(journal::Transaction& transaction, absl::string_view key_result) {
  // Collected first: a scan must not be written under.
  OKAPI_ASSIGN_OR_RETURN(const auto doomed, PointKeysOf(transaction, key_result));
  for (const std::string& key : doomed) transaction.Delete(kKeyResultPoints, key);
  return absl::OkStatus();
}

}  // namespace okapi::goals
