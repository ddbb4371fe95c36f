#pragma once

#include "google/protobuf/util/message_differencer.h"
#include "okapi/goals/v1/resources.pb.h"

// The `measure` that key results, retargets and requests have in common.
namespace okapi::goals {

// What is wrong with one that has none.
inline constexpr char kNoMeasure[] =
    "one of from_to, relative_change, range, milestones, binary, scale and find_baseline is "
    "required";

// Gives `to` the way of `from`, without what is computed.
template <typename From, typename To>
void CopyMeasure(const From& from, To& to) {
  switch (from.measure_case()) {
    case From::kFromTo:
      *to.mutable_from_to() = from.from_to();
      break;
    case From::kRelativeChange:
      *to.mutable_relative_change() = from.relative_change();
      break;
    case From::kRange:
      *to.mutable_range() = from.range();
      break;
    case From::kMilestones:
      *to.mutable_milestones() = from.milestones();
      for (auto& milestone : *to.mutable_milestones()->mutable_milestones()) milestone.clear_done();
      break;
    case From::kBinary:
      to.mutable_binary();
      break;
    case From::kScale:
      *to.mutable_scale() = from.scale();
      for (auto& step : *to.mutable_scale()->mutable_steps()) step.clear_reached();
      break;
    case From::kFindBaseline:
      to.mutable_find_baseline();
      break;
    case From::MEASURE_NOT_SET:
      to.clear_measure();
  }
}

template <typename A, typename B>
bool SameMeasure(const A& a, const B& b) {
  okapi::goals::v1::KeyResult left;
  okapi::goals::v1::KeyResult right;
  CopyMeasure(a, left);
  CopyMeasure(b, right);
  return google::protobuf::util::MessageDifferencer::Equals(left, right);
}

}  // namespace okapi::goals
