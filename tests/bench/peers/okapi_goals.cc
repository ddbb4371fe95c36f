#include "tests/bench/peers/okapi_goals.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "common/status/convert.h"
#include "common/status/status_macros.h"
#include "okapi/goals/v1/organizations_service.grpc.pb.h"
#include "tests/bench/peers/callers.h"
#include "tests/bench/peers/okapi_channel.h"
#include "tests/bench/peers/okapi_process.h"

namespace okapi::bench {
namespace {

using namespace okapi::goals::v1;  // NOLINT(google-build-using-namespace): nearly every message.

constexpr char kService[] = "/okapi.goals.v1.GoalsService/";
// While the scene is built.
constexpr int kBuilders = 64;

std::string CycleName() { return absl::StrCat(kOrganization, "/cycles/year"); }

}  // namespace

absl::Status OkapiGoals::Start(const std::string& directory, const std::string& metrics_address,
                               const Objectives& objectives) {
  objectives_ = objectives;
  OKAPI_ASSIGN_OR_RETURN(address_,
                         StartOkapi("goals", directory, {"--metrics", metrics_address}, process_));
  stub_ = GoalsService::NewStub(NewChannel(address_));
  OKAPI_RETURN_IF_ERROR(CreateCycle());
  return CreateObjectives();
}

std::string OkapiGoals::ObjectiveId(int objective) const {
  return absl::StrFormat("o%05d", objective);
}

std::string OkapiGoals::ObjectiveName(int objective) const {
  return absl::StrCat(kOrganization, "/objectives/", ObjectiveId(objective));
}

std::string OkapiGoals::KeyResultName(int key_result) const {
  return absl::StrCat(ObjectiveName(key_result / objectives_.key_results_each), "/keyResults/k",
                      key_result % objectives_.key_results_each);
}

absl::Status OkapiGoals::CreateCycle() {
  Callers caller(address_, 1);
  const std::string service = "/okapi.goals.v1.OrganizationsService/";
  CreateOrganizationRequest organization;
  organization.set_organization_id("bench");
  organization.mutable_organization()->set_display_name("Bench");
  OKAPI_RETURN_IF_ERROR(
      caller.CallAll(service + "CreateOrganization", 1, {organization.SerializeAsString()}));
  const auto year = static_cast<int>(absl::ToCivilYear(absl::Now(), absl::UTCTimeZone()).year());
  CreateCycleRequest request;
  request.set_parent(kOrganization);
  request.set_cycle_id("year");
  Cycle& cycle = *request.mutable_cycle();
  cycle.set_display_name(absl::StrCat(year));
  cycle.mutable_start_date()->set_year(year);
  cycle.mutable_start_date()->set_month(1);
  cycle.mutable_start_date()->set_day(1);
  cycle.mutable_end_date()->set_year(year);
  cycle.mutable_end_date()->set_month(12);
  cycle.mutable_end_date()->set_day(31);
  return caller.CallAll(service + "CreateCycle", 1, {request.SerializeAsString()});
}

std::string OkapiGoals::CreateObjective(int objective) const {
  CreateObjectiveRequest request;
  request.set_parent(kOrganization);
  request.set_objective_id(ObjectiveId(objective));
  Objective& created = *request.mutable_objective();
  created.set_display_name(absl::StrCat("Shops that people like to come back to, ", objective));
  created.set_cycle(CycleName());
  if (objectives_.children > 0) created.set_rollup(Objective::BOTH);
  if (objectives_.children > 0 && objective > 0) {
    created.add_alignments()->set_parent(ObjectiveName((objective - 1) / objectives_.children));
  }
  return request.SerializeAsString();
}

std::string OkapiGoals::CreateKeyResult(int key_result) const {
  CreateKeyResultRequest request;
  request.set_parent(ObjectiveName(key_result / objectives_.key_results_each));
  request.set_key_result_id(absl::StrCat("k", key_result % objectives_.key_results_each));
  KeyResult& created = *request.mutable_key_result();
  created.set_display_name("Customers who come again within a month");
  created.mutable_from_to()->set_target(100);
  if (!objectives_.kpi.empty()) created.mutable_kpi_source()->set_kpi(objectives_.kpi);
  return request.SerializeAsString();
}

absl::Status OkapiGoals::CreateObjectives() {
  Callers builders(address_, 1);
  std::vector<std::string> requests;
  // Level by level: a parent must be there before its children.
  for (int begin = 0, end = objectives_.children > 0 ? 1 : objectives_.count;
       begin < objectives_.count; end = end * objectives_.children + 1) {
    end = std::min(end, objectives_.count);
    requests.clear();
    for (; begin < end; ++begin) requests.push_back(CreateObjective(begin));
    OKAPI_RETURN_IF_ERROR(
        builders.CallAll(absl::StrCat(kService, "CreateObjective"), kBuilders, requests));
  }
  requests.clear();
  for (int i = 0; i < key_results(); ++i) requests.push_back(CreateKeyResult(i));
  OKAPI_RETURN_IF_ERROR(
      builders.CallAll(absl::StrCat(kService, "CreateKeyResult"), kBuilders, requests));
  requests.clear();
  for (int i = 0; i < objectives_.count; ++i) {
    ActivateObjectiveRequest request;
    request.set_name(ObjectiveName(i));
    requests.push_back(request.SerializeAsString());
  }
  return builders.CallAll(absl::StrCat(kService, "ActivateObjective"), kBuilders, requests);
}

CreateCheckInRequest OkapiGoals::CheckIn(int number) const {
  CreateCheckInRequest request;
  request.set_parent(KeyResultOf(number));
  okapi::goals::v1::CheckIn& check_in = *request.mutable_check_in();
  check_in.set_value(number % 1000 * 0.1);
  check_in.set_confidence(0.7);
  check_in.set_comment("Two shops have the new till; the third waits for its permit.");
  return request;
}

std::vector<std::string> OkapiGoals::CheckIns(int count) const {
  std::vector<std::string> requests;
  for (int i = 0; i < count; ++i) requests.push_back(CheckIn(i).SerializeAsString());
  return requests;
}

std::vector<std::string> OkapiGoals::CheckInBatches(int count, int check_ins_each) const {
  std::vector<std::string> requests;
  for (int i = 0; i < count; ++i) {
    BatchCreateCheckInsRequest request;
    request.set_parent(kOrganization);
    for (int j = 0; j < check_ins_each; ++j) {
      *request.add_requests() = CheckIn(i * check_ins_each + j);
    }
    requests.push_back(request.SerializeAsString());
  }
  return requests;
}

std::vector<std::string> OkapiGoals::Histories(int check_ins_each) const {
  constexpr int kBatch = 1000;
  const absl::Time now = absl::Now();
  const absl::CivilDay first(absl::ToCivilYear(now, absl::UTCTimeZone()));
  const absl::Time start = absl::FromCivil(first, absl::UTCTimeZone());
  std::vector<std::string> requests;
  BatchCreateCheckInsRequest batch;
  batch.set_parent(kOrganization);
  const int count = check_ins_each * key_results();
  for (int i = 0; i < count; ++i) {
    const int place = i / key_results();
    const absl::Time time = start + (now - start) * (place + 1) / (check_ins_each + 1);
    auto& check_in = *batch.add_requests();
    check_in = CheckIn(i);
    check_in.mutable_check_in()->set_value(10 * place + i % 7);
    check_in.mutable_check_in()->mutable_value_time()->set_seconds(absl::ToUnixSeconds(time));
    if (batch.requests_size() < kBatch && i + 1 < count) continue;
    requests.push_back(batch.SerializeAsString());
    batch.clear_requests();
  }
  return requests;
}

absl::StatusOr<int64_t> OkapiGoals::CountCheckIns() {
  int64_t count = 0;
  for (int i = 0; i < key_results(); ++i) {
    ListCheckInsRequest request;
    request.set_parent(KeyResultName(i));
    request.set_page_size(1000);
    do {
      grpc::ClientContext context;
      ListCheckInsResponse response;
      OKAPI_RETURN_IF_ERROR(status::FromGrpc(stub_->ListCheckIns(&context, request, &response)));
      count += response.check_ins_size();
      request.set_page_token(response.next_page_token());
    } while (!request.page_token().empty());
  }
  return count;
}

}  // namespace okapi::bench
