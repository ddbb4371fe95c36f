#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "common/journal/transaction.h"
#include "common/storage/reader.h"
#include "services/metrics/engine/sample_engine.h"
#include "services/metrics/store/metrics_store.h"

namespace okapi::metrics {

// Number of the last batch of a stream; 0 for a new stream.
absl::StatusOr<int64_t> LastSequence(const storage::Reader& reader, const StreamKey& key);

// In the body of a write: appends the batch if it is the stream's next, and moves the position in
// the same write, so that a batch counts exactly once. False, with nothing changed, if it was taken
// before. OUT_OF_RANGE / BATCH_OUT_OF_ORDER if it leaves a gap.
absl::StatusOr<bool> AppendNext(journal::Transaction& transaction, SampleEngine& engine,
                                const StreamKey& key, CheckedBatch& batch);

}  // namespace okapi::metrics
