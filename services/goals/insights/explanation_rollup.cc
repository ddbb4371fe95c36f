#include "services/goals/insights/explanation_rollup.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/scoring/sum.h"
#include "common/text/quantity.h"
#include "services/goals/insights/explanation_verdict.h"

namespace okapi::goals {
namespace {

using okapi::common::v1::Progress;
using okapi::common::v1::ScoringProfile;
using okapi::goals::v1::Explanation;

// A mean as it is computed. What is hidden is one term, the last: alone it would tell of itself.
class Mean {
 public:
  // Without weights every term has the weight 1, and it is not printed.
  explicit Mean(bool weighs) : weighs_(weighs) {}

  void Add(double weight, double number, bool hidden) {
    weight_.Add(weight);
    if (!hidden) {
      terms_.push_back(TermOf(weight, number));
      return;
    }
    has_hidden_ = true;
    hidden_weight_.Add(weight);
    hidden_.Add(weight * number);
  }
  double total_weight() const { return weight_.value(); }
  // `(1 x 0.4 + 2 x 0.5) / 3`
  std::string Text() const {
    std::vector<std::string> terms = terms_;
    const double share = hidden_weight_.value();
    if (has_hidden_ && weighs_) {
      terms.push_back(TermOf(share, share > 0 ? hidden_.value() / share : 0));
    } else if (has_hidden_) {
      terms.push_back(text::ExactNumber(hidden_.value()));
    }
    return absl::StrCat("(", absl::StrJoin(terms, " + "), ") / ",
                        text::ExactNumber(weight_.value()));
  }

 private:
  std::string TermOf(double weight, double number) const {
    return weighs_ ? absl::StrCat(text::ExactNumber(weight), " x ", text::ExactNumber(number))
                   : text::ExactNumber(number);
  }

  const bool weighs_;
  scoring::Sum weight_;
  std::vector<std::string> terms_;
  bool has_hidden_ = false;
  scoring::Sum hidden_weight_;
  scoring::Sum hidden_;
};

Explanation& ChildAt(size_t index, Explanation& explanation) {
  return *explanation.mutable_children(static_cast<int>(index));
}

bool IsHiddenAt(size_t index, const Explanation& explanation) {
  return explanation.children(static_cast<int>(index)).name().empty();
}

bool Weighs(ScoringProfile profile) {
  return profile != ScoringProfile::PLAIN_MEAN && profile != ScoringProfile::DOERR;
}

// A part as it counts in the mean.
scoring::Child Counted(const Part& part, ScoringProfile profile) {
  scoring::Child child = part.child;
  if (!Weighs(profile)) child.weight = 1;
  if (profile == ScoringProfile::PLAIN_MEAN) child.clamped = child.clamped.value_or(0);
  return child;
}

void AddMean(absl::Span<const Part> parts, ScoringProfile profile, Explanation& explanation) {
  Mean mean(Weighs(profile));
  for (size_t i = 0; i < parts.size(); ++i) {
    const scoring::Child child = Counted(parts[i], profile);
    if (child.clamped.has_value()) {
      mean.Add(child.weight, *child.clamped, IsHiddenAt(i, explanation));
    }
  }
  for (size_t i = 0; i < parts.size(); ++i) {
    const scoring::Child child = Counted(parts[i], profile);
    Explanation& explained = ChildAt(i, explanation);
    explained.set_weight(child.weight);
    if (child.clamped.has_value() && mean.total_weight() > 0) {
      explained.set_contribution(child.weight / mean.total_weight() * *child.clamped);
    }
  }
  explanation.add_steps(explanation.progress().has_raw()
                            ? absl::StrCat("raw = clamped = ", mean.Text(), " = ",
                                           text::ExactNumber(explanation.progress().clamped()))
                            : "no value is known of anything that has a weight");
}

// The weakest child's number is the whole's: weights do not come in.
void AddWeakest(absl::Span<const Part> parts, const Part& weakest, Explanation& explanation) {
  const Progress& progress = explanation.progress();
  if (!progress.has_raw()) {
    explanation.add_steps(
        absl::StrCat("no value is known of the weakest child, ", WeakestText(progress)));
    return;
  }
  for (size_t i = 0; i < parts.size(); ++i) {
    if (!parts[i].child.clamped.has_value()) continue;
    ChildAt(i, explanation).set_contribution(&parts[i] == &weakest ? *weakest.child.clamped : 0);
  }
  explanation.add_steps(absl::StrCat("raw = clamped = ", text::ExactNumber(progress.clamped()),
                                     ": that of the weakest child, ", WeakestText(progress)));
}

void AddMissing(ScoringProfile profile, bool left_out, Explanation& explanation) {
  const double share = explanation.progress().missing_share();
  if (!(share > 0)) return;
  const std::string of = Weighs(profile) ? " of the weight" : " of the children";
  std::string what = Weighs(profile) ? " has no value" : " have no value";
  if (profile == ScoringProfile::PLAIN_MEAN) {
    what += " and count as 0";
  } else if (left_out) {
    what += Weighs(profile) ? " and is left out" : " and are left out";
  }
  explanation.add_steps(absl::StrCat("missing = ", text::ExactNumber(share), of, what));
}

}  // namespace

void AddRollupSteps(absl::Span<const Part> parts, ScoringProfile profile,
                    Explanation& explanation) {
  const Part* weakest = DecidingPart(parts, profile);
  const bool of_weakest = profile == ScoringProfile::LATEST_WINS && weakest != nullptr;
  if (of_weakest) {
    AddWeakest(parts, *weakest, explanation);
  } else {
    AddMean(parts, profile, explanation);
  }
  AddMissing(profile, /*left_out=*/!of_weakest, explanation);
}

void AddExpectedOfParts(absl::Span<const Part> parts, Explanation& explanation) {
  // By the weights that were given, whatever the profile.
  Mean mean(/*weighs=*/true);
  for (size_t i = 0; i < parts.size(); ++i) {
    if (!parts[i].child.clamped.has_value()) continue;
    mean.Add(parts[i].child.weight, parts[i].expected, IsHiddenAt(i, explanation));
  }
  const std::string expected = text::ExactNumber(explanation.progress().expected());
  explanation.add_steps(
      mean.total_weight() > 0
          ? absl::StrCat("expected = ", mean.Text(), " = ", expected,
                         ": what is expected of those with a value, by their weights")
          : absl::StrCat("expected = ", expected, " of the cycle has passed"));
}

void MergeHidden(absl::Span<const Part> hidden, const Timing& timing, Explanation& explanation) {
  if (hidden.empty()) return;
  Explanation merged;
  merged.set_display_name("objectives that you may not see");
  *merged.mutable_progress() = ObjectiveProgress(hidden, timing);
  merged.mutable_progress()->clear_worst_child();
  merged.mutable_progress()->clear_worst_below();
  merged.add_steps(absl::StrCat("counted together: ", hidden.size()));
  merged.set_verdict(VerdictOfParts(merged.progress(), hidden, timing));
  auto& children = *explanation.mutable_children();
  for (const Explanation& child : children) {
    if (!child.name().empty()) continue;
    if (child.has_weight()) merged.set_weight(merged.weight() + child.weight());
    if (child.has_contribution()) {
      merged.set_contribution(merged.contribution() + child.contribution());
    }
  }
  children.erase(std::remove_if(children.begin(), children.end(),
                                [](const Explanation& child) { return child.name().empty(); }),
                 children.end());
  *explanation.add_children() = std::move(merged);
}

}  // namespace okapi::goals
