#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/cli/convert/converted_okrs.h"
#include "services/cli/convert/okr_cycles.h"
#include "services/cli/convert/okr_date.h"
#include "services/cli/convert/okr_people.h"
#include "services/cli/convert/okr_scales.h"

namespace okapi::cli {

// What the entries of one file share while they are converted, and what is done alike with all of
// them. Not thread-safe.
class OkrConversion {
 public:
  OkrConversion(const OkrEntries& okrs, const ConvertOptions& options);

  void Tell(const OkrEntry& entry, std::string finding);
  // Of the entry, or nothing.
  static const OkrText* Find(const OkrEntry& entry, OkrField field);

  // What it is called: `display_name`, and the whole of it as a description if that is too long.
  template <typename R>
  void SetWords(OkrEntry& entry, R& resource);
  // The id of who owns it; empty if nobody does.
  std::string TakeOwner(OkrEntry& entry);
  std::string TakeTeam(OkrEntry& entry);
  // The cycle of an objective; its id is empty if there is none.
  OkrCycles::Cycle TakeCycle(OkrEntry& entry);
  // The day of a field, if it has one.
  std::optional<absl::CivilDay> Day(const OkrEntry& entry, OkrField field);
  // A number that is not negative.
  std::optional<double> TakeWeight(OkrEntry& entry);
  // What was reported of a key result: a value whose day is known, with all that was said then.
  void TakeCheckIn(OkrEntry& entry, std::optional<double> value, const std::string& key_result,
                   okapi::goals::v1::ObjectiveHistory& history);
  // What is left of the entry goes to the end of the description.
  void Keep(const OkrEntry& entry, std::string& description);

  const OkrScales& scales() const { return scales_; }
  const OkrMembers& members() const { return members_; }
  const OkrTeams& teams() const { return teams_; }
  const OkrCycles& cycles() const { return cycles_; }
  std::vector<OkrFinding>& findings() { return findings_; }

 private:
  OkrDays DaysOf(const OkrEntry& entry) const;
  std::string Title(OkrEntry& entry);
  std::optional<absl::Time> MeasuredAt(OkrEntry& entry);

  const ConvertOptions options_;
  const OkrScales scales_;
  DateOrder date_order_ = DateOrder::kUnknown;
  OkrMembers members_;
  OkrTeams teams_;
  OkrCycles cycles_;
  std::vector<OkrFinding> findings_;
};

}  // namespace okapi::cli
