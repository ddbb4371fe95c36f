#pragma once

#include <string>

#include "services/reporting/documents/document.h"

namespace okapi::reporting::documents {

// One page that loads nothing: styles and drawings are in it, scripts there are none. For screens,
// light and dark, and for A4 paper across.
std::string WriteHtml(const Document& document);

}  // namespace okapi::reporting::documents
