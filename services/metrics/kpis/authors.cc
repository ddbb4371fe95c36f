#include "services/metrics/kpis/authors.h"

#include "absl/strings/str_cat.h"
#include "common/api/resource_name.h"

namespace okapi::metrics {

void CheckAuthor(const std::string& author, const std::string& resource, absl::string_view field,
                 status::FieldViolations& violations) {
  if (author.empty() || api::OrganizationOf(author) == api::OrganizationOf(resource)) return;
  violations.Add(field, absl::StrCat("'", author, "' belongs to another organization"));
}

}  // namespace okapi::metrics
