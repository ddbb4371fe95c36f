#include "common/api/request_log.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/api/stable_bytes.h"
#include "common/base/sha256.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/storage/key_codec.h"
#include "okapi/storage/v1/records.pb.h"

namespace okapi::api {
namespace {

constexpr absl::Duration kKept = absl::Hours(24);
// Answers forgotten per answer kept: more than one, so that old ones cannot pile up.
constexpr size_t kForgottenMax = 2;

// organization, method, request id, and the actor if there is one -> RequestRecord.
constexpr storage::Family kRequests{"requests"};
// time in microseconds, then the same -> nothing; in the order in which answers
// expire.
constexpr storage::Family kRequestTimes{"request_times"};

}  // namespace

std::vector<storage::Family> RequestLog::Families() { return {kRequests, kRequestTimes}; }

RequestLog::RequestLog(const std::string& method, const std::string& organization,
                       const std::string& actor, std::string request_id,
                       const google::protobuf::Message& request)
    : request_id_(std::move(request_id)) {
  if (request_id_.empty()) return;
  storage::KeyWriter key;
  key.Bytes(organization).Bytes(method).Bytes(request_id_);
  if (!actor.empty()) key.Bytes(actor);
  key_ = key.Finish();
  request_hash_ = base::Sha256(StableBytes(request));
}

absl::StatusOr<bool> RequestLog::Find(journal::Transaction& transaction,
                                      google::protobuf::Message& response) const {
  if (request_id_.empty()) return false;
  OKAPI_ASSIGN_OR_RETURN(auto bytes, transaction.Find(kRequests, key_));
  if (!bytes.has_value()) return false;
  okapi::storage::v1::RequestRecord record;
  OKAPI_RETURN_IF_ERROR(storage::ParseTo(*bytes, kRequests, record));
  if (record.request_hash() != request_hash_) {
    return status::Error(
        absl::StatusCode::kAlreadyExists, status::ErrorReason::REQUEST_ID_REUSED,
        absl::StrCat("request_id ", request_id_, " was used for a different request"),
        {{"request_id", request_id_}});
  }
  OKAPI_RETURN_IF_ERROR(storage::ParseTo(record.response(), kRequests, response));
  return true;
}

absl::Status RequestLog::Remember(journal::Transaction& transaction,
                                  const google::protobuf::Message& response) const {
  if (request_id_.empty()) return absl::OkStatus();
  okapi::storage::v1::RequestRecord record;
  record.set_request_hash(request_hash_);
  record.set_response(response.SerializeAsString());
  const int64_t now_us = absl::ToUnixMicros(transaction.time());
  record.mutable_time()->set_seconds(now_us / 1'000'000);
  record.mutable_time()->set_nanos(static_cast<int32_t>(now_us % 1'000'000 * 1000));

  const storage::KeyRange expired{
      "", storage::KeyWriter().I64(absl::ToUnixMicros(transaction.time() - kKept)).Finish()};
  std::vector<std::string> times;
  OKAPI_RETURN_IF_ERROR(
      transaction.Scan(kRequestTimes, expired, [&times](absl::string_view key, absl::string_view) {
        times.emplace_back(key);
        return times.size() < kForgottenMax;
      }));
  constexpr size_t kTimeBytes = 8;
  for (const std::string& time : times) {
    transaction.Delete(kRequestTimes, time);
    transaction.Delete(kRequests, absl::string_view(time).substr(kTimeBytes));
  }
  transaction.Put(kRequests, key_, record.SerializeAsString());
  transaction.Put(kRequestTimes, storage::KeyWriter().I64(now_us).Finish() + key_, "");
  return absl::OkStatus();
}

}  // namespace okapi::api
