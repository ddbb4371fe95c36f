#include "services/goals/insights/claims.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/substitute.h"
#include "common/api/timestamp.h"
#include "common/status/status_macros.h"
#include "services/goals/changes/check_ins.h"
#include "services/goals/insights/due.h"
#include "services/goals/insights/pace.h"
#include "services/goals/numbers/key_result_state.h"
#include "services/goals/store/references.h"

namespace okapi::goals {
namespace {

using okapi::goals::v1::CheckIn;
using okapi::goals::v1::DueCheckIn;
using okapi::goals::v1::Finding;
using okapi::goals::v1::KeyResult;
using okapi::goals::v1::Objective;
using okapi::goals::v1::Pace;

constexpr double kConfident = 0.7;
constexpr absl::Duration kFlatTime = absl::Hours(24 * 28);

struct Words {
  Finding::Code code;
  const char* english;
  const char* vietnamese;
};

constexpr Words kWords[] = {
    {Finding::CONFIDENT_BUT_FLAT,
     "Reported with a confidence of $0, but the value has gone from $1 to $2 in four weeks.",
     "Độ tự tin báo cáo là $0, nhưng giá trị đi từ $1 đến $2 trong bốn tuần."},
    {Finding::CONFIDENCE_UNMOVED,
     "The value went from $1 to $2, away from the target, and the confidence stayed at $0.",
     "Giá trị đi từ $1 đến $2, xa mục tiêu hơn, mà độ tự tin vẫn là $0."},
    {Finding::CHECK_IN_OVERDUE, "The check-in is overdue by $0 days.",
     "Lần cập nhật đã quá hạn $0 ngày."},
    {Finding::SAME_MOVEMENT, "It counts the same numbers of the same KPI as $0.",
     "Nó tính cùng những con số của cùng một KPI như $0."},
    {Finding::GUARD_BROKEN, "There is progress, but its guard $0 is out of bounds at $1.",
     "Có tiến độ, nhưng chỉ số bảo vệ $0 vượt giới hạn: $1."},
};

std::string Text(double value) { return absl::StrCat(value); }

class Claims {
 public:
  Claims(const GoalsStore& store, const storage::Reader& reader, bool vietnamese)
      : store_(store), reader_(reader), vietnamese_(vietnamese) {}

  absl::Status Check(const Objective& objective) {
    OKAPI_ASSIGN_OR_RETURN(const Timing timing, store_.TimingOf(reader_, objective));
    OKAPI_ASSIGN_OR_RETURN(const auto key_results,
                           store_.KeyResultsOf(reader_, objective.name(), timing));
    for (const KeyResult& key_result : key_results) {
      OKAPI_RETURN_IF_ERROR(CheckConfidence(key_result));
      CheckGuard(key_result);
    }
    return absl::OkStatus();
  }

  absl::Status CheckDue(const std::string& organization, const std::set<std::string>& asked) {
    OKAPI_ASSIGN_OR_RETURN(const std::vector<DueCheckIn> due,
                           DueCheckIns(store_, reader_, organization));
    for (const DueCheckIn& each : due) {
      if (each.days_overdue() < 1 || asked.count(ParentOf(each.key_result())) == 0) continue;
      Add(Finding::CHECK_IN_OVERDUE, each.key_result(), "", absl::StrCat(each.days_overdue()));
    }
    return absl::OkStatus();
  }

  // Among all that are open, also those that were not asked about.
  absl::Status CheckMovements(const std::string& organization, const std::set<std::string>& asked) {
    std::set<std::string> open;
    OKAPI_RETURN_IF_ERROR(
        store_.objectives.ForEach(reader_, organization, [&](const Objective& objective) {
          if (objective.state() == Objective::ACTIVE) open.insert(objective.name());
          return true;
        }));
    std::map<std::string, std::vector<std::string>> movements;
    auto collect = [&](const KeyResult& key_result) {
      if (key_result.has_kpi_source() && open.count(ParentOf(key_result.name())) > 0) {
        okapi::goals::v1::KpiSource source = key_result.kpi_source();
        source.clear_window();  // Another window on the same samples is the same movement.
        movements[SourceHash(source)].push_back(key_result.name());
      }
      return true;
    };
    OKAPI_RETURN_IF_ERROR(
        store_.key_results.ForEach(reader_, absl::StrCat(organization, "/objectives/-"), collect));
    for (const auto& [source, names] : movements) {
      for (const std::string& name : names) {
        if (names.size() < 2 || asked.count(ParentOf(name)) == 0) continue;
        const std::string& other = names[0] == name ? names[1] : names[0];
        Add(Finding::SAME_MOVEMENT, name, other, other);
      }
    }
    return absl::OkStatus();
  }

  std::vector<Finding> Take() { return std::move(findings_); }

 private:
  void Add(Finding::Code code, const std::string& resource, const std::string& other,
           const std::string& first, const std::string& second = "",
           const std::string& third = "") {
    Finding finding;
    finding.set_code(code);
    finding.set_resource(resource);
    finding.set_other(other);
    for (const Words& words : kWords) {
      if (words.code != code) continue;
      finding.set_message(
          absl::Substitute(vietnamese_ ? words.vietnamese : words.english, first, second, third));
    }
    findings_.push_back(std::move(finding));
  }

  absl::Status CheckConfidence(const KeyResult& key_result) {
    OKAPI_ASSIGN_OR_RETURN(const Pace pace, PaceOf(store_, reader_, key_result.name()));
    CheckFlat(key_result, pace);
    OKAPI_ASSIGN_OR_RETURN(const std::vector<CheckIn> all,
                           CheckInsOf(store_, reader_, key_result.name()));
    std::vector<const CheckIn*> full;
    for (const CheckIn& check_in : all) {
      if (check_in.has_value() && check_in.has_confidence() && check_in.corrected_by().empty()) {
        full.push_back(&check_in);
      }
    }
    if (full.size() < 2) return absl::OkStatus();
    const CheckIn& last = *full[full.size() - 1];
    const CheckIn& before = *full[full.size() - 2];
    if (RawOf(key_result, last.value()) < RawOf(key_result, before.value()) &&
        last.confidence() >= before.confidence()) {
      Add(Finding::CONFIDENCE_UNMOVED, key_result.name(), "", Text(last.confidence()),
          Text(before.value()), Text(last.value()));
    }
    return absl::OkStatus();
  }

  void CheckFlat(const KeyResult& key_result, const Pace& pace) {
    if (key_result.confidence() < kConfident || pace.points_size() < 2) return;
    const Pace::Point& last = *pace.points().rbegin();
    if (last.raw() >= 1) return;
    // The last value that is older than the weeks looked at.
    const Pace::Point* start = nullptr;
    for (const Pace::Point& point : pace.points()) {
      if (api::FromTimestamp(point.time()) <= api::FromTimestamp(last.time()) - kFlatTime) {
        start = &point;
      }
    }
    if (start == nullptr || last.raw() > start->raw()) return;
    Add(Finding::CONFIDENT_BUT_FLAT, key_result.name(), "", Text(key_result.confidence()),
        Text(start->value()), Text(last.value()));
  }

  void CheckGuard(const KeyResult& key_result) {
    if (!key_result.guard().broken() || !(key_result.progress().raw() > 0)) return;
    const std::string& kpi = key_result.guard().kpi_source().kpi();
    Add(Finding::GUARD_BROKEN, key_result.name(), kpi, kpi, Text(key_result.guard().value()));
  }

  const GoalsStore& store_;
  const storage::Reader& reader_;
  const bool vietnamese_;
  std::vector<Finding> findings_;
};

}  // namespace

absl::StatusOr<std::vector<Finding>> CheckClaims(const GoalsStore& store,
                                                 const storage::Reader& reader,
                                                 const std::vector<Objective>& objectives,
                                                 bool vietnamese) {
  Claims claims(store, reader, vietnamese);
  std::set<std::string> asked;
  for (const Objective& objective : objectives) {
    if (objective.state() != Objective::ACTIVE) continue;
    asked.insert(objective.name());
    OKAPI_RETURN_IF_ERROR(claims.Check(objective));
  }
  if (asked.empty()) return std::vector<Finding>();
  const std::string organization = api::OrganizationOf(*asked.begin());
  OKAPI_RETURN_IF_ERROR(claims.CheckDue(organization, asked));
  OKAPI_RETURN_IF_ERROR(claims.CheckMovements(organization, asked));
  return claims.Take();
}

}  // namespace okapi::goals
