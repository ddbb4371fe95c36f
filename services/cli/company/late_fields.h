#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/cli/company/company_file.h"

// Rules and limits that hold people up come last, for they are about what is changed later: what
// was there before them would not get in.
namespace okapi::cli {

// The late fields of its kind that the file brings to a resource that has none in their place yet;
// `current` is null for one that is to be created. Nothing of what cannot be created, unless it
// comes with a history: that was there before them, and the rest of the file is as they say.
std::vector<std::string> LateFieldsOf(const DeclaredResource& declared, const Message* current);

// The message without the fields of these paths, and without parts that had nothing else.
std::unique_ptr<Message> Without(const Message& message, const std::vector<std::string>& paths);

// Puts them into a request that has them by their last names: lists of messages, and whole numbers.
// INTERNAL for any other, which only a change of the protos brings about.
absl::Status CopyFields(const Message& message, const std::vector<std::string>& paths,
                        Message& request);

}  // namespace okapi::cli
