#pragma once

#include <memory>
#include <utility>

#include "absl/status/statusor.h"
#include "common/rpc/runtime.h"
#include "common/status/status_macros.h"
#include "okapi/reporting/v1/resources.pb.h"
#include "services/reporting/neighbours/goals_client.h"
#include "services/reporting/neighbours/known_answers.h"
#include "services/reporting/neighbours/metrics_client.h"
#include "services/reporting/neighbours/report_cache.h"

namespace okapi::reporting {

// The services that reports are made from. Shared by everything that asks them, because a task may
// still be asking while the report it asks for is no longer wanted.
struct Neighbours {
  // With what was known when the service stopped. The neighbours need not be there; `runtime` must
  // outlive it.
  static absl::StatusOr<std::shared_ptr<const Neighbours>> Create(
      rpc::Runtime& runtime, std::shared_ptr<grpc::Channel> goals,
      std::shared_ptr<grpc::Channel> metrics) {
    OKAPI_ASSIGN_OR_RETURN(std::unique_ptr<KnownAnswers> known,
                           KnownAnswers::Load(runtime.journal));
    return std::make_shared<const Neighbours>(runtime, std::move(known), std::move(goals),
                                              std::move(metrics));
  }

  Neighbours(rpc::Runtime& the_runtime, std::unique_ptr<KnownAnswers> known_answers,
             std::shared_ptr<grpc::Channel> goals_channel,
             std::shared_ptr<grpc::Channel> metrics_channel)
      : runtime(the_runtime),
        known(std::move(known_answers)),
        goals(std::move(goals_channel), *known, runtime.clock),
        metrics(std::move(metrics_channel), *known, runtime.clock) {}

  rpc::Runtime& runtime;
  const std::unique_ptr<KnownAnswers> known;
  const GoalsClient goals;
  const MetricsClient metrics;
  // Thread-safe, and no part of what the neighbours are: what was made of their answers.
  mutable ReportCache<okapi::reporting::v1::Scorecard> scorecards;
};

}  // namespace okapi::reporting
