// Nothing that can go wrong is in no table: every reason, every Create, every Delete.

#include <gmock/gmock.h>

#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/contract/any_call.h"
#include "tests/contract/state_table.h"

namespace okapi::contract {
namespace {

using google::protobuf::MethodDescriptor;
using status::ErrorReason;
using ::testing::HasSubstr;

std::vector<Row> AllRows() {
  std::vector<Row> all;
  for (const auto& rows : {GoalsStateRows(), GoalsRows(), MetricsRows(), ReportingRows()}) {
    all.insert(all.end(), rows.begin(), rows.end());
  }
  return all;
}

// The methods in whose rows the reason is.
std::set<std::string> MethodsWith(ErrorReason reason) {
  std::set<std::string> methods;
  for (const Row& row : AllRows()) {
    if (row.reason == reason) methods.insert(row.method);
  }
  return methods;
}

std::string Read(const std::string& path) {
  std::ifstream file(absl::StrCat(OKAPI_SOURCE_DIR, "/", path));
  EXPECT_TRUE(file.good()) << path;
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

TEST(ReasonsTest, EveryReasonIsInATableOrInATestOfItsOwn) {
  // The tests that provoke what a row cannot, because it takes more than a request: or none.
  const std::map<ErrorReason, std::string> elsewhere = {
      {ErrorReason::INVALID_FIELD, "tests/contract/failure_table_test.cc"},
      {ErrorReason::INVALID_NAME, "tests/contract/failure_table_test.cc"},
      {ErrorReason::INVALID_PAGE_TOKEN, "tests/contract/failure_table_test.cc"},
      {ErrorReason::INVALID_UPDATE_MASK, "tests/contract/failure_table_test.cc"},
      {ErrorReason::RESOURCE_NOT_FOUND, "tests/contract/failure_table_test.cc"},
      {ErrorReason::ETAG_MISMATCH, "tests/contract/state_failures_test.cc"},
      {ErrorReason::REQUEST_ID_REUSED, "tests/contract/state_failures_test.cc"},
      {ErrorReason::NEIGHBOUR_UNAVAILABLE, "tests/contract/state_failures_test.cc"},
      {ErrorReason::CHANGE_NOT_ALLOWED, "tests/integration/goals_policy_test.cc"},
      {ErrorReason::REVISION_UNKNOWN, "tests/contract/stream_failures_test.cc"},
      {ErrorReason::REVISION_TRIMMED, "common/rpc/streams_test.cc"},
      {ErrorReason::BATCH_OUT_OF_ORDER, "tests/integration/metrics_service_test.cc"},
      {ErrorReason::OVERLOADED, "common/rpc/calls_test.cc"},
      {ErrorReason::SLOW_CONSUMER, "common/rpc/streams_test.cc"},
      {ErrorReason::SHUTTING_DOWN, "common/rpc/streams_test.cc"},
      {ErrorReason::REHEARSAL_OVER, "tests/contract/failure_table_test.cc"},
      {ErrorReason::STORAGE_CORRUPT, "common/status/status_test.cc"},
      {ErrorReason::INTERNAL_ERROR, "common/status/status_test.cc"},
      {ErrorReason::DEADLINE_PASSED, "common/status/status_test.cc"},
      {ErrorReason::CALLER_GONE, "common/status/status_test.cc"},
      {ErrorReason::PERMISSION_MISSING, "common/rpc/calls_test.cc"}};
  const std::map<ErrorReason, std::string> untested = {
      {ErrorReason::ERROR_REASON_UNSPECIFIED, "never sent"},
      {ErrorReason::STORAGE_UNAVAILABLE, "takes a disk that fails: tests/crash looks at the state"},
      {ErrorReason::NOT_IMPLEMENTED, "stands in for a reason that gRPC's own answer lacks"},
      {ErrorReason::CREDENTIALS_INVALID, "nobody has to prove yet who they are"}};
  const auto* reasons = okapi::common::v1::ErrorReason_descriptor();
  for (int i = 0; i < reasons->value_count(); ++i) {
    const auto reason = static_cast<ErrorReason>(reasons->value(i)->number());
    const std::string& name = reasons->value(i)->name();
    SCOPED_TRACE(name);
    if (!MethodsWith(reason).empty() || untested.count(reason) > 0) continue;
    const auto found = elsewhere.find(reason);
    if (found == elsewhere.end()) {
      ADD_FAILURE() << "no row and no test provokes it";
      continue;
    }
    EXPECT_THAT(Read(found->second), HasSubstr(name));
  }
}

TEST(ReasonsTest, EveryCreateIsRefusedWhereThereIsOne) {
  const std::set<std::string> rows = MethodsWith(ErrorReason::RESOURCE_EXISTS);
  for (const MethodDescriptor* method : UnaryMethods()) {
    if (!absl::StartsWith(method->name(), "Create")) continue;
    EXPECT_EQ(rows.count(method->name()), 1U) << method->full_name();
  }
}

TEST(ReasonsTest, EveryDeleteIsRefusedWhereSomethingIsInTheWay) {
  const std::set<std::string> rows = MethodsWith(ErrorReason::RESOURCE_IN_USE);
  // Nothing is made of them, or what is goes with them.
  const std::set<std::string> free = {"DeleteInitiative", "DeleteKpiComment", "DeleteAlertRule",
                                      "DeleteWebhook",    "DeleteDashboard",  "DeleteDecision"};
  for (const MethodDescriptor* method : UnaryMethods()) {
    if (!absl::StartsWith(method->name(), "Delete")) continue;
    EXPECT_NE(rows.count(method->name()), free.count(method->name())) << method->full_name();
  }
}

}  // namespace
}  // namespace okapi::contract
