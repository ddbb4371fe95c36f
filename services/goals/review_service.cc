#include "services/goals/review_service.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/api/page_token.h"
#include "common/rpc/unary.h"
#include "common/status/status_macros.h"
#include "services/goals/insights/calibration.h"
#include "services/goals/insights/due.h"
#include "services/goals/insights/explanation.h"
#include "services/goals/insights/findings.h"
#include "services/goals/store/references.h"

namespace okapi::goals {

using okapi::goals::v1::Calibration;
using okapi::goals::v1::DueCheckIn;
using okapi::goals::v1::ExplainRequest;
using okapi::goals::v1::Explanation;
using okapi::goals::v1::Finding;
using okapi::goals::v1::GetCalibrationRequest;
using okapi::goals::v1::ListDueRequest;
using okapi::goals::v1::ListDueResponse;
using okapi::goals::v1::ListFindingsRequest;
using okapi::goals::v1::ListFindingsResponse;

namespace {

// One page of a list that is computed as a whole: its tokens say how many came before.
template <typename Response, typename Request, typename Item>
absl::StatusOr<Response> PageOf(const Request& request, std::vector<Item> all,
                                Item* (Response::*add)()) {
  OKAPI_ASSIGN_OR_RETURN(const std::string token,
                         api::DecodePageToken(request.page_token(), request));
  size_t first = 0;
  if (!token.empty() && !absl::SimpleAtoi(token, &first)) first = 0;
  const size_t last =
      std::min(all.size(), first + static_cast<size_t>(api::PageSize(request.page_size())));
  Response response;
  for (size_t i = first; i < last; ++i) *(response.*add)() = std::move(all[i]);
  if (last < all.size()) {
    response.set_next_page_token(api::EncodePageToken(request, absl::StrCat(last)));
  }
  return response;
}

// Whether the member owes it or should hear of it.
bool Concerns(const DueCheckIn& due, const std::string& member) {
  return member.empty() || due.member() == member ||
         std::count(due.escalate_to().begin(), due.escalate_to().end(), member) > 0;
}

}  // namespace

ReviewService::ReviewService(rpc::Runtime& runtime, const GoalsStore& store)
    : runtime_(runtime), store_(store) {}

ReviewService::~ReviewService() = default;

grpc::ServerUnaryReactor* ReviewService::Explain(grpc::CallbackServerContext* context,
                                                 const ExplainRequest* request,
                                                 Explanation* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view,
                          const ExplainRequest& explain) -> absl::StatusOr<Explanation> {
                     OKAPI_ASSIGN_OR_RETURN(Explanation explanation,
                                            ExplanationOf(store_, *view.reader, explain));
                     explanation.set_revision(view.revision);
                     return explanation;
                   });
}

grpc::ServerUnaryReactor* ReviewService::ListFindings(grpc::CallbackServerContext* context,
                                                      const ListFindingsRequest* request,
                                                      ListFindingsResponse* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view,
                          const ListFindingsRequest& list) -> absl::StatusOr<ListFindingsResponse> {
                     OKAPI_ASSIGN_OR_RETURN(std::vector<Finding> all,
                                            FindingsOf(store_, *view.reader, list));
                     return PageOf<ListFindingsResponse>(list, std::move(all),
                                                         &ListFindingsResponse::add_findings);
                   });
}

grpc::ServerUnaryReactor* ReviewService::ListDue(grpc::CallbackServerContext* context,
                                                 const ListDueRequest* request,
                                                 ListDueResponse* response) {
  return rpc::Read(
      runtime_, context, request, response,
      [this](const journal::View& view,
             const ListDueRequest& list) -> absl::StatusOr<ListDueResponse> {
        OKAPI_RETURN_IF_ERROR(
            CheckFilter(store_.members, *view.reader, list.parent(), "member", list.member()));
        OKAPI_ASSIGN_OR_RETURN(std::vector<DueCheckIn> all,
                               DueCheckIns(store_, *view.reader, list.parent()));
        all.erase(std::remove_if(
                      all.begin(), all.end(),
                      [&list](const DueCheckIn& due) { return !Concerns(due, list.member()); }),
                  all.end());
        return PageOf<ListDueResponse>(list, std::move(all), &ListDueResponse::add_due);
      });
}

grpc::ServerUnaryReactor* ReviewService::GetCalibration(grpc::CallbackServerContext* context,
                                                        const GetCalibrationRequest* request,
                                                        Calibration* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view,
                          const GetCalibrationRequest& get) -> absl::StatusOr<Calibration> {
                     OKAPI_ASSIGN_OR_RETURN(
                         const std::vector<Foreseen> foreseen,
                         ForeseenIn(store_, *view.reader, get.parent(), get.cycle()));
                     return CalibrationOf(foreseen);
                   });
}

}  // namespace okapi::goals
