#include "services/reporting/neighbours/goals_client.h"

#include <algorithm>
#include <utility>

#include "common/api/timestamp.h"
#include "common/rpc/call.h"
#include "common/rpc/retry.h"
#include "common/status/status_macros.h"
#include "services/reporting/neighbours/call_group.h"
#include "services/reporting/neighbours/unreached.h"

namespace okapi::reporting {
namespace {

namespace goals = okapi::goals::v1;
using okapi::reporting::v1::GetOkrReportRequest;

// The most that goals gives at once.
constexpr int kPageSize = 1000;

absl::Status NotAsked() { return absl::UnknownError("not asked"); }

template <typename Question>
AnswerKey KeyOf(const std::string& organization, absl::string_view method,
                const Question& question) {
  return AnswerKey{organization, std::string(method), api::StableBytes(question)};
}

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

// How long to wait for the answers to what is asked now. What was then goals has to work out first.
absl::Duration WaitFor(const GetOkrReportRequest& request, Patience& patience) {
  const absl::Duration wait = patience.Wait();
  return request.has_as_of_time() && wait == Patience::kLong ? Patience::kWork : wait;
}

template <typename Response, typename Method, typename Request>
absl::StatusOr<Response> Ask(Patience& patience, absl::Duration wait, Method method,
                             const Request& request) {
  absl::StatusOr<Response> outcome;
  CallGroup calls(patience, wait);
  calls.Start(std::move(method), request, &outcome);
  calls.Wait();
  return outcome;
}

// The same for who asks nothing else.
template <typename Response, typename Method, typename Request>
absl::StatusOr<Response> CallOnce(Patience& patience, absl::Duration wait, Method method,
                                  const Request& request) {
  auto outcome = Ask<Response>(patience, wait, std::move(method), request);
  if (!outcome.ok()) return Unreached("goals", outcome.status());
  return outcome;
}

// The method, called by `viewer`.
template <typename Method>
auto As(const std::string& viewer, Method method) {
  return [viewer, method](grpc::ClientContext* context, auto... call) {
    if (viewer != rpc::kAnonymous) context->AddMetadata(rpc::kActorKey, viewer);
    method(context, std::move(call)...);
  };
}

// As many at once as goals takes.
absl::StatusOr<goals::FindHiddenObjectivesResponse> AskHidden(
    Patience& patience, goals::PrivacyService::StubInterface::async_interface& async,
    const std::string& organization, const std::string& viewer,
    const std::set<std::string>& objectives) {
  const auto find =
      As(viewer, [&async](auto... call) { async.FindHiddenObjectives(std::move(call)...); });
  goals::FindHiddenObjectivesResponse all;
  goals::FindHiddenObjectivesRequest request;
  request.set_parent(organization);
  for (auto next = objectives.begin(); next != objectives.end();) {
    request.clear_objectives();
    while (next != objectives.end() && request.objectives_size() < kPageSize) {
      request.add_objectives(*next++);
    }
    OKAPI_ASSIGN_OR_RETURN(const auto found, Ask<goals::FindHiddenObjectivesResponse>(
                                                 patience, patience.Wait(), find, request));
    all.MergeFrom(found);
  }
  return all;
}

}  // namespace

struct GoalsClient::NameQuestions {
  explicit NameQuestions(const GetOkrReportRequest& request)
      : cycles(ListOf<goals::ListCyclesRequest>(request.name())),
        teams(ListOf<goals::ListTeamsRequest>(request.name())),
        members(ListOf<goals::ListMembersRequest>(request.name())) {
    organization.set_name(request.name());
    SetReadTime(request, organization);
    SetReadTime(request, cycles);
    SetReadTime(request, teams);
    SetReadTime(request, members);
  }

  goals::GetOrganizationRequest organization;
  goals::ListCyclesRequest cycles;
  goals::ListTeamsRequest teams;
  goals::ListMembersRequest members;
};

struct GoalsClient::Questions : NameQuestions {
  explicit Questions(const GetOkrReportRequest& request)
      : NameQuestions(request),
        objectives(ListOf<goals::ListObjectivesRequest>(request.name())),
        key_results(ListOf<goals::ListKeyResultsRequest>(request.name() + "/objectives/-")),
        initiatives(ListOf<goals::ListInitiativesRequest>(request.name() + "/objectives/-")) {
    objectives.set_cycle(request.cycle());
    objectives.set_team(request.team());
    objectives.set_include_sub_teams(request.include_sub_teams());
    objectives.set_owner(request.owner());
    SetReadTimeAndKnowledge(request, objectives);
    SetReadTimeAndKnowledge(request, key_results);
    key_results.set_forecasts(true);
    SetReadTime(request, initiatives);
  }

  goals::ListObjectivesRequest objectives;
  goals::ListKeyResultsRequest key_results;
  goals::ListInitiativesRequest initiatives;
};

struct GoalsClient::NameOutcomes {
  explicit NameOutcomes(const absl::Status& status)
      : organization(status), cycles(status), teams(status), members(status) {}

  absl::StatusOr<goals::Organization> organization;
  absl::StatusOr<goals::ListCyclesResponse> cycles;
  absl::StatusOr<goals::ListTeamsResponse> teams;
  absl::StatusOr<goals::ListMembersResponse> members;
};

struct GoalsClient::Outcomes : NameOutcomes {
  explicit Outcomes(const absl::Status& status)
      : NameOutcomes(status), objectives(status), key_results(status), initiatives(status) {}

  absl::StatusOr<goals::ListObjectivesResponse> objectives;
  absl::StatusOr<goals::ListKeyResultsResponse> key_results;
  absl::StatusOr<goals::ListInitiativesResponse> initiatives;
};

GoalsClient::GoalsClient(std::shared_ptr<grpc::Channel> channel, KnownAnswers& known,
                         const base::Clock& clock)
    : goals_(goals::GoalsService::NewStub(channel)),
      organizations_(goals::OrganizationsService::NewStub(channel)),
      review_(goals::ReviewService::NewStub(channel)),
      privacy_(goals::PrivacyService::NewStub(channel)),
      patience_(Patience::With(channel)),
      heads_(channel, *patience_),
      known_(known),
      hidden_(std::make_unique<HiddenAnswers>(known)),
      refreshes_(std::make_unique<Refreshes>()),
      clock_(clock) {}

GoalsAnswers GoalsClient::Read(const GetOkrReportRequest& request,
                               const std::string& viewer) const {
  const bool past = request.has_as_of_time();
  if (past) {
    // The long wait is for one that is there.
    const auto head = heads_.Read(request.name());
    if (!head.ok() && rpc::MayPass(head.status())) return Recall(request, head.status());
  }
  const Questions ask(request);
  Outcomes outcomes(NotAsked());
  // What everybody sees is asked for beside it, now and then: to be remembered. Not of the past,
  // which hardly anybody asks for twice. Whoever asks as nobody in particular has asked for it,
  // too.
  const bool also_everybodys = !past &&
                               refreshes_->Begin(api::StableBytes(ask.objectives), clock_.Now()) &&
                               viewer != rpc::kAnonymous;
  Outcomes everybodys(NotAsked());
  {
    CallGroup calls(*patience_, WaitFor(request, *patience_));
    StartOrganization(ask, calls, outcomes);
    if (past) {
      // Goals works out what was then for the first who asks, and keeps it for the others; or says
      // that it cannot, once.
      calls.Wait();
      if (!outcomes.organization.ok()) return Settle(ask, Outcomes(outcomes.organization.status()));
    }
    StartLists(ask, calls, outcomes);
    StartGoals(ask, viewer, calls, outcomes);
    if (also_everybodys) StartGoals(ask, rpc::kAnonymous, calls, everybodys);
  }
  if (also_everybodys) Remember(ask, everybodys);
  return Settle(ask, std::move(outcomes), viewer);
}

NameAnswers GoalsClient::ReadNames(const std::string& organization) const {
  GetOkrReportRequest all;
  all.set_name(organization);
  const NameQuestions ask(all);
  NameOutcomes outcomes(NotAsked());
  {
    CallGroup calls(*patience_, std::min(patience_->Wait(), Patience::kShort));
    StartOrganization(ask, calls, outcomes);
    StartLists(ask, calls, outcomes);
  }
  return SettleNames(ask, outcomes);
}

GoalsAnswers GoalsClient::Recall(const GetOkrReportRequest& request,
                                 const absl::Status& away) const {
  return Settle(Questions(request), Outcomes(away));
}

void GoalsClient::StartOrganization(const NameQuestions& ask, CallGroup& calls,
                                    NameOutcomes& outcomes) const {
  auto* async = organizations_->async();
  calls.Start([=](auto... call) { async->GetOrganization(std::move(call)...); }, ask.organization,
              &outcomes.organization);
}

void GoalsClient::StartLists(const NameQuestions& ask, CallGroup& calls,
                             NameOutcomes& outcomes) const {
  auto* async = organizations_->async();
  calls.Start([=](auto... call) { async->ListCycles(std::move(call)...); }, ask.cycles,
              &outcomes.cycles);
  calls.Start([=](auto... call) { async->ListTeams(std::move(call)...); }, ask.teams,
              &outcomes.teams);
  calls.Start([=](auto... call) { async->ListMembers(std::move(call)...); }, ask.members,
              &outcomes.members);
}

void GoalsClient::StartGoals(const Questions& ask, const std::string& viewer, CallGroup& calls,
                             Outcomes& outcomes) const {
  auto* async = goals_->async();
  calls.Start(As(viewer, [=](auto... call) { async->ListObjectives(std::move(call)...); }),
              ask.objectives, &outcomes.objectives);
  calls.Start(As(viewer, [=](auto... call) { async->ListKeyResults(std::move(call)...); }),
              ask.key_results, &outcomes.key_results);
  calls.Start(As(viewer, [=](auto... call) { async->ListInitiatives(std::move(call)...); }),
              ask.initiatives, &outcomes.initiatives);
}

template <typename Question, typename Response>
Answer<Response> GoalsClient::SettleOne(const std::string& organization, absl::string_view method,
                                        const Question& question, absl::StatusOr<Response>& outcome,
                                        const std::string& viewer) const {
  // What somebody sees is nobody else's.
  if (outcome.ok() && viewer != rpc::kAnonymous) {
    return Answer<Response>{*std::move(outcome), clock_.Now(), absl::OkStatus()};
  }
  return known_.Settle(KeyOf(organization, method, question), std::move(outcome), clock_.Now());
}

void GoalsClient::Remember(const Questions& ask, Outcomes& everybodys) const {
  const std::string& name = ask.organization.name();
  SettleOne(name, "ListObjectives", ask.objectives, everybodys.objectives);
  SettleOne(name, "ListKeyResults", ask.key_results, everybodys.key_results);
  SettleOne(name, "ListInitiatives", ask.initiatives, everybodys.initiatives);
}

NameAnswers GoalsClient::SettleNames(const NameQuestions& ask, NameOutcomes& outcomes) const {
  const std::string& name = ask.organization.name();
  return NameAnswers{SettleOne(name, "GetOrganization", ask.organization, outcomes.organization),
                     SettleOne(name, "ListCycles", ask.cycles, outcomes.cycles),
                     SettleOne(name, "ListTeams", ask.teams, outcomes.teams),
                     SettleOne(name, "ListMembers", ask.members, outcomes.members)};
}

GoalsAnswers GoalsClient::Settle(const Questions& ask, Outcomes outcomes,
                                 const std::string& viewer) const {
  const std::string& name = ask.organization.name();
  return GoalsAnswers{
      SettleNames(ask, outcomes),
      SettleOne(name, "ListObjectives", ask.objectives, outcomes.objectives, viewer),
      SettleOne(name, "ListKeyResults", ask.key_results, outcomes.key_results, viewer),
      SettleOne(name, "ListInitiatives", ask.initiatives, outcomes.initiatives, viewer),
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
    const std::vector<std::string>& key_results, const GetOkrReportRequest& at,
    const std::string& viewer) const {
  std::vector<absl::StatusOr<goals::Pace>> paces(key_results.size());
  auto* async = goals_->async();
  CallGroup calls(*patience_, WaitFor(at, *patience_));
  for (size_t i = 0; i < key_results.size(); ++i) {
    goals::GetPaceRequest request;
    request.set_name(key_results[i]);
    SetReadTimeAndKnowledge(at, request);
    calls.Start(As(viewer, [async](auto... call) { async->GetPace(std::move(call)...); }), request,
                &paces[i]);
  }
  calls.Wait();
  return paces;
}

std::vector<absl::StatusOr<goals::ErrorBudget>> GoalsClient::ReadErrorBudgets(
    const std::vector<goals::GetErrorBudgetRequest>& requests) const {
  std::vector<absl::StatusOr<goals::ErrorBudget>> budgets(requests.size());
  auto* async = goals_->async();
  CallGroup calls(*patience_);
  for (size_t i = 0; i < requests.size(); ++i) {
    calls.Start([async](auto... call) { async->GetErrorBudget(std::move(call)...); }, requests[i],
                &budgets[i]);
  }
  calls.Wait();
  return budgets;
}

absl::StatusOr<goals::Organization> GoalsClient::GetOrganization(const std::string& name) const {
  goals::GetOrganizationRequest request;
  request.set_name(name);
  auto* async = organizations_->async();
  return CallOnce<goals::Organization>(
      *patience_, patience_->Wait(),
      [async](auto... call) { async->GetOrganization(std::move(call)...); }, request);
}

absl::StatusOr<goals::Team> GoalsClient::GetTeam(const std::string& name) const {
  goals::GetTeamRequest request;
  request.set_name(name);
  auto* async = organizations_->async();
  return CallOnce<goals::Team>(
      *patience_, patience_->Wait(), [async](auto... call) { async->GetTeam(std::move(call)...); },
      request);
}

absl::StatusOr<goals::Member> GoalsClient::GetMember(const std::string& name) const {
  goals::GetMemberRequest request;
  request.set_name(name);
  auto* async = organizations_->async();
  return CallOnce<goals::Member>(
      *patience_, patience_->Wait(),
      [async](auto... call) { async->GetMember(std::move(call)...); }, request);
}

absl::StatusOr<goals::Objective> GoalsClient::GetObjective(const std::string& name,
                                                           const std::string& viewer) const {
  goals::GetObjectiveRequest request;
  request.set_name(name);
  auto* async = goals_->async();
  const auto get = As(viewer, [async](auto... call) { async->GetObjective(std::move(call)...); });
  return CallOnce<goals::Objective>(*patience_, Patience::kLong, get, request);
}

absl::StatusOr<goals::KeyResult> GoalsClient::GetKeyResult(const std::string& name,
                                                           const std::string& viewer) const {
  goals::GetKeyResultRequest request;
  request.set_name(name);
  auto* async = goals_->async();
  const auto get = As(viewer, [async](auto... call) { async->GetKeyResult(std::move(call)...); });
  return CallOnce<goals::KeyResult>(*patience_, Patience::kLong, get, request);
}

absl::StatusOr<HiddenAnswers::Hidden> GoalsClient::FindHidden(
    const std::string& organization, const std::string& viewer,
    const std::set<std::string>& objectives) const {
  const absl::StatusOr<goals::FindHiddenObjectivesResponse> outcome =
      AskHidden(*patience_, *privacy_->async(), organization, viewer, objectives);
  HiddenAnswers::Hidden hidden;
  if (outcome.ok()) {
    hidden = HiddenOf(*outcome);
    if (viewer == rpc::kAnonymous) hidden_->Remember(organization, hidden, clock_.Now());
  } else if (absl::IsNotFound(outcome.status())) {
    // An organization that is not there hides nothing.
    for (const std::string& objective : objectives) hidden[objective] = false;
  } else {
    if (rpc::MayPass(outcome.status())) hidden = hidden_->Recall(organization);
    if (hidden.empty()) return Unreached("goals", outcome.status());
  }
  return hidden;
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

absl::StatusOr<goals::Explanation> GoalsClient::Explain(
    const okapi::reporting::v1::ExplainNumberRequest& number, const std::string& viewer) const {
  goals::ExplainRequest request;
  request.set_name(number.name());
  // The future is as it is now.
  if (number.has_as_of_time() && api::FromTimestamp(number.as_of_time()) < clock_.Now()) {
    *request.mutable_read_time() = number.as_of_time();
    request.set_known_now(true);
  }
  auto* async = review_->async();
  const auto explain = As(viewer, [async](auto... call) { async->Explain(std::move(call)...); });
  return CallOnce<goals::Explanation>(*patience_, Patience::kLong, explain, request);
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
  return heads_.Revision(organization);
}

PeoplesChanges GoalsClient::ReadChanges(const std::string& organization, absl::Time since,
                                        std::optional<absl::Time> until) const {
  return ReadPeoplesChanges<goals::WatchRequest, goals::WatchResponse>(heads_, *goals_,
                                                                       organization, since, until);
}

std::unique_ptr<grpc::ClientReader<goals::WatchResponse>> GoalsClient::Watch(
    grpc::ClientContext* context, const std::string& organization) const {
  goals::WatchRequest request;
  request.set_parent(organization);
  return goals_->Watch(context, request);
}

}  // namespace okapi::reporting
