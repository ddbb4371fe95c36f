#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/map.h"

namespace okapi::cli {

using Labels = google::protobuf::Map<std::string, std::string>;

// The labels of a series as one cell of a file: `channel=web;region=north`, by name. In a value
// `;`, `\` and ends of lines have a `\` before them, so that a sample is one line.
std::string LabelsText(const Labels& labels);

// The same read back. False, and `labels` is anything, if it is no such text.
bool ParseLabelsText(absl::string_view text, Labels* labels);

}  // namespace okapi::cli
