#include "services/goals/insights/explanation_rollup.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/scoring/profile.h"
#include "common/scoring/sum.h"
#include "common/text/quantity.h"
#include "services/goals/insights/explanation_verdict.h"

namespace okapi::goals {
namespace {

using okapi::common::v1::Progress;
using okapi::common::v1::ScoringProfile;
using okapi::goals::v1::Explanation;
using scoring::Combination;

// A sum of weights times numbers as it is computed. What is hidden is one term, the last: alone it
// would tell of itself.
class Weighed {
 public:
  // Without weights every term has the weight 1, and it is not printed.
  explicit Weighed(bool weighs) : weighs_(weighs) {}

  void Add(double weight, double number, bool hidden) {
    weight_.Add(weight);
    total_.Add(weight * number);
    if (!hidden) {
      terms_.push_back(TermOf(weight, number));
      return;
    }
    has_hidden_ = true;
    hidden_weight_.Add(weight);
    hidden_.Add(weight * number);
  }
  double total_weight() const { return weight_.value(); }
  double total() const { return total_.value(); }
  // `1 x 0.4 + 2 x 0.5`
  std::string TotalText() const {
    std::vector<std::string> terms = terms_;
    const double share = hidden_weight_.value();
    if (has_hidden_ && weighs_) {
      terms.push_back(TermOf(share, share > 0 ? hidden_.value() / share : 0));
    } else if (has_hidden_) {
      terms.push_back(text::ExactNumber(hidden_.value()));
    }
    return absl::StrJoin(terms, " + ");
  }
  // `(1 x 0.4 + 2 x 0.5) / 3`
  std::string MeanText() const {
    return absl::StrCat("(", TotalText(), ") / ", text::ExactNumber(weight_.value()));
  }

 private:
  std::string TermOf(double weight, double number) const {
    return weighs_ ? absl::StrCat(text::ExactNumber(weight), " x ", text::ExactNumber(number))
                   : text::ExactNumber(number);
  }

  const bool weighs_;
  scoring::Sum weight_;
  scoring::Sum total_;
  std::vector<std::string> terms_;
  bool has_hidden_ = false;
  scoring::Sum hidden_weight_;
  scoring::Sum hidden_;
};

// How the parts make the number: as the objective has it, else by the profile.
struct Rule {
  ScoringProfile profile;
  std::optional<Combination> combination;

  bool Weighs() const {
    return combination.has_value() ||
           (profile != ScoringProfile::PLAIN_MEAN && profile != ScoringProfile::DOERR);
  }
  bool MissingIsZero() const {
    return !combination.has_value() && profile == ScoringProfile::PLAIN_MEAN;
  }
};

// At most 1.
std::string Capped(double total, const std::string& text) {
  return total > 1 ? absl::StrCat("min(1, ", text, ")") : text;
}

Explanation& ChildAt(size_t index, Explanation& explanation) {
  return *explanation.mutable_children(static_cast<int>(index));
}

bool IsHiddenAt(size_t index, const Explanation& explanation) {
  return explanation.children(static_cast<int>(index)).name().empty();
}

// A part as it counts in the sum.
scoring::Child Counted(const Part& part, const Rule& rule) {
  return scoring::CountedBy(rule.profile, rule.combination, part.child);
}

// The one whose number is the whole's by the profile; nullptr where it is made of several.
const Part* WeakestPart(absl::Span<const Part> parts, const Rule& rule) {
  const bool by_weakest =
      !rule.combination.has_value() && rule.profile == ScoringProfile::LATEST_WINS;
  return by_weakest ? DecidingPart(parts, rule.profile) : nullptr;
}

void AddNoValue(Explanation& explanation) {
  explanation.add_steps("no value is known of anything that has a weight");
}

// The mean by weight, or the total.
void AddWeighed(absl::Span<const Part> parts, const Rule& rule, Explanation& explanation) {
  Weighed sum(rule.Weighs());
  for (size_t i = 0; i < parts.size(); ++i) {
    const scoring::Child child = Counted(parts[i], rule);
    if (child.clamped.has_value()) {
      sum.Add(child.weight, *child.clamped, IsHiddenAt(i, explanation));
    }
  }
  const bool is_total = rule.combination == Combination::kTotal;
  // What each of them is divided by; what is above 1 of a total is taken from all alike.
  const double whole = is_total ? std::max(1.0, sum.total()) : sum.total_weight();
  for (size_t i = 0; i < parts.size(); ++i) {
    const scoring::Child child = Counted(parts[i], rule);
    Explanation& explained = ChildAt(i, explanation);
    explained.set_weight(child.weight);
    if (child.clamped.has_value() && sum.total_weight() > 0) {
      explained.set_contribution(child.weight / whole * *child.clamped);
    }
  }
  if (!explanation.progress().has_raw()) return AddNoValue(explanation);
  explanation.add_steps(absl::StrCat(
      "raw = clamped = ", is_total ? Capped(sum.total(), sum.TotalText()) : sum.MeanText(), " = ",
      text::ExactNumber(explanation.progress().clamped())));
}

// Contributions where the number is that of one alone.
void GiveAllTo(const Part& one, absl::Span<const Part> parts, Explanation& explanation) {
  for (size_t i = 0; i < parts.size(); ++i) {
    if (!parts[i].child.clamped.has_value()) continue;
    ChildAt(i, explanation).set_contribution(&parts[i] == &one ? *one.child.clamped : 0);
  }
}

// What has come least far, or furthest: of several the first. nullptr where nothing that has a
// weight has a value.
const Part* OneOf(absl::Span<const Part> parts, bool least) {
  const Part* one = nullptr;
  for (const Part& part : parts) {
    if (!part.child.clamped.has_value() || !(part.child.weight > 0)) continue;
    const double than = one == nullptr ? 0 : *one->child.clamped;
    const double value = *part.child.clamped;
    if (one == nullptr || (least ? value < than : value > than)) one = &part;
  }
  return one;
}

void AddOne(absl::Span<const Part> parts, bool least, Explanation& explanation) {
  const Part* one = OneOf(parts, least);
  if (one == nullptr) return AddNoValue(explanation);
  GiveAllTo(*one, parts, explanation);
  const auto place = static_cast<size_t>(one - parts.data());
  explanation.add_steps(
      absl::StrCat("raw = clamped = ", text::ExactNumber(explanation.progress().clamped()),
                   ": that of what has come ", least ? "least far, " : "furthest, ",
                   ShownName(ChildAt(place, explanation).name())));
}

// The weakest child's number is the whole's: weights do not come in.
void AddWeakest(absl::Span<const Part> parts, const Part& weakest, Explanation& explanation) {
  const Progress& progress = explanation.progress();
  if (!progress.has_raw()) {
    explanation.add_steps(absl::StrCat("no value is known of the weakest child, ",
                                       ShownName(progress.worst_child())));
    return;
  }
  GiveAllTo(weakest, parts, explanation);
  explanation.add_steps(absl::StrCat("raw = clamped = ", text::ExactNumber(progress.clamped()),
                                     ": that of the weakest child, ",
                                     ShownName(progress.worst_child())));
}

void AddMissing(const Rule& rule, bool left_out, Explanation& explanation) {
  const double share = explanation.progress().missing_share();
  if (!(share > 0)) return;
  const std::string of = rule.Weighs() ? " of the weight" : " of the children";
  std::string what = rule.Weighs() ? " has no value" : " have no value";
  if (rule.MissingIsZero()) {
    what += " and count as 0";
  } else if (left_out) {
    what += rule.Weighs() ? " and is left out" : " and are left out";
  }
  explanation.add_steps(absl::StrCat("missing = ", text::ExactNumber(share), of, what));
}

// What is nobody's is expected as time passes.
void AddExpectedOfTotal(const Weighed& known, double weight_of_all, double elapsed,
                        Explanation& explanation) {
  const double expected = explanation.progress().expected();
  std::string sum = known.TotalText();
  std::string words = ": what is expected of those with a value, times their weights";
  double total = known.total();
  if (weight_of_all < 1) {
    absl::StrAppend(&sum, " + (1 - ", text::ExactNumber(weight_of_all), ") x ",
                    text::ExactNumber(elapsed));
    absl::StrAppend(&words, ", and of what is nobody's by the time that has passed");
    total += (1 - weight_of_all) * elapsed;
  }
  explanation.add_steps(
      absl::StrCat("expected = ", Capped(total, sum), " = ", text::ExactNumber(expected), words));
}

}  // namespace

void AddRollupSteps(absl::Span<const Part> parts, ScoringProfile profile,
                    std::optional<Combination> combination, Explanation& explanation) {
  const Rule rule{profile, combination};
  const Part* weakest = WeakestPart(parts, rule);
  if (weakest != nullptr) {
    AddWeakest(parts, *weakest, explanation);
  } else if (combination.has_value() && scoring::IsOfOne(*combination)) {
    AddOne(parts, combination == Combination::kLeast, explanation);
  } else {
    AddWeighed(parts, rule, explanation);
  }
  AddMissing(rule, /*left_out=*/weakest == nullptr, explanation);
}

void AddExpectedOfParts(absl::Span<const Part> parts, const Timing& timing,
                        std::optional<Combination> combination, Explanation& explanation) {
  const std::string expected = text::ExactNumber(explanation.progress().expected());
  const Rule rule{timing.profile, combination};
  Weighed known(rule.Weighs());
  scoring::Sum weight_of_all;
  for (size_t i = 0; i < parts.size(); ++i) {
    const scoring::Child child = Counted(parts[i], rule);
    weight_of_all.Add(child.weight);
    if (child.clamped.has_value()) {
      known.Add(child.weight, child.expected, IsHiddenAt(i, explanation));
    }
  }
  if (WeakestPart(parts, rule) != nullptr) {
    explanation.add_steps(
        absl::StrCat("expected = ", expected, ": what is expected of the weakest child"));
  } else if (!(known.total_weight() > 0)) {
    explanation.add_steps(absl::StrCat("expected = ", expected, " of the cycle has passed"));
  } else if (combination.has_value() && scoring::IsOfOne(*combination)) {
    const bool least = combination == Combination::kLeast;
    explanation.add_steps(
        absl::StrCat("expected = ", expected, ": what is expected of what has come ",
                     least ? "least far, of several the most" : "furthest, of several the least"));
  } else if (combination == Combination::kTotal) {
    AddExpectedOfTotal(known, weight_of_all.value(), timing.expected, explanation);
  } else {
    explanation.add_steps(
        absl::StrCat("expected = ", known.MeanText(), " = ", expected, ": what is expected of ",
                     rule.MissingIsZero() ? "all" : "those with a value",
                     rule.Weighs() ? ", by their weights" : ", each counting the same"));
  }
}

void MergeHidden(absl::Span<const Part> hidden, const Timing& timing,
                 std::optional<Combination> combination, Explanation& explanation) {
  if (hidden.empty()) return;
  // Its weight times its progress is what the total has of it.
  if (combination == Combination::kTotal) combination = Combination::kMean;
  Explanation merged;
  merged.set_display_name("objectives that you may not see");
  *merged.mutable_progress() = ObjectiveProgress(hidden, timing, combination);
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
