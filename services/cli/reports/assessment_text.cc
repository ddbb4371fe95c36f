#include "services/cli/reports/assessment_text.h"

#include "absl/strings/str_cat.h"
#include "common/calendar/date.h"
#include "services/cli/terminal/display_text.h"
#include "services/cli/terminal/text_table.h"

namespace okapi::cli {
namespace {

using okapi::common::v1::Status;
using okapi::goals::v1::Assessment;
using okapi::goals::v1::KeyResult;
using okapi::goals::v1::Objective;
using okapi::reporting::v1::ObjectiveReport;

// The whole is in exports, and in `get`.
constexpr int kLearntMax = 160;

bool Holds(const Assessment& assessment, const Objective& objective) {
  return assessment.status() != Status::STATUS_UNSPECIFIED && !assessment.expired() &&
         !objective.has_grade();
}

std::string ByText(const std::string& author, const DisplayNames& names) {
  return author.empty() ? "" : absl::StrCat(" by ", names.Of(author));
}

// "  Grow, assessed AT_RISK until 2025-12-31 by An: the supplier is bankrupt".
template <typename R>
std::string LineOf(const R& resource, const Objective& objective, const DisplayNames& names,
                   bool colour) {
  const Assessment& assessment = resource.assessment();
  if (!Holds(assessment, objective)) return "";
  const std::string line = absl::StrCat(
      "  ", OneLine(resource.display_name()), ", assessed ", Status_Name(assessment.status()),
      " until ", calendar::FormatDate(assessment.last_date()), ByText(assessment.author(), names),
      ": ", OneLine(assessment.reason()));
  return absl::StrCat(Painted(line, Paint::kDim, colour), "\n");
}

}  // namespace

std::string AssessedText(const Assessment& assessment, const Objective& objective, bool colour) {
  if (!Holds(assessment, objective)) return "";
  return absl::StrCat(", assessed ", StatusText(assessment.status(), colour));
}

std::string AssessmentsText(const ObjectiveReport& report, const DisplayNames& names, bool colour) {
  const Objective& objective = report.objective();
  std::string text = LineOf(objective, objective, names, colour);
  for (const KeyResult& key_result : report.key_results()) {
    text += LineOf(key_result, objective, names, colour);
  }
  return text;
}

std::string RetrospectiveText(const Objective& objective, const DisplayNames& names, bool colour) {
  if (!objective.has_grade()) return "";
  const auto& retrospective = objective.retrospective();
  const std::string by = ByText(retrospective.author(), names);
  std::string text;
  const auto add = [&](const char* what, const std::string& learnt) {
    if (learnt.empty()) return;
    absl::StrAppend(&text,
                    Painted(absl::StrCat("  ", what, by, ": ", Shorten(learnt, kLearntMax)),
                            Paint::kDim, colour),
                    "\n");
  };
  add("went well", retrospective.went_well());
  add("went badly", retrospective.went_badly());
  add("lessons", retrospective.lessons());
  return text;
}

}  // namespace okapi::cli
