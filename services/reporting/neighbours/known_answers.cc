#include "services/reporting/neighbours/known_answers.h"

#include <algorithm>
#include <functional>

#include "common/api/timestamp.h"
#include "common/status/status_macros.h"
#include "common/storage/key_codec.h"
#include "common/storage/table.h"
#include "spdlog/spdlog.h"

namespace okapi::reporting {
namespace {

using okapi::storage::v1::NeighbourAnswerRecord;

constexpr storage::Table<AnswerKey, NeighbourAnswerRecord> kTable(kNeighbourAnswers);

// How far the time on disk may lag behind the last time the same answer was received.
constexpr absl::Duration kTimeLagMax = absl::Minutes(1);

size_t HashOf(const std::string& bytes) { return std::hash<std::string>()(bytes); }

}  // namespace

std::string AnswerKey::Encode() const {
  storage::KeyWriter writer;
  writer.Bytes(organization).Bytes(method).Bytes(request);
  if (!variant.empty()) writer.Bytes(variant);
  return writer.Finish();
}

absl::StatusOr<AnswerKey> AnswerKey::Decode(absl::string_view bytes) {
  AnswerKey key;
  storage::KeyReader reader(bytes);
  reader.Bytes(&key.organization);
  reader.Bytes(&key.method);
  reader.Bytes(&key.request);
  if (reader.Done().ok()) return key;
  reader.Bytes(&key.variant);
  OKAPI_RETURN_IF_ERROR(reader.Done());
  return key;
}

absl::StatusOr<std::unique_ptr<KnownAnswers>> KnownAnswers::Load(journal::Journal& journal,
                                                                 size_t answers_max) {
  std::unique_ptr<KnownAnswers> answers(new KnownAnswers(journal, answers_max));
  OKAPI_ASSIGN_OR_RETURN(const journal::View view, journal.Read());
  auto visit = [&answers](absl::string_view key, absl::string_view value) {
    NeighbourAnswerRecord record;
    if (record.ParseFromArray(value.data(), static_cast<int>(value.size()))) {
      const absl::Time time = api::FromTimestamp(record.time());
      base::MutexLock lock(answers->mutex_);
      answers->Note(std::string(key), Kept{HashOf(record.response()), time, time});
    }
    return true;
  };
  OKAPI_RETURN_IF_ERROR(view.reader->Scan(kNeighbourAnswers, storage::KeyRange{}, visit));
  return answers;
}

void KnownAnswers::Remember(const AnswerKey& key, std::string response, absl::Time time) {
  const std::string encoded = key.Encode();
  const Kept now{HashOf(response), time, time};
  std::vector<std::string> forgotten;
  {
    base::MutexLock lock(mutex_);
    auto kept = kept_.find(encoded);
    if (kept != kept_.end() && kept->second.response_hash == now.response_hash &&
        time - kept->second.written < kTimeLagMax) {
      kept->second.heard = std::max(kept->second.heard, time);
      return;
    }
    forgotten = Note(encoded, now);
  }
  NeighbourAnswerRecord record;
  record.set_response(std::move(response));
  *record.mutable_time() = api::ToTimestamp(time);
  journal::Origin origin{"services/reporting", "", key.method, key.organization, false};
  journal_.Submit(
      std::move(origin),
      [key, record = std::move(record),
       forgotten = std::move(forgotten)](journal::Transaction& transaction) {
        kTable.Put(transaction, key, record);
        for (const std::string& old : forgotten) transaction.Delete(kNeighbourAnswers, old);
        return absl::OkStatus();
      },
      [](absl::StatusOr<int64_t> revision) {
        // The report was given all the same, and the answer is tried again within a minute.
        if (!revision.ok()) spdlog::warn("answer not kept: {}", revision.status().ToString());
      });
}

std::vector<std::string> KnownAnswers::Note(const std::string& key, const Kept& kept) {
  auto [place, inserted] = kept_.try_emplace(key, kept);
  if (!inserted) {
    by_age_.erase({place->second.written, key});
    place->second = kept;
  }
  by_age_.emplace(kept.written, key);
  std::vector<std::string> forgotten;
  while (kept_.size() > answers_max_) {
    forgotten.push_back(by_age_.begin()->second);
    kept_.erase(forgotten.back());
    by_age_.erase(by_age_.begin());
  }
  return forgotten;
}

absl::StatusOr<std::optional<NeighbourAnswerRecord>> KnownAnswers::Find(
    const AnswerKey& key) const {
  OKAPI_ASSIGN_OR_RETURN(const journal::View view, journal_.Read());
  OKAPI_ASSIGN_OR_RETURN(const auto found, kTable.Find(*view.reader, key));
  if (!found.has_value()) return std::nullopt;
  NeighbourAnswerRecord record = *found;
  SetHeard(key.Encode(), record);
  return record;
}

absl::StatusOr<std::map<std::string, NeighbourAnswerRecord>> KnownAnswers::FindVariants(
    const AnswerKey& key) const {
  AnswerKey family = key;
  family.variant.clear();
  OKAPI_ASSIGN_OR_RETURN(const journal::View view, journal_.Read());
  OKAPI_ASSIGN_OR_RETURN(
      auto rows,
      kTable.Scan(*view.reader, storage::KeyRange::Prefix(family.Encode()), answers_max_));
  std::map<std::string, NeighbourAnswerRecord> records;
  for (auto& row : rows) {
    SetHeard(row.key.Encode(), row.value);
    records.emplace(std::move(row.key.variant), std::move(row.value));
  }
  return records;
}

void KnownAnswers::SetHeard(const std::string& key, NeighbourAnswerRecord& record) const {
  base::MutexLock lock(mutex_);
  auto kept = kept_.find(key);
  if (kept != kept_.end() && kept->second.response_hash == HashOf(record.response())) {
    *record.mutable_time() = api::ToTimestamp(kept->second.heard);
  }
}

std::optional<absl::Time> KnownAnswers::Recall(const AnswerKey& key,
                                               google::protobuf::Message& response) const {
  absl::StatusOr<std::optional<NeighbourAnswerRecord>> record = Find(key);
  if (!record.ok()) {
    spdlog::error("known answer not readable: {}", record.status().ToString());
    return std::nullopt;
  }
  if (!record->has_value()) return std::nullopt;
  if (!response.ParseFromString((*record)->response())) {
    spdlog::error("known answer of {} does not parse", key.method);
    response.Clear();
    return std::nullopt;
  }
  return api::FromTimestamp((*record)->time());
}

}  // namespace okapi::reporting
