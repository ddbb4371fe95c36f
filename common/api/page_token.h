#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace okapi::api {

inline constexpr int kPageSizeDefault = 100;
inline constexpr int kPageSizeMax = 1000;

// How many to return: the default for 0, the maximum for more. Negative sizes are refused by
// CheckRequest.
int PageSize(int requested);

// The token with which `request` goes on after `last_key`. Opaque and URL-safe; carries no
// authority.
std::string EncodePageToken(const google::protobuf::Message& request, absl::string_view last_key);

// The key to go on after; empty for an empty token. INVALID_ARGUMENT / INVALID_PAGE_TOKEN when the
// token is damaged or was made for a request that differs in more than its page size.
absl::StatusOr<std::string> DecodePageToken(absl::string_view token,
                                            const google::protobuf::Message& request);

}  // namespace okapi::api
