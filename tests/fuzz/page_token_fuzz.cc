#include <string>

#include "common/api/page_token.h"
#include "okapi/goals/v1/goals_service.pb.h"
#include "tests/fuzz/expect.h"

// Any text as a page token, and any bytes as the key in one.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using okapi::fuzz::Expect;
  const absl::string_view input(reinterpret_cast<const char*>(data), size);
  okapi::goals::v1::ListObjectivesRequest request;
  request.set_parent("organizations/acme");
  const auto decoded = okapi::api::DecodePageToken(input, request);
  Expect(!decoded.ok() || decoded->empty() == input.empty(), "a token goes on after some key");
  if (input.empty()) return 0;
  const std::string token = okapi::api::EncodePageToken(request, input);
  request.set_page_token(token);
  request.set_page_size(static_cast<int>(size % 1000));
  const auto back = okapi::api::DecodePageToken(token, request);
  Expect(back.ok() && *back == input, "the key comes back");
  return 0;
}
