#pragma once

#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/status/errors.h"
#include "okapi/common/v1/scoring.pb.h"

namespace okapi::scoring {

// Progress expected at a constant pace: the share of [start, end) that has passed at `now`, in [0,
// 1]. 0 at the start, 1 from the end on; for an empty span 0 before it and 1 from it on.
// What is added or gets another target in the middle is expected to have come as far as everything
// else, unless it is given a start of its own: the pace is that of the span, not of the day of the
// change.
double ExpectedLinear(absl::Time start, absl::Time end, absl::Time now);

// The shape that a curve has: without one it is a TABLE of the shares that it gives, and LINEAR if
// it gives none.
okapi::common::v1::Curve::Shape ShapeOf(const okapi::common::v1::Curve& curve);

// How a year before went, as Curve.season: the share of all that had come by the end of each of
// `parts` equal parts of the time. `amounts` are what came in each of so many other equal parts,
// such as days; what came in one of them came evenly. A way does not go back: what was taken back
// is waited out. Empty when nothing had come in the end. Precondition: parts > 0.
std::vector<double> SeasonShares(absl::Span<const double> amounts, int parts);

// The share of the way that is expected when `elapsed` of the time, in [0, 1], has passed; in [0,
// 1], never falling, and 1 at 1 for every curve. Precondition: CheckCurve finds nothing.
double ExpectedByCurve(const okapi::common::v1::Curve& curve, double elapsed);

// Adds what is wrong with a curve or bands; the fields are named `prefix` + `shape` and so on.
void CheckCurve(const okapi::common::v1::Curve& curve, absl::string_view prefix,
                status::FieldViolations& violations);
void CheckBands(const okapi::common::v1::Bands& bands, absl::string_view prefix,
                status::FieldViolations& violations);

}  // namespace okapi::scoring
