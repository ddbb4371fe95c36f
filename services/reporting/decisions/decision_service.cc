#include "services/reporting/decisions/decision_service.h"

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/api/ordered_ids.h"
#include "common/api/stamps.h"
#include "common/api/timestamp.h"
#include "common/calendar/calendar.h"
#include "common/rpc/unary.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/reporting/reading/existence.h"
#include "services/reporting/reading/number_reader.h"
#include "services/reporting/reading/subject_privacy.h"
#include "services/reporting/reports/decision_log.h"
#include "services/reporting/store/decision_history.h"
#include "services/reporting/store/same_organization.h"
#include "services/reporting/store/subject_kind.h"

namespace okapi::reporting {

using google::protobuf::Empty;
using okapi::reporting::v1::CreateDecisionRequest;
using okapi::reporting::v1::Decision;
using okapi::reporting::v1::DecisionHistory;
using okapi::reporting::v1::DeleteDecisionRequest;
using okapi::reporting::v1::GetDecisionHistoryRequest;
using okapi::reporting::v1::GetDecisionRequest;
using okapi::reporting::v1::ImportDecisionHistoryRequest;
using okapi::reporting::v1::JudgeDecisionRequest;
using okapi::reporting::v1::ListDecisionsRequest;
using okapi::reporting::v1::ListDecisionsResponse;
using okapi::reporting::v1::NumberState;
using okapi::reporting::v1::UpdateDecisionRequest;
using okapi::reporting::v1::Verdict;

namespace {

absl::Status Judge(const JudgeDecisionRequest& request, const NumberState& number, absl::Time now,
                   Decision& decision) {
  if (decision.has_verdict()) {
    return status::Error(absl::StatusCode::kFailedPrecondition, status::ErrorReason::INVALID_STATE,
                         absl::StrCat("'", decision.name(), "' was judged already: ",
                                      Verdict::Outcome_Name(decision.verdict().outcome())),
                         {{"resource", decision.name()},
                          {"state", Verdict::Outcome_Name(decision.verdict().outcome())}});
  }
  OKAPI_RETURN_IF_ERROR(CheckSameOrganization(decision.name(), request.author(), "author"));
  Verdict& verdict = *decision.mutable_verdict();
  verdict.set_outcome(request.outcome());
  verdict.set_text(request.text());
  verdict.set_author(request.author());
  *verdict.mutable_verdict_time() = api::ToTimestamp(now);
  *verdict.mutable_number() = number;
  return absl::OkStatus();
}

// What is decided on, as the caller sees it; none of what is gone, where that may be.
absl::StatusOr<std::optional<NumberState>> NumberFor(const Neighbours& neighbours,
                                                     const grpc::CallbackServerContext& context,
                                                     const CreateDecisionRequest& create) {
  constexpr char kField[] = "decision.subject";
  const std::string& subject = create.decision().subject();
  // About another organization nothing is told, not even whether it is there.
  OKAPI_RETURN_IF_ERROR(CheckSameOrganization(create.parent(), subject, kField));
  OKAPI_ASSIGN_OR_RETURN(const rpc::Call call, rpc::AdmitWrite(context, create));
  absl::StatusOr<NumberState> number = ReadNumber(neighbours, call.actor, subject, kField);
  if (create.allow_missing_subject() && absl::IsNotFound(number.status())) return std::nullopt;
  if (!number.ok()) return number.status();
  return *std::move(number);
}

// None on something that there is not would hide a typing error. Decisions outlive what they are
// on: where there is one, nobody is asked.
absl::StatusOr<ListDecisionsResponse> List(const Neighbours& neighbours,
                                           const ReportingStore& store,
                                           const storage::Reader& reader,
                                           const ListDecisionsRequest& list) {
  const bool of_one = !list.subject().empty();
  if (of_one) {
    OKAPI_RETURN_IF_ERROR(CheckSameOrganization(list.parent(), list.subject(), "subject"));
    OKAPI_RETURN_IF_ERROR(CheckHasNumber(list.subject(), "subject"));
  }
  const auto today = calendar::Calendar().DateOf(store.Now());
  bool any = false;
  auto keep = [&](const Decision& decision) {
    if (of_one && decision.subject() != list.subject()) return false;
    any = true;
    return !list.due() || IsDue(decision, today);
  };
  OKAPI_ASSIGN_OR_RETURN(ListDecisionsResponse page,
                         store.decisions.List(reader, list, list.parent(),
                                              &ListDecisionsResponse::add_decisions, keep));
  if (of_one && !any && list.page_token().empty()) {
    const std::string viewer = reader.veil() == nullptr ? rpc::kAnonymous : reader.veil()->viewer();
    OKAPI_RETURN_IF_ERROR(CheckSubject(neighbours, viewer, list.subject(), "subject"));
  }
  return page;
}

}  // namespace

DecisionService::DecisionService(rpc::Runtime& runtime, const ReportingStore& store,
                                 std::shared_ptr<const Neighbours> neighbours)
    : runtime_(runtime), store_(store), neighbours_(std::move(neighbours)) {}

DecisionService::~DecisionService() = default;

template <typename Request>
absl::StatusOr<std::optional<Decision>> DecisionService::Seen(
    const grpc::CallbackServerContext& context, const Request& request,
    const std::string& name) const {
  return ReadAsCaller(*neighbours_, store_, context, request, store_.decisions, name);
}

grpc::ServerUnaryReactor* DecisionService::GetDecision(grpc::CallbackServerContext* context,
                                                       const GetDecisionRequest* request,
                                                       Decision* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view, const GetDecisionRequest& get) {
                     return store_.decisions.Get(*view.reader, get.name());
                   });
}

grpc::ServerUnaryReactor* DecisionService::ListDecisions(grpc::CallbackServerContext* context,
                                                         const ListDecisionsRequest* request,
                                                         ListDecisionsResponse* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view, const ListDecisionsRequest& list) {
                     return List(*neighbours_, store_, *view.reader, list);
                   });
}

grpc::ServerUnaryReactor* DecisionService::CreateDecision(grpc::CallbackServerContext* context,
                                                          const CreateDecisionRequest* request,
                                                          Decision* response) {
  return rpc::WriteAfter(
      runtime_, context, request, response,
      [this, context](const CreateDecisionRequest& create) {
        return NumberFor(*neighbours_, *context, create);
      },
      [this](journal::Transaction& transaction, const CreateDecisionRequest& create,
             const std::optional<NumberState>& number) {
        Decision decision = create.decision();
        if (number.has_value()) *decision.mutable_number() = *number;
        const std::string id = create.decision_id().empty()
                                   ? api::OrderedId('d', transaction.revision())
                                   : create.decision_id();
        return store_.decisions.Create(transaction, create.parent(), id, "decision_id",
                                       std::move(decision));
      });
}

grpc::ServerUnaryReactor* DecisionService::UpdateDecision(grpc::CallbackServerContext* context,
                                                          const UpdateDecisionRequest* request,
                                                          Decision* response) {
  return rpc::WriteAfter(
      runtime_, context, request, response,
      [this, context](const UpdateDecisionRequest& update) {
        return Seen(*context, update, update.decision().name());
      },
      [this](journal::Transaction& transaction, const UpdateDecisionRequest& update,
             std::optional<Decision>&) {
        return store_.decisions.Update(transaction, update.decision(), update.update_mask());
      });
}

grpc::ServerUnaryReactor* DecisionService::DeleteDecision(grpc::CallbackServerContext* context,
                                                          const DeleteDecisionRequest* request,
                                                          Empty* response) {
  return rpc::WriteAfter(
      runtime_, context, request, response,
      [this, context](const DeleteDecisionRequest& erase) {
        return Seen(*context, erase, erase.name());
      },
      [this](journal::Transaction& transaction, const DeleteDecisionRequest& erase,
             std::optional<Decision>&) -> absl::StatusOr<Empty> {
        OKAPI_RETURN_IF_ERROR(
            store_.decisions.Delete(transaction, erase.name(), erase.etag(), /*force=*/false));
        return Empty();
      });
}

grpc::ServerUnaryReactor* DecisionService::JudgeDecision(grpc::CallbackServerContext* context,
                                                         const JudgeDecisionRequest* request,
                                                         Decision* response) {
  return rpc::WriteAfter(
      runtime_, context, request, response,
      [this, context](const JudgeDecisionRequest& judge) -> absl::StatusOr<NumberState> {
        OKAPI_ASSIGN_OR_RETURN(const auto decision, Seen(*context, judge, judge.name()));
        if (!decision.has_value()) return NumberState();
        OKAPI_ASSIGN_OR_RETURN(const rpc::Call call, rpc::AdmitWrite(*context, judge));
        const auto number = ReadNumber(*neighbours_, call.actor, decision->subject(), "name");
        // What it was decided on may be gone; that it worked may be said all the same.
        return number.ok() ? *number : NumberState();
      },
      [this](journal::Transaction& transaction, const JudgeDecisionRequest& judge,
             const NumberState& number) {
        return store_.decisions.Modify(
            transaction, judge.name(), judge.etag(),
            [&](Decision& decision) { return Judge(judge, number, store_.Now(), decision); });
      });
}

grpc::ServerUnaryReactor* DecisionService::GetDecisionHistory(
    grpc::CallbackServerContext* context, const GetDecisionHistoryRequest* request,
    DecisionHistory* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view,
                          const GetDecisionHistoryRequest& get) -> absl::StatusOr<DecisionHistory> {
                     OKAPI_ASSIGN_OR_RETURN(const Decision decision,
                                            store_.decisions.Get(*view.reader, get.name()));
                     return TellHistory(decision);
                   });
}

grpc::ServerUnaryReactor* DecisionService::ImportDecisionHistory(
    grpc::CallbackServerContext* context, const ImportDecisionHistoryRequest* request,
    Decision* response) {
  return rpc::WriteAfter(
      runtime_, context, request, response,
      [this, context](const ImportDecisionHistoryRequest& import) {
        return Seen(*context, import, import.name());
      },
      [this](journal::Transaction& transaction, const ImportDecisionHistoryRequest& import,
             std::optional<Decision>&) -> absl::StatusOr<Decision> {
        OKAPI_ASSIGN_OR_RETURN(Decision decision, store_.decisions.Get(transaction, import.name()));
        OKAPI_RETURN_IF_ERROR(api::CheckEtag(decision, import.etag()));
        OKAPI_RETURN_IF_ERROR(TakeHistory(import.history(), transaction.time(), decision));
        OKAPI_RETURN_IF_ERROR(store_.decisions.Import(transaction, std::move(decision)));
        return store_.decisions.Get(transaction, import.name());
      });
}

}  // namespace okapi::reporting
