// Files between the real goal and metrics services: names of people, dashboards and snapshots.

#include <gmock/gmock.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "okapi/reporting/v1/export_service.grpc.pb.h"
#include "tests/integration/reporting_follow_up.h"
#include "tests/support/field_matchers.h"

namespace okapi::reporting {
namespace {

using okapi::reporting::v1::ExportReportRequest;
using okapi::reporting::v1::ExportReportResponse;
using okapi::testing::FromText;
using okapi::testing::IsOk;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class ReportingExportTest : public ReportingFollowUpTest {
 protected:
  struct File {
    std::string name;
    std::string bytes;
  };

  File Export(const std::string& request) {
    const auto stub = okapi::reporting::v1::ExportService::NewStub(scene_.channel());
    grpc::ClientContext context;
    const auto reader = stub->ExportReport(&context, FromText<ExportReportRequest>(request));
    File file;
    ExportReportResponse piece;
    while (reader->Read(&piece)) {
      if (!piece.file_name().empty()) file.name = piece.file_name();
      file.bytes += piece.data();
    }
    const grpc::Status status = reader->Finish();
    EXPECT_TRUE(status.ok()) << status.error_message();
    return file;
  }
  void AddVisits() {
    Goal(&Organizations::CreateMember,
         "parent: 'organizations/o' member_id: 'an' member { display_name: 'An' }");
    Kpi("visits", "owner: 'organizations/o/members/an' team: 'organizations/o/teams/sales'");
  }
};

constexpr char kCard[] = "question { scorecard { name: 'organizations/o' } } ";

TEST_F(ReportingExportTest, AScorecardCallsPeopleAndTeamsByName) {
  AddVisits();
  const std::string csv = Export(absl::StrCat(kCard, "format: CSV")).bytes;
  EXPECT_THAT(csv, HasSubstr(",organizations/o/members/an,An,organizations/o/teams/sales,Sales,"));
  EXPECT_THAT(Export(absl::StrCat(kCard, "format: HTML")).bytes, HasSubstr(">An · Sales<"));
  EXPECT_THAT(Export(absl::StrCat(kCard, "format: JSON")).bytes, Not(HasSubstr("An")));
}

// The scorecard itself, which has no names, is the same as before.
TEST_F(ReportingExportTest, ANewNameIsSeenAtOnce) {
  AddVisits();
  EXPECT_THAT(Export(absl::StrCat(kCard, "format: CSV")).bytes, HasSubstr(",An,"));
  Goal(&Organizations::UpdateMember,
       "member { name: 'organizations/o/members/an' display_name: 'An Nguyen' } update_mask { "
       "paths: 'display_name' }");
  EXPECT_THAT(Export(absl::StrCat(kCard, "format: CSV")).bytes, HasSubstr(",An Nguyen,"));
}

TEST_F(ReportingExportTest, NamesAreThoseThatGoalsLastSaidWhileItIsAway) {
  AddVisits();
  Export(absl::StrCat(kCard, "format: CSV"));
  scene_.Flush();
  goals_.Stop();
  EXPECT_THAT(Export(absl::StrCat(kCard, "format: CSV")).bytes,
              HasSubstr(",organizations/o/members/an,An,organizations/o/teams/sales,Sales,"));
}

TEST_F(ReportingExportTest, ADashboardIsAFileOfAllItsWidgets) {
  AddVisits();
  ASSERT_THAT(CallOf<DashboardRpc>(
                  &DashboardStub::CreateDashboard,
                  "parent: 'organizations/o' dashboard_id: 'board' dashboard { display_name: "
                  "'The board' widgets { id: 'a' title: 'Numbers' question { scorecard { name: "
                  "'organizations/o' } } } widgets { id: 'b' question { kpi_report { name: "
                  "'organizations/o/kpis/nobody' } } } }"),
              IsOk());
  const std::string board = "dashboard: 'organizations/o/dashboards/board' ";
  const File csv = Export(board + "format: CSV");
  EXPECT_EQ(csv.name, "dashboard-board-2025-02-15.csv");
  EXPECT_THAT(csv.bytes, HasSubstr("\r\n\r\nwidget,title,text,problem\r\na,Numbers,,\r\n\r\nkpi,"));
  EXPECT_THAT(csv.bytes, HasSubstr("\r\nb,,,'organizations/o/kpis/nobody' does not exist\r\n"));
  EXPECT_THAT(csv.bytes, HasSubstr(",organizations/o/members/an,An,"));
  const std::string html = Export(board + "format: HTML").bytes;
  EXPECT_THAT(html, HasSubstr("<h1>The board</h1>"));
  EXPECT_THAT(html, HasSubstr("<h2>Numbers</h2>"));
  EXPECT_THAT(html, HasSubstr("does not exist"));
  EXPECT_THAT(Export(board + "format: XLSX").bytes, StartsWith("PK"));
  EXPECT_THAT(Export(board + "format: JSON").bytes, HasSubstr("\"dashboard\": {"));
}

TEST_F(ReportingExportTest, ASnapshotIsAFileOfWhatWasSeen) {
  const auto taken = CallOf<SnapshotRpc>(
      &SnapshotStub::CreateSnapshot,
      "parent: 'organizations/o' snapshot { period: '2025-01' note: 'As seen' }");
  ASSERT_THAT(taken, IsOk());
  Add("revenue", Utc(2025, 1, 20), 25, "north");  // It came late.
  const std::string snapshot = "snapshot: 'organizations/o/snapshots/p-2025-01' ";
  const File csv = Export(snapshot + "format: CSV");
  EXPECT_EQ(csv.name, "snapshot-p-2025-01-2025-02-15.csv");
  EXPECT_THAT(csv.bytes, HasSubstr(absl::StrCat(",As seen,", taken->sha256(), "\r\n")));
  EXPECT_THAT(csv.bytes, HasSubstr("\r\nreport,kind\r\n1,scorecard\r\n\r\nkpi,"));
  EXPECT_THAT(csv.bytes, HasSubstr("\r\nreport,kind\r\n2,combined_report\r\n\r\nkpi,"));
  EXPECT_THAT(csv.bytes, HasSubstr("kpis/revenue,revenue,,,,2025-01,90,"));
  EXPECT_THAT(csv.bytes, Not(HasSubstr(",2025-01,115,")));
  const std::string html = Export(snapshot + "format: HTML").bytes;
  EXPECT_THAT(html, HasSubstr("<h1>Snapshot – 2025-01</h1>"));
  EXPECT_THAT(html, HasSubstr("As seen"));
  EXPECT_THAT(Export(snapshot + "format: JSON").bytes, HasSubstr(taken->sha256()));
}

}  // namespace
}  // namespace okapi::reporting
