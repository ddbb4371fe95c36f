#include "services/goals/privacy_service.h"

#include "absl/strings/str_cat.h"
#include "common/api/resource_name.h"
#include "common/rpc/unary.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/goals/store/hidden_names.h"

namespace okapi::goals {

using okapi::goals::v1::FindHiddenObjectivesRequest;
using okapi::goals::v1::FindHiddenObjectivesResponse;

namespace {

constexpr int kObjectivesMax = 1000;

absl::Status Check(const FindHiddenObjectivesRequest& find) {
  status::FieldViolations violations;
  if (find.objectives_size() > kObjectivesMax) {
    violations.Add("objectives", absl::StrCat("has more than ", kObjectivesMax, " entries"));
  }
  for (int i = 0; i < find.objectives_size(); ++i) {
    const std::string& name = find.objectives(i);
    const bool is_objective = api::PatternOf<okapi::goals::v1::Objective>().Matches(name);
    if (is_objective && api::OrganizationOf(name) == find.parent()) continue;
    violations.Add(absl::StrCat("objectives[", i, "]"), "must be an objective of `parent`");
  }
  return violations.ToStatus();
}

absl::StatusOr<FindHiddenObjectivesResponse> Find(const GoalsStore& store,
                                                  const storage::Reader& reader,
                                                  const FindHiddenObjectivesRequest& find) {
  OKAPI_RETURN_IF_ERROR(Check(find));
  OKAPI_RETURN_IF_ERROR(store.organizations.Get(reader, find.parent()).status());
  FindHiddenObjectivesResponse found;
  for (const std::string& objective : find.objectives()) {
    OKAPI_ASSIGN_OR_RETURN(const bool hidden, IsHidden(store, reader, objective));
    *(hidden ? found.add_hidden() : found.add_others()) = objective;
  }
  return found;
}

}  // namespace

PrivacyService::PrivacyService(rpc::Runtime& runtime, const GoalsStore& store)
    : runtime_(runtime), store_(store) {}

PrivacyService::~PrivacyService() = default;

grpc::ServerUnaryReactor* PrivacyService::FindHiddenObjectives(
    grpc::CallbackServerContext* context, const FindHiddenObjectivesRequest* request,
    FindHiddenObjectivesResponse* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view, const FindHiddenObjectivesRequest& find) {
                     return Find(store_, *view.reader, find);
                   });
}

}  // namespace okapi::goals
