#pragma once

namespace okapi::scoring {

// How far below a border still counts as at it: decimal fractions have no exact double.
inline constexpr double kBorderWidth = 1e-9;

}  // namespace okapi::scoring
