// The half of the service that is about what people report and say.

#include "common/api/listing.h"
#include "common/api/ordered_ids.h"
#include "common/rpc/unary.h"
#include "common/status/status_macros.h"
#include "services/goals/changes/acknowledging.h"
#include "services/goals/changes/check_ins.h"
#include "services/goals/goals_service.h"
#include "services/goals/store/comment_subjects.h"

namespace okapi::goals {

using google::protobuf::Empty;
using okapi::goals::v1::AcknowledgeCheckInRequest;
using okapi::goals::v1::BatchCreateCheckInsRequest;
using okapi::goals::v1::BatchCreateCheckInsResponse;
using okapi::goals::v1::CheckIn;
using okapi::goals::v1::Comment;
using okapi::goals::v1::CreateCheckInRequest;
using okapi::goals::v1::CreateCommentRequest;
using okapi::goals::v1::DeleteCommentRequest;
using okapi::goals::v1::GetCheckInRequest;
using okapi::goals::v1::GetCommentRequest;
using okapi::goals::v1::ListCheckInsRequest;
using okapi::goals::v1::ListCheckInsResponse;
using okapi::goals::v1::ListCommentsRequest;
using okapi::goals::v1::ListCommentsResponse;

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
                     return api::ListUnder(store_.key_results, store_.check_ins, *view.reader, list,
                                           &ListCheckInsResponse::add_check_ins);
                   });
}

grpc::ServerUnaryReactor* GoalsService::CreateCheckIn(grpc::CallbackServerContext* context,
                                                      const CreateCheckInRequest* request,
                                                      CheckIn* response) {
  return rpc::Write(runtime_, context, request, response,
                    [this](journal::Transaction& transaction,
                           const CreateCheckInRequest& create) -> absl::StatusOr<CheckIn> {
                      OKAPI_ASSIGN_OR_RETURN(const int64_t number,
                                             api::NextNumber(store_.check_ins.table(), transaction,
                                                             create.parent(), 'c'));
                      return Report(store_, transaction, create, api::OrderedId('c', number));
                    });
}

grpc::ServerUnaryReactor* GoalsService::BatchCreateCheckIns(
    grpc::CallbackServerContext* context, const BatchCreateCheckInsRequest* request,
    BatchCreateCheckInsResponse* response) {
  return rpc::Write(
      runtime_, context, request, response,
      [this](journal::Transaction& transaction, const BatchCreateCheckInsRequest& batch) {
        return ReportAll(store_, transaction, batch);
      });
}

grpc::ServerUnaryReactor* GoalsService::AcknowledgeCheckIn(grpc::CallbackServerContext* context,
                                                           const AcknowledgeCheckInRequest* request,
                                                           CheckIn* response) {
  return rpc::Write(
      runtime_, context, request, response,
      [this](journal::Transaction& transaction, const AcknowledgeCheckInRequest& acknowledge) {
        return Acknowledge(store_, transaction, acknowledge);
      });
}

grpc::ServerUnaryReactor* GoalsService::GetComment(grpc::CallbackServerContext* context,
                                                   const GetCommentRequest* request,
                                                   Comment* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view, const GetCommentRequest& get) {
                     return store_.comments.Get(*view.reader, get.name());
                   });
}

grpc::ServerUnaryReactor* GoalsService::ListComments(grpc::CallbackServerContext* context,
                                                     const ListCommentsRequest* request,
                                                     ListCommentsResponse* response) {
  return rpc::Read(
      runtime_, context, request, response,
      [this](const journal::View& view,
             const ListCommentsRequest& list) -> absl::StatusOr<ListCommentsResponse> {
        OKAPI_RETURN_IF_ERROR(api::CheckListed(store_.objectives, *view.reader, list.parent()));
        auto page = store_.comments.List(
            *view.reader, list, list.parent(), &ListCommentsResponse::add_comments,
            [&](const Comment& comment) {
              return list.subject().empty() || comment.subject() == list.subject();
            });
        // What is gone may have been talked about.
        if (page.ok() && page->comments().empty()) {
          OKAPI_RETURN_IF_ERROR(CheckSubject(store_, *view.reader, list.parent(), list.subject()));
        }
        return page;
      });
}

grpc::ServerUnaryReactor* GoalsService::CreateComment(grpc::CallbackServerContext* context,
                                                      const CreateCommentRequest* request,
                                                      Comment* response) {
  return rpc::Write(runtime_, context, request, response,
                    [this](journal::Transaction& transaction,
                           const CreateCommentRequest& create) -> absl::StatusOr<Comment> {
                      std::string id = create.comment_id();
                      if (id.empty()) {
                        OKAPI_ASSIGN_OR_RETURN(const int64_t number,
                                               api::NextNumber(store_.comments.table(), transaction,
                                                               create.parent(), 'm'));
                        id = api::OrderedId('m', number);
                      }
                      return store_.comments.Create(transaction, create.parent(), id, "comment_id",
                                                    create.comment());
                    });
}

grpc::ServerUnaryReactor* GoalsService::DeleteComment(grpc::CallbackServerContext* context,
                                                      const DeleteCommentRequest* request,
                                                      Empty* response) {
  return rpc::Write(runtime_, context, request, response,
                    [this](journal::Transaction& transaction,
                           const DeleteCommentRequest& doomed) -> absl::StatusOr<Empty> {
                      OKAPI_RETURN_IF_ERROR(store_.comments.Delete(transaction, doomed.name(),
                                                                   doomed.etag(), /*force=*/false));
                      return Empty();
                    });
}

}  // namespace okapi::goals
