#include "services/cli/apply_check.h"

#include <map>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status/status_macros.h"
#include "okapi/goals/v1/goals_service.pb.h"
#include "services/cli/catalogue.h"

namespace okapi::cli {
namespace {

// The goal service's rule, KEY_RESULT_COUNT.
constexpr size_t kKeyResultsMin = 2;
constexpr size_t kKeyResultsMax = 5;

absl::Status Get(const Kind& kind, const std::string& name, const Caller& call) {
  const auto request = NewMessage(kind.get->input_type());
  const auto response = NewMessage(kind.get->output_type());
  SetString(*request, "name", name);
  return call(*kind.get, *request, *response);
}

class Checker {
 public:
  Checker(const std::vector<DeclaredResource>& declared, const Caller& call, YamlErrors& errors,
          std::vector<std::string>& warnings)
      : declared_(declared), call_(call), errors_(errors), warnings_(warnings) {
    for (const DeclaredResource& each : declared) names_.insert(each.name);
  }

  absl::Status Check() {
    for (const DeclaredResource& each : declared_) {
      for (const std::string& reference : each.references) {
        if (names_.count(reference) == 0) OKAPI_RETURN_IF_ERROR(CheckReference(each, reference));
      }
      const bool objective = each.kind->resource == goals::v1::Objective::descriptor();
      if (objective && each.activate) OKAPI_RETURN_IF_ERROR(CheckKeyResults(each));
    }
    return absl::OkStatus();
  }

 private:
  absl::Status CheckReference(const DeclaredResource& from, const std::string& name) {
    const Kind& kind = *FindKindOfName(name);
    const auto [known, is_new] = found_.try_emplace(name);
    if (is_new) known->second = Get(kind, name, call_);
    const absl::Status& found = known->second;
    const std::string missing = absl::StrCat("refers to ", kind.singular, " '", name, "', which ");
    if (kind.ServiceSharedWith(*from.kind)) {
      if (!absl::IsNotFound(found)) return found;
      errors_.Add(from.mark, from.path, absl::StrCat(missing, "neither exists nor is in the file"));
    } else if (absl::IsNotFound(found)) {
      warnings_.push_back(absl::StrCat("warning: ", from.place, ": ", from.path, " ", missing,
                                       "neither exists nor is in the file"));
    }
    return absl::OkStatus();
  }

  absl::Status CheckKeyResults(const DeclaredResource& objective) {
    goals::v1::ListKeyResultsRequest request;
    goals::v1::ListKeyResultsResponse response;
    request.set_parent(objective.name);
    request.set_page_size(1000);
    const absl::Status listed = call_(*FindKind("key-result")->list, request, response);
    if (!absl::IsNotFound(listed)) OKAPI_RETURN_IF_ERROR(listed);  // A new objective has none.
    std::set<std::string> key_results;
    for (const auto& key_result : response.key_results()) key_results.insert(key_result.name());
    const std::string prefix = absl::StrCat(objective.name, "/keyResults/");
    for (const std::string& name : names_) {
      if (absl::StartsWith(name, prefix)) key_results.insert(name);
    }
    if (key_results.size() < kKeyResultsMin || key_results.size() > kKeyResultsMax) {
      errors_.Add(objective.mark, objective.path,
                  absl::StrCat("is to be ACTIVE and needs ", kKeyResultsMin, " to ", kKeyResultsMax,
                               " key results, not ", key_results.size()));
    }
    return absl::OkStatus();
  }

  const std::vector<DeclaredResource>& declared_;
  const Caller& call_;
  YamlErrors& errors_;
  std::vector<std::string>& warnings_;
  std::set<std::string> names_;
  // What Get said of names that are not in the file.
  std::map<std::string, absl::Status> found_;
};

}  // namespace

absl::Status CheckApply(const std::vector<DeclaredResource>& declared, const Caller& call,
                        YamlErrors& errors, std::vector<std::string>& warnings) {
  return Checker(declared, call, errors, warnings).Check();
}

}  // namespace okapi::cli
