#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/api/stable_bytes.h"
#include "common/base/mutex.h"
#include "common/journal/journal.h"
#include "common/rpc/retry.h"
#include "common/storage/reader.h"
#include "google/protobuf/message.h"
#include "okapi/storage/v1/records.pb.h"
#include "services/reporting/neighbours/answer.h"

namespace okapi::reporting {

// Key: AnswerKey. Value: NeighbourAnswerRecord.
inline constexpr storage::Family kNeighbourAnswers{"neighbour_answers"};

// A question to a neighbour. Two questions with the same key may stand in for each other.
struct AnswerKey {
  // `organizations/{organization}`: whom it is about.
  std::string organization;
  // What is asked.
  std::string method;
  // The serialized request, without what differs between two askings of the same question, such as
  // the time.
  std::string request;
  // What tells questions apart whose answers may stand in for parts of each other, such as the
  // periods of a KPI; empty where none may.
  std::string variant = "";

  std::string Encode() const;
  static absl::StatusOr<AnswerKey> Decode(absl::string_view bytes);
};

// The last good answer to every question that was asked of a neighbour, on disk, so that a report
// can be given with its age when the neighbour is away, also after a restart. Answers are written
// behind the caller's back; a crash loses those of the last moment, which is no loss as long as the
// neighbour is there. Thread-safe.
class KnownAnswers {
 public:
  // Keeps at most `answers_max` answers; beyond that, the one that was not asked for the longest is
  // forgotten. `journal` must outlive this.
  static absl::StatusOr<std::unique_ptr<KnownAnswers>> Load(journal::Journal& journal,
                                                            size_t answers_max = 20'000);

  // Keeps an answer received at `time`. Never waits. Writes only what differs from what is kept, or
  // a newer time once the kept one is off by a minute.
  void Remember(const AnswerKey& key, std::string response, absl::Time time) OKAPI_EXCLUDES(mutex_);
  // nullopt when the question was never answered.
  absl::StatusOr<std::optional<okapi::storage::v1::NeighbourAnswerRecord>> Find(
      const AnswerKey& key) const OKAPI_EXCLUDES(mutex_);

  // The same of every question that differs in its variant only, by variant.
  absl::StatusOr<std::map<std::string, okapi::storage::v1::NeighbourAnswerRecord>> FindVariants(
      const AnswerKey& key) const OKAPI_EXCLUDES(mutex_);

  // Fills `response` with what is kept and returns when it was received; nullopt when nothing
  // readable is kept.
  std::optional<absl::Time> Recall(const AnswerKey& key, google::protobuf::Message& response) const
      OKAPI_EXCLUDES(mutex_);

  // Turns the outcome of a call into an answer: a good one is remembered, and if the neighbour is
  // away, what is known stands in.
  template <typename Response>
  Answer<Response> Settle(const AnswerKey& key, absl::StatusOr<Response> outcome, absl::Time now) {
    Answer<Response> answer;
    if (outcome.ok()) {
      answer.value = *std::move(outcome);
      answer.time = now;
      Remember(key, api::StableBytes(answer.value), now);
      return answer;
    }
    answer.problem = outcome.status();
    if (rpc::MayPass(answer.problem)) answer.time = Recall(key, answer.value);
    return answer;
  }

 private:
  struct Kept {
    size_t response_hash = 0;
    // The time in the record on disk, and the newest time at which the same answer was received.
    absl::Time written;
    absl::Time heard;
  };

  KnownAnswers(journal::Journal& journal, size_t answers_max)
      : journal_(journal), answers_max_(answers_max) {}

  // Sets the time at which what is in the record was last heard.
  void SetHeard(const std::string& key, okapi::storage::v1::NeighbourAnswerRecord& record) const
      OKAPI_EXCLUDES(mutex_);

  // Notes that the answer with this encoded key is on disk. Returns the encoded keys that have to
  // go.
  std::vector<std::string> Note(const std::string& key, const Kept& kept) OKAPI_REQUIRES(mutex_);

  journal::Journal& journal_;
  const size_t answers_max_;
  mutable base::Mutex mutex_;
  // By encoded key.
  std::unordered_map<std::string, Kept> kept_ OKAPI_GUARDED_BY(mutex_);
  // By the time on disk, oldest first.
  std::set<std::pair<absl::Time, std::string>> by_age_ OKAPI_GUARDED_BY(mutex_);
};

}  // namespace okapi::reporting
