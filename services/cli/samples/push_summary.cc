#include "services/cli/samples/push_summary.h"

#include <google/protobuf/util/json_util.h>
#include <google/protobuf/wrappers.pb.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "services/cli/terminal/progress.h"

namespace okapi::cli {
namespace {

std::string JsonText(const std::string& text) {
  google::protobuf::StringValue value;
  value.set_value(text);
  std::string json;
  // Only text that is not UTF-8 can fail; what we say of a file is escaped.
  if (!google::protobuf::util::MessageToJsonString(value, &json).ok()) return "\"\"";
  return json;
}

}  // namespace

void PushSummary::AddRejected(RejectedLine line) {
  rejected += line.samples;
  reasons[line.reason] += line.samples;
  const auto place = std::upper_bound(
      first_lines.begin(), first_lines.end(), line.line,
      [](int64_t number, const RejectedLine& other) { return number < other.line; });
  first_lines.insert(place, std::move(line));
  if (first_lines.size() > kLinesShownMax) first_lines.pop_back();
}

void PrintSummary(const PushSummary& summary, std::ostream& out) {
  const double seconds = absl::ToDoubleSeconds(summary.elapsed);
  auto print = [&out](const char* what, int64_t count, absl::string_view remark) {
    out << absl::StreamFormat("%-12s %13s%s%s\n", what, WithThousands(count),
                              remark.empty() ? "" : "  ", remark);
  };
  print("rows", summary.rows, absl::StrCat("in ", summary.file));
  print("accepted", summary.accepted, absl::StrFormat("samples in %.1f s", seconds));
  if (summary.duplicates > 0) {
    print("duplicates", summary.duplicates, "samples that another push sent, not counted again");
  }
  if (summary.unconfirmed > 0) {
    print("unconfirmed", summary.unconfirmed,
          "samples stored while the connection was broken; how many were rejected is not known");
  }
  if (summary.empty_cells > 0) print("empty", summary.empty_cells, "cells without a value");
  print("rejected", summary.rejected, summary.rejected > 0 ? "samples" : "");
  for (const auto& [reason, count] : summary.reasons) {
    out << absl::StreamFormat("  %-24s %s\n", reason, WithThousands(count));
  }
  for (const RejectedLine& line : summary.first_lines) {
    out << summary.file << ":" << line.line << ": " << line.message << "\n";
  }
  if (summary.rejected > 0 && summary.accepted + summary.duplicates + summary.unconfirmed > 0) {
    out << "Put the rejected rows right in a file of their own and push that: this file, once "
           "changed, counts as new.\n";
  } else if (summary.rejected > 0) {
    out << "This file has been dealt with: to send it once more, unchanged, give it another "
           "--stream.\n";
  }
  if (!summary.complete) out << "The push is not complete; the same command goes on from here.\n";
}

void PrintSummaryJson(const PushSummary& summary, std::ostream& out) {
  std::vector<std::string> reasons;
  for (const auto& [reason, count] : summary.reasons) {
    reasons.push_back(absl::StrCat(JsonText(reason), ":", count));
  }
  std::vector<std::string> lines;
  for (const RejectedLine& line : summary.first_lines) {
    lines.push_back(absl::StrCat("{\"line\":", line.line, ",\"samples\":", line.samples,
                                 ",\"reason\":", JsonText(line.reason),
                                 ",\"message\":", JsonText(line.message), "}"));
  }
  out << "{\"file\":" << JsonText(summary.file) << ",\"stream\":" << JsonText(summary.stream)
      << ",\"rows\":" << summary.rows << ",\"accepted\":" << summary.accepted
      << ",\"duplicates\":" << summary.duplicates << ",\"unconfirmed\":" << summary.unconfirmed
      << ",\"emptyCells\":" << summary.empty_cells << ",\"rejected\":" << summary.rejected
      << ",\"rejectedByReason\":{" << absl::StrJoin(reasons, ",") << "},\"rejectedLines\":["
      << absl::StrJoin(lines, ",") << "],\"complete\":" << (summary.complete ? "true" : "false")
      << ",\"seconds\":" << absl::StrFormat("%.3f", absl::ToDoubleSeconds(summary.elapsed))
      << "}\n";
}

}  // namespace okapi::cli
