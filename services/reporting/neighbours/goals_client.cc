#include "services/reporting/neighbours/goals_client.h"

#include <algorithm>
#include <utility>

#include "services/reporting/neighbours/call_group.h"
#include "services/reporting/neighbours/unreached.h"

namespace okapi::reporting {
namespace {

namespace goals = okapi::goals::v1;
using okapi::reporting::v1::GetOkrReportRequest;

// The most that goals gives at once.
constexpr int kPageSize = 1000;

template <typename Request>
Request ListOf(const std::string& parent) {
  Request request;
  request.set_parent(parent);
  request.set_page_size(kPageSize);
  return request;
}

// Of what the question is to tell how it was.
template <typename Question>
void SetReadTime(const GetOkrReportRequest& request, Question& question) {
  if (request.has_as_of_time()) *question.mutable_read_time() = request.as_of_time();
}
template <typename Question>
void SetReadTimeAndKnowledge(const GetOkrReportRequest& request, Question& question) {
  SetReadTime(request, question);
  question.set_known_now(request.has_as_of_time() && !request.known_then());
}

template <typename Response, typename Method, typename Request>
absl::StatusOr<Response> CallOnce(Patience& patience, absl::Duration wait, Method method,
                                  const Request& request) {
  absl::StatusOr<Response> outcome;
  CallGroup calls(patience, wait);
  calls.Start(std::move(method), request, &outcome);
  calls.Wait();
  if (!outcome.ok()) return Unreached("goals", outcome.status());
  return outcome;
}

}  // namespace

struct GoalsClient::Questions {
  explicit Questions(const GetOkrReportRequest& request)
      : objectives(ListOf<goals::ListObjectivesRequest>(request.name())),
        key_results(ListOf<goals::ListKeyResultsRequest>(request.name() + "/objectives/-")),
        initiatives(ListOf<goals::ListInitiativesRequest>(request.name() + "/objectives/-")),
        cycles(ListOf<goals::ListCyclesRequest>(request.name())),
        teams(ListOf<goals::ListTeamsRequest>(request.name())),
        members(ListOf<goals::ListMembersRequest>(request.name())) {
    organization.set_name(request.name());
    objectives.set_cycle(request.cycle());
    objectives.set_team(request.team());
    objectives.set_include_sub_teams(request.include_sub_teams());
    objectives.set_owner(request.owner());
    SetReadTime(request, organization);
    SetReadTimeAndKnowledge(request, objectives);
    SetReadTimeAndKnowledge(request, key_results);
    SetReadTime(request, initiatives);
    SetReadTime(request, cycles);
    SetReadTime(request, teams);
    SetReadTime(request, members);
  }

  goals::GetOrganizationRequest organization;
  goals::ListObjectivesRequest objectives;
  goals::ListKeyResultsRequest key_results;
  goals::ListInitiativesRequest initiatives;
  goals::ListCyclesRequest cycles;
  goals::ListTeamsRequest teams;
  goals::ListMembersRequest members;
};

struct GoalsClient::Outcomes {
  explicit Outcomes(const absl::Status& status)
      : organization(status),
        objectives(status),
        key_results(status),
        initiatives(status),
        cycles(status),
        teams(status),
        members(status) {}

  absl::StatusOr<goals::Organization> organization;
  absl::StatusOr<goals::ListObjectivesResponse> objectives;
  absl::StatusOr<goals::ListKeyResultsResponse> key_results;
  absl::StatusOr<goals::ListInitiativesResponse> initiatives;
  absl::StatusOr<goals::ListCyclesResponse> cycles;
  absl::StatusOr<goals::ListTeamsResponse> teams;
  absl::StatusOr<goals::ListMembersResponse> members;
};

GoalsClient::GoalsClient(std::shared_ptr<grpc::Channel> channel, KnownAnswers& known,
                         const base::Clock& clock)
    : goals_(goals::GoalsService::NewStub(channel)),
      organizations_(goals::OrganizationsService::NewStub(channel)),
      review_(goals::ReviewService::NewStub(channel)),
      audit_(okapi::common::v1::AuditService::NewStub(channel)),
      patience_(Patience::With(channel)),
      known_(known),
      clock_(clock) {}

GoalsAnswers GoalsClient::Read(const GetOkrReportRequest& request) const {
  const Questions ask(request);
  Outcomes outcomes(absl::UnknownError("not asked"));
  {
    auto* from_goals = goals_->async();
    auto* from_organizations = organizations_->async();
    CallGroup calls(*patience_);
    calls.Start([=](auto... call) { from_organizations->GetOrganization(std::move(call)...); },
                ask.organization, &outcomes.organization);
    calls.Start([=](auto... call) { from_goals->ListObjectives(std::move(call)...); },
                ask.objectives, &outcomes.objectives);
    calls.Start([=](auto... call) { from_goals->ListKeyResults(std::move(call)...); },
                ask.key_results, &outcomes.key_results);
    calls.Start([=](auto... call) { from_goals->ListInitiatives(std::move(call)...); },
                ask.initiatives, &outcomes.initiatives);
    calls.Start([=](auto... call) { from_organizations->ListCycles(std::move(call)...); },
                ask.cycles, &outcomes.cycles);
    calls.Start([=](auto... call) { from_organizations->ListTeams(std::move(call)...); }, ask.teams,
                &outcomes.teams);
    calls.Start([=](auto... call) { from_organizations->ListMembers(std::move(call)...); },
                ask.members, &outcomes.members);
  }
  return Settle(ask, std::move(outcomes));
}

GoalsAnswers GoalsClient::ReadNames(const std::string& organization) const {
  GetOkrReportRequest all;
  all.set_name(organization);
  const Questions ask(all);
  Outcomes outcomes(absl::UnknownError("not asked"));
  {
    auto* from_organizations = organizations_->async();
    CallGroup calls(*patience_, std::min(patience_->Wait(), Patience::kShort));
    calls.Start([=](auto... call) { from_organizations->GetOrganization(std::move(call)...); },
                ask.organization, &outcomes.organization);
    calls.Start([=](auto... call) { from_organizations->ListCycles(std::move(call)...); },
                ask.cycles, &outcomes.cycles);
    calls.Start([=](auto... call) { from_organizations->ListTeams(std::move(call)...); }, ask.teams,
                &outcomes.teams);
    calls.Start([=](auto... call) { from_organizations->ListMembers(std::move(call)...); },
                ask.members, &outcomes.members);
  }
  return Settle(ask, std::move(outcomes));
}

GoalsAnswers GoalsClient::Recall(const GetOkrReportRequest& request,
                                 const absl::Status& away) const {
  return Settle(Questions(request), Outcomes(away));
}

GoalsAnswers GoalsClient::Settle(const Questions& questions, Outcomes outcomes) const {
  const absl::Time now = clock_.Now();
  auto settle = [&](absl::string_view method, const auto& question, auto& outcome) {
    const AnswerKey key{questions.organization.name(), std::string(method),
                        api::StableBytes(question)};
    return known_.Settle(key, std::move(outcome), now);
  };
  return GoalsAnswers{
      settle("GetOrganization", questions.organization, outcomes.organization),
      settle("ListObjectives", questions.objectives, outcomes.objectives),
      settle("ListKeyResults", questions.key_results, outcomes.key_results),
      settle("ListInitiatives", questions.initiatives, outcomes.initiatives),
      settle("ListCycles", questions.cycles, outcomes.cycles),
      settle("ListTeams", questions.teams, outcomes.teams),
      settle("ListMembers", questions.members, outcomes.members),
  };
}

GoalsActivity GoalsClient::ReadActivity(const GoalsAnswers& answers) const {
  const auto& key_results = answers.key_results.value.key_results();
  const auto& objectives = answers.objectives.value.objectives();
  GoalsActivity activity;
  activity.check_ins.resize(static_cast<size_t>(key_results.size()));
  activity.paces.resize(static_cast<size_t>(key_results.size()));
  activity.comments.resize(static_cast<size_t>(objectives.size()));
  auto* async = goals_->async();
  CallGroup calls(*patience_);
  for (int i = 0; i < key_results.size(); ++i) {
    const auto at = static_cast<size_t>(i);
    calls.Start([async](auto... call) { async->ListCheckIns(std::move(call)...); },
                ListOf<goals::ListCheckInsRequest>(key_results[i].name()), &activity.check_ins[at]);
    goals::GetPaceRequest pace;
    pace.set_name(key_results[i].name());
    calls.Start([async](auto... call) { async->GetPace(std::move(call)...); }, pace,
                &activity.paces[at]);
  }
  for (int i = 0; i < objectives.size(); ++i) {
    calls.Start([async](auto... call) { async->ListComments(std::move(call)...); },
                ListOf<goals::ListCommentsRequest>(objectives[i].name()),
                &activity.comments[static_cast<size_t>(i)]);
  }
  calls.Wait();
  return activity;
}

std::vector<absl::StatusOr<goals::Pace>> GoalsClient::ReadPaces(
    const std::vector<std::string>& key_results, const GetOkrReportRequest& at) const {
  std::vector<absl::StatusOr<goals::Pace>> paces(key_results.size());
  auto* async = goals_->async();
  CallGroup calls(*patience_);
  for (size_t i = 0; i < key_results.size(); ++i) {
    goals::GetPaceRequest request;
    request.set_name(key_results[i]);
    SetReadTimeAndKnowledge(at, request);
    calls.Start([async](auto... call) { async->GetPace(std::move(call)...); }, request, &paces[i]);
  }
  calls.Wait();
  return paces;
}

absl::StatusOr<goals::Organization> GoalsClient::GetOrganization(const std::string& name) const {
  goals::GetOrganizationRequest request;
  request.set_name(name);
  auto* async = organizations_->async();
  return CallOnce<goals::Organization>(
      *patience_, patience_->Wait(),
      [async](auto... call) { async->GetOrganization(std::move(call)...); }, request);
}

absl::StatusOr<goals::Objective> GoalsClient::GetObjective(const std::string& name) const {
  goals::GetObjectiveRequest request;
  request.set_name(name);
  auto* async = goals_->async();
  return CallOnce<goals::Objective>(
      *patience_, Patience::kLong,
      [async](auto... call) { async->GetObjective(std::move(call)...); }, request);
}

absl::StatusOr<goals::KeyResult> GoalsClient::GetKeyResult(const std::string& name) const {
  goals::GetKeyResultRequest request;
  request.set_name(name);
  auto* async = goals_->async();
  return CallOnce<goals::KeyResult>(
      *patience_, Patience::kLong,
      [async](auto... call) { async->GetKeyResult(std::move(call)...); }, request);
}

absl::StatusOr<goals::ListDueResponse> GoalsClient::ListDue(const std::string& organization,
                                                            const std::string& member) const {
  goals::ListDueRequest request;
  request.set_parent(organization);
  request.set_member(member);
  request.set_page_size(1000);
  auto* async = review_->async();
  return CallOnce<goals::ListDueResponse>(
      *patience_, patience_->Wait(), [async](auto... call) { async->ListDue(std::move(call)...); },
      request);
}

absl::StatusOr<goals::Explanation> GoalsClient::Explain(const std::string& name) const {
  goals::ExplainRequest request;
  request.set_name(name);
  auto* async = review_->async();
  return CallOnce<goals::Explanation>(
      *patience_, Patience::kLong, [async](auto... call) { async->Explain(std::move(call)...); },
      request);
}

absl::StatusOr<goals::Objective> GoalsClient::Create(
    const goals::CreateObjectiveRequest& request) const {
  auto* async = goals_->async();
  return CallOnce<goals::Objective>(
      *patience_, Patience::kLong,
      [async](auto... call) { async->CreateObjective(std::move(call)...); }, request);
}

absl::StatusOr<goals::KeyResult> GoalsClient::Create(
    const goals::CreateKeyResultRequest& request) const {
  auto* async = goals_->async();
  return CallOnce<goals::KeyResult>(
      *patience_, Patience::kLong,
      [async](auto... call) { async->CreateKeyResult(std::move(call)...); }, request);
}

absl::StatusOr<int64_t> GoalsClient::Revision(const std::string& organization) const {
  okapi::common::v1::GetHeadRequest request;
  request.set_name(organization);
  auto* async = audit_->async();
  const auto head = CallOnce<okapi::common::v1::Head>(
      *patience_, patience_->Wait(), [async](auto... call) { async->GetHead(std::move(call)...); },
      request);
  if (!head.ok()) return head.status();
  return head->revision();
}

std::unique_ptr<grpc::ClientReader<goals::WatchResponse>> GoalsClient::Watch(
    grpc::ClientContext* context, const std::string& organization) const {
  goals::WatchRequest request;
  request.set_parent(organization);
  return goals_->Watch(context, request);
}

}  // namespace okapi::reporting
