#pragma once

#include "google/protobuf/repeated_field.h"
#include "okapi/reporting/v1/resources.pb.h"

namespace okapi::reporting {

// Puts objectives into the order of a tree and tells each its place: `parent` and `depth`. The
// decisions:
// - Only alignments to what is among them count, contributing or supporting.
// - An objective with several parents is shown once, under the one nearest to the top; of equally
//   near ones under the first by name.
// - Those beside each other are by name.
// - Goals refuses loops. What hangs on nothing but itself is shown all the same, the first by name
//   at the top.
void ArrangeAsTree(
    google::protobuf::RepeatedPtrField<okapi::reporting::v1::ObjectiveReport>& objectives);

}  // namespace okapi::reporting
