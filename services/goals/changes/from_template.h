#pragma once

#include "absl/status/statusor.h"
#include "common/journal/transaction.h"
#include "okapi/goals/v1/goals_service.pb.h"
#include "services/goals/store/goals_store.h"

namespace okapi::goals {

// Creates a DRAFT from a template, with key results and initiatives that have the ids which they
// have there. NOT_FOUND when there is no such template.
absl::StatusOr<okapi::goals::v1::Objective> CreateFromTemplate(
    const GoalsStore& store, journal::Transaction& transaction,
    const okapi::goals::v1::CreateObjectiveFromTemplateRequest& request);

// One page of the templates.
absl::StatusOr<okapi::goals::v1::ListObjectiveTemplatesResponse> ListTemplates(
    const GoalsStore& store, const storage::Reader& reader,
    const okapi::goals::v1::ListObjectiveTemplatesRequest& request);

}  // namespace okapi::goals
