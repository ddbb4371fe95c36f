#include "services/reporting/neighbours/freshness.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/api/timestamp.h"
#include "common/rpc/retry.h"

namespace okapi::reporting {

void Freshness::Add(std::optional<absl::Time> time, const absl::Status& problem) {
  if (time.has_value()) oldest_ = std::min(oldest_.value_or(*time), *time);
  if (problem.ok()) return;
  if (rpc::MayPass(problem)) stale_ = true;
  if (!problem_.empty()) return;
  problem_ = rpc::MayPass(problem) ? absl::StrCat("does not answer: ", problem.message())
                                   : std::string(problem.message());
}

okapi::reporting::v1::Source Freshness::ToSource(absl::string_view service) const {
  okapi::reporting::v1::Source source;
  source.set_service(std::string(service));
  source.set_stale(stale_);
  if (oldest_.has_value()) *source.mutable_answer_time() = api::ToTimestamp(*oldest_);
  source.set_problem(problem_);
  source.set_incomplete(incomplete_);
  return source;
}

}  // namespace okapi::reporting
