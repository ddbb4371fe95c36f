#include "services/reporting/webhooks/webhook_sender.h"

#include <gtest/gtest.h>

namespace okapi::reporting {
namespace {

TEST(DelayTest, DoublesUpToAnHour) {
  EXPECT_EQ(DelayAfter(1), absl::Seconds(10));
  EXPECT_EQ(DelayAfter(2), absl::Seconds(20));
  EXPECT_EQ(DelayAfter(9), absl::Seconds(2560));
  EXPECT_EQ(DelayAfter(10), absl::Hours(1));
  EXPECT_EQ(DelayAfter(kAttemptsMax), absl::Hours(1));
}

// Another implementation: printf '1700000000.{}' | openssl dgst -sha256 -hmac 0123456789abcdef
TEST(SignatureTest, OverTimeAndBody) {
  EXPECT_EQ(SignatureHeader("0123456789abcdef", "{}", absl::FromUnixSeconds(1700000000)),
            "Okapi-Signature: "
            "t=1700000000,v1=e4f8e2ecae2295b2ddb2f0b5584c8275e226c0ebe9b3b819e70156bb67122e3e");
}

}  // namespace
}  // namespace okapi::reporting
