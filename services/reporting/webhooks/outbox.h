#pragma once

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/journal/transaction.h"
#include "okapi/reporting/v1/alert.pb.h"
#include "okapi/reporting/v1/webhook.pb.h"
#include "services/reporting/store/reporting_store.h"

namespace okapi::reporting {

// What is told of an alert.
enum class AlertEvent { kFired, kAcknowledged, kResolved };

// Writes down a delivery to every webhook that wants to know, in the same write as what happened:
// neither is there without the other. Of a muted alert nobody is told.
absl::Status QueueDeliveries(const ReportingStore& store, journal::Transaction& transaction,
                             const okapi::reporting::v1::Alert& alert, AlertEvent event);

// What may be sent of a message once not everybody sees any more what it tells of: of an alert that
// is over, which its receiver may have heard ring, that it is, by its name alone. Empty: nothing.
absl::StatusOr<std::string> BodyForEverybody(const okapi::reporting::v1::Delivery& delivery);

}  // namespace okapi::reporting
