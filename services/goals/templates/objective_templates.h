#pragma once

#include <string>
#include <vector>

#include "okapi/goals/v1/resources.pb.h"
#include "services/goals/wording/language.h"

namespace okapi::goals {

// What an objective can begin with, by id: the texts are in that language, all else is the same in
// each. They live for ever.
const std::vector<okapi::goals::v1::ObjectiveTemplate>& ObjectiveTemplates(Language language);

// The one of that id; nullptr if there is none.
const okapi::goals::v1::ObjectiveTemplate* FindObjectiveTemplate(const std::string& id,
                                                                 Language language);

// Said of an initiative whose weeks are more than are left of the cycle.
std::string TooLongText(int weeks, Language language);

}  // namespace okapi::goals
