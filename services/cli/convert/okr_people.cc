#include "services/cli/convert/okr_people.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "common/text/fold.h"
#include "services/cli/convert/okr_text.h"

namespace okapi::cli {
namespace {

std::vector<std::string> Stripped(const std::vector<std::string>& parts) {
  std::vector<std::string> stripped;
  for (const std::string& part : parts) {
    const absl::string_view name = absl::StripAsciiWhitespace(part);
    if (!name.empty()) stripped.emplace_back(name);
  }
  return stripped;
}

// Whether both are one in an address book, which puts the last name first: `Nguyen`, `An <an@...>`.
bool IsOneName(const std::vector<std::string>& parts) {
  return parts.size() == 2 && !absl::StrContains(parts[0], '@') &&
         !absl::StrContains(parts[0], ' ') && absl::EndsWith(parts[1], ">");
}

}  // namespace

std::vector<std::string> SplitNames(absl::string_view text) {
  std::vector<std::string> names;
  for (const std::string& part : Stripped(absl::StrSplit(text, absl::ByAnyChar(";\n\r")))) {
    const std::vector<std::string> commas = Stripped(absl::StrSplit(part, ','));
    if (IsOneName(commas)) {
      names.push_back(part);
    } else {
      names.insert(names.end(), commas.begin(), commas.end());
    }
  }
  return names;
}

std::string OkrMembers::Find(absl::string_view name, absl::string_view email) {
  const size_t open = name.find('<');
  const size_t close = name.find('>');
  if (open != absl::string_view::npos && close != absl::string_view::npos && open < close) {
    if (email.empty()) email = name.substr(open + 1, close - open - 1);
    name = name.substr(0, open);
  } else if (email.empty() && absl::StrContains(name, '@')) {
    std::swap(name, email);
  }
  name = absl::StripAsciiWhitespace(name);
  email = absl::StripAsciiWhitespace(email);
  const std::string name_key = text::FoldCase(name);
  const std::string email_key = text::FoldCase(email);
  const auto known_email = by_email_.find(email_key);
  if (!email.empty() && known_email != by_email_.end()) {
    auto& member = members_[known_email->second];
    // Another row says what the person is called.
    if (!name.empty() && member.display_name() == member.email()) {
      member.set_display_name(CutName(name));
      by_name_.emplace(name_key, known_email->second);
    }
    return member.name();
  }
  const auto known_name = by_name_.find(name_key);
  if (!name.empty() && known_name != by_name_.end()) {
    auto& member = members_[known_name->second];
    if (email.empty() || member.email().empty()) {
      if (!email.empty()) {
        member.set_email(std::string(email));
        by_email_[email_key] = known_name->second;
      }
      return member.name();
    }
  }
  auto& member = members_.emplace_back();
  member.set_display_name(CutName(name.empty() ? email : name));
  member.set_name(ids_.Take(name.empty() ? email.substr(0, email.find('@')) : name, "member"));
  if (!email.empty()) member.set_email(std::string(email));
  if (!name.empty()) by_name_.emplace(name_key, members_.size() - 1);
  if (!email.empty()) by_email_.emplace(email_key, members_.size() - 1);
  return member.name();
}

std::string OkrTeams::Find(absl::string_view name) {
  const auto [known, is_new] = by_name_.try_emplace(text::FoldCase(name), teams_.size());
  if (is_new) {
    auto& team = teams_.emplace_back();
    team.set_display_name(CutName(name));
    team.set_name(ids_.Take(name, "team"));
  }
  return teams_[known->second].name();
}

}  // namespace okapi::cli
