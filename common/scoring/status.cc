#include "common/scoring/status.h"

#include "common/scoring/border.h"

namespace okapi::scoring {
namespace {

bool Reaches(double progress, double border) { return progress >= border - kBorderWidth; }

}  // namespace

Status StatusOf(const StatusInput& input) {
  if (!input.started) return Status::NOT_STARTED;
  if (!input.progress.has_value()) return Status::NO_DATA;
  if (input.stale) return Status::STALE;
  if (Reaches(*input.progress, 1) && (input.ended || !input.to_be_kept)) {
    if (!input.incomplete) return Status::ACHIEVED;
    if (input.ended) return Status::NO_DATA;
  }
  if (input.ended) return Status::MISSED;
  if (input.too_early) return Status::TOO_EARLY;
  // What is to be kept is all there or all gone.
  if (input.to_be_kept) return Reaches(*input.progress, 1) ? Status::ON_TRACK : Status::OFF_TRACK;
  if (Reaches(*input.progress, input.on_track * input.expected)) return Status::ON_TRACK;
  if (Reaches(*input.progress, input.at_risk * input.expected)) return Status::AT_RISK;
  return Status::OFF_TRACK;
}

}  // namespace okapi::scoring
