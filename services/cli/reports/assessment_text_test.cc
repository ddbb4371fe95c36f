#include "services/cli/reports/assessment_text.h"

#include <gmock/gmock.h>

#include "services/cli/reports/report_text.h"
#include "tests/support/text_proto.h"

namespace okapi::cli {
namespace {

using okapi::reporting::v1::OkrReport;
using okapi::testing::FromText;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kReport[] = R"(
    members { name: "organizations/acme/members/an" display_name: "An" }
    objectives {
      objective {
        name: "organizations/acme/objectives/grow" display_name: "Grow" commitment: COMMITTED
        progress { raw: 0.6 clamped: 0.6 status: ON_TRACK expected: 0.5 }
        assessment {
          status: AT_RISK reason: "the supplier\nis bankrupt"
          last_date { year: 2025 month: 12 day: 31 } author: "organizations/acme/members/an"
        }
        retrospective { lessons: "ask sooner" author: "organizations/acme/members/an" }
      }
      key_results {
        display_name: "Partners" from_to { target: 10 } progress { status: NO_DATA }
        assessment {
          status: ON_TRACK reason: "they call us" last_date { year: 2025 month: 11 day: 30 }
        }
      }
      key_results {
        display_name: "Others" from_to { target: 10 } progress { status: NO_DATA }
        assessment {
          status: ON_TRACK reason: "long ago" last_date { year: 2025 month: 1 day: 1 }
          expired: true
        }
      }
    })";

TEST(AssessmentTextTest, StandsBesideTheComputedStatusForAsLongAsItHolds) {
  EXPECT_THAT(
      OkrReportText(FromText<OkrReport>(kReport), /*colour=*/false),
      HasSubstr("██████░░░░ 60 % ON_TRACK, assessed AT_RISK, 50 % expected\n"
                "  Partners  0 → 10  no value  NO_DATA, assessed ON_TRACK\n"
                "  Others    0 → 10  no value  NO_DATA\n"
                "  Grow, assessed AT_RISK until 2025-12-31 by An: the supplier is bankrupt\n"
                "  Partners, assessed ON_TRACK until 2025-11-30: they call us\n"));
}

TEST(AssessmentTextTest, OfWhatIsClosedTheGradeSpeaksAndWhatWasLearnt) {
  auto report = FromText<OkrReport>(kReport);
  auto& objective = *report.mutable_objectives(0)->mutable_objective();
  objective.mutable_grade()->set_score(0.5);
  objective.mutable_retrospective()->set_went_badly(std::string(200, 'x'));
  EXPECT_THAT(OkrReportText(report, /*colour=*/false),
              AllOf(HasSubstr("  went badly by An: " + std::string(159, 'x') +
                              "…\n"
                              "  lessons by An: ask sooner\n"),
                    Not(HasSubstr("assessed"))));
}

}  // namespace
}  // namespace okapi::cli
