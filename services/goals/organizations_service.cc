#include "services/goals/organizations_service.h"

#include "common/api/listing.h"
#include "common/rpc/unary.h"
#include "common/status/status_macros.h"
#include "services/goals/changes/cycle_closing.h"
#include "services/goals/changes/moving.h"
#include "services/goals/history/entry_history.h"
#include "services/goals/store/organization_rules.h"

namespace okapi::goals {

using google::protobuf::Empty;
using okapi::goals::v1::ActivateCycleRequest;
using okapi::goals::v1::CloseCycleRequest;
using okapi::goals::v1::CloseCycleResponse;
using okapi::goals::v1::CreateCycleRequest;
using okapi::goals::v1::CreateMemberRequest;
using okapi::goals::v1::CreateOrganizationRequest;
using okapi::goals::v1::CreateTeamRequest;
using okapi::goals::v1::Cycle;
using okapi::goals::v1::CycleHistory;
using okapi::goals::v1::DeleteCycleRequest;
using okapi::goals::v1::DeleteMemberRequest;
using okapi::goals::v1::DeleteOrganizationRequest;
using okapi::goals::v1::DeleteTeamRequest;
using okapi::goals::v1::GetCycleHistoryRequest;
using okapi::goals::v1::GetCycleRequest;
using okapi::goals::v1::GetMemberHistoryRequest;
using okapi::goals::v1::GetMemberRequest;
using okapi::goals::v1::GetOrganizationHistoryRequest;
using okapi::goals::v1::GetOrganizationRequest;
using okapi::goals::v1::GetTeamHistoryRequest;
using okapi::goals::v1::GetTeamRequest;
using okapi::goals::v1::ImportCycleHistoryRequest;
using okapi::goals::v1::ImportMemberHistoryRequest;
using okapi::goals::v1::ImportOrganizationHistoryRequest;
using okapi::goals::v1::ImportTeamHistoryRequest;
using okapi::goals::v1::ListCyclesRequest;
using okapi::goals::v1::ListCyclesResponse;
using okapi::goals::v1::ListMembersRequest;
using okapi::goals::v1::ListMembersResponse;
using okapi::goals::v1::ListOrganizationsRequest;
using okapi::goals::v1::ListOrganizationsResponse;
using okapi::goals::v1::ListTeamsRequest;
using okapi::goals::v1::ListTeamsResponse;
using okapi::goals::v1::Member;
using okapi::goals::v1::MemberHistory;
using okapi::goals::v1::Organization;
using okapi::goals::v1::OrganizationHistory;
using okapi::goals::v1::ReopenCycleRequest;
using okapi::goals::v1::Team;
using okapi::goals::v1::TeamHistory;
using okapi::goals::v1::UpdateCycleRequest;
using okapi::goals::v1::UpdateMemberRequest;
using okapi::goals::v1::UpdateOrganizationRequest;
using okapi::goals::v1::UpdateTeamRequest;

OrganizationsService::OrganizationsService(rpc::Runtime& runtime, const GoalsStore& store)
    : runtime_(runtime), store_(store) {}

OrganizationsService::~OrganizationsService() = default;

grpc::ServerUnaryReactor* OrganizationsService::GetOrganization(
    grpc::CallbackServerContext* context, const GetOrganizationRequest* request,
    Organization* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view, const GetOrganizationRequest& get) {
                     return store_.organizations.Get(*view.reader, get.name());
                   });
}

grpc::ServerUnaryReactor* OrganizationsService::ListOrganizations(
    grpc::CallbackServerContext* context, const ListOrganizationsRequest* request,
    ListOrganizationsResponse* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view, const ListOrganizationsRequest& list) {
                     return store_.organizations.List(
                         *view.reader, list, "", &ListOrganizationsResponse::add_organizations);
                   });
}

grpc::ServerUnaryReactor* OrganizationsService::CreateOrganization(
    grpc::CallbackServerContext* context, const CreateOrganizationRequest* request,
    Organization* response) {
  return rpc::Write(
      runtime_, context, request, response,
      [this](journal::Transaction& transaction, const CreateOrganizationRequest& create) {
        return store_.organizations.Create(transaction, "", create.organization_id(),
                                           "organization_id", create.organization());
      });
}

grpc::ServerUnaryReactor* OrganizationsService::UpdateOrganization(
    grpc::CallbackServerContext* context, const UpdateOrganizationRequest* request,
    Organization* response) {
  return rpc::Write(
      runtime_, context, request, response,
      [this](journal::Transaction& transaction, const UpdateOrganizationRequest& update) {
        return store_.organizations.Update(transaction, update.organization(),
                                           update.update_mask());
      });
}

grpc::ServerUnaryReactor* OrganizationsService::DeleteOrganization(
    grpc::CallbackServerContext* context, const DeleteOrganizationRequest* request,
    Empty* response) {
  return rpc::Write(runtime_, context, request, response,
                    [this](journal::Transaction& transaction,
                           const DeleteOrganizationRequest& doomed) -> absl::StatusOr<Empty> {
                      OKAPI_RETURN_IF_ERROR(store_.organizations.Delete(
                          transaction, doomed.name(), doomed.etag(), doomed.force()));
                      return Empty();
                    });
}

grpc::ServerUnaryReactor* OrganizationsService::GetTeam(grpc::CallbackServerContext* context,
                                                        const GetTeamRequest* request,
                                                        Team* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view, const GetTeamRequest& get) {
                     return store_.teams.Get(*view.reader, get.name());
                   });
}

grpc::ServerUnaryReactor* OrganizationsService::ListTeams(grpc::CallbackServerContext* context,
                                                          const ListTeamsRequest* request,
                                                          ListTeamsResponse* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view, const ListTeamsRequest& list) {
                     return api::ListUnder(store_.organizations, store_.teams, *view.reader, list,
                                           &ListTeamsResponse::add_teams);
                   });
}

grpc::ServerUnaryReactor* OrganizationsService::CreateTeam(grpc::CallbackServerContext* context,
                                                           const CreateTeamRequest* request,
                                                           Team* response) {
  return rpc::Write(runtime_, context, request, response,
                    [this](journal::Transaction& transaction, const CreateTeamRequest& create) {
                      return store_.teams.Create(transaction, create.parent(), create.team_id(),
                                                 "team_id", create.team());
                    });
}

grpc::ServerUnaryReactor* OrganizationsService::UpdateTeam(grpc::CallbackServerContext* context,
                                                           const UpdateTeamRequest* request,
                                                           Team* response) {
  return rpc::Write(runtime_, context, request, response,
                    [this](journal::Transaction& transaction, const UpdateTeamRequest& update) {
                      return store_.teams.Update(transaction, update.team(), update.update_mask());
                    });
}

grpc::ServerUnaryReactor* OrganizationsService::DeleteTeam(grpc::CallbackServerContext* context,
                                                           const DeleteTeamRequest* request,
                                                           Empty* response) {
  return rpc::Write(runtime_, context, request, response,
                    [this](journal::Transaction& transaction,
                           const DeleteTeamRequest& doomed) -> absl::StatusOr<Empty> {
                      OKAPI_RETURN_IF_ERROR(store_.teams.Delete(transaction, doomed.name(),
                                                                doomed.etag(), /*force=*/false));
                      return Empty();
                    });
}

grpc::ServerUnaryReactor* OrganizationsService::GetMember(grpc::CallbackServerContext* context,
                                                          const GetMemberRequest* request,
                                                          Member* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view, const GetMemberRequest& get) {
                     return store_.members.Get(*view.reader, get.name());
                   });
}

grpc::ServerUnaryReactor* OrganizationsService::ListMembers(grpc::CallbackServerContext* context,
                                                            const ListMembersRequest* request,
                                                            ListMembersResponse* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view, const ListMembersRequest& list) {
                     return api::ListUnder(store_.organizations, store_.members, *view.reader, list,
                                           &ListMembersResponse::add_members);
                   });
}

grpc::ServerUnaryReactor* OrganizationsService::CreateMember(grpc::CallbackServerContext* context,
                                                             const CreateMemberRequest* request,
                                                             Member* response) {
  return rpc::Write(runtime_, context, request, response,
                    [this](journal::Transaction& transaction, const CreateMemberRequest& create) {
                      return store_.members.Create(transaction, create.parent(), create.member_id(),
                                                   "member_id", create.member());
                    });
}

grpc::ServerUnaryReactor* OrganizationsService::UpdateMember(grpc::CallbackServerContext* context,
                                                             const UpdateMemberRequest* request,
                                                             Member* response) {
  return rpc::Write(runtime_, context, request, response,
                    [this](journal::Transaction& transaction, const UpdateMemberRequest& update) {
                      return store_.members.Update(transaction, update.member(),
                                                   update.update_mask());
                    });
}

grpc::ServerUnaryReactor* OrganizationsService::DeleteMember(grpc::CallbackServerContext* context,
                                                             const DeleteMemberRequest* request,
                                                             Empty* response) {
  return rpc::Write(runtime_, context, request, response,
                    [this](journal::Transaction& transaction,
                           const DeleteMemberRequest& doomed) -> absl::StatusOr<Empty> {
                      OKAPI_RETURN_IF_ERROR(store_.members.Delete(transaction, doomed.name(),
                                                                  doomed.etag(), /*force=*/false));
                      return Empty();
                    });
}

grpc::ServerUnaryReactor* OrganizationsService::GetCycle(grpc::CallbackServerContext* context,
                                                         const GetCycleRequest* request,
                                                         Cycle* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view, const GetCycleRequest& get) {
                     return store_.cycles.Get(*view.reader, get.name());
                   });
}

grpc::ServerUnaryReactor* OrganizationsService::ListCycles(grpc::CallbackServerContext* context,
                                                           const ListCyclesRequest* request,
                                                           ListCyclesResponse* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view, const ListCyclesRequest& list) {
                     return api::ListUnder(store_.organizations, store_.cycles, *view.reader, list,
                                           &ListCyclesResponse::add_cycles);
                   });
}

grpc::ServerUnaryReactor* OrganizationsService::CreateCycle(grpc::CallbackServerContext* context,
                                                            const CreateCycleRequest* request,
                                                            Cycle* response) {
  return rpc::Write(runtime_, context, request, response,
                    [this](journal::Transaction& transaction, const CreateCycleRequest& create) {
                      return store_.cycles.Create(transaction, create.parent(), create.cycle_id(),
                                                  "cycle_id", create.cycle());
                    });
}

grpc::ServerUnaryReactor* OrganizationsService::UpdateCycle(grpc::CallbackServerContext* context,
                                                            const UpdateCycleRequest* request,
                                                            Cycle* response) {
  return rpc::Write(runtime_, context, request, response,
                    [this](journal::Transaction& transaction, const UpdateCycleRequest& update) {
                      return goals::UpdateCycle(store_, transaction, update);
                    });
}

grpc::ServerUnaryReactor* OrganizationsService::DeleteCycle(grpc::CallbackServerContext* context,
                                                            const DeleteCycleRequest* request,
                                                            Empty* response) {
  return rpc::Write(runtime_, context, request, response,
                    [this](journal::Transaction& transaction,
                           const DeleteCycleRequest& doomed) -> absl::StatusOr<Empty> {
                      OKAPI_RETURN_IF_ERROR(store_.cycles.Delete(transaction, doomed.name(),
                                                                 doomed.etag(), /*force=*/false));
                      return Empty();
                    });
}

grpc::ServerUnaryReactor* OrganizationsService::ActivateCycle(grpc::CallbackServerContext* context,
                                                              const ActivateCycleRequest* request,
                                                              Cycle* response) {
  return rpc::Write(
      runtime_, context, request, response,
      [this](journal::Transaction& transaction, const ActivateCycleRequest& activate) {
        return store_.cycles.Modify(transaction, activate.name(), activate.etag(),
                                    [&](Cycle& it) { return Activate(it); });
      });
}

grpc::ServerUnaryReactor* OrganizationsService::CloseCycle(grpc::CallbackServerContext* context,
                                                           const CloseCycleRequest* request,
                                                           CloseCycleResponse* response) {
  return rpc::Write(runtime_, context, request, response,
                    [this](journal::Transaction& transaction, const CloseCycleRequest& close) {
                      return goals::CloseCycle(store_, transaction, close);
                    });
}

grpc::ServerUnaryReactor* OrganizationsService::ReopenCycle(grpc::CallbackServerContext* context,
                                                            const ReopenCycleRequest* request,
                                                            Cycle* response) {
  return rpc::Write(runtime_, context, request, response,
                    [this](journal::Transaction& transaction, const ReopenCycleRequest& open) {
                      return store_.cycles.Modify(
                          transaction, open.name(), open.etag(),
                          [&](Cycle& it) { return Reopen(store_, transaction, it); });
                    });
}

grpc::ServerUnaryReactor* OrganizationsService::GetOrganizationHistory(
    grpc::CallbackServerContext* context, const GetOrganizationHistoryRequest* request,
    OrganizationHistory* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view, const GetOrganizationHistoryRequest& get) {
                     return api::EntryHistoryOf<OrganizationHistory>(store_.organizations,
                                                                     *view.reader, get.name());
                   });
}

grpc::ServerUnaryReactor* OrganizationsService::ImportOrganizationHistory(
    grpc::CallbackServerContext* context, const ImportOrganizationHistoryRequest* request,
    Organization* response) {
  return rpc::Write(
      runtime_, context, request, response,
      [this](journal::Transaction& transaction, const ImportOrganizationHistoryRequest& import) {
        return goals::ImportOrganizationHistory(store_, transaction, import);
      });
}

grpc::ServerUnaryReactor* OrganizationsService::GetTeamHistory(grpc::CallbackServerContext* context,
                                                               const GetTeamHistoryRequest* request,
                                                               TeamHistory* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view, const GetTeamHistoryRequest& get) {
                     return api::EntryHistoryOf<TeamHistory>(store_.teams, *view.reader,
                                                             get.name());
                   });
}

grpc::ServerUnaryReactor* OrganizationsService::ImportTeamHistory(
    grpc::CallbackServerContext* context, const ImportTeamHistoryRequest* request, Team* response) {
  return rpc::Write(
      runtime_, context, request, response,
      [this](journal::Transaction& transaction, const ImportTeamHistoryRequest& import) {
        return api::ImportEntryHistory(store_.teams, transaction, import);
      });
}

grpc::ServerUnaryReactor* OrganizationsService::GetMemberHistory(
    grpc::CallbackServerContext* context, const GetMemberHistoryRequest* request,
    MemberHistory* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view, const GetMemberHistoryRequest& get) {
                     return api::EntryHistoryOf<MemberHistory>(store_.members, *view.reader,
                                                               get.name());
                   });
}

grpc::ServerUnaryReactor* OrganizationsService::ImportMemberHistory(
    grpc::CallbackServerContext* context, const ImportMemberHistoryRequest* request,
    Member* response) {
  return rpc::Write(
      runtime_, context, request, response,
      [this](journal::Transaction& transaction, const ImportMemberHistoryRequest& import) {
        return api::ImportEntryHistory(store_.members, transaction, import);
      });
}

grpc::ServerUnaryReactor* OrganizationsService::GetCycleHistory(
    grpc::CallbackServerContext* context, const GetCycleHistoryRequest* request,
    CycleHistory* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view, const GetCycleHistoryRequest& get) {
                     return CycleHistoryOf(store_, *view.reader, get.name());
                   });
}

grpc::ServerUnaryReactor* OrganizationsService::ImportCycleHistory(
    grpc::CallbackServerContext* context, const ImportCycleHistoryRequest* request,
    Cycle* response) {
  return rpc::Write(
      runtime_, context, request, response,
      [this](journal::Transaction& transaction, const ImportCycleHistoryRequest& import) {
        return goals::ImportCycleHistory(store_, transaction, import);
      });
}

}  // namespace okapi::goals
