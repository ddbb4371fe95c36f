#include "services/reporting/documents/progress_remarks.h"

#include <cmath>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "common/api/timestamp.h"
#include "common/text/quantity.h"
#include "services/reporting/documents/sections.h"
#include "services/reporting/documents/words.h"

namespace okapi::reporting::documents {
namespace {

using okapi::common::v1::GradeBand;
using okapi::common::v1::Progress;
using okapi::goals::v1::Grade;
using okapi::goals::v1::KeyResult;
using okapi::goals::v1::Objective;

std::string PercentOf(double share, const std::string& language) {
  return text::Percent(share, text::NotationOf(language));
}

// "worst: NPS 47 %".
std::string Low(Word what, const std::string& name, double clamped, const Names& names,
                const std::string& language) {
  // Whoever may not see it learns how bad it is, not what it is.
  const std::string called = name.empty() ? Say(Word::kPrivateOne, language) : Called(name, names);
  return absl::StrCat(Say(what, language), ": ", called, " ", PercentOf(clamped, language));
}

// "graded 0.65".
std::string Graded(double score, const std::string& language) {
  return absl::StrCat(Say(Word::kGraded, language), " ",
                      text::Number(score, 2, text::NotationOf(language)));
}

// " (amber)"; nothing without a score.
std::string Band(GradeBand band, const std::string& language) {
  if (band == okapi::common::v1::GRADE_BAND_UNSPECIFIED) return "";
  const Word word = band == okapi::common::v1::GREEN   ? Word::kGreen
                    : band == okapi::common::v1::AMBER ? Word::kAmber
                                                       : Word::kRed;
  return absl::StrCat(" (", Say(word, language), ")");
}

// "graded 0.65 (amber), not met, by An: a partner left".
std::string Graded(const Grade& grade, const Names& names, const std::string& language) {
  std::string words = absl::StrCat(Graded(grade.score(), language), Band(grade.band(), language),
                                   ", ", Say(grade.met() ? Word::kMet : Word::kNotMet, language));
  if (!grade.author().empty()) {
    absl::StrAppend(&words, ", ", Say(Word::kBy, language), " ", Called(grade.author(), names));
  }
  return absl::StrCat(words, grade.reason().empty() ? "" : ": ", grade.reason());
}

// "made of others: 4, without a value: 1".
std::string MadeOf(const okapi::goals::v1::KeyResultSource& source, const std::string& language) {
  const auto count = [&language](Word what, int number) {
    return absl::StrCat(Say(what, language), ": ", number);
  };
  std::vector<std::string> counts = {count(Word::kMadeOf, source.key_results_size())};
  if (source.missing() > 0) counts.push_back(count(Word::kWithoutValue, source.missing()));
  if (source.stale() > 0) counts.push_back(count(Word::kStaleOnes, source.stale()));
  return absl::StrJoin(counts, ", ");
}

// "error budget left: 18 h / 21 h 36 min (83 %)".
std::string LeftOf(const okapi::goals::v1::ErrorBudgetState& state, const std::string& language) {
  const auto duration = [&language](absl::Duration time) {
    return text::Duration(absl::ToDoubleSeconds(time), text::NotationOf(language));
  };
  const absl::Duration left = api::FromDuration(state.left());
  const bool overspent = left < absl::ZeroDuration();
  return absl::StrCat(
      Say(overspent ? Word::kErrorBudgetOverspent : Word::kErrorBudgetLeft, language), ": ",
      duration(absl::AbsDuration(left)), " / ", duration(api::FromDuration(state.budget())), " (",
      PercentOf(std::abs(1 - state.spent_share()), language), ")");
}

}  // namespace

std::string RemarksOn(const Objective& objective, const Names& names, const std::string& language) {
  const Progress& progress = objective.progress();
  std::vector<std::string> remarks;
  if (objective.has_grade()) remarks.push_back(Graded(objective.grade(), names, language));
  const std::string combination = CombinationWord(objective.combination(), language);
  if (!combination.empty()) remarks.push_back(combination);
  if (progress.has_worst_child_clamped()) {
    remarks.push_back(
        Low(Word::kWorst, progress.worst_child(), progress.worst_child_clamped(), names, language));
  }
  if (progress.has_worst_below_clamped()) {
    remarks.push_back(Low(Word::kBelowIt, progress.worst_below(), progress.worst_below_clamped(),
                          names, language));
  }
  const auto add_share = [&](double share, Word of_what) {
    if (share <= 0) return;
    remarks.push_back(absl::StrCat(PercentOf(share, language), " ", Say(of_what, language)));
  };
  add_share(progress.missing_share(), Word::kOfWeightMissing);
  add_share(progress.stale_share(), Word::kOfWeightStale);
  if (progress.guard_broken()) remarks.push_back(Say(Word::kGuardBroken, language));
  return absl::StrJoin(remarks, "; ");
}

std::string RemarksOn(const KeyResult& key_result, const Grade& grade,
                      const std::string& language) {
  std::vector<std::string> remarks;
  for (const auto& one : grade.key_results()) {
    if (one.key_result() != key_result.name() || !one.progress().has_clamped()) continue;
    remarks.push_back(Graded(one.progress().clamped(), language));
  }
  if (key_result.has_key_result_source()) {
    remarks.push_back(MadeOf(key_result.key_result_source(), language));
  }
  if (key_result.has_error_budget_state()) {
    remarks.push_back(LeftOf(key_result.error_budget_state(), language));
  }
  if (key_result.progress().guard_broken()) remarks.push_back(Say(Word::kItsGuardBroken, language));
  const double earned = key_result.guard().progress_while_broken();
  if (earned > 0) {
    remarks.push_back(
        absl::StrCat(PercentOf(earned, language), " ", Say(Word::kWhileGuardBroken, language)));
  }
  return absl::StrJoin(remarks, "; ");
}

}  // namespace okapi::reporting::documents
