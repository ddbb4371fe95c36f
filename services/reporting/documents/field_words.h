#pragma once

#include <string>

namespace okapi::reporting::documents {

// What people call a field of a KPI, objective, key result or cycle, in English or Vietnamese; its
// own name if it has no other.
std::string FieldWord(const std::string& field, const std::string& language);

// What they call one of the words that such a field may be, such as ACTIVE; the word itself if it
// has no other.
std::string FieldValueWord(const std::string& value, const std::string& language);

}  // namespace okapi::reporting::documents
