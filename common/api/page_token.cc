#include "common/api/page_token.h"

#include <algorithm>
#include <memory>

#include "absl/strings/escaping.h"
#include "common/api/stable_bytes.h"
#include "common/base/sha256.h"
#include "common/status/errors.h"
#include "okapi/storage/v1/records.pb.h"

namespace okapi::api {
namespace {

std::string QueryHash(const google::protobuf::Message& request) {
  std::unique_ptr<google::protobuf::Message> query(request.New());
  query->CopyFrom(request);
  for (const char* paging : {"page_size", "page_token"}) {
    const auto* field = query->GetDescriptor()->FindFieldByName(paging);
    if (field != nullptr) query->GetReflection()->ClearField(query.get(), field);
  }
  return base::Sha256(StableBytes(*query));
}

}  // namespace

int PageSize(int requested) {
  return requested <= 0 ? kPageSizeDefault : std::min(requested, kPageSizeMax);
}

std::string EncodePageToken(const google::protobuf::Message& request, absl::string_view last_key) {
  okapi::storage::v1::PageToken token;
  token.set_request_hash(QueryHash(request));
  token.set_last_key(std::string(last_key));
  return absl::WebSafeBase64Escape(token.SerializeAsString());
}

absl::StatusOr<std::string> DecodePageToken(absl::string_view token,
                                            const google::protobuf::Message& request) {
  if (token.empty()) return std::string();
  std::string bytes;
  okapi::storage::v1::PageToken decoded;
  if (!absl::WebSafeBase64Unescape(token, &bytes) || !decoded.ParseFromString(bytes) ||
      decoded.last_key().empty() || decoded.request_hash() != QueryHash(request)) {
    return status::Error(absl::StatusCode::kInvalidArgument,
                         status::ErrorReason::INVALID_PAGE_TOKEN,
                         "page_token: damaged, or made for another query");
  }
  return decoded.last_key();
}

}  // namespace okapi::api
