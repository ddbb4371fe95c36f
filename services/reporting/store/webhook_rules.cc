#include "services/reporting/store/webhook_rules.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/reporting/store/same_organization.h"

namespace okapi::reporting {
namespace {

using okapi::reporting::v1::Webhook;

constexpr size_t kUrlMax = 2000;
constexpr size_t kSecretMin = 16;
constexpr size_t kSecretMax = 200;

}  // namespace

absl::Status CheckWebhook(const Webhook*, Webhook& after) {
  const std::string& url = after.url();
  const bool http = absl::StartsWith(url, "https://") || absl::StartsWith(url, "http://");
  const size_t host = url.find("//") + 2;
  const std::string authority = http ? url.substr(host, url.find_first_of("/?#", host) - host) : "";
  if (authority.empty() || url.size() > kUrlMax ||
      url.find_first_of(" \t\r\n") != std::string::npos) {
    return status::InvalidField("webhook.url",
                                "must be like https://example.com/hook, at most 2000 characters");
  }
  if (absl::StrContains(authority, "@")) {
    return status::InvalidField("webhook.url", "must not have a user or a password");
  }
  for (int i = 0; i < after.rules_size(); ++i) {
    OKAPI_RETURN_IF_ERROR(CheckSameOrganization(after.name(), after.rules(i),
                                                absl::StrCat("webhook.rules[", i, "]")));
  }
  return absl::OkStatus();
}

absl::Status CheckSecret(const std::string& secret) {
  if (secret.size() >= kSecretMin && secret.size() <= kSecretMax) return absl::OkStatus();
  return status::InvalidField("webhook.secret", "must have 16 to 200 characters");
}

}  // namespace okapi::reporting
