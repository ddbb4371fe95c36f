#pragma once

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/rpc/retry.h"
#include "okapi/reporting/v1/resources.pb.h"
#include "services/reporting/neighbours/answer.h"

namespace okapi::reporting {

// How fresh one service's part of a report is, gathered over the answers that it is made of.
class Freshness {
 public:
  template <typename Response>
  void Add(const Answer<Response>& answer) {
    Add(answer.time, answer.problem);
    if (!answer.known() && rpc::MayPass(answer.problem)) AddUnknown();
  }
  // An answer received at `time` (nullopt: never), and what is wrong with it.
  void Add(std::optional<absl::Time> time, const absl::Status& problem);

  // That something of its part is not known.
  void AddUnknown() { incomplete_ = true; }

  bool stale() const { return stale_; }
  okapi::reporting::v1::Source ToSource(absl::string_view service) const;

 private:
  bool stale_ = false;
  bool incomplete_ = false;
  std::optional<absl::Time> oldest_;
  // The first problem met; one is enough for a reader to know where to look.
  std::string problem_;
};

}  // namespace okapi::reporting
