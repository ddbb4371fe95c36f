#pragma once

#include <string>

#include "okapi/reporting/v1/report.pb.h"
#include "services/reporting/documents/document.h"
#include "services/reporting/documents/names.h"

namespace okapi::reporting::documents {

// So many charts are drawn of one report: nobody looks at more, and spreadsheet programs become
// slow.
inline constexpr int kChartsMax = 60;

// Any report as a document in a language, `en` or `vi`; empty: `en`.
Document DocumentOf(const okapi::reporting::v1::Report& report, const std::string& language,
                    const Names& names = {});

}  // namespace okapi::reporting::documents
