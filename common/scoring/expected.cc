#include "common/scoring/expected.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "common/scoring/status.h"
#include "common/scoring/sum.h"

namespace okapi::scoring {
namespace {

using okapi::common::v1::Bands;
using okapi::common::v1::Curve;

constexpr int kSharesMax = 366;

using Shares = google::protobuf::RepeatedField<double>;

// Straight while there are none.
double FromTable(const Shares& shares, double elapsed) {
  if (shares.empty()) return elapsed;
  const double place = elapsed * shares.size();
  const int part = std::min(static_cast<int>(place), shares.size() - 1);
  const double before = part == 0 ? 0 : shares[part - 1];
  return before + (shares[part] - before) * (place - part);
}

// What was due by the last end of a part.
double FromSteps(const Curve& curve, double elapsed) {
  const int ended = std::min(static_cast<int>(elapsed * curve.shares_size()), curve.shares_size());
  return ended == 0 ? 0 : curve.shares(ended - 1);
}

// In (0, max].
void CheckBorder(double border, double max, absl::string_view field,
                 status::FieldViolations& violations) {
  if (border > 0 && border <= max) return;
  violations.Add(field, absl::StrCat("must be greater than 0 and at most ", max));
}

}  // namespace

double ExpectedLinear(absl::Time start, absl::Time end, absl::Time now) {
  if (now >= end) return 1;
  if (now <= start) return 0;
  return absl::FDivDuration(now - start, end - start);
}

Curve::Shape ShapeOf(const Curve& curve) {
  if (curve.shape() != Curve::SHAPE_UNSPECIFIED) return curve.shape();
  return curve.shares().empty() ? Curve::LINEAR : Curve::TABLE;
}

std::vector<double> SeasonShares(absl::Span<const double> amounts, int parts) {
  // What had come by the end of each; sums that do not depend on the size of what came first.
  std::vector<double> come;
  Sum sum;
  for (const double amount : amounts) {
    sum.Add(amount);
    come.push_back(sum.value());
  }
  if (come.empty() || !(come.back() > 0)) return {};
  std::vector<double> shares;
  double most = 0;
  for (int i = 1; i <= parts; ++i) {
    const double place = static_cast<double>(i) / parts * static_cast<double>(come.size());
    const size_t day = std::min(static_cast<size_t>(place), come.size() - 1);
    const double before = day == 0 ? 0 : come[day - 1];
    const double here = before + (come[day] - before) * (place - static_cast<double>(day));
    most = std::min(std::max(most, here / come.back()), 1.0);
    shares.push_back(i == parts ? 1 : most);
  }
  return shares;
}

double ExpectedByCurve(const Curve& curve, double elapsed) {
  if (elapsed >= 1) return 1;
  if (!(elapsed > 0)) return 0;
  switch (curve.shape()) {
    case Curve::S_CURVE:
      return elapsed * elapsed * (3 - 2 * elapsed);
    case Curve::AT_END:
      return 0;
    case Curve::STEP:
      return FromSteps(curve, elapsed);
    case Curve::SEASON:
      return FromTable(curve.season(), elapsed);
    default:
      return FromTable(curve.shares(), elapsed);
  }
}

void CheckCurve(const Curve& curve, absl::string_view prefix, status::FieldViolations& violations) {
  const std::string field = absl::StrCat(prefix, "shares");
  const Curve::Shape shape = ShapeOf(curve);
  if (shape != Curve::TABLE && shape != Curve::STEP) {
    if (curve.shares_size() > 0) violations.Add(field, "is for TABLE and STEP only");
    return;
  }
  if (curve.shares_size() < 1 || curve.shares_size() > kSharesMax) {
    violations.Add(field, absl::StrCat("must have 1 to ", kSharesMax, " entries"));
    return;
  }
  double before = 0;
  for (int i = 0; i < curve.shares_size(); ++i) {
    if (!(curve.shares(i) >= before && curve.shares(i) <= 1)) {
      violations.Add(absl::StrCat(field, "[", i, "]"),
                     absl::StrCat("must be from ", before, ", the share before, to 1"));
      return;
    }
    before = curve.shares(i);
  }
  if (before != 1) violations.Add(field, "must end with 1");
}

void CheckBands(const Bands& bands, absl::string_view prefix, status::FieldViolations& violations) {
  const double on_track = bands.has_on_track() ? bands.on_track() : kOnTrackShare;
  const double at_risk = bands.has_at_risk() ? bands.at_risk() : kAtRiskShare;
  CheckBorder(on_track, 1, absl::StrCat(prefix, "on_track"), violations);
  CheckBorder(at_risk, std::min(on_track, 1.0), absl::StrCat(prefix, "at_risk"), violations);
}

}  // namespace okapi::scoring
