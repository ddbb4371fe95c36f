#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "okapi/goals/v1/resources.pb.h"
#include "services/cli/convert/okr_id.h"

namespace okapi::cli {

// The single ones of a cell that may name several: of people or teams, by semicolons, line breaks
// and commas. `Nguyen, An <an@acme.example>` is one.
std::vector<std::string> SplitNames(absl::string_view text);

// Who owns what is in a file: each a member once, whose `name` is an id made of the name or
// address.
class OkrMembers {
 public:
  // The id of who goes by this name, this address or both; one of them may be empty. Takes `An Lê
  // <an@acme.example>` apart.
  std::string Find(absl::string_view name, absl::string_view email);
  const std::vector<okapi::goals::v1::Member>& all() const { return members_; }

 private:
  std::vector<okapi::goals::v1::Member> members_;
  std::map<std::string, size_t> by_name_;
  std::map<std::string, size_t> by_email_;
  OkrIds ids_;
};

// The same of teams.
class OkrTeams {
 public:
  std::string Find(absl::string_view name);
  const std::vector<okapi::goals::v1::Team>& all() const { return teams_; }

 private:
  std::vector<okapi::goals::v1::Team> teams_;
  std::map<std::string, size_t> by_name_;
  OkrIds ids_;
};

}  // namespace okapi::cli
