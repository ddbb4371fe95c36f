#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/journal/transaction.h"
#include "common/storage/reader.h"
#include "google/protobuf/message.h"

namespace okapi::api {

// Remembers the answers to requests that carry a request id, in the same write as their effect, so
// that a repetition finds either both or neither. Answers are kept for a day.
class RequestLog {
 public:
  // The column families; pass them to Database::Open.
  static std::vector<storage::Family> Families();

  // For a request without an id both calls do nothing.
  // Ids of different organizations and actors have nothing to do with each other. `actor` is empty
  // when nobody said who asks.
  RequestLog(const std::string& method, const std::string& organization, const std::string& actor,
             std::string request_id, const google::protobuf::Message& request);

  // True, with the response filled in, if the request was answered before. ALREADY_EXISTS /
  // REQUEST_ID_REUSED if the id was used for a different request.
  absl::StatusOr<bool> Find(journal::Transaction& transaction,
                            google::protobuf::Message& response) const;
  // Keeps the answer, and forgets a few that are older than a day.
  absl::Status Remember(journal::Transaction& transaction,
                        const google::protobuf::Message& response) const;

 private:
  std::string request_id_;
  std::string key_;
  std::string request_hash_;
};

}  // namespace okapi::api
