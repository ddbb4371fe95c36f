#include "services/reporting/store/same_organization.h"

#include "absl/strings/str_cat.h"
#include "common/api/resource_name.h"
#include "common/status/errors.h"

namespace okapi::reporting {

absl::Status CheckSameOrganization(const std::string& resource, const std::string& name,
                                   absl::string_view field) {
  if (name.empty() || api::OrganizationOf(name) == api::OrganizationOf(resource)) {
    return absl::OkStatus();
  }
  return status::InvalidField(
      field, absl::StrCat("'", name, "' belongs to another organization than '", resource, "'"));
}

}  // namespace okapi::reporting
