#include "services/goals/insights/explanation_verdict.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "common/scoring/grade.h"
#include "common/scoring/profile.h"
#include "common/text/quantity.h"

namespace okapi::goals {
namespace {

using okapi::common::v1::Progress;
using okapi::common::v1::ScoringProfile;
using okapi::common::v1::Status;

// A number with the words it is printed in.
struct Said {
  double value = 0;
  std::string text;
};

Said Number(double value) { return {value, text::ExactNumber(value)}; }

Said ShareOf(double share, double expected) {
  return {share * expected,
          absl::StrCat(text::ExactNumber(share), " x ", text::ExactNumber(expected))};
}

// A number just below a border counts as at it: what is printed holds as it is printed.
std::string BorderUnder(const Said& border, double number) {
  return number >= border.value ? border.text : absl::StrCat(border.text, " - 1e-9");
}

std::string InBand(Status status, const Said& number, const Said& on_track, const Said& at_risk) {
  switch (status) {
    case Status::ON_TRACK:
      return absl::StrCat(number.text, " >= ", BorderUnder(on_track, number.value));
    case Status::AT_RISK:
      return absl::StrCat(BorderUnder(at_risk, number.value), " <= ", number.text, " < ",
                          on_track.text);
    default:
      return absl::StrCat(number.text, " < ", at_risk.text);
  }
}

// How far it is from what is expected, as PLAIN_MEAN has it.
Said Nearness(const Progress& progress) {
  const double nearness = 1 - (progress.expected() - progress.raw());
  return {nearness,
          absl::StrCat("1 - (", text::ExactNumber(progress.expected()), " - ",
                       text::Operand(progress.raw()), ") = ", text::ExactNumber(nearness))};
}

std::string Kept(const Progress& progress) {
  return progress.status() == Status::ON_TRACK ? "it is kept so far" : "it is not kept";
}

std::string ByBands(const Progress& progress, const Timing& timing, bool to_be_kept) {
  const Status status = progress.status();
  const double expected = progress.expected();
  switch (timing.profile) {
    case ScoringProfile::PLAIN_MEAN:
      if (to_be_kept) return Kept(progress);
      return InBand(status, Nearness(progress), Number(timing.on_track), Number(timing.at_risk));
    case ScoringProfile::LATEST_WINS:
      return InBand(status, Number(progress.raw()), ShareOf(scoring::kLatestOnTrackShare, expected),
                    ShareOf(scoring::kLatestAtRiskShare, expected));
    case ScoringProfile::DOERR:
      return absl::StrCat(InBand(status, Number(progress.raw()), Number(scoring::kGreenScore),
                                 Number(scoring::kAmberScore)),
                          ", whatever is expected by now");
    default:
      if (to_be_kept) return Kept(progress);
      return InBand(status, Number(progress.raw()), ShareOf(timing.on_track, expected),
                    ShareOf(timing.at_risk, expected));
  }
}

std::string Reason(const Progress& progress, const Timing& timing, bool to_be_kept) {
  switch (progress.status()) {
    case Status::NOT_STARTED:
      return "the objective is not active, or its cycle has not begun";
    case Status::NO_DATA:
      return progress.has_raw() ? "what is known is reached, and what is missing may not be"
                                : "no value is known, and missing is never zero";
    case Status::STALE:
      return "the source is not heard, so the value may be wrong in either direction";
    case Status::ACHIEVED:
      return absl::StrCat(to_be_kept ? "the time is over and " : "",
                          text::ExactNumber(progress.raw()),
                          " >= ", BorderUnder(Number(1), progress.raw()));
    case Status::MISSED:
      return absl::StrCat("the time is over and ", text::ExactNumber(progress.raw()), " < 1");
    case Status::TOO_EARLY:
      return absl::StrCat("only ", text::ExactNumber(timing.expected),
                          " of the cycle has passed, less than ",
                          text::ExactNumber(timing.early_share));
    default:
      return ByBands(progress, timing, to_be_kept);
  }
}

}  // namespace

const Part* DecidingPart(absl::Span<const Part> parts, ScoringProfile profile) {
  const Progress progress = scoring::RollupBy(profile, ChildrenOf(parts));
  if (progress.status() == Status::STATUS_UNSPECIFIED) return nullptr;
  for (const Part& part : parts) {
    if (part.child.name == progress.worst_child()) return &part;
  }
  return nullptr;
}

std::string ShownName(const std::string& name) {
  return name.empty() ? "one that you may not see" : name;
}

std::string VerdictOf(const Progress& progress, const Timing& timing, bool to_be_kept) {
  // Only where missing is zero is there a verdict by numbers without one.
  const bool zero = timing.profile == ScoringProfile::PLAIN_MEAN && !progress.has_raw() &&
                    progress.status() != Status::NOT_STARTED;
  return absl::StrCat(okapi::common::v1::Status_Name(progress.status()), ": ",
                      Reason(progress, timing, to_be_kept),
                      zero ? ", where no value counts as 0" : "");
}

std::string VerdictOfParts(const Progress& progress, absl::Span<const Part> parts,
                           const Timing& timing) {
  if (DecidingPart(parts, timing.profile) == nullptr) {
    return VerdictOf(progress, timing, /*to_be_kept=*/false);
  }
  return absl::StrCat(okapi::common::v1::Status_Name(progress.status()),
                      ": that of the weakest child, ", ShownName(progress.worst_child()));
}

std::string VerdictAtClosing(const Progress& progress) {
  return absl::StrCat(okapi::common::v1::Status_Name(progress.status()),
                      ": judged when the objective was closed, as if its time were over, by the "
                      "rules of that day");
}

}  // namespace okapi::goals
