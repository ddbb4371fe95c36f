#pragma once

#include <set>
#include <string>
#include <vector>

#include "services/cli/session/catalogue.h"

namespace okapi::cli {

// The kind that a field refers to by its google.api.resource_reference; nullptr if it refers to
// nothing, or to something that has no methods.
const Kind* ReferencedKind(const FieldDescriptor& field);

// Whether the field may refer to any resource. The service then looks for it, wherever it is kept.
bool RefersToAnything(const FieldDescriptor& field);

// The full name of what `text` refers to from within the resource `owner`: ids that are missing at
// the front are the owner's own, so that `nps` in an initiative is a key result of its objective.
// Sets `name`; returns what is wrong with the text, empty if nothing is.
std::string CompleteReference(const Kind& kind, const std::string& owner, const std::string& text,
                              std::string& name);

// The same for what the field refers to: a kind of resource, anything, or, as the `name` of a
// resource within a message, that resource. Other texts stay as they are. Of anything the kind
// comes first: `kpis/revenue`, and `keyResults/grow/revenue` as well as
// `objectives/grow/keyResults/revenue`; what is decided on or watched is a number, and of these
// only key results have two ids: `grow/revenue`.
std::string CompleteReference(const FieldDescriptor& field, const std::string& owner,
                              std::string& text);
// What is completed to `name` in that field, without the organization: a file may be applied to
// another one.
std::string ShortenReference(const FieldDescriptor& field, const std::string& name);

// How many kinds have to be there before this one: those that it belongs to or may refer to, and
// what these need. 0 for organizations.
int RankOf(const Kind& kind);

}  // namespace okapi::cli
