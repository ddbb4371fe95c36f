// What was converted, as a company file.

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/cli/convert/converted_okrs.h"
#include "services/cli/session/message_text.h"

namespace okapi::cli {
namespace {

void AppendIndented(const std::string& yaml, const std::string& indent, std::string& out) {
  for (const absl::string_view line : absl::StrSplit(yaml, '\n', absl::SkipEmpty())) {
    absl::StrAppend(&out, indent, line, "\n");
  }
}

// An entry of a list; its name is its id.
template <typename R>
void AppendEntry(R resource, const std::string& indent, std::string& out) {
  absl::StrAppend(&out, indent, "- id: ", YamlString(resource.name()), "\n");
  resource.clear_name();
  AppendIndented(ToYaml(resource), indent + "  ", out);
}

template <typename R>
void AppendList(const std::vector<R>& resources, absl::string_view key, const std::string& indent,
                std::string& out) {
  if (resources.empty()) return;
  absl::StrAppend(&out, indent, key, ":\n");
  for (const R& each : resources) AppendEntry(each, indent + "  ", out);
}

void AppendObjective(const ConvertedObjective& each, std::string& out) {
  AppendEntry(each.objective, "  ", out);
  AppendList(each.key_results, "key_results", "    ", out);
  AppendList(each.initiatives, "initiatives", "    ", out);
  if (each.history.key_results().empty()) return;
  absl::StrAppend(&out, "    history:\n");
  AppendIndented(ToYaml(each.history), "      ", out);
}

}  // namespace

std::string CompanyFileOf(const ConvertedOkrs& okrs, const std::string& organization) {
  std::string out = absl::StrCat("organization:\n  id: ", YamlString(organization), "\n");
  AppendList(okrs.teams, "teams", "", out);
  AppendList(okrs.members, "members", "", out);
  AppendList(okrs.cycles, "cycles", "", out);
  absl::StrAppend(&out, "objectives:\n");
  for (const ConvertedObjective& each : okrs.objectives) AppendObjective(each, out);
  return out;
}

}  // namespace okapi::cli
