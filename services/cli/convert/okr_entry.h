#pragma once

#include <map>
#include <string>
#include <vector>

#include "services/cli/files/amount.h"

// OKRs as they stand in a file that is none of ours: Markdown, a table, YAML. Each way in reads its
// file into these, and one way leads on to a company file (converted_okrs.h).
namespace okapi::cli {

enum class OkrPart { kUnknown, kObjective, kKeyResult, kInitiative };

// What a file can say about any of them.
enum class OkrField {
  kTitle,
  kType,  // What it is, or how it is measured.
  kId,
  kParent,
  kOwner,
  kOwnerEmail,
  kTeam,
  kCycle,
  kStartDate,
  kEndDate,
  kDescription,
  kMetric,
  kMetricType,
  kUnit,
  kStart,
  kTarget,
  kCurrent,
  kProgress,
  kCheckInDate,
  kStatus,
  kConfidence,
  kWeight,
  kTags,
  kVisibility,
  kPrivate,
};

struct OkrText {
  // What the file calls it: `Due date`.
  std::string label;
  std::string text;
  // It is a number of a program, which nobody has to guess at: 1.125 in YAML.
  bool is_number = false;
  // What stands before decimals in the file, if its numbers show it.
  DecimalMark mark = DecimalMark::kUnknown;
};

// One objective, key result or initiative.
struct OkrEntry {
  // The line or row it stands in.
  int place = 0;
  OkrPart part = OkrPart::kUnknown;
  // The entry it stands under by the form of the file; -1: by what it says, if anything.
  int under = -1;
  // None of them empty.
  std::map<OkrField, OkrText> fields;
  // What is none of these fields, and stays as it is.
  std::vector<OkrText> others;
};

// What was made of something that the file alone does not say.
struct OkrFinding {
  // The line or row; 0: of the whole file.
  int place = 0;
  std::string text;
};

struct OkrEntries {
  // What places are: `line` or `row`.
  std::string place_is = "line";
  std::vector<OkrEntry> entries;
  std::vector<OkrFinding> findings;
};

}  // namespace okapi::cli
