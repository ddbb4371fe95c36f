#pragma once

#include <string>

// Explanations print numbers by text::ExactNumber: whoever computes with what is printed gets what
// is printed.
namespace okapi::goals {

// One within a formula: in brackets when it is negative.
std::string OperandText(double value);

}  // namespace okapi::goals
