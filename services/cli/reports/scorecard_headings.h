#pragma once

#include <string>
#include <vector>

#include "okapi/reporting/v1/resources.pb.h"

namespace okapi::cli {

// What stands above the rows of a scorecard: the name of each group, and the dimension that a KPI
// is broken down by.
class ScorecardHeadings {
 public:
  // The scorecard must outlive the object.
  ScorecardHeadings(const okapi::reporting::v1::Scorecard& scorecard, bool colour)
      : scorecard_(scorecard), colour_(colour) {}

  // The lines above the next row; to be called for every row, in their order.
  std::vector<std::string> Above(const okapi::reporting::v1::ScorecardRow& row);

 private:
  const okapi::reporting::v1::Scorecard& scorecard_;
  bool colour_;
  int group_ = 0;
  int left_ = 0;  // Rows of the group.
  std::string dimension_;
};

// What the row is called, indented under its heading.
std::string NameOf(const okapi::reporting::v1::ScorecardRow& row);

}  // namespace okapi::cli
