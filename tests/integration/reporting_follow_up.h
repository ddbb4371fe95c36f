#pragma once

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "okapi/reporting/v1/alert_service.grpc.pb.h"
#include "okapi/reporting/v1/dashboard_service.grpc.pb.h"
#include "okapi/reporting/v1/decision_service.grpc.pb.h"
#include "okapi/reporting/v1/snapshot_service.grpc.pb.h"
#include "services/reporting/webhooks/webhook_sender.h"
#include "tests/integration/reporting_company.h"

namespace okapi::reporting {

// The company with the services that keep what people leave with reporting.
class ReportingFollowUpTest : public ReportingCompanyTest {
 protected:
  using AlertRpc = v1::AlertService;
  using AlertStub = v1::AlertService::Stub;
  using DashboardRpc = v1::DashboardService;
  using DashboardStub = v1::DashboardService::Stub;
  using DecisionRpc = v1::DecisionService;
  using DecisionStub = v1::DecisionService::Stub;
  using SnapshotRpc = v1::SnapshotService;
  using SnapshotStub = v1::SnapshotService::Stub;

  void AddRule(const std::string& id, const std::string& fields) {
    ASSERT_THAT(
        CallOf<AlertRpc>(&AlertStub::CreateAlertRule,
                         absl::StrCat("parent: 'organizations/o' alert_rule_id: '", id,
                                      "' alert_rule { display_name: '", id, "' ", fields, " }")),
        testing::IsOk());
  }
  std::vector<v1::Alert> Alerts() {
    const auto alerts = CallOf<AlertRpc>(&AlertStub::ListAlerts, "parent: 'organizations/o'");
    EXPECT_THAT(alerts, testing::IsOk());
    return {alerts->alerts().begin(), alerts->alerts().end()};
  }
  // Sends, and waits until every delivery of the hook has been tried so often.
  std::vector<v1::Delivery> DeliveriesAfter(int attempts) {
    while (true) {  // The test's own time limit ends it.
      // Again and again: a webhook that the sender is about to be done with is passed over.
      scene_.sender().SendDue();
      const auto list =
          CallOf<AlertRpc>(&AlertStub::ListDeliveries, "parent: 'organizations/o/webhooks/hook'");
      EXPECT_THAT(list, testing::IsOk());
      bool done = true;
      for (const v1::Delivery& it : list->deliveries()) done = done && it.attempts() >= attempts;
      if (done) return {list->deliveries().begin(), list->deliveries().end()};
    }
  }
};

// Fires in January.
inline constexpr char kLowRevenue[] =
    "severity: CRITICAL threshold { kpi: 'organizations/o/kpis/revenue' side: BELOW value: 95 "
    "resolve_value: 100 }";

}  // namespace okapi::reporting
