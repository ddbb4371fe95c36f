#pragma once

#include <map>
#include <string>
#include <vector>

namespace okapi::bench {

// The middle one; of an even number the mean of the middle two. Precondition: not empty.
double Median(std::vector<double> values);

// What a bench prints last: one line of JSON.
struct Outcome {
  std::string bench;
  std::map<std::string, double> figures;
  std::map<std::string, double> ratios;
};

void PrintOutcome(const Outcome& outcome);

// Prints rows below a heading, columns as wide as needed. Every row has as many cells as the
// heading.
void PrintTable(const std::vector<std::string>& heading,
                const std::vector<std::vector<std::string>>& rows);

// Says what happens now, with the seconds since the first call, to stderr.
void Note(const std::string& text);

}  // namespace okapi::bench
