#pragma once

#include <cstddef>

// Where things stand in the table of an OKR report.
namespace okapi::reporting::documents {

inline constexpr size_t kOkrStatusColumn = 6;
inline constexpr size_t kOkrRemarksColumn = 11;
inline constexpr size_t kOkrColumns = 12;

}  // namespace okapi::reporting::documents
