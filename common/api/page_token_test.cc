#include "common/api/page_token.h"

#include <gtest/gtest.h>

#include "common/status/errors.h"
#include "okapi/goals/v1/goals_service.pb.h"

namespace okapi::api {
namespace {

okapi::goals::v1::ListObjectivesRequest Request() {
  okapi::goals::v1::ListObjectivesRequest request;
  request.set_parent("organizations/acme");
  request.set_cycle("organizations/acme/cycles/q1");
  return request;
}

TEST(PageTokenTest, ComesBackForTheSameQueryWithAnotherPageSize) {
  auto request = Request();
  const std::string key("k\0\xff", 3);
  const std::string token = EncodePageToken(request, key);
  request.set_page_size(7);
  request.set_page_token(token);
  auto decoded = DecodePageToken(token, request);
  ASSERT_TRUE(decoded.ok()) << decoded.status();
  EXPECT_EQ(*decoded, key);
}

TEST(PageTokenTest, IsRefusedForAnotherQuery) {
  const std::string token = EncodePageToken(Request(), "k");
  auto other = Request();
  other.clear_cycle();
  EXPECT_EQ(status::ReasonOf(DecodePageToken(token, other).status()),
            status::ErrorReason::INVALID_PAGE_TOKEN);
}

TEST(PageTokenTest, IsRefusedWhenDamaged) {
  const std::string token = EncodePageToken(Request(), "key");
  for (size_t i = 0; i < token.size() - 4; ++i) {
    std::string damaged = token;
    damaged[i] = damaged[i] == 'A' ? 'B' : 'A';
    auto decoded = DecodePageToken(damaged, Request());
    // The hash covers the query, not the key: a forged key is no more than another place to start,
    // in the same query.
    if (decoded.ok()) {
      EXPECT_FALSE(decoded->empty());
    }
  }
  for (const char* garbage : {"!", "AAAA", "not base64 at all", "-----"}) {
    EXPECT_FALSE(DecodePageToken(garbage, Request()).ok()) << garbage;
  }
}

TEST(PageSizeTest, HasADefaultAndAMaximum) {
  EXPECT_EQ(PageSize(0), kPageSizeDefault);
  EXPECT_EQ(PageSize(5), 5);
  EXPECT_EQ(PageSize(1'000'000), kPageSizeMax);
}

}  // namespace
}  // namespace okapi::api
