#pragma once

#include <string>
#include <vector>

#include "services/reporting/documents/records.h"

namespace okapi::reporting::documents {

// RFC 4180 in UTF-8. Numbers are written so that they read back as the same double. Text that a
// spreadsheet program would take for a formula gets an apostrophe before it, as OWASP advises.
// Tables follow each other with an empty line between.
std::string WriteCsv(const std::vector<Records>& tables);

}  // namespace okapi::reporting::documents
