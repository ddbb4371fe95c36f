#include "services/goals/insights/explanation_steps.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "common/api/timestamp.h"
#include "common/scoring/expected.h"
#include "common/text/quantity.h"
#include "services/goals/store/retargeting.h"

namespace okapi::goals {
namespace {

using okapi::common::v1::Curve;
using okapi::goals::v1::Explanation;
using okapi::goals::v1::KeyResult;

std::string MeasureText(const KeyResult& key_result) {
  const scoring::Measure way = MeasureOf(key_result);
  const std::string raw = text::ExactNumber(key_result.progress().raw());
  if (way.baseline == way.target) {
    return absl::StrCat(raw, ": it is to be kept at ", text::ExactNumber(way.target), " or above");
  }
  return absl::StrCat("(", text::ExactNumber(key_result.current_value()), " - ",
                      text::Operand(way.baseline), ") / (", text::ExactNumber(way.target), " - ",
                      text::Operand(way.baseline), ") = ", raw);
}

std::string RangeText(const KeyResult& key_result) {
  return absl::StrCat(text::ExactNumber(key_result.progress().raw()), ": ",
                      text::ExactNumber(key_result.current_value()),
                      key_result.progress().raw() < 1 ? " is out of" : " is in", " the bounds, ",
                      key_result.range().strict() ? "themselves excluded" : "themselves included");
}

std::string MilestonesText(const KeyResult& key_result) {
  std::vector<std::string> done;
  double weight_done = 0;
  double weight_of_all = 0;
  for (const auto& milestone : key_result.milestones().milestones()) {
    const double weight = milestone.has_weight() ? milestone.weight() : 1;
    weight_of_all += weight;
    if (!milestone.done()) continue;
    weight_done += weight;
    done.push_back(milestone.milestone_id());
  }
  const double raw = key_result.progress().raw();
  const std::string which = done.empty() ? "none" : absl::StrJoin(done, ", ");
  // The share was kept when it was reported; since then the weights may have become others.
  if (weight_done / weight_of_all != raw) {
    return absl::StrCat(text::ExactNumber(raw),
                        ": the share that was reported, of the milestones done (", which, ")");
  }
  return absl::StrCat("weight of the milestones done (", which,
                      ") / weight of all = ", text::ExactNumber(weight_done), " / ",
                      text::ExactNumber(weight_of_all), " = ", text::ExactNumber(raw));
}

std::string ScaleText(const KeyResult& key_result) {
  const auto& steps = key_result.scale().steps();
  const std::string raw = text::ExactNumber(key_result.progress().raw());
  const auto reached =
      std::find_if(steps.begin(), steps.end(), [](const auto& step) { return step.reached(); });
  if (reached == steps.end()) return absl::StrCat(raw, ": the share of the step that was reached");
  const auto place = reached - steps.begin() + 1;
  if (reached->has_share()) {
    return absl::StrCat(raw, ": the share of step ", place, " of ", steps.size(), ", ",
                        reached->step_id());
  }
  return absl::StrCat("(", place, " - 1) / (", steps.size(), " - 1) = ", raw, ": step ", place,
                      " of ", steps.size(), ", ", reached->step_id());
}

std::string FindBaselineText(const KeyResult& key_result) {
  return key_result.has_current_value() ? "1: it has been measured"
                                        : "0: it has not been measured yet";
}

// How progress comes of the value. Precondition: there is progress.
std::string RawText(const KeyResult& key_result) {
  switch (key_result.measure_case()) {
    case KeyResult::kFromTo:
    case KeyResult::kRelativeChange:
      return MeasureText(key_result);
    case KeyResult::kRange:
      return RangeText(key_result);
    case KeyResult::kMilestones:
      return MilestonesText(key_result);
    case KeyResult::kScale:
      return ScaleText(key_result);
    case KeyResult::kFindBaseline:
      return FindBaselineText(key_result);
    default:
      return absl::StrCat(text::ExactNumber(key_result.progress().raw()), ": 1 is done, 0 is not");
  }
}

std::string WhyMissing(const KeyResult& key_result) {
  if (key_result.has_kpi_source()) return "its KPI has not given one";
  if (key_result.has_scale()) return "nobody has reported one of its steps";
  return key_result.has_key_result_source() ? "none of the key results that it is made of has one"
                                            : "nobody has reported one";
}

// What a curve makes of the share of the time; nothing of a straight way.
std::string CurveText(const Curve& curve, double elapsed) {
  const std::string share = text::ExactNumber(elapsed);
  if (!curve.shares().empty()) {
    return absl::StrCat(", by the curve ", Curve::Shape_Name(scoring::ShapeOf(curve)), " of ",
                        curve.shares_size(), " shares");
  }
  switch (curve.shape()) {
    case Curve::SEASON:
      if (curve.season().empty()) return ", straight while its SEASON is not known";
      return absl::StrCat(", by the curve SEASON of ", curve.season_size(),
                          " shares of the year before");
    case Curve::S_CURVE:
      return absl::StrCat(", by the curve S_CURVE: ", share, " x ", share, " x (3 - 2 x ", share,
                          ")");
    case Curve::AT_END:
      return ", by the curve AT_END: nothing before the end";
    default:
      return "";
  }
}

}  // namespace

void AddProgressSteps(const KeyResult& key_result, Explanation& explanation) {
  if (key_result.has_relative_change()) {
    const scoring::Measure way = MeasureOf(key_result);
    explanation.add_steps(absl::StrCat("target = ", text::ExactNumber(way.baseline), " + ",
                                       text::Operand(key_result.relative_change().change()), " x ",
                                       text::Operand(way.baseline), " = ",
                                       text::ExactNumber(way.target)));
  }
  if (!key_result.progress().has_raw()) {
    explanation.add_steps(absl::StrCat("no value is known: ", WhyMissing(key_result)));
    return;
  }
  explanation.add_steps(absl::StrCat("raw = ", RawText(key_result)));
  explanation.add_steps(absl::StrCat("clamped = min(1, max(0, ",
                                     text::ExactNumber(key_result.progress().raw()),
                                     ")) = ", text::ExactNumber(key_result.progress().clamped())));
}

void AddExpectedStep(const KeyResult& key_result, const Timing& timing, Explanation& explanation) {
  const absl::Time start = StartOf(key_result, timing);
  const double elapsed = scoring::ExpectedLinear(start, timing.span.end, timing.now);
  explanation.add_steps(
      absl::StrCat("expected = ", text::ExactNumber(key_result.progress().expected()), ": ",
                   text::ExactNumber(elapsed), " of the time since ",
                   absl::FormatTime("%Y-%m-%d", start, timing.calendar.time_zone()), " has passed",
                   CurveText(key_result.curve(), elapsed)));
}

void AddFirstPromiseStep(const KeyResult& key_result, const Timing& timing,
                         Explanation& explanation) {
  if (!key_result.has_first_promise()) return;
  const auto& promise = key_result.first_promise();
  KeyResult first = OnFirstWay(key_result);
  *first.mutable_progress() = promise;
  std::string how = "no value that it could be seen from";
  if (promise.has_raw()) {
    // Which steps of a former list are done or reached is not told any more.
    const bool by_steps = first.has_milestones() || first.has_scale();
    how = by_steps ? text::ExactNumber(promise.raw()) : RawText(first);
  }
  explanation.add_steps(absl::StrCat(
      "first promise = ", how, ", on the way that it had until ",
      absl::FormatTime("%Y-%m-%d", api::FromTimestamp(key_result.retargets(0).retarget_time()),
                       timing.calendar.time_zone())));
}

}  // namespace okapi::goals
