#pragma once

#include <string>

// Numbers as explanations print them: whoever computes with what is printed gets what is printed.
namespace okapi::goals {

// No more digits than tell the number from every other.
std::string ExactText(double value);

// The same within a formula: in brackets when it is negative.
std::string OperandText(double value);

}  // namespace okapi::goals
