#pragma once

#include <grpcpp/grpcpp.h>

#include "common/rpc/runtime.h"
#include "okapi/goals/v1/goals_service.grpc.pb.h"
#include "services/goals/store/goals_store.h"

namespace okapi::goals {

// The wire side of objectives and what belongs to them: names the call, the store does it.
class GoalsService final : public okapi::goals::v1::GoalsService::CallbackService {
 public:
  // Both must outlive the service.
  GoalsService(rpc::Runtime& runtime, const GoalsStore& store);
  ~GoalsService() override;

  grpc::ServerUnaryReactor* GetObjective(grpc::CallbackServerContext* context,
                                         const okapi::goals::v1::GetObjectiveRequest* request,
                                         okapi::goals::v1::Objective* response) override;
  grpc::ServerUnaryReactor* ListObjectives(
      grpc::CallbackServerContext* context, const okapi::goals::v1::ListObjectivesRequest* request,
      okapi::goals::v1::ListObjectivesResponse* response) override;
  grpc::ServerUnaryReactor* CreateObjective(grpc::CallbackServerContext* context,
                                            const okapi::goals::v1::CreateObjectiveRequest* request,
                                            okapi::goals::v1::Objective* response) override;
  grpc::ServerUnaryReactor* UpdateObjective(grpc::CallbackServerContext* context,
                                            const okapi::goals::v1::UpdateObjectiveRequest* request,
                                            okapi::goals::v1::Objective* response) override;
  grpc::ServerUnaryReactor* DeleteObjective(grpc::CallbackServerContext* context,
                                            const okapi::goals::v1::DeleteObjectiveRequest* request,
                                            google::protobuf::Empty* response) override;
  grpc::ServerUnaryReactor* ActivateObjective(
      grpc::CallbackServerContext* context,
      const okapi::goals::v1::ActivateObjectiveRequest* request,
      okapi::goals::v1::Objective* response) override;
  grpc::ServerUnaryReactor* CloseObjective(grpc::CallbackServerContext* context,
                                           const okapi::goals::v1::CloseObjectiveRequest* request,
                                           okapi::goals::v1::Objective* response) override;
  grpc::ServerUnaryReactor* ReopenObjective(grpc::CallbackServerContext* context,
                                            const okapi::goals::v1::ReopenObjectiveRequest* request,
                                            okapi::goals::v1::Objective* response) override;
  grpc::ServerUnaryReactor* GetKeyResult(grpc::CallbackServerContext* context,
                                         const okapi::goals::v1::GetKeyResultRequest* request,
                                         okapi::goals::v1::KeyResult* response) override;
  grpc::ServerUnaryReactor* ListKeyResults(
      grpc::CallbackServerContext* context, const okapi::goals::v1::ListKeyResultsRequest* request,
      okapi::goals::v1::ListKeyResultsResponse* response) override;
  grpc::ServerUnaryReactor* CreateKeyResult(grpc::CallbackServerContext* context,
                                            const okapi::goals::v1::CreateKeyResultRequest* request,
                                            okapi::goals::v1::KeyResult* response) override;
  grpc::ServerUnaryReactor* UpdateKeyResult(grpc::CallbackServerContext* context,
                                            const okapi::goals::v1::UpdateKeyResultRequest* request,
                                            okapi::goals::v1::KeyResult* response) override;
  grpc::ServerUnaryReactor* DeleteKeyResult(grpc::CallbackServerContext* context,
                                            const okapi::goals::v1::DeleteKeyResultRequest* request,
                                            google::protobuf::Empty* response) override;
  grpc::ServerUnaryReactor* GetInitiative(grpc::CallbackServerContext* context,
                                          const okapi::goals::v1::GetInitiativeRequest* request,
                                          okapi::goals::v1::Initiative* response) override;
  grpc::ServerUnaryReactor* ListInitiatives(
      grpc::CallbackServerContext* context, const okapi::goals::v1::ListInitiativesRequest* request,
      okapi::goals::v1::ListInitiativesResponse* response) override;
  grpc::ServerUnaryReactor* CreateInitiative(
      grpc::CallbackServerContext* context,
      const okapi::goals::v1::CreateInitiativeRequest* request,
      okapi::goals::v1::Initiative* response) override;
  grpc::ServerUnaryReactor* UpdateInitiative(
      grpc::CallbackServerContext* context,
      const okapi::goals::v1::UpdateInitiativeRequest* request,
      okapi::goals::v1::Initiative* response) override;
  grpc::ServerUnaryReactor* DeleteInitiative(
      grpc::CallbackServerContext* context,
      const okapi::goals::v1::DeleteInitiativeRequest* request,
      google::protobuf::Empty* response) override;
  grpc::ServerUnaryReactor* GetCheckIn(grpc::CallbackServerContext* context,
                                       const okapi::goals::v1::GetCheckInRequest* request,
                                       okapi::goals::v1::CheckIn* response) override;
  grpc::ServerUnaryReactor* ListCheckIns(grpc::CallbackServerContext* context,
                                         const okapi::goals::v1::ListCheckInsRequest* request,
                                         okapi::goals::v1::ListCheckInsResponse* response) override;
  grpc::ServerUnaryReactor* CreateCheckIn(grpc::CallbackServerContext* context,
                                          const okapi::goals::v1::CreateCheckInRequest* request,
                                          okapi::goals::v1::CheckIn* response) override;
  grpc::ServerUnaryReactor* ProposeObjective(
      grpc::CallbackServerContext* context,
      const okapi::goals::v1::ProposeObjectiveRequest* request,
      okapi::goals::v1::Objective* response) override;
  grpc::ServerUnaryReactor* WithdrawObjective(
      grpc::CallbackServerContext* context,
      const okapi::goals::v1::WithdrawObjectiveRequest* request,
      okapi::goals::v1::Objective* response) override;
  grpc::ServerUnaryReactor* ArchiveObjective(
      grpc::CallbackServerContext* context,
      const okapi::goals::v1::ArchiveObjectiveRequest* request,
      okapi::goals::v1::Objective* response) override;
  grpc::ServerUnaryReactor* RestoreObjective(
      grpc::CallbackServerContext* context,
      const okapi::goals::v1::RestoreObjectiveRequest* request,
      okapi::goals::v1::Objective* response) override;
  grpc::ServerUnaryReactor* CopyObjective(grpc::CallbackServerContext* context,
                                          const okapi::goals::v1::CopyObjectiveRequest* request,
                                          okapi::goals::v1::Objective* response) override;
  grpc::ServerUnaryReactor* ListObjectiveTemplates(
      grpc::CallbackServerContext* context,
      const okapi::goals::v1::ListObjectiveTemplatesRequest* request,
      okapi::goals::v1::ListObjectiveTemplatesResponse* response) override;
  grpc::ServerUnaryReactor* CreateObjectiveFromTemplate(
      grpc::CallbackServerContext* context,
      const okapi::goals::v1::CreateObjectiveFromTemplateRequest* request,
      okapi::goals::v1::Objective* response) override;
  grpc::ServerUnaryReactor* RetargetKeyResult(
      grpc::CallbackServerContext* context,
      const okapi::goals::v1::RetargetKeyResultRequest* request,
      okapi::goals::v1::KeyResult* response) override;
  grpc::ServerUnaryReactor* GetObjectiveHistory(
      grpc::CallbackServerContext* context,
      const okapi::goals::v1::GetObjectiveHistoryRequest* request,
      okapi::goals::v1::ObjectiveHistory* response) override;
  grpc::ServerUnaryReactor* ImportObjectiveHistory(
      grpc::CallbackServerContext* context,
      const okapi::goals::v1::ImportObjectiveHistoryRequest* request,
      okapi::goals::v1::Objective* response) override;
  grpc::ServerUnaryReactor* GetPace(grpc::CallbackServerContext* context,
                                    const okapi::goals::v1::GetPaceRequest* request,
                                    okapi::goals::v1::Pace* response) override;
  grpc::ServerUnaryReactor* GetErrorBudget(grpc::CallbackServerContext* context,
                                           const okapi::goals::v1::GetErrorBudgetRequest* request,
                                           okapi::goals::v1::ErrorBudget* response) override;
  grpc::ServerUnaryReactor* BatchCreateCheckIns(
      grpc::CallbackServerContext* context,
      const okapi::goals::v1::BatchCreateCheckInsRequest* request,
      okapi::goals::v1::BatchCreateCheckInsResponse* response) override;
  grpc::ServerUnaryReactor* AcknowledgeCheckIn(
      grpc::CallbackServerContext* context,
      const okapi::goals::v1::AcknowledgeCheckInRequest* request,
      okapi::goals::v1::CheckIn* response) override;
  grpc::ServerUnaryReactor* GetComment(grpc::CallbackServerContext* context,
                                       const okapi::goals::v1::GetCommentRequest* request,
                                       okapi::goals::v1::Comment* response) override;
  grpc::ServerUnaryReactor* ListComments(grpc::CallbackServerContext* context,
                                         const okapi::goals::v1::ListCommentsRequest* request,
                                         okapi::goals::v1::ListCommentsResponse* response) override;
  grpc::ServerUnaryReactor* CreateComment(grpc::CallbackServerContext* context,
                                          const okapi::goals::v1::CreateCommentRequest* request,
                                          okapi::goals::v1::Comment* response) override;
  grpc::ServerUnaryReactor* DeleteComment(grpc::CallbackServerContext* context,
                                          const okapi::goals::v1::DeleteCommentRequest* request,
                                          google::protobuf::Empty* response) override;
  grpc::ServerWriteReactor<okapi::goals::v1::WatchResponse>* Watch(
      grpc::CallbackServerContext* context, const okapi::goals::v1::WatchRequest* request) override;

 private:
  rpc::Runtime& runtime_;
  const GoalsStore& store_;
};

}  // namespace okapi::goals
