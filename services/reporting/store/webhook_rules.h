#pragma once

#include "absl/status/status.h"
#include "okapi/reporting/v1/webhook.pb.h"

namespace okapi::reporting {

// What must hold of a webhook beyond its annotations.
absl::Status CheckWebhook(const okapi::reporting::v1::Webhook* before,
                          okapi::reporting::v1::Webhook& after);
// INVALID_ARGUMENT unless a secret is one: apart, because it is kept apart.
absl::Status CheckSecret(const std::string& secret);

}  // namespace okapi::reporting
