#include "services/goals/goals_service.h"

#include "common/api/listing.h"
#include "common/rpc/unary.h"
#include "common/rpc/watch.h"
#include "common/status/status_macros.h"
#include "services/goals/changes/closing.h"
#include "services/goals/changes/copying.h"
#include "services/goals/changes/from_template.h"
#include "services/goals/changes/moving.h"
#include "services/goals/history/history_import.h"
#include "services/goals/history/objective_history.h"
#include "services/goals/insights/error_budget_view.h"
#include "services/goals/insights/forecast.h"
#include "services/goals/insights/objective_filter.h"
#include "services/goals/insights/pace.h"
#include "services/goals/store/lifecycle.h"
#include "services/goals/store/retargeting.h"
#include "services/goals/store/timings.h"

namespace okapi::goals {

using google::protobuf::Empty;
using okapi::goals::v1::ActivateObjectiveRequest;
using okapi::goals::v1::ArchiveObjectiveRequest;
using okapi::goals::v1::CloseObjectiveRequest;
using okapi::goals::v1::CopyObjectiveRequest;
using okapi::goals::v1::CreateInitiativeRequest;
using okapi::goals::v1::CreateKeyResultRequest;
using okapi::goals::v1::CreateObjectiveFromTemplateRequest;
using okapi::goals::v1::CreateObjectiveRequest;
using okapi::goals::v1::DeleteInitiativeRequest;
using okapi::goals::v1::DeleteKeyResultRequest;
using okapi::goals::v1::DeleteObjectiveRequest;
using okapi::goals::v1::ErrorBudget;
using okapi::goals::v1::GetErrorBudgetRequest;
using okapi::goals::v1::GetInitiativeRequest;
using okapi::goals::v1::GetKeyResultRequest;
using okapi::goals::v1::GetObjectiveHistoryRequest;
using okapi::goals::v1::GetObjectiveRequest;
using okapi::goals::v1::GetPaceRequest;
using okapi::goals::v1::ImportObjectiveHistoryRequest;
using okapi::goals::v1::Initiative;
using okapi::goals::v1::KeyResult;
using okapi::goals::v1::ListInitiativesRequest;
using okapi::goals::v1::ListInitiativesResponse;
using okapi::goals::v1::ListKeyResultsRequest;
using okapi::goals::v1::ListKeyResultsResponse;
using okapi::goals::v1::ListObjectivesRequest;
using okapi::goals::v1::ListObjectivesResponse;
using okapi::goals::v1::ListObjectiveTemplatesRequest;
using okapi::goals::v1::ListObjectiveTemplatesResponse;
using okapi::goals::v1::Objective;
using okapi::goals::v1::ObjectiveHistory;
using okapi::goals::v1::Pace;
using okapi::goals::v1::ProposeObjectiveRequest;
using okapi::goals::v1::ReopenObjectiveRequest;
using okapi::goals::v1::RestoreObjectiveRequest;
using okapi::goals::v1::RetargetKeyResultRequest;
using okapi::goals::v1::UpdateInitiativeRequest;
using okapi::goals::v1::UpdateKeyResultRequest;
using okapi::goals::v1::UpdateObjectiveRequest;
using okapi::goals::v1::WatchRequest;
using okapi::goals::v1::WatchResponse;
using okapi::goals::v1::WithdrawObjectiveRequest;

GoalsService::GoalsService(rpc::Runtime& runtime, const GoalsStore& store)
    : runtime_(runtime), store_(store) {}

GoalsService::~GoalsService() = default;

grpc::ServerUnaryReactor* GoalsService::GetObjective(grpc::CallbackServerContext* context,
                                                     const GetObjectiveRequest* request,
                                                     Objective* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view, const GetObjectiveRequest& get) {
                     return store_.objectives.Get(*view.reader, get.name());
                   });
}

grpc::ServerUnaryReactor* GoalsService::CreateObjective(grpc::CallbackServerContext* context,
                                                        const CreateObjectiveRequest* request,
                                                        Objective* response) {
  return rpc::Write(
      runtime_, context, request, response,
      [this](journal::Transaction& transaction, const CreateObjectiveRequest& create) {
        return store_.objectives.Create(transaction, create.parent(), create.objective_id(),
                                        "objective_id", create.objective());
      });
}

grpc::ServerUnaryReactor* GoalsService::UpdateObjective(grpc::CallbackServerContext* context,
                                                        const UpdateObjectiveRequest* request,
                                                        Objective* response) {
  return rpc::Write(
      runtime_, context, request, response,
      [this](journal::Transaction& transaction, const UpdateObjectiveRequest& update) {
        return goals::UpdateObjective(store_, transaction, update);
      });
}

grpc::ServerUnaryReactor* GoalsService::DeleteObjective(grpc::CallbackServerContext* context,
                                                        const DeleteObjectiveRequest* request,
                                                        Empty* response) {
  return rpc::Write(runtime_, context, request, response,
                    [this](journal::Transaction& transaction,
                           const DeleteObjectiveRequest& doomed) -> absl::StatusOr<Empty> {
                      OKAPI_RETURN_IF_ERROR(store_.objectives.Delete(
                          transaction, doomed.name(), doomed.etag(), doomed.force()));
                      return Empty();
                    });
}

grpc::ServerUnaryReactor* GoalsService::ActivateObjective(grpc::CallbackServerContext* context,
                                                          const ActivateObjectiveRequest* request,
                                                          Objective* response) {
  return rpc::Write(
      runtime_, context, request, response,
      [this](journal::Transaction& transaction, const ActivateObjectiveRequest& activate) {
        return store_.objectives.Modify(
            transaction, activate.name(), activate.etag(),
            [&](Objective& it) { return Activate(store_, transaction, it); });
      });
}

grpc::ServerUnaryReactor* GoalsService::CloseObjective(grpc::CallbackServerContext* context,
                                                       const CloseObjectiveRequest* request,
                                                       Objective* response) {
  return rpc::Write(runtime_, context, request, response,
                    [this](journal::Transaction& transaction, const CloseObjectiveRequest& close) {
                      return store_.objectives.Modify(
                          transaction, close.name(), close.etag(), [&](Objective& it) {
                            return Close(store_, transaction, close, transaction.time(), it);
                          });
                    });
}

grpc::ServerUnaryReactor* GoalsService::ReopenObjective(grpc::CallbackServerContext* context,
                                                        const ReopenObjectiveRequest* request,
                                                        Objective* response) {
  return rpc::Write(runtime_, context, request, response,
                    [this](journal::Transaction& transaction, const ReopenObjectiveRequest& open) {
                      return store_.objectives.Modify(
                          transaction, open.name(), open.etag(),
                          [&](Objective& it) { return Reopen(store_, transaction, it); });
                    });
}

grpc::ServerUnaryReactor* GoalsService::GetKeyResult(grpc::CallbackServerContext* context,
                                                     const GetKeyResultRequest* request,
                                                     KeyResult* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view, const GetKeyResultRequest& get) {
                     return store_.key_results.Get(*view.reader, get.name());
                   });
}

grpc::ServerUnaryReactor* GoalsService::ListKeyResults(grpc::CallbackServerContext* context,
                                                       const ListKeyResultsRequest* request,
                                                       ListKeyResultsResponse* response) {
  return rpc::Read(
      runtime_, context, request, response,
      [this](const journal::View& view,
             const ListKeyResultsRequest& list) -> absl::StatusOr<ListKeyResultsResponse> {
        OKAPI_RETURN_IF_ERROR(api::CheckListed(store_.objectives, *view.reader, list.parent()));
        Timings timings(store_, *view.reader, store_.Now(*view.reader));
        auto page = store_.key_results.List(
            *view.reader, list, list.parent(), &ListKeyResultsResponse::add_key_results,
            [](const KeyResult&) { return true; },
            [&](KeyResult& it) { return store_.CompleteKeyResult(*view.reader, timings, it); });
        if (!page.ok() || !list.forecasts()) return page;
        OKAPI_RETURN_IF_ERROR(
            AddForecasts(store_, *view.reader, timings, *page->mutable_key_results()));
        return page;
      });
}

grpc::ServerUnaryReactor* GoalsService::CreateKeyResult(grpc::CallbackServerContext* context,
                                                        const CreateKeyResultRequest* request,
                                                        KeyResult* response) {
  return rpc::Write(
      runtime_, context, request, response,
      [this](journal::Transaction& transaction, const CreateKeyResultRequest& create) {
        return store_.key_results.Create(transaction, create.parent(), create.key_result_id(),
                                         "key_result_id", create.key_result());
      });
}

grpc::ServerUnaryReactor* GoalsService::UpdateKeyResult(grpc::CallbackServerContext* context,
                                                        const UpdateKeyResultRequest* request,
                                                        KeyResult* response) {
  return rpc::Write(
      runtime_, context, request, response,
      [this](journal::Transaction& transaction, const UpdateKeyResultRequest& update) {
        return store_.key_results.Update(transaction, update.key_result(), update.update_mask());
      });
}

grpc::ServerUnaryReactor* GoalsService::DeleteKeyResult(grpc::CallbackServerContext* context,
                                                        const DeleteKeyResultRequest* request,
                                                        Empty* response) {
  return rpc::Write(runtime_, context, request, response,
                    [this](journal::Transaction& transaction,
                           const DeleteKeyResultRequest& doomed) -> absl::StatusOr<Empty> {
                      OKAPI_RETURN_IF_ERROR(store_.key_results.Delete(
                          transaction, doomed.name(), doomed.etag(), doomed.force()));
                      return Empty();
                    });
}

grpc::ServerUnaryReactor* GoalsService::GetInitiative(grpc::CallbackServerContext* context,
                                                      const GetInitiativeRequest* request,
                                                      Initiative* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view, const GetInitiativeRequest& get) {
                     return store_.initiatives.Get(*view.reader, get.name());
                   });
}

grpc::ServerUnaryReactor* GoalsService::ListInitiatives(grpc::CallbackServerContext* context,
                                                        const ListInitiativesRequest* request,
                                                        ListInitiativesResponse* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view, const ListInitiativesRequest& list) {
                     return api::ListUnder(store_.objectives, store_.initiatives, *view.reader,
                                           list, &ListInitiativesResponse::add_initiatives);
                   });
}

grpc::ServerUnaryReactor* GoalsService::CreateInitiative(grpc::CallbackServerContext* context,
                                                         const CreateInitiativeRequest* request,
                                                         Initiative* response) {
  return rpc::Write(
      runtime_, context, request, response,
      [this](journal::Transaction& transaction, const CreateInitiativeRequest& create) {
        return store_.initiatives.Create(transaction, create.parent(), create.initiative_id(),
                                         "initiative_id", create.initiative());
      });
}

grpc::ServerUnaryReactor* GoalsService::UpdateInitiative(grpc::CallbackServerContext* context,
                                                         const UpdateInitiativeRequest* request,
                                                         Initiative* response) {
  return rpc::Write(
      runtime_, context, request, response,
      [this](journal::Transaction& transaction, const UpdateInitiativeRequest& update) {
        return store_.initiatives.Update(transaction, update.initiative(), update.update_mask());
      });
}

grpc::ServerUnaryReactor* GoalsService::DeleteInitiative(grpc::CallbackServerContext* context,
                                                         const DeleteInitiativeRequest* request,
                                                         Empty* response) {
  return rpc::Write(runtime_, context, request, response,
                    [this](journal::Transaction& transaction,
                           const DeleteInitiativeRequest& doomed) -> absl::StatusOr<Empty> {
                      OKAPI_RETURN_IF_ERROR(store_.initiatives.Delete(
                          transaction, doomed.name(), doomed.etag(), /*force=*/false));
                      return Empty();
                    });
}

grpc::ServerUnaryReactor* GoalsService::ListObjectives(grpc::CallbackServerContext* context,
                                                       const ListObjectivesRequest* request,
                                                       ListObjectivesResponse* response) {
  return rpc::Read(
      runtime_, context, request, response,
      [this](const journal::View& view,
             const ListObjectivesRequest& list) -> absl::StatusOr<ListObjectivesResponse> {
        OKAPI_RETURN_IF_ERROR(api::CheckListed(store_.organizations, *view.reader, list.parent()));
        Rollups rollups(store_, *view.reader, store_.Now(*view.reader));
        ObjectiveFilter filter(store_, *view.reader, rollups, list);
        auto page = store_.objectives.List(
            *view.reader, list, list.parent(), &ListObjectivesResponse::add_objectives,
            [&filter](const Objective& objective) { return filter.Keeps(objective); },
            [&](Objective& objective) {
              return store_.CompleteObjective(*view.reader, rollups, objective);
            });
        OKAPI_RETURN_IF_ERROR(filter.status());
        return page;
      });
}

grpc::ServerUnaryReactor* GoalsService::ProposeObjective(grpc::CallbackServerContext* context,
                                                         const ProposeObjectiveRequest* request,
                                                         Objective* response) {
  return rpc::Write(
      runtime_, context, request, response,
      [this](journal::Transaction& transaction, const ProposeObjectiveRequest& propose) {
        return store_.objectives.Modify(transaction, propose.name(), propose.etag(), Propose);
      });
}

grpc::ServerUnaryReactor* GoalsService::WithdrawObjective(grpc::CallbackServerContext* context,
                                                          const WithdrawObjectiveRequest* request,
                                                          Objective* response) {
  return rpc::Write(
      runtime_, context, request, response,
      [this](journal::Transaction& transaction, const WithdrawObjectiveRequest& withdraw) {
        return store_.objectives.Modify(transaction, withdraw.name(), withdraw.etag(), Withdraw);
      });
}

grpc::ServerUnaryReactor* GoalsService::ArchiveObjective(grpc::CallbackServerContext* context,
                                                         const ArchiveObjectiveRequest* request,
                                                         Objective* response) {
  return rpc::Write(
      runtime_, context, request, response,
      [this](journal::Transaction& transaction, const ArchiveObjectiveRequest& archive) {
        return store_.objectives.Modify(transaction, archive.name(), archive.etag(), Archive);
      });
}

grpc::ServerUnaryReactor* GoalsService::RestoreObjective(grpc::CallbackServerContext* context,
                                                         const RestoreObjectiveRequest* request,
                                                         Objective* response) {
  return rpc::Write(
      runtime_, context, request, response,
      [this](journal::Transaction& transaction, const RestoreObjectiveRequest& restore) {
        return store_.objectives.Modify(transaction, restore.name(), restore.etag(), Restore);
      });
}

grpc::ServerUnaryReactor* GoalsService::CopyObjective(grpc::CallbackServerContext* context,
                                                      const CopyObjectiveRequest* request,
                                                      Objective* response) {
  return rpc::Write(runtime_, context, request, response,
                    [this](journal::Transaction& transaction, const CopyObjectiveRequest& copy) {
                      return Copy(store_, transaction, copy);
                    });
}

grpc::ServerUnaryReactor* GoalsService::ListObjectiveTemplates(
    grpc::CallbackServerContext* context, const ListObjectiveTemplatesRequest* request,
    ListObjectiveTemplatesResponse* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view, const ListObjectiveTemplatesRequest& list) {
                     return ListTemplates(store_, *view.reader, list);
                   });
}

grpc::ServerUnaryReactor* GoalsService::CreateObjectiveFromTemplate(
    grpc::CallbackServerContext* context, const CreateObjectiveFromTemplateRequest* request,
    Objective* response) {
  return rpc::Write(
      runtime_, context, request, response,
      [this](journal::Transaction& transaction, const CreateObjectiveFromTemplateRequest& create) {
        return CreateFromTemplate(store_, transaction, create);
      });
}

grpc::ServerUnaryReactor* GoalsService::RetargetKeyResult(grpc::CallbackServerContext* context,
                                                          const RetargetKeyResultRequest* request,
                                                          KeyResult* response) {
  return rpc::Write(
      runtime_, context, request, response,
      [this](journal::Transaction& transaction, const RetargetKeyResultRequest& retarget) {
        return store_.key_results.Modify(
            transaction, retarget.name(), retarget.etag(), [&](KeyResult& it) {
              return Retarget(store_, transaction, retarget, transaction.time(), it);
            });
      });
}

grpc::ServerUnaryReactor* GoalsService::GetObjectiveHistory(
    grpc::CallbackServerContext* context, const GetObjectiveHistoryRequest* request,
    ObjectiveHistory* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view, const GetObjectiveHistoryRequest& get) {
                     return HistoryOf(store_, *view.reader, get.name());
                   });
}

grpc::ServerUnaryReactor* GoalsService::ImportObjectiveHistory(
    grpc::CallbackServerContext* context, const ImportObjectiveHistoryRequest* request,
    Objective* response) {
  return rpc::Write(
      runtime_, context, request, response,
      [this](journal::Transaction& transaction, const ImportObjectiveHistoryRequest& import) {
        return ImportHistory(store_, transaction, import);
      });
}

grpc::ServerUnaryReactor* GoalsService::GetPace(grpc::CallbackServerContext* context,
                                                const GetPaceRequest* request, Pace* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view, const GetPaceRequest& get) {
                     return PaceOf(store_, *view.reader, get.name(), store_.Now(*view.reader));
                   });
}

grpc::ServerUnaryReactor* GoalsService::GetErrorBudget(grpc::CallbackServerContext* context,
                                                       const GetErrorBudgetRequest* request,
                                                       ErrorBudget* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view, const GetErrorBudgetRequest& get) {
                     return ViewErrorBudget(store_, *view.reader, get);
                   });
}

grpc::ServerWriteReactor<WatchResponse>* GoalsService::Watch(grpc::CallbackServerContext* context,
                                                             const WatchRequest* request) {
  return rpc::ServeWatch<WatchRequest, WatchResponse>(runtime_, context, request);
}

}  // namespace okapi::goals
