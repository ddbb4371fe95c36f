#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <optional>
#include <set>
#include <string>

#include "absl/status/status.h"
#include "common/base/clock.h"
#include "common/rpc/call.h"
#include "okapi/goals/v1/goals_service.grpc.pb.h"
#include "okapi/goals/v1/organizations_service.grpc.pb.h"
#include "okapi/goals/v1/privacy_service.grpc.pb.h"
#include "okapi/goals/v1/review_service.grpc.pb.h"
#include "okapi/reporting/v1/reporting_service.pb.h"
#include "services/reporting/neighbours/goals_answers.h"
#include "services/reporting/neighbours/head_reader.h"
#include "services/reporting/neighbours/hidden_answers.h"
#include "services/reporting/neighbours/known_answers.h"
#include "services/reporting/neighbours/patience.h"
#include "services/reporting/neighbours/peoples_changes.h"
#include "services/reporting/neighbours/refreshes.h"

namespace okapi::reporting {

class CallGroup;

// Asks the goal service for what reports are made of. Thread-safe; the reading calls block for
// up to two seconds, those about the past for ten.
class GoalsClient {
 public:
  // `known` and `clock` must outlive the client.
  GoalsClient(std::shared_ptr<grpc::Channel> channel, KnownAnswers& known,
              const base::Clock& clock);

  // Asks for everything at once; about the past, for the organization alone first. The request is a
  // valid one. As `viewer`, a member or rpc::kAnonymous, sees it: what only some see is not
  // remembered, and while the service is away what it last said of nobody in particular stands in;
  // that is asked for beside it, of now only and at most once a minute, whatever comes of it.
  GoalsAnswers Read(const okapi::reporting::v1::GetOkrReportRequest& request,
                    const std::string& viewer = rpc::kAnonymous) const;
  // What is known from before, without asking, because the service is away.
  GoalsAnswers Recall(const okapi::reporting::v1::GetOkrReportRequest& request,
                      const absl::Status& away) const;

  // Only what the organization itself, its cycles, teams and members are called. For what is well
  // without it: waits kShort at most.
  NameAnswers ReadNames(const std::string& organization) const;

  // What was said and reported about the objectives of the answers. Nothing of it is remembered.
  GoalsActivity ReadActivity(const GoalsAnswers& answers) const;
  // The ways of key results, in the order of their names. Nothing of it is remembered.
  // `at` says of which time, and by what knowledge; as `viewer` sees them.
  std::vector<absl::StatusOr<okapi::goals::v1::Pace>> ReadPaces(
      const std::vector<std::string>& key_results,
      const okapi::reporting::v1::GetOkrReportRequest& at, const std::string& viewer) const;
  // How fast error budgets burn now, one answer for each request. Nothing of it is remembered.
  std::vector<absl::StatusOr<okapi::goals::v1::ErrorBudget>> ReadErrorBudgets(
      const std::vector<okapi::goals::v1::GetErrorBudgetRequest>& requests) const;
  // One resource as it is now, neither remembered nor from memory; as `viewer`, a member or
  // rpc::kAnonymous, sees it.
  absl::StatusOr<okapi::goals::v1::Organization> GetOrganization(const std::string& name) const;
  absl::StatusOr<okapi::goals::v1::Team> GetTeam(const std::string& name) const;
  absl::StatusOr<okapi::goals::v1::Member> GetMember(const std::string& name) const;
  absl::StatusOr<okapi::goals::v1::Objective> GetObjective(const std::string& name,
                                                           const std::string& viewer) const;
  absl::StatusOr<okapi::goals::v1::KeyResult> GetKeyResult(const std::string& name,
                                                           const std::string& viewer) const;
  // Of these objectives of an organization: whether it is there and `viewer`, a member or
  // rpc::kAnonymous, does not see it. While the service is away what it last said of nobody in
  // particular stands in, of all that it was asked about, for everybody: nobody sees more by it.
  // What it was never asked about is left out; UNAVAILABLE where nothing is known.
  absl::StatusOr<HiddenAnswers::Hidden> FindHidden(const std::string& organization,
                                                   const std::string& viewer,
                                                   const std::set<std::string>& objectives) const;
  // The check-ins that a member owes or should hear of; the first thousand.
  absl::StatusOr<okapi::goals::v1::ListDueResponse> ListDue(const std::string& organization,
                                                            const std::string& member) const;
  // At the time of the request, with values as they are known now, as reports have them.
  absl::StatusOr<okapi::goals::v1::Explanation> Explain(
      const okapi::reporting::v1::ExplainNumberRequest& request, const std::string& viewer) const;
  absl::StatusOr<okapi::goals::v1::Objective> Create(
      const okapi::goals::v1::CreateObjectiveRequest& request) const;
  absl::StatusOr<okapi::goals::v1::KeyResult> Create(
      const okapi::goals::v1::CreateKeyResultRequest& request) const;

  // How far the service has come: while that is the same, so is what it says of a fixed time.
  absl::StatusOr<int64_t> Revision(const std::string& organization) const;

  // What people changed from a time on and before another, or up to now, as nobody in particular
  // sees it. Nothing of it is remembered.
  PeoplesChanges ReadChanges(const std::string& organization, absl::Time since,
                             std::optional<absl::Time> until) const;

  // Opens the stream of changes from now on.
  std::unique_ptr<grpc::ClientReader<okapi::goals::v1::WatchResponse>> Watch(
      grpc::ClientContext* context, const std::string& organization) const;

 private:
  // What is asked, and what came of it.
  struct NameQuestions;
  struct Questions;
  struct NameOutcomes;
  struct Outcomes;

  void StartOrganization(const NameQuestions& ask, CallGroup& calls, NameOutcomes& outcomes) const;
  void StartLists(const NameQuestions& ask, CallGroup& calls, NameOutcomes& outcomes) const;
  void StartGoals(const Questions& ask, const std::string& viewer, CallGroup& calls,
                  Outcomes& outcomes) const;

  // Answers, remembered or recalled; the outcomes are used up.
  template <typename Question, typename Response>
  Answer<Response> SettleOne(const std::string& organization, absl::string_view method,
                             const Question& question, absl::StatusOr<Response>& outcome,
                             const std::string& viewer = rpc::kAnonymous) const;
  // Keeps what nobody in particular is told, and uses it up.
  void Remember(const Questions& ask, Outcomes& everybodys) const;
  NameAnswers SettleNames(const NameQuestions& ask, NameOutcomes& outcomes) const;
  GoalsAnswers Settle(const Questions& ask, Outcomes outcomes,
                      const std::string& viewer = rpc::kAnonymous) const;

  std::unique_ptr<okapi::goals::v1::GoalsService::Stub> goals_;
  std::unique_ptr<okapi::goals::v1::OrganizationsService::Stub> organizations_;
  std::unique_ptr<okapi::goals::v1::ReviewService::Stub> review_;
  std::unique_ptr<okapi::goals::v1::PrivacyService::Stub> privacy_;
  const std::unique_ptr<Patience> patience_;
  const HeadReader heads_;
  KnownAnswers& known_;
  const std::unique_ptr<HiddenAnswers> hidden_;
  // Of what everybody sees.
  const std::unique_ptr<Refreshes> refreshes_;
  const base::Clock& clock_;
};

}  // namespace okapi::reporting
