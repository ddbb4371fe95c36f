// KPIs that are to stay inside a range, from their verdict to files, through all three services.

#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "okapi/reporting/v1/export_service.grpc.pb.h"
#include "tests/integration/reporting_follow_up.h"

namespace okapi::reporting {
namespace {

using okapi::common::v1::Status;
using okapi::reporting::v1::ExportReportRequest;
using okapi::reporting::v1::ExportReportResponse;
using okapi::reporting::v1::Insight;
using okapi::reporting::v1::ScorecardCell;
using okapi::testing::FromText;
using okapi::testing::IsOk;
using ::testing::AllOf;
using ::testing::HasSubstr;

// Turnover of staff, to be 4 to 6 a month: 9 in January, where all of it came from the north.
class ReportingRangeTest : public ReportingFollowUpTest {
 protected:
  void SetUp() override {
    ReportingFollowUpTest::SetUp();
    Kpi("turnover",
        "direction: WITHIN dimensions { label: 'region' members { value: 'north' } } "
        "targets { range { min: 4 max: 6 } } "
        "targets { range { min: 1 max: 3 } dimension: 'region' member: 'north' }");
    Add("turnover", Utc(2025, 1, 10), 9, "north");
  }
  static constexpr char kName[] = "organizations/o/kpis/turnover";
  static constexpr char kQuestion[] =
      "question { scorecard { name: 'organizations/o' period_count: 2 breakdown: true } } ";

  // Of the KPI itself and of its member.
  std::map<std::string, ScorecardCell> LastCells(const std::string& request) {
    const auto card =
        Call(&Stub::GetScorecard, "name: 'organizations/o' breakdown: true " + request);
    EXPECT_THAT(card, IsOk());
    std::map<std::string, ScorecardCell> cells;
    for (const auto& row : card->rows()) {
      if (row.kpi() != kName) continue;
      EXPECT_EQ(row.direction(), okapi::common::v1::WITHIN);
      cells[row.member()] = *row.cells().rbegin();
    }
    return cells;
  }
  // The last microsecond before.
  static std::string AsOfEnd(absl::Time end) {
    return absl::StrCat("as_of_time { seconds: ", absl::ToUnixSeconds(end) - 1,
                        " nanos: 999999000 } ");
  }
  std::string Export(const std::string& request) {
    const auto stub = v1::ExportService::NewStub(scene_.channel());
    grpc::ClientContext context;
    const auto reader = stub->ExportReport(
        &context, FromText<ExportReportRequest>(absl::StrCat(kQuestion, request)));
    std::string bytes;
    ExportReportResponse piece;
    while (reader->Read(&piece)) bytes += piece.data();
    const grpc::Status status = reader->Finish();
    EXPECT_TRUE(status.ok()) << status.error_message();
    return bytes;
  }
};

TEST_F(ReportingRangeTest, AScorecardJudgesByBothEnds) {
  const auto january = LastCells(AsOfEnd(Utc(2025, 2, 1)));
  const ScorecardCell& over = january.at("");
  EXPECT_EQ(over.target(), 4);
  EXPECT_EQ(over.target_max(), 6);
  EXPECT_EQ(over.due_target_max(), 6);
  EXPECT_EQ(over.attainment(), 0.5) << "2 - 9 / 6";
  EXPECT_EQ(over.status(), Status::MISSED);
  EXPECT_EQ(january.at("north").target_max(), 3);
  EXPECT_EQ(january.at("north").attainment(), -1);

  // Half of February has passed: 2 to 3 are due, and all of the range is too much.
  Add("turnover", Utc(2025, 2, 3), 2, "south");
  const ScorecardCell inside = LastCells("").at("");
  EXPECT_EQ(inside.due_target(), 2);
  EXPECT_EQ(inside.due_target_max(), 3);
  EXPECT_EQ(inside.attainment(), 1);
  EXPECT_EQ(inside.status(), Status::ON_TRACK);
  Add("turnover", Utc(2025, 2, 4), 2, "south");
  const ScorecardCell beyond = LastCells("").at("");
  EXPECT_DOUBLE_EQ(beyond.attainment(), 2 - 4.0 / 3);
  EXPECT_EQ(beyond.status(), Status::OFF_TRACK);
  const ScorecardCell quarter = LastCells("period_type: QUARTER ").at("");
  EXPECT_EQ(quarter.target(), 12);
  EXPECT_EQ(quarter.target_max(), 18);
}

// What is overspent in the middle of its period is so at its end.
TEST_F(ReportingRangeTest, WhatIsExceededIsMissedEarly) {
  const auto verdict = [this](const std::string& kpi) {
    const auto why =
        Call(&Stub::ExplainNumber, absl::StrCat("name: 'organizations/o/kpis/", kpi, "'"));
    EXPECT_THAT(why, IsOk());
    EXPECT_TRUE(why->kpis(0).cell().open());
    return why->kpis(0).verdict();
  };
  Kpi("spending",
      "direction: DECREASE targets { value: 100 } bands { on_track: 0.1 at_risk: 0.1 }");
  Add("spending", Utc(2025, 2, 2), 75, "north");
  EXPECT_EQ(verdict("spending"), "ON_TRACK: 0.5 >= 0.1");
  Add("spending", Utc(2025, 2, 3), 25, "north");
  EXPECT_EQ(verdict("spending"), "OFF_TRACK: 0 < 0.1") << "all of it is not more";
  Add("spending", Utc(2025, 2, 4), 1, "north");
  EXPECT_EQ(verdict("spending"),
            "MISSED: the whole target is exceeded, 101 > 100, and only negative amounts, such as "
            "refunds, take a sum back");
  Add("turnover", Utc(2025, 2, 3), 7, "south");
  EXPECT_THAT(verdict("turnover"), HasSubstr("MISSED: the whole target is exceeded, 7 > 6, "));
}

TEST_F(ReportingRangeTest, ADraftBringsItBackIntoTheRange) {
  const auto of = [this](const std::string& language) {
    const auto report =
        Call(&Stub::GetCombinedReport,
             absl::StrCat("name: 'organizations/o' language_code: '", language, "'"));
    EXPECT_THAT(report, IsOk());
    const auto& insights = report->insights();
    const auto found = std::find_if(insights.begin(), insights.end(), [](const Insight& it) {
      return it.resource() == kName && it.code() == Insight::UNADDRESSED_KPI;
    });
    return found == insights.end() ? Insight() : *found;
  };
  EXPECT_EQ(of("vi").draft().key_results(0).display_name(), "turnover từ 9 về khoảng 4 đến 6");
  const Insight insight = of("en");
  ASSERT_EQ(insight.draft().key_results_size(), 2);
  const auto& whole = insight.draft().key_results(0);
  EXPECT_EQ(whole.display_name(), "turnover from 9 into the range 4 to 6");
  EXPECT_EQ(whole.range().min(), 4);
  EXPECT_EQ(whole.range().max(), 6);
  EXPECT_EQ(insight.draft().key_results(1).display_name(),
            "turnover, north: from 9 into the range 1 to 3");

  v1::AcceptDraftObjectiveRequest accept;
  accept.set_parent("organizations/o");
  *accept.mutable_draft() = insight.draft();
  grpc::ClientContext context;
  okapi::goals::v1::Objective objective;
  const grpc::Status accepted = scene_.stub().AcceptDraftObjective(&context, accept, &objective);
  ASSERT_TRUE(accepted.ok()) << accepted.error_message();
  // A draft of it waits, and nobody advises to follow up as a KPI what is one.
  const auto after = Call(&Stub::GetCombinedReport, "name: 'organizations/o'");
  ASSERT_THAT(after, IsOk());
  for (const Insight& left : after->insights()) {
    EXPECT_NE(left.code(), Insight::BETTER_AS_KPI) << left.resource();
    if (left.resource() != kName || left.code() != Insight::UNADDRESSED_KPI) continue;
    EXPECT_FALSE(left.has_draft());
    EXPECT_THAT(left.others(), ::testing::ElementsAre(objective.name()));
  }
}

TEST_F(ReportingRangeTest, ATeamsReportKnowsTheRangesOfOthersToo) {
  AddObjective("grow");
  Goal(&Goals::CreateKeyResult,
       absl::StrCat("parent: 'organizations/o/objectives/grow' key_result_id: 'calm' key_result { "
                    "display_name: 'Calm' range { min: 4 max: 6 } kpi_source { kpi: '",
                    kName, "' window: LATEST_COMPLETE_PERIOD } }"));
  const auto report =
      Call(&Stub::GetCombinedReport, "name: 'organizations/o' team: 'organizations/o/teams/sales'");
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->okr_report().objectives_size(), 1);
  for (const auto& row : report->scorecard().rows()) EXPECT_NE(row.kpi(), kName);
  for (const Insight& insight : report->insights()) {
    EXPECT_NE(insight.code(), Insight::BETTER_AS_KPI) << insight.resource();
  }
}

TEST_F(ReportingRangeTest, FilesShowBothEnds) {
  const std::string csv = Export("format: CSV");
  EXPECT_THAT(csv, HasSubstr(",unknown,target_max,due_target_max\r\n"));
  EXPECT_THAT(csv, HasSubstr(",2025-01,9,4,4,0.5,MISSED,"));
  EXPECT_THAT(csv, HasSubstr(",false,6,6\r\n"));
  EXPECT_THAT(csv, HasSubstr(",false,6,3\r\n")) << "of February half is due";
  EXPECT_THAT(Export("format: JSON"), HasSubstr("\"targetMax\": 6"));
  EXPECT_THAT(Export("format: XLSX"), ::testing::StartsWith("PK"));
  const std::string html = Export("format: HTML");
  EXPECT_THAT(html, HasSubstr(">4 to 6<"));
  EXPECT_THAT(html, HasSubstr(">1 to 3<"));
  EXPECT_THAT(Export("format: HTML language_code: 'vi'"), HasSubstr(">4 đến 6<"));
}

TEST_F(ReportingRangeTest, WhatIsKeptOfItHasBothEnds) {
  const auto decision = CallOf<DecisionRpc>(
      &DecisionStub::CreateDecision,
      absl::StrCat("parent: 'organizations/o' decision_id: 'd' decision { subject: '", kName,
                   "' text: 'Talk to them' }"));
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(decision->number().target(), 4);
  EXPECT_EQ(decision->number().target_max(), 6);

  ASSERT_THAT(CallOf<SnapshotRpc>(&SnapshotStub::CreateSnapshot,
                                  "parent: 'organizations/o' snapshot { period: '2025-01' }"),
              IsOk());
  ASSERT_THAT(
      metrics_.Call(&Metrics::UpdateKpi,
                    FromText<okapi::metrics::v1::UpdateKpiRequest>(absl::StrCat(
                        "kpi { name: '", kName, "' targets { range { min: 4 max: 9 } } }"))),
      IsOk());
  const auto comparison = CallOf<SnapshotRpc>(&SnapshotStub::GetSnapshotComparison,
                                              "name: 'organizations/o/snapshots/p-2025-01'");
  ASSERT_THAT(comparison, IsOk());
  std::map<std::string, std::string> changed;
  for (const auto& it : comparison->differences()) {
    if (!it.member().empty() || it.question() != 0 || it.period() != "2025-01") continue;
    changed[it.field()] =
        absl::StrCat(it.then_value(), it.then_text(), " ", it.now_value(), it.now_text());
  }
  EXPECT_EQ(changed["target_max"], "6 9");
  EXPECT_EQ(changed["status"], "0MISSED 0ACHIEVED");
  EXPECT_EQ(changed.count("target"), 0);
}

}  // namespace
}  // namespace okapi::reporting
