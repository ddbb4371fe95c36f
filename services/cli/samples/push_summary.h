#pragma once

#include <cstdint>
#include <map>
#include <ostream>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "services/cli/samples/sample_file.h"

namespace okapi::cli {

// What became of a file's samples.
struct PushSummary {
  // Of so many rejected lines the summary tells what is wrong.
  static constexpr size_t kLinesShownMax = 10;

  // Takes down that samples were rejected, by us or by the server.
  void AddRejected(RejectedLine line);
  // Whether all samples of the file are stored now.
  bool AllStored() const { return complete && rejected == 0; }

  std::string file;
  std::string stream;
  int64_t rows = 0;
  // Cells without a value: no samples, and no fault.
  int64_t empty_cells = 0;
  // Stored by this push.
  int64_t accepted = 0;
  // Sent by another push of the same stream, before this one or at the same time, whose summary
  // tells which of them were rejected.
  int64_t duplicates = 0;
  // Stored, by this push or by another at the same time, while a connection was broken. Had the
  // server rejected some of them, we were not told.
  int64_t unconfirmed = 0;
  int64_t rejected = 0;
  // How many samples were rejected for each reason.
  std::map<std::string, int64_t> reasons;
  // The first lines, in the order of the file.
  std::vector<RejectedLine> first_lines;
  // Whether the whole file was dealt with. If not, pushing it again goes on from here.
  bool complete = false;
  absl::Duration elapsed;
};

// For people.
void PrintSummary(const PushSummary& summary, std::ostream& out);
// For programs: one JSON object.
void PrintSummaryJson(const PushSummary& summary, std::ostream& out);

}  // namespace okapi::cli
