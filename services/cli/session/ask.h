#pragma once

#include <string>

#include "services/cli/session/catalogue.h"
#include "services/cli/session/command.h"

// The end of a command that is one call.
namespace okapi::cli {

// Lets the request only be checked, if its method changes anything.
void OnlyCheck(Message& request);

// Calls, and prints the answer: what `text` makes of it, or JSON. Returns the exit code.
int Ask(Session& session, const MethodDescriptor& method, const Message& request,
        std::string (*text)(const Message&));

}  // namespace okapi::cli
