#pragma once

#include <gmock/gmock.h>

#include <chrono>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/rpc/call.h"
#include "okapi/reporting/v1/export_service.grpc.pb.h"
#include "services/reporting/alerts/alert_watcher.h"
#include "tests/integration/reporting_follow_up.h"
#include "tests/support/http_receiver.h"

namespace okapi::reporting {

inline constexpr char kSecret[] = "organizations/o/objectives/secret";

// What was recorded of it: its name, its number, and words about it.
MATCHER(TellsOfTheSecret, "") {
  return absl::StrContains(arg, "secret") || absl::StrContains(arg, "7.25") ||
         absl::StrContains(arg, "hire two");
}

// Anna's objective, open at first; a decision and an alert on a key result of it, a decision on
// itself, and one on a KPI. Ben is nobody to it.
class ReportingPrivateTest : public ReportingFollowUpTest {
 protected:
  void SetUp() override {
    ReportingFollowUpTest::SetUp();
    for (const char* member : {"anna", "ben"}) {
      Goal(&Organizations::CreateMember,
           absl::StrCat("parent: 'organizations/o' member_id: '", member,
                        "' member { display_name: '", member, "' }"));
    }
    AddObjective("secret");
    Goal(&Goals::CreateCheckIn,
         absl::StrCat("parent: '", kSecret, "/keyResults/own' check_in { value: 7.25 }"));
    Decide("on-key-result", absl::StrCat("subject: '", kSecret,
                                         "/keyResults/own' text: 'hire two' "
                                         "review_date { year: 2025 month: 2 day: 1 }"));
    Decide("on-objective", absl::StrCat("subject: '", kSecret, "' text: 'hire two more'"));
    Decide("on-kpi", "subject: 'organizations/o/kpis/revenue' text: 'sell more'");
    See("PUBLIC");
  }
  void Decide(const std::string& id, const std::string& fields) {
    ASSERT_THAT(CallOf<DecisionRpc>(&DecisionStub::CreateDecision,
                                    absl::StrCat("parent: 'organizations/o' decision_id: '", id,
                                                 "' decision { ", fields, " }")),
                testing::IsOk());
  }
  // Who sees the objective from here on: everybody, or Anna.
  void See(const std::string& whom) {
    goals_.CallAs("organizations/o/members/anna");
    Goal(&Goals::UpdateObjective,
         absl::StrCat("objective { name: '", kSecret,
                      "' owner: 'organizations/o/members/anna' visibility: ",
                      whom == "ANNA" ? "PRIVATE" : "ORGANIZATION",
                      " } update_mask { paths: 'visibility' paths: 'owner' }"));
    goals_.CallAs("");
  }

  void DeleteSecret() {
    goals_.CallAs("organizations/o/members/anna");
    Goal(&Goals::CloseObjective, absl::StrCat("name: '", kSecret, "'"));
    Goal(&Goals::ArchiveObjective, absl::StrCat("name: '", kSecret, "'"));
    Goal(&Goals::DeleteObjective, absl::StrCat("name: '", kSecret, "' force: true"));
    goals_.CallAs("");
  }

  // As a member, or as nobody in particular.
  template <typename Service, typename Request, typename Response, typename AnyStub>
  absl::StatusOr<Response> As(const std::string& caller,
                              grpc::Status (AnyStub::*method)(grpc::ClientContext*, const Request&,
                                                              Response*),
                              const std::string& text) {
    const auto stub = Service::NewStub(scene_.channel());
    grpc::ClientContext context;
    Introduce(caller, context);
    Response response;
    const grpc::Status status =
        ((*stub).*method)(&context, testing::FromText<Request>(text), &response);
    if (!status.ok()) return status::FromGrpc(status);
    return response;
  }
  static void Introduce(const std::string& caller, grpc::ClientContext& context) {
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
    if (caller.empty()) return;
    context.AddMetadata(rpc::kActorKey, absl::StrCat("organizations/o/members/", caller));
  }
  absl::StatusOr<v1::Decision> Decision(const std::string& caller, const std::string& id) {
    return As<DecisionRpc>(caller, &DecisionStub::GetDecision, NameOf(id));
  }
  static std::string NameOf(const std::string& decision) {
    return absl::StrCat("name: 'organizations/o/decisions/", decision, "' ");
  }
  std::string Listed(const std::string& caller) {
    const auto list =
        As<DecisionRpc>(caller, &DecisionStub::ListDecisions, "parent: 'organizations/o'");
    return list.ok() ? list->DebugString() : list.status().ToString();
  }
  std::string ListedOn(const std::string& caller, const std::string& subject) {
    const auto list =
        As<DecisionRpc>(caller, &DecisionStub::ListDecisions,
                        absl::StrCat("parent: 'organizations/o' subject: '", subject, "'"));
    return list.ok() ? list->DebugString() : std::string(list.status().message());
  }

  // What the caller alone is told of objectives, each report apart.
  std::vector<std::string> OwnReports(const std::string& caller) {
    const std::string whose = "name: 'organizations/o' ";
    std::vector<std::string> all;
    auto add = [&all](const auto& report) {
      ASSERT_THAT(report, testing::IsOk());
      all.push_back(report->DebugString());
    };
    using Rpc = v1::ReportingService;
    add(As<Rpc>(caller, &Stub::GetCombinedReport, whose));
    add(As<Rpc>(caller, &Stub::GetOkrReport, whose + "paces: true"));
    add(As<Rpc>(caller, &Stub::GetAlignmentReport, whose));
    return all;
  }
  // Everything else that reports say, whoever asks.
  std::string SharedReports(const std::string& caller) {
    const std::string since = "start_time { seconds: 1735689600 }";
    const std::string whose = "name: 'organizations/o' ";
    std::string all;
    auto add = [&all](const auto& report) {
      ASSERT_THAT(report, testing::IsOk());
      all += report->DebugString();
    };
    using Rpc = v1::ReportingService;
    add(As<Rpc>(caller, &Stub::GetReviewPack, whose + since));
    add(As<Rpc>(caller, &Stub::GetKpiReport, "name: 'organizations/o/kpis/revenue'"));
    add(As<Rpc>(caller, &Stub::GetDigest, "name: 'organizations/o/members/anna' " + since));
    add(As<DashboardRpc>(caller, &DashboardStub::GetDashboardContent,
                         "name: 'organizations/o/dashboards/board'"));
    return all + Exported(caller, absl::StrCat("question { review_pack { ", whose, since,
                                               " } } format: CSV"));
  }
  std::string Exported(const std::string& caller, const std::string& text) {
    const auto stub = v1::ExportService::NewStub(scene_.channel());
    grpc::ClientContext context;
    Introduce(caller, context);
    const auto reader =
        stub->ExportReport(&context, testing::FromText<v1::ExportReportRequest>(text));
    v1::ExportReportResponse piece;
    std::string file;
    while (reader->Read(&piece)) file += piece.data();
    EXPECT_THAT(status::FromGrpc(reader->Finish()), testing::IsOk());
    return file;
  }
  // The alerts, their rules, and what was sent of them.
  std::string Told(const std::string& caller) {
    std::string all;
    auto add = [&all](const auto& answer) {
      ASSERT_THAT(answer, testing::IsOk());
      all += answer->DebugString();
    };
    const std::string parent = "parent: 'organizations/o'";
    add(As<AlertRpc>(caller, &AlertStub::ListAlertRules, parent));
    add(As<AlertRpc>(caller, &AlertStub::ListAlerts, parent));
    add(As<AlertRpc>(caller, &AlertStub::ListDeliveries,
                     "parent: 'organizations/o/webhooks/hook'"));
    return all;
  }
  void AddFiringRule(const testing::HttpReceiver& receiver) {
    ASSERT_THAT(
        CallOf<AlertRpc>(&AlertStub::CreateWebhook,
                         absl::StrCat("parent: 'organizations/o' webhook_id: 'hook' webhook { "
                                      "url: '",
                                      receiver.url(), "' secret: '0123456789abcdef' }")),
        testing::IsOk());
    AddRule("behind", absl::StrCat("status_is { resource: '", kSecret,
                                   "/keyResults/own' statuses: OFF_TRACK statuses: ON_TRACK "
                                   "statuses: AT_RISK }"));
    scene_.watcher().LookNow();
    ASSERT_THAT(Alerts(), ::testing::SizeIs(1));
  }
};

}  // namespace okapi::reporting
