#include "services/reporting/live/resume_token.h"

#include <gtest/gtest.h>

#include "absl/strings/escaping.h"

namespace okapi::reporting {
namespace {

TEST(ResumeTokenTest, ComesBackAsItWas) {
  const std::string token = EncodeResumeToken("question", {"r1", 42});
  const auto point = DecodeResumeToken(token, "question");
  ASSERT_TRUE(point.ok()) << point.status();
  ASSERT_TRUE(point->has_value());
  EXPECT_EQ((*point)->report_id, "r1");
  EXPECT_EQ((*point)->version, 42);
}

TEST(ResumeTokenTest, NoneIsNoPoint) {
  const auto point = DecodeResumeToken("", "question");
  ASSERT_TRUE(point.ok());
  EXPECT_FALSE(point->has_value());
}

TEST(ResumeTokenTest, OneOfAnotherQuestionOrVersionIsNoPoint) {
  for (const std::string& other :
       {EncodeResumeToken("another", {"r1", 42}), absl::WebSafeBase64Escape("v2/x/y/z/7")}) {
    const auto point = DecodeResumeToken(other, "question");
    ASSERT_TRUE(point.ok()) << point.status();
    EXPECT_FALSE(point->has_value()) << other;
  }
}

TEST(ResumeTokenTest, DamagedOnesAreRefused) {
  const std::string token = EncodeResumeToken("question", {"r1", 42});
  for (const std::string& bad :
       {token.substr(0, token.size() / 2), "x" + token, std::string("nonsense"), std::string("%"),
        std::string(1, '\0'), absl::WebSafeBase64Escape("a/b/c"),
        absl::WebSafeBase64Escape("a/b/99999999999999999999")}) {
    const auto point = DecodeResumeToken(bad, "question");
    EXPECT_TRUE(absl::IsInvalidArgument(point.status())) << bad;
    EXPECT_NE(point.status().message().find("resume_token"), std::string::npos) << bad;
  }
}

}  // namespace
}  // namespace okapi::reporting
