#pragma once

#include <string>

namespace okapi::reporting::documents {

// What people call a field of Kpi, in English or Vietnamese; its own name if it has no other.
std::string KpiFieldWord(const std::string& field, const std::string& language);

}  // namespace okapi::reporting::documents
