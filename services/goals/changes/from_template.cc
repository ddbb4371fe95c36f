#include "services/goals/changes/from_template.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/api/listing.h"
#include "common/api/page_token.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/goals/numbers/initiative_dates.h"
#include "services/goals/templates/objective_templates.h"

namespace okapi::goals {
namespace {

using okapi::goals::v1::CreateObjectiveFromTemplateRequest;
using okapi::goals::v1::Initiative;
using okapi::goals::v1::KeyResult;
using okapi::goals::v1::ListObjectiveTemplatesRequest;
using okapi::goals::v1::ListObjectiveTemplatesResponse;
using okapi::goals::v1::Objective;
using okapi::goals::v1::ObjectiveTemplate;

absl::Status NoTemplate(const std::string& id) {
  const std::string known = absl::StrJoin(
      ObjectiveTemplates(Language::kEnglish), ", ",
      [](std::string* out, const ObjectiveTemplate& it) { absl::StrAppend(out, it.id()); });
  return status::Error(absl::StatusCode::kNotFound, status::ErrorReason::RESOURCE_NOT_FOUND,
                       absl::StrCat("there is no template '", id, "'; there are ", known),
                       {{"resource", id}});
}

// The plan as it is from today on; what does not fit into the cycle any more says so.
absl::StatusOr<std::vector<Initiative>> PlannedIn(const GoalsStore& store,
                                                  const storage::Reader& reader,
                                                  const Objective& objective,
                                                  const ObjectiveTemplate& from,
                                                  Language language) {
  OKAPI_ASSIGN_OR_RETURN(const CycleDays days, store.DaysOf(reader, objective));
  const google::type::Date today = days.calendar.DateOf(store.Now(reader));
  std::vector<Initiative> planned;
  for (const Initiative& initiative : from.initiatives()) {
    Initiative& it = planned.emplace_back(initiative);
    if (BeginWeeks(days.cycle.start_date(), days.cycle.end_date(), today, it)) continue;
    it.set_description(absl::StrCat(it.description(), it.description().empty() ? "" : " ",
                                    TooLongText(initiative.due_after_weeks(), language)));
  }
  return planned;
}

absl::Status CreateParts(const GoalsStore& store, journal::Transaction& transaction,
                         const ObjectiveTemplate& from, std::vector<Initiative> planned,
                         const std::string& objective) {
  for (KeyResult key_result : from.key_results()) {
    const std::string id = key_result.name();
    OKAPI_RETURN_IF_ERROR(
        store.key_results.Create(transaction, objective, id, "key_result_id", std::move(key_result))
            .status());
  }
  for (Initiative& initiative : planned) {
    const std::string id = initiative.name();
    for (std::string& moved : *initiative.mutable_key_results()) {
      moved = absl::StrCat(objective, "/keyResults/", moved);
    }
    OKAPI_RETURN_IF_ERROR(
        store.initiatives.Create(transaction, objective, id, "initiative_id", std::move(initiative))
            .status());
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Objective> CreateFromTemplate(const GoalsStore& store,
                                             journal::Transaction& transaction,
                                             const CreateObjectiveFromTemplateRequest& request) {
  OKAPI_ASSIGN_OR_RETURN(const Language language, LanguageOf(request.language_code()));
  const ObjectiveTemplate* from = FindObjectiveTemplate(request.template_id(), language);
  if (from == nullptr) return NoTemplate(request.template_id());
  Objective objective;
  objective.set_display_name(from->display_name());
  objective.set_description(from->description());
  objective.MergeFrom(request.objective());
  OKAPI_ASSIGN_OR_RETURN(
      const Objective created,
      store.objectives.Create(transaction, request.parent(), request.objective_id(), "objective_id",
                              std::move(objective)));
  OKAPI_ASSIGN_OR_RETURN(std::vector<Initiative> planned,
                         PlannedIn(store, transaction, created, *from, language));
  OKAPI_RETURN_IF_ERROR(CreateParts(store, transaction, *from, std::move(planned), created.name()));
  return store.objectives.Get(transaction, created.name());
}

absl::StatusOr<ListObjectiveTemplatesResponse> ListTemplates(
    const GoalsStore& store, const storage::Reader& reader,
    const ListObjectiveTemplatesRequest& request) {
  OKAPI_ASSIGN_OR_RETURN(const Language language, LanguageOf(request.language_code()));
  OKAPI_RETURN_IF_ERROR(api::CheckListed(store.organizations, reader, request.parent()));
  OKAPI_ASSIGN_OR_RETURN(const std::string last,
                         api::DecodePageToken(request.page_token(), request));
  ListObjectiveTemplatesResponse page;
  for (const ObjectiveTemplate& it : ObjectiveTemplates(language)) {
    if (it.id() <= last) continue;
    if (page.objective_templates_size() == api::PageSize(request.page_size())) {
      page.set_next_page_token(
          api::EncodePageToken(request, page.objective_templates().rbegin()->id()));
      break;
    }
    *page.add_objective_templates() = it;
  }
  return page;
}

}  // namespace okapi::goals
