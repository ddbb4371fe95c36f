#include "services/goals/goals_service.h"

#include "absl/strings/str_format.h"
#include "common/rpc/unary.h"
#include "common/rpc/watch.h"
#include "common/status/status_macros.h"
#include "services/goals/closing.h"
#include "services/goals/key_result_state.h"
#include "services/goals/objective_rules.h"

namespace okapi::goals {

using google::protobuf::Empty;
using okapi::goals::v1::ActivateObjectiveRequest;
using okapi::goals::v1::CheckIn;
using okapi::goals::v1::CloseObjectiveRequest;
using okapi::goals::v1::CreateCheckInRequest;
using okapi::goals::v1::CreateInitiativeRequest;
using okapi::goals::v1::CreateKeyResultRequest;
using okapi::goals::v1::CreateObjectiveRequest;
using okapi::goals::v1::DeleteInitiativeRequest;
using okapi::goals::v1::DeleteKeyResultRequest;
using okapi::goals::v1::DeleteObjectiveRequest;
using okapi::goals::v1::GetCheckInRequest;
using okapi::goals::v1::GetInitiativeRequest;
using okapi::goals::v1::GetKeyResultRequest;
using okapi::goals::v1::GetObjectiveRequest;
using okapi::goals::v1::Initiative;
using okapi::goals::v1::KeyResult;
using okapi::goals::v1::ListCheckInsRequest;
using okapi::goals::v1::ListCheckInsResponse;
using okapi::goals::v1::ListInitiativesRequest;
using okapi::goals::v1::ListInitiativesResponse;
using okapi::goals::v1::ListKeyResultsRequest;
using okapi::goals::v1::ListKeyResultsResponse;
using okapi::goals::v1::ListObjectivesRequest;
using okapi::goals::v1::ListObjectivesResponse;
using okapi::goals::v1::Objective;
using okapi::goals::v1::ReopenObjectiveRequest;
using okapi::goals::v1::UpdateInitiativeRequest;
using okapi::goals::v1::UpdateKeyResultRequest;
using okapi::goals::v1::UpdateObjectiveRequest;
using okapi::goals::v1::WatchRequest;
using okapi::goals::v1::WatchResponse;

namespace {

// Ids that sort in the order of reporting: a journal's revisions only grow.
std::string CheckInId(int64_t revision) { return absl::StrFormat("c%015d", revision); }

}  // namespace

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
        return store_.objectives.Update(transaction, update.objective(), update.update_mask());
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
                      return store_.objectives.Modify(transaction, open.name(), open.etag(),
                                                      Reopen);
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
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view, const ListKeyResultsRequest& list) {
                     return store_.key_results.List(*view.reader, list, list.parent(),
                                                    &ListKeyResultsResponse::add_key_results);
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
                     return store_.initiatives.List(*view.reader, list, list.parent(),
                                                    &ListInitiativesResponse::add_initiatives);
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

grpc::ServerUnaryReactor* GoalsService::GetCheckIn(grpc::CallbackServerContext* context,
                                                   const GetCheckInRequest* request,
                                                   CheckIn* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view, const GetCheckInRequest& get) {
                     return store_.check_ins.Get(*view.reader, get.name());
                   });
}

grpc::ServerUnaryReactor* GoalsService::ListCheckIns(grpc::CallbackServerContext* context,
                                                     const ListCheckInsRequest* request,
                                                     ListCheckInsResponse* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view, const ListCheckInsRequest& list) {
                     return store_.check_ins.List(*view.reader, list, list.parent(),
                                                  &ListCheckInsResponse::add_check_ins);
                   });
}

grpc::ServerUnaryReactor* GoalsService::ListObjectives(grpc::CallbackServerContext* context,
                                                       const ListObjectivesRequest* request,
                                                       ListObjectivesResponse* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view, const ListObjectivesRequest& list) {
                     auto keep = [&list](const Objective& objective) {
                       return (list.cycle().empty() || objective.cycle() == list.cycle()) &&
                              (list.team().empty() || objective.team() == list.team()) &&
                              (list.owner().empty() || objective.owner() == list.owner());
                     };
                     return store_.objectives.List(*view.reader, list, list.parent(),
                                                   &ListObjectivesResponse::add_objectives, keep);
                   });
}

grpc::ServerUnaryReactor* GoalsService::CreateCheckIn(grpc::CallbackServerContext* context,
                                                      const CreateCheckInRequest* request,
                                                      CheckIn* response) {
  return rpc::Write(
      runtime_, context, request, response,
      [this](journal::Transaction& transaction,
             const CreateCheckInRequest& create) -> absl::StatusOr<CheckIn> {
        const std::string id =
            create.check_in_id().empty() ? CheckInId(transaction.revision()) : create.check_in_id();
        OKAPI_ASSIGN_OR_RETURN(CheckIn check_in,
                               store_.check_ins.Create(transaction, create.parent(), id,
                                                       "check_in_id", create.check_in()));
        auto take = [&check_in](const KeyResult&, okapi::storage::v1::KeyResultStateRecord& state) {
          TakeCheckIn(check_in, state);
        };
        OKAPI_RETURN_IF_ERROR(store_.ChangeState(transaction, create.parent(), take));
        return check_in;
      });
}

grpc::ServerWriteReactor<WatchResponse>* GoalsService::Watch(grpc::CallbackServerContext* context,
                                                             const WatchRequest* request) {
  return rpc::ServeWatch<WatchRequest, WatchResponse>(runtime_, context, request);
}

}  // namespace okapi::goals
