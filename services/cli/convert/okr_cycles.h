#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "okapi/goals/v1/resources.pb.h"
#include "services/cli/convert/okr_date.h"
#include "services/cli/convert/okr_entry.h"
#include "services/cli/convert/okr_id.h"

namespace okapi::cli {

// The days that an entry says, as far as they are days.
struct OkrDays {
  std::optional<absl::CivilDay> start;
  std::optional<absl::CivilDay> end;
};

// The cycles of a file: by name, with the days that the name says or else those from the first
// start to the last end of what is in it; or by start and end alone.
class OkrCycles {
 public:
  struct Cycle {
    std::string id;
    // Not known of one that is there already.
    std::optional<OkrPeriod> period;
  };

  // Notes what is in the cycle of that name, before any is asked for.
  void NoteDays(absl::string_view name, const OkrDays& days);
  // By its name; nothing if nobody says its days. `findings` gets what was assumed, once.
  std::optional<Cycle> Named(absl::string_view name, std::vector<std::string>& findings);
  // By both of its days; nothing if one is not there, or they are not in order.
  std::optional<Cycle> Between(const OkrDays& days);

  const std::vector<okapi::goals::v1::Cycle>& all() const { return cycles_; }

 private:
  Cycle Add(absl::string_view name, const OkrPeriod& period);
  // Of the first that is more than a month: a company's year may begin in another one.
  void TellYear(absl::string_view name, const OkrPeriod& period,
                std::vector<std::string>& findings);

  std::vector<okapi::goals::v1::Cycle> cycles_;
  std::map<std::string, Cycle> by_name_;
  std::map<std::string, OkrDays> days_;
  bool year_is_told_ = false;
  OkrIds ids_;
};

}  // namespace okapi::cli
