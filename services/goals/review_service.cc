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
#include "services/goals/insights/cycle_result.h"
#include "services/goals/insights/due.h"
#include "services/goals/insights/explanation.h"
#include "services/goals/insights/findings.h"
#include "services/goals/insights/profile_comparison.h"
#include "services/goals/insights/what_if.h"
#include "services/goals/store/references.h"
#include "services/goals/store/rollup.h"

namespace okapi::goals {

using okapi::common::v1::ChangeRecord;
using okapi::goals::v1::Calibration;
using okapi::goals::v1::CompareProfilesRequest;
using okapi::goals::v1::CompareProfilesResponse;
using okapi::goals::v1::CycleResult;
using okapi::goals::v1::DueCheckIn;
using okapi::goals::v1::ExplainRequest;
using okapi::goals::v1::Explanation;
using okapi::goals::v1::Finding;
using okapi::goals::v1::GetCalibrationRequest;
using okapi::goals::v1::GetCycleResultRequest;
using okapi::goals::v1::ListDueRequest;
using okapi::goals::v1::ListDueResponse;
using okapi::goals::v1::ListFindingsRequest;
using okapi::goals::v1::ListFindingsResponse;
using okapi::goals::v1::Objective;
using okapi::goals::v1::WhatIfRequest;
using okapi::goals::v1::WhatIfResponse;

namespace {

// One page of a list that is known as a whole: its tokens say how many came before. `show` makes an
// entry of what is known.
template <typename Response, typename Request, typename Item, typename Entry, typename Show>
absl::StatusOr<Response> PageOf(const Request& request, std::vector<Item> all,
                                Entry* (Response::*add)(), Show show) {
  OKAPI_ASSIGN_OR_RETURN(const std::string token,
                         api::DecodePageToken(request.page_token(), request));
  size_t first = 0;
  if (!token.empty() && !absl::SimpleAtoi(token, &first)) first = 0;
  const size_t last =
      std::min(all.size(), first + static_cast<size_t>(api::PageSize(request.page_size())));
  Response response;
  for (size_t i = first; i < last; ++i) {
    OKAPI_ASSIGN_OR_RETURN(*(response.*add)(), show(std::move(all[i])));
  }
  if (last < all.size()) {
    response.set_next_page_token(api::EncodePageToken(request, absl::StrCat(last)));
  }
  return response;
}
template <typename Response, typename Request, typename Item>
absl::StatusOr<Response> PageOf(const Request& request, std::vector<Item> all,
                                Item* (Response::*add)()) {
  return PageOf<Response>(request, std::move(all), add,
                          [](Item&& item) -> absl::StatusOr<Item> { return std::move(item); });
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

grpc::ServerUnaryReactor* ReviewService::GetCycleResult(grpc::CallbackServerContext* context,
                                                        const GetCycleResultRequest* request,
                                                        CycleResult* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view, const GetCycleResultRequest& get) {
                     return CycleResultOf(store_, *view.reader, get.name());
                   });
}

grpc::ServerUnaryReactor* ReviewService::WhatIf(grpc::CallbackServerContext* context,
                                                const WhatIfRequest* request,
                                                WhatIfResponse* response) {
  return rpc::Rehearse<ChangeRecord>(
      runtime_, context, request, response,
      [this](journal::Transaction& transaction, const WhatIfRequest& what_if) {
        return TryChanges(store_, transaction, what_if);
      },
      [this](const journal::View& view, const ChangeRecord& record) {
        return MovesOf(store_, *view.reader, record);
      });
}

grpc::ServerUnaryReactor* ReviewService::CompareProfiles(grpc::CallbackServerContext* context,
                                                         const CompareProfilesRequest* request,
                                                         CompareProfilesResponse* response) {
  return rpc::Read(
      runtime_, context, request, response,
      [this](const journal::View& view,
             const CompareProfilesRequest& list) -> absl::StatusOr<CompareProfilesResponse> {
        OKAPI_RETURN_IF_ERROR(
            CheckFilter(store_.cycles, *view.reader, list.parent(), "cycle", list.cycle()));
        OKAPI_ASSIGN_OR_RETURN(const ProfileComparison comparison,
                               ProfileComparison::Of(store_, *view.reader, list.parent()));
        std::vector<Objective> compared;
        OKAPI_RETURN_IF_ERROR(
            store_.objectives.ForEach(*view.reader, list.parent(), [&](const Objective& it) {
              const bool in_cycle = list.cycle().empty() || it.cycle() == list.cycle();
              // What contributed to one that is closed may have moved on since.
              const bool known = it.state() == Objective::CLOSED && !CountsChildren(it);
              if (in_cycle && (it.state() == Objective::ACTIVE || known)) compared.push_back(it);
              return true;
            }));
        OKAPI_ASSIGN_OR_RETURN(
            CompareProfilesResponse page,
            PageOf<CompareProfilesResponse>(
                list, std::move(compared), &CompareProfilesResponse::add_comparisons,
                [&comparison](const Objective& it) { return comparison.Compare(it); }));
        page.set_profile(comparison.profile());
        return page;
      });
}

}  // namespace okapi::goals
