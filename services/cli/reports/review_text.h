#pragma once

#include <string>

#include "okapi/goals/v1/review_service.pb.h"
#include "services/cli/session/display_names.h"

// What to make of goals, as text for a terminal.
namespace okapi::cli {

// Every number with its steps, what it is made of indented below it.
std::string ExplanationText(const okapi::goals::v1::Explanation& explanation);
std::string FindingsText(const okapi::goals::v1::ListFindingsResponse& findings);
// Who owes a check-in on what, for how long, and when the last one was.
std::string DueText(
    const google::protobuf::RepeatedPtrField<okapi::goals::v1::DueCheckIn>& check_ins,
    const DisplayNames& names = {});
// What each profile makes of every objective, and the one in force.
std::string ProfilesText(const okapi::goals::v1::CompareProfilesResponse& comparison);
// The grades of a cycle, and what they come to.
std::string CycleResultText(const okapi::goals::v1::CycleResult& result);
std::string CalibrationText(const okapi::goals::v1::Calibration& calibration,
                            const DisplayNames& names = {});

}  // namespace okapi::cli
