#pragma once

#include <string>

#include "google/protobuf/descriptor.h"
#include "okapi/goals/v1/review_service.pb.h"
#include "services/cli/session/catalogue.h"
#include "services/cli/session/command.h"

namespace okapi::cli {

// Whether what the request asks for can be tried without doing it: goals' WhatIf takes it.
bool CanBeTried(const google::protobuf::Descriptor& request);

// Asks what the request would do, and shows it. Precondition: it can be tried.
int ShowWhatIf(Session& session, const Message& request);

// What moves, from below to above.
std::string WhatIfText(const okapi::goals::v1::WhatIfResponse& response);

}  // namespace okapi::cli
