#include "services/reporting/documents/assessment_rows.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/calendar/date.h"
#include "services/reporting/documents/okr_columns.h"
#include "services/reporting/documents/progress_remarks.h"
#include "services/reporting/documents/sections.h"
#include "services/reporting/documents/words.h"

namespace okapi::reporting::documents {
namespace {

using okapi::common::v1::Status;
using okapi::goals::v1::Assessment;
using okapi::goals::v1::Objective;
using Names = std::map<std::string, std::string>;

// "assessed: At risk".
std::string Verdict(const Assessment& assessment, const std::string& language) {
  return absl::StrCat(Say(Word::kAssessed, language), ": ",
                      StatusWord(assessment.status(), language));
}

// " by An", of whoever said who they are.
std::string By(const std::string& author, const Names& names, const std::string& language) {
  if (author.empty()) return "";
  return absl::StrCat(" ", Say(Word::kBy, language), " ", Called(author, names));
}

// "assessed: At risk until 2025-12-31 by An: the supplier is bankrupt".
std::string Remark(const Assessment& assessment, const Names& names, const std::string& language) {
  return absl::StrCat(Verdict(assessment, language), " ", Say(Word::kUntilDay, language), " ",
                      calendar::FormatDate(assessment.last_date()),
                      By(assessment.author(), names, language), ": ", assessment.reason());
}

void Append(const std::string& text, const char* separator, std::string& to) {
  absl::StrAppend(&to, to.empty() ? "" : separator, text);
}

}  // namespace

bool Holds(const Assessment& assessment, const Objective& objective) {
  return assessment.status() != Status::STATUS_UNSPECIFIED && !assessment.expired() &&
         !objective.has_grade();
}

void AddAssessment(const Assessment& assessment, const Objective& objective, const Names& names,
                   const std::string& language, Row& row) {
  if (!Holds(assessment, objective)) return;
  Append(Verdict(assessment, language), " · ",
         std::get<std::string>(row.cells[kOkrStatusColumn].content));
  std::string remarks = Remark(assessment, names, language);
  const auto& others = std::get<std::string>(row.cells.back().content);
  if (!others.empty()) Append(others, "; ", remarks);
  row.cells.back() = Text(std::move(remarks));
}

std::vector<Row> RetrospectiveRows(const Objective& objective, int level, const Names& names,
                                   const std::string& language) {
  std::vector<Row> rows;
  if (!objective.has_grade()) return rows;
  const auto& retrospective = objective.retrospective();
  const std::string by = By(retrospective.author(), names, language);
  const auto add = [&](Word what, const std::string& text) {
    if (text.empty()) return;
    Row& row = rows.emplace_back();
    row.level = level;
    row.cells.assign(kOkrColumns, Text(""));
    row.cells.front() = Text(absl::StrCat(Say(what, language), by), Tone::kQuiet);
    row.cells.back() = Text(text);
  };
  add(Word::kWentWell, retrospective.went_well());
  add(Word::kWentBadly, retrospective.went_badly());
  add(Word::kLessons, retrospective.lessons());
  return rows;
}

}  // namespace okapi::reporting::documents
