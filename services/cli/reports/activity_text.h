#pragma once

#include <string>

#include "okapi/reporting/v1/reporting_service.pb.h"
#include "services/cli/session/display_names.h"

// What happened between two times, as text for a terminal.
namespace okapi::cli {

// How numbers moved, and what was done. `names` are known beside what the pack says itself.
std::string ReviewPackText(const okapi::reporting::v1::ReviewPack& pack, bool colour,
                           const DisplayNames& names = {});
// What one person should know. Parts with nothing in them are left out.
std::string DigestText(const okapi::reporting::v1::Digest& digest, bool colour);

}  // namespace okapi::cli
