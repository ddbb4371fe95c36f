#include "tests/bench/peers/goals_server.h"

#include "absl/flags/flag.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/clock.h"
#include "common/status/status_macros.h"
#include "tests/bench/peers/okapi_call.h"
#include "tests/bench/peers/okapi_channel.h"
#include "tests/bench/peers/okapi_program.h"

ABSL_FLAG(std::string, okapi_goals, "",
          "program to measure; default: okapi-goals of the same build");

namespace okapi::bench {
namespace {

namespace goals = okapi::goals::v1;

constexpr char kOrganizationId[] = "bench";
constexpr char kCycle[] = "organizations/bench/cycles/year";

}  // namespace

absl::Status GoalsServer::Start(const std::string& directory, const std::string& metrics) {
  OKAPI_ASSIGN_OR_RETURN(address_, StartOkapi("goals", absl::GetFlag(FLAGS_okapi_goals), directory,
                                              {"--metrics", metrics}, process_));
  const auto channel = NewChannel(address_);
  organizations_ = goals::OrganizationsService::NewStub(channel);
  stub_ = goals::GoalsService::NewStub(channel);
  return CreateOrganization();
}

absl::Status GoalsServer::CreateOrganization() {
  using Organizations = goals::OrganizationsService::Stub;
  goals::CreateOrganizationRequest organization;
  organization.set_organization_id(kOrganizationId);
  organization.mutable_organization()->set_display_name("Bench");
  OKAPI_RETURN_IF_ERROR(
      Call(*organizations_, &Organizations::CreateOrganization, organization).status());
  goals::CreateMemberRequest member;
  member.set_parent(kOrganization);
  member.set_member_id("ann");
  member.mutable_member()->set_display_name("Ann");
  OKAPI_RETURN_IF_ERROR(Call(*organizations_, &Organizations::CreateMember, member).status());
  goals::CreateCycleRequest cycle;
  cycle.set_parent(kOrganization);
  cycle.set_cycle_id("year");
  cycle.mutable_cycle()->set_display_name("This year");
  const auto year = static_cast<int>(absl::ToCivilYear(absl::Now(), absl::UTCTimeZone()).year());
  auto& start = *cycle.mutable_cycle()->mutable_start_date();
  start.set_year(year);
  start.set_month(1);
  start.set_day(1);
  auto& end = *cycle.mutable_cycle()->mutable_end_date();
  end.set_year(year);
  end.set_month(12);
  end.set_day(31);
  OKAPI_RETURN_IF_ERROR(Call(*organizations_, &Organizations::CreateCycle, cycle).status());
  goals::ActivateCycleRequest activate;
  activate.set_name(kCycle);
  return Call(*organizations_, &Organizations::ActivateCycle, activate).status();
}

absl::Status GoalsServer::CreateObjective(const std::string& id, const std::string& parent) {
  goals::CreateObjectiveRequest request;
  request.set_parent(kOrganization);
  request.set_objective_id(id);
  goals::Objective& objective = *request.mutable_objective();
  objective.set_display_name(absl::StrCat("Objective ", id));
  objective.set_cycle(kCycle);
  objective.set_owner(MemberName());
  objective.set_rollup(goals::Objective::BOTH);
  if (!parent.empty()) objective.add_alignments()->set_parent(ObjectiveName(parent));
  return Call(*stub_, &Stub::CreateObjective, request).status();
}

absl::Status GoalsServer::CreateKeyResult(const std::string& objective, const std::string& id,
                                          const std::string& kpi) {
  goals::CreateKeyResultRequest request;
  request.set_parent(ObjectiveName(objective));
  request.set_key_result_id(id);
  goals::KeyResult& key_result = *request.mutable_key_result();
  key_result.set_display_name(absl::StrCat("Key result ", id));
  key_result.mutable_from_to()->set_baseline(0);
  key_result.mutable_from_to()->set_target(100);
  if (!kpi.empty()) key_result.mutable_kpi_source()->set_kpi(kpi);
  return Call(*stub_, &Stub::CreateKeyResult, request).status();
}

absl::Status GoalsServer::Activate(const std::string& objective) {
  goals::ActivateObjectiveRequest request;
  request.set_name(ObjectiveName(objective));
  return Call(*stub_, &Stub::ActivateObjective, request).status();
}

absl::StatusOr<int64_t> GoalsServer::Revision() {
  goals::WatchRequest request;
  request.set_parent(kOrganization);
  grpc::ClientContext context;
  const auto watch = stub_->Watch(&context, request);
  goals::WatchResponse first;
  const bool came = watch->Read(&first);
  context.TryCancel();
  const grpc::Status end = watch->Finish();
  if (!came) return status::FromGrpc(end);
  return first.revision();
}

std::string GoalsServer::ObjectiveName(const std::string& id) {
  return absl::StrCat(kOrganization, "/objectives/", id);
}

std::string GoalsServer::KeyResultName(const std::string& objective, const std::string& id) {
  return absl::StrCat(ObjectiveName(objective), "/keyResults/", id);
}

std::string GoalsServer::MemberName() { return absl::StrCat(kOrganization, "/members/ann"); }

}  // namespace okapi::bench
