#pragma once

#include <grpcpp/grpcpp.h>

#include "common/rpc/runtime.h"
#include "okapi/goals/v1/organizations_service.grpc.pb.h"
#include "services/goals/store/goals_store.h"

namespace okapi::goals {

// The wire side of organizations and what they are made of: names the call, the store does it.
class OrganizationsService final : public okapi::goals::v1::OrganizationsService::CallbackService {
 public:
  // Both must outlive the service.
  OrganizationsService(rpc::Runtime& runtime, const GoalsStore& store);
  ~OrganizationsService() override;

  grpc::ServerUnaryReactor* GetOrganization(grpc::CallbackServerContext* context,
                                            const okapi::goals::v1::GetOrganizationRequest* request,
                                            okapi::goals::v1::Organization* response) override;
  grpc::ServerUnaryReactor* ListOrganizations(
      grpc::CallbackServerContext* context,
      const okapi::goals::v1::ListOrganizationsRequest* request,
      okapi::goals::v1::ListOrganizationsResponse* response) override;
  grpc::ServerUnaryReactor* CreateOrganization(
      grpc::CallbackServerContext* context,
      const okapi::goals::v1::CreateOrganizationRequest* request,
      okapi::goals::v1::Organization* response) override;
  grpc::ServerUnaryReactor* UpdateOrganization(
      grpc::CallbackServerContext* context,
      const okapi::goals::v1::UpdateOrganizationRequest* request,
      okapi::goals::v1::Organization* response) override;
  grpc::ServerUnaryReactor* DeleteOrganization(
      grpc::CallbackServerContext* context,
      const okapi::goals::v1::DeleteOrganizationRequest* request,
      google::protobuf::Empty* response) override;
  grpc::ServerUnaryReactor* GetTeam(grpc::CallbackServerContext* context,
                                    const okapi::goals::v1::GetTeamRequest* request,
                                    okapi::goals::v1::Team* response) override;
  grpc::ServerUnaryReactor* ListTeams(grpc::CallbackServerContext* context,
                                      const okapi::goals::v1::ListTeamsRequest* request,
                                      okapi::goals::v1::ListTeamsResponse* response) override;
  grpc::ServerUnaryReactor* CreateTeam(grpc::CallbackServerContext* context,
                                       const okapi::goals::v1::CreateTeamRequest* request,
                                       okapi::goals::v1::Team* response) override;
  grpc::ServerUnaryReactor* UpdateTeam(grpc::CallbackServerContext* context,
                                       const okapi::goals::v1::UpdateTeamRequest* request,
                                       okapi::goals::v1::Team* response) override;
  grpc::ServerUnaryReactor* DeleteTeam(grpc::CallbackServerContext* context,
                                       const okapi::goals::v1::DeleteTeamRequest* request,
                                       google::protobuf::Empty* response) override;
  grpc::ServerUnaryReactor* GetMember(grpc::CallbackServerContext* context,
                                      const okapi::goals::v1::GetMemberRequest* request,
                                      okapi::goals::v1::Member* response) override;
  grpc::ServerUnaryReactor* ListMembers(grpc::CallbackServerContext* context,
                                        const okapi::goals::v1::ListMembersRequest* request,
                                        okapi::goals::v1::ListMembersResponse* response) override;
  grpc::ServerUnaryReactor* CreateMember(grpc::CallbackServerContext* context,
                                         const okapi::goals::v1::CreateMemberRequest* request,
                                         okapi::goals::v1::Member* response) override;
  grpc::ServerUnaryReactor* UpdateMember(grpc::CallbackServerContext* context,
                                         const okapi::goals::v1::UpdateMemberRequest* request,
                                         okapi::goals::v1::Member* response) override;
  grpc::ServerUnaryReactor* DeleteMember(grpc::CallbackServerContext* context,
                                         const okapi::goals::v1::DeleteMemberRequest* request,
                                         google::protobuf::Empty* response) override;
  grpc::ServerUnaryReactor* GetCycle(grpc::CallbackServerContext* context,
                                     const okapi::goals::v1::GetCycleRequest* request,
                                     okapi::goals::v1::Cycle* response) override;
  grpc::ServerUnaryReactor* ListCycles(grpc::CallbackServerContext* context,
                                       const okapi::goals::v1::ListCyclesRequest* request,
                                       okapi::goals::v1::ListCyclesResponse* response) override;
  grpc::ServerUnaryReactor* CreateCycle(grpc::CallbackServerContext* context,
                                        const okapi::goals::v1::CreateCycleRequest* request,
                                        okapi::goals::v1::Cycle* response) override;
  grpc::ServerUnaryReactor* UpdateCycle(grpc::CallbackServerContext* context,
                                        const okapi::goals::v1::UpdateCycleRequest* request,
                                        okapi::goals::v1::Cycle* response) override;
  grpc::ServerUnaryReactor* DeleteCycle(grpc::CallbackServerContext* context,
                                        const okapi::goals::v1::DeleteCycleRequest* request,
                                        google::protobuf::Empty* response) override;
  grpc::ServerUnaryReactor* ActivateCycle(grpc::CallbackServerContext* context,
                                          const okapi::goals::v1::ActivateCycleRequest* request,
                                          okapi::goals::v1::Cycle* response) override;
  grpc::ServerUnaryReactor* CloseCycle(grpc::CallbackServerContext* context,
                                       const okapi::goals::v1::CloseCycleRequest* request,
                                       okapi::goals::v1::CloseCycleResponse* response) override;
  grpc::ServerUnaryReactor* ReopenCycle(grpc::CallbackServerContext* context,
                                        const okapi::goals::v1::ReopenCycleRequest* request,
                                        okapi::goals::v1::Cycle* response) override;
  grpc::ServerUnaryReactor* GetOrganizationHistory(
      grpc::CallbackServerContext* context,
      const okapi::goals::v1::GetOrganizationHistoryRequest* request,
      okapi::goals::v1::OrganizationHistory* response) override;
  grpc::ServerUnaryReactor* ImportOrganizationHistory(
      grpc::CallbackServerContext* context,
      const okapi::goals::v1::ImportOrganizationHistoryRequest* request,
      okapi::goals::v1::Organization* response) override;
  grpc::ServerUnaryReactor* GetTeamHistory(grpc::CallbackServerContext* context,
                                           const okapi::goals::v1::GetTeamHistoryRequest* request,
                                           okapi::goals::v1::TeamHistory* response) override;
  grpc::ServerUnaryReactor* ImportTeamHistory(
      grpc::CallbackServerContext* context,
      const okapi::goals::v1::ImportTeamHistoryRequest* request,
      okapi::goals::v1::Team* response) override;
  grpc::ServerUnaryReactor* GetMemberHistory(
      grpc::CallbackServerContext* context,
      const okapi::goals::v1::GetMemberHistoryRequest* request,
      okapi::goals::v1::MemberHistory* response) override;
  grpc::ServerUnaryReactor* ImportMemberHistory(
      grpc::CallbackServerContext* context,
      const okapi::goals::v1::ImportMemberHistoryRequest* request,
      okapi::goals::v1::Member* response) override;
  grpc::ServerUnaryReactor* GetCycleHistory(grpc::CallbackServerContext* context,
                                            const okapi::goals::v1::GetCycleHistoryRequest* request,
                                            okapi::goals::v1::CycleHistory* response) override;
  grpc::ServerUnaryReactor* ImportCycleHistory(
      grpc::CallbackServerContext* context,
      const okapi::goals::v1::ImportCycleHistoryRequest* request,
      okapi::goals::v1::Cycle* response) override;

 private:
  rpc::Runtime& runtime_;
  const GoalsStore& store_;
};

}  // namespace okapi::goals
