#include "services/goals/store/comment_subjects.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/api/listing.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/goals/store/goals_store.h"

namespace okapi::goals {
namespace {

// Whether the collection has one of this name.
template <typename R>
absl::StatusOr<bool> Has(const api::Collection<R>& collection, const storage::Reader& reader,
                         const std::string& name) {
  if (!api::PatternOf<R>().Matches(name)) return false;
  OKAPI_ASSIGN_OR_RETURN(const auto found, collection.FindStored(reader, name));
  return found.has_value();
}

}  // namespace

absl::Status CheckSubject(const GoalsStore& store, const storage::Reader& reader,
                          const std::string& parent, const std::string& subject) {
  if (subject.empty() || subject == parent || api::IsAny(parent)) return absl::OkStatus();
  if (!absl::StartsWith(subject, absl::StrCat(parent, "/"))) {
    return status::InvalidField("subject", "must be the objective or something that belongs to it");
  }
  for (const absl::StatusOr<bool>& has :
       {Has(store.key_results, reader, subject), Has(store.initiatives, reader, subject),
        Has(store.check_ins, reader, subject), Has(store.comments, reader, subject)}) {
    OKAPI_RETURN_IF_ERROR(has.status());
    if (*has) return absl::OkStatus();
  }
  return status::NotFound(subject);
}

}  // namespace okapi::goals
