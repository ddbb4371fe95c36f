#pragma once

#include <string>

namespace okapi::rpc {

// Sends the process's log to stderr, one JSON object per line: ts (UTC), level, service, msg. Once,
// at the start.
void InitializeLogging(const std::string& service);

}  // namespace okapi::rpc
