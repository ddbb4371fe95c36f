#include "services/metrics/intake/stream_position.h"

#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"

namespace okapi::metrics {

absl::StatusOr<int64_t> LastSequence(const storage::Reader& reader, const StreamKey& key) {
  OKAPI_ASSIGN_OR_RETURN(const auto record, kStreamTable.Find(reader, key));
  return record.has_value() ? record->last_sequence() : 0;
}

absl::StatusOr<bool> AppendNext(journal::Transaction& transaction, SampleEngine& engine,
                                const StreamKey& key, CheckedBatch& batch) {
  OKAPI_ASSIGN_OR_RETURN(const int64_t last, LastSequence(transaction, key));
  if (batch.sequence <= last) return false;
  if (batch.sequence > last + 1) {
    return status::Error(
        absl::StatusCode::kOutOfRange, status::ErrorReason::BATCH_OUT_OF_ORDER,
        absl::StrCat("batch ", batch.sequence, " leaves a gap: the stream's next ", "batch is ",
                     last + 1),
        {{"expected", absl::StrCat(last + 1)}, {"got", absl::StrCat(batch.sequence)}});
  }
  storage::v1::StreamRecord record;
  record.set_last_sequence(batch.sequence);
  kStreamTable.Put(transaction, key, record);
  engine.Append(transaction, key.organization, batch);
  return true;
}

}  // namespace okapi::metrics
