// What people say beside the numbers, in documents and records of an OKR report.

#include "services/reporting/documents/assessment_rows.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/reporting/documents/csv_writer.h"
#include "services/reporting/documents/html_writer.h"
#include "services/reporting/documents/records.h"
#include "services/reporting/documents/report_document.h"
#include "tests/support/text_proto.h"

namespace okapi::reporting::documents {
namespace {

using okapi::reporting::v1::Report;
using okapi::testing::FromText;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kOpen[] = R"pb(
  okr_report {
    members { name: "organizations/acme/members/an" display_name: "An" }
    objectives {
      objective {
        name: "organizations/acme/objectives/grow"
        display_name: "Grow"
        state: ACTIVE
        progress { raw: 0.6 clamped: 0.6 status: ON_TRACK missing_share: 0.5 }
        assessment {
          status: AT_RISK
          reason: "the supplier is bankrupt"
          last_date { year: 2025 month: 12 day: 31 }
          author: "organizations/acme/members/an"
        }
        retrospective { lessons: "not yet" }
      }
      key_results {
        name: "organizations/acme/objectives/grow/keyResults/nps"
        display_name: "NPS"
        progress { status: NO_DATA }
        assessment {
          status: ON_TRACK
          reason: "people smile"
          last_date { year: 2025 month: 11 day: 30 }
        }
      }
      key_results {
        name: "organizations/acme/objectives/grow/keyResults/old"
        display_name: "Old"
        progress { status: ON_TRACK }
        assessment {
          status: OFF_TRACK
          reason: "long ago"
          last_date { year: 2025 month: 1 day: 31 }
          expired: true
        }
      }
    }
  })pb";

constexpr char kClosed[] = R"pb(
  okr_report {
    members { name: "organizations/acme/members/an" display_name: "An" }
    objectives {
      objective {
        name: "organizations/acme/objectives/grow"
        display_name: "Grow"
        state: CLOSED
        progress { status: ACHIEVED }
        grade { score: 1 met: true }
        assessment {
          status: AT_RISK
          reason: "it was"
          last_date { year: 2025 month: 12 day: 31 }
        }
        retrospective {
          went_well: "two teams, one list"
          lessons: "ask sooner"
          author: "organizations/acme/members/an"
        }
      }
    }
  })pb";

// First cell, status and remarks of every row.
std::vector<std::string> RowsIn(const char* report, const std::string& language) {
  const Document document = DocumentOf(FromText<Report>(report), language);
  std::vector<std::string> rows;
  for (const Row& row : document.sections[0].table.rows) {
    rows.push_back(absl::StrCat(std::get<std::string>(row.cells[0].content), "|",
                                std::get<std::string>(row.cells[6].content), "|",
                                std::get<std::string>(row.cells.back().content)));
  }
  return rows;
}

TEST(AssessmentRowsTest, StandBesideTheComputedStatusForAsLongAsTheyHold) {
  EXPECT_THAT(
      RowsIn(kOpen, "en"),
      ElementsAre("Grow|On track · assessed: At risk|assessed: At risk until 2025-12-31 by An: the "
                  "supplier is bankrupt; 50 % of the weight has no value",
                  "NPS|No data · assessed: On track|assessed: On track until 2025-11-30: people "
                  "smile",
                  "Old|On track|"));
  EXPECT_THAT(
      RowsIn(kOpen, "vi"),
      ElementsAre("Grow|Đúng tiến độ · đánh giá: Có rủi ro|đánh giá: Có rủi ro đến 2025-12-31 bởi "
                  "An: the supplier is bankrupt; 50 % trọng số chưa có giá trị",
                  "NPS|Chưa có dữ liệu · đánh giá: Đúng tiến độ|đánh giá: Đúng tiến độ đến "
                  "2025-11-30: people smile",
                  "Old|Đúng tiến độ|"));
}

TEST(AssessmentRowsTest, OfWhatIsClosedTheGradeSpeaksAndWhatWasLearnt) {
  EXPECT_THAT(RowsIn(kClosed, "en"),
              ElementsAre("Grow|Achieved|graded 1, met", "Went well by An||two teams, one list",
                          "Lessons by An||ask sooner"));
  EXPECT_THAT(RowsIn(kClosed, "vi"), ElementsAre("Grow|Đạt|chấm điểm 1, đạt kỳ vọng",
                                                 "Điều làm tốt bởi An||two teams, one list",
                                                 "Bài học bởi An||ask sooner"));
}

TEST(AssessmentRowsTest, NobodysReasonBecomesMarkup) {
  Report report = FromText<Report>(kOpen);
  report.mutable_okr_report()
      ->mutable_objectives(0)
      ->mutable_objective()
      ->mutable_assessment()
      ->set_reason("<b>");
  EXPECT_THAT(WriteHtml(DocumentOf(report, "en")),
              ::testing::AllOf(HasSubstr("by An: &lt;b&gt;"), Not(HasSubstr("<b>"))));
}

TEST(AssessmentRowsTest, RecordsHaveThemInColumnsOfTheirOwn) {
  const std::string open = WriteCsv(RecordsOf(FromText<Report>(kOpen)));
  EXPECT_THAT(
      open,
      HasSubstr(
          ",first_promise_status,assessment,assessment_reason,assessment_last_date,"
          "assessment_author,went_well,went_badly,lessons,"
          "assessment_author_name,retrospective_author,"
          "retrospective_author_name,combination,made_of,"
          "made_of_missing,error_budget,error_budget_seconds,error_budget_spent_seconds,"
          "error_budget_left_seconds,forecast,forecast_low,forecast_high,forecast_likelihood\r\n"));
  EXPECT_THAT(open, HasSubstr(",AT_RISK,the supplier is bankrupt,2025-12-31,organizations/acme/"
                              "members/an,,,,An,,,,,,,,,,,,,\r\n"));
  EXPECT_THAT(open, HasSubstr(",ON_TRACK,people smile,2025-11-30,,,,,,,,,,,,,,,,,,\r\n"));
  EXPECT_THAT(open, Not(HasSubstr("long ago")));
  const std::string closed = WriteCsv(RecordsOf(FromText<Report>(kClosed)));
  EXPECT_THAT(closed, HasSubstr(",,,,,\"two teams, one list\",,ask sooner,,"
                                "organizations/acme/members/an,An,,,,,,,,,,,\r\n"));
  EXPECT_THAT(closed, Not(HasSubstr("it was")));
}

}  // namespace
}  // namespace okapi::reporting::documents
