#include "services/cli/insight_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/text_proto.h"

namespace okapi::cli {
namespace {

using okapi::reporting::v1::NumberExplanation;
using okapi::testing::FromText;
using ::testing::HasSubstr;

NumberExplanation Explanation(const std::string& time_zone) {
  auto explanation = FromText<NumberExplanation>(R"pb(
    kpis {
      kpi { name: "organizations/acme/kpis/sales" display_name: "Sales" }
      series {
        series { metric: "orders" }
        times_us: 1767225599000000
        times_us: 1767225599500000
        values: 12
        values: 7.5
      }
    })pb");
  explanation.set_time_zone(time_zone);
  return explanation;
}

TEST(NumberExplanationTextTest, SamplesHaveTheirTimesInFullWhereTheOrganizationIs) {
  EXPECT_THAT(NumberExplanationText(Explanation("Asia/Ho_Chi_Minh")),
              HasSubstr("    orders{}: 2026-01-01 06:59:59 +07:00 12; "
                        "2026-01-01 06:59:59.5 +07:00 7.5;\n"));
}

TEST(NumberExplanationTextTest, AZoneThatIsNotKnownHereIsUtcAndSaysSo) {
  EXPECT_THAT(NumberExplanationText(Explanation("Mars/Olympus")),
              HasSubstr("    orders{}: 2025-12-31 23:59:59 +00:00 12; "));
}

}  // namespace
}  // namespace okapi::cli
