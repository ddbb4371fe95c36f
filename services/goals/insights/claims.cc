#include "services/goals/insights/claims.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/substitute.h"
#include "common/api/resource_id.h"
#include "common/api/timestamp.h"
#include "common/calendar/date.h"
#include "common/status/status_macros.h"
#include "common/text/quantity.h"
#include "services/goals/changes/check_ins.h"
#include "services/goals/insights/due.h"
#include "services/goals/insights/pace.h"
#include "services/goals/numbers/assessment.h"
#include "services/goals/store/references.h"

namespace okapi::goals {
namespace {

using okapi::common::v1::Status;
using okapi::goals::v1::CheckIn;
using okapi::goals::v1::Comment;
using okapi::goals::v1::DueCheckIn;
using okapi::goals::v1::Finding;
using okapi::goals::v1::Initiative;
using okapi::goals::v1::KeyResult;
using okapi::goals::v1::Objective;
using okapi::goals::v1::Pace;

constexpr double kConfident = 0.7;
constexpr absl::Duration kFlatTime = absl::Hours(24 * 28);

// `grow/revenue`, as people name a key result.
std::string ShortOf(const std::string& key_result) {
  return absl::StrCat(api::IdOf(ParentOf(key_result)), "/", api::IdOf(key_result));
}

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
     "The value went from $1 to $2, away from the target, and the confidence $0.",
     "Giá trị đi từ $1 đến $2, xa mục tiêu hơn, mà độ tự tin $0."},
    {Finding::CHECK_IN_OVERDUE, "The check-in is overdue by $0 days.",
     "Lần cập nhật đã quá hạn $0 ngày."},
    {Finding::SAME_MOVEMENT, "It counts $0.", "Nó tính $0."},
    {Finding::GUARD_BROKEN, "$0 of the way was made while its guard $1 was out of bounds.",
     "$0 quãng đường được đi khi chỉ số bảo vệ $1 vượt giới hạn."},
    {Finding::INITIATIVE_OVERDUE, "It should have been done by $0.", "Lẽ ra đã xong vào ngày $0."},
    {Finding::FOLLOW_UP_DUE, "Did it help? The day to look was $0.",
     "Sáng kiến có giúp ích không? Ngày cần xem lại là $0."},
    {Finding::ASSESSED_BETTER, "Reported as $0, but its numbers say $1.",
     "Được đánh giá là $0, nhưng số liệu cho thấy $1."},
};

// The verdicts that an assessment is held against.
std::string VerdictText(Status status, bool vietnamese) {
  switch (status) {
    case Status::ON_TRACK:
      return vietnamese ? "đúng tiến độ" : "on track";
    case Status::AT_RISK:
      return vietnamese ? "có rủi ro" : "at risk";
    case Status::OFF_TRACK:
      return vietnamese ? "chệch hướng" : "off track";
    default:
      return vietnamese ? "không đạt" : "missed";
  }
}

// A confidence, which people report as a share: no more digits than they gave.
std::string Share(double share) { return absl::StrFormat("%.4g", share); }

class Claims {
 public:
  Claims(const GoalsStore& store, const storage::Reader& reader, bool vietnamese)
      : store_(store),
        reader_(reader),
        vietnamese_(vietnamese),
        notation_(vietnamese ? text::Notation::kVietnamese : text::Notation::kEnglish) {}

  absl::Status Check(const Objective& objective) {
    OKAPI_ASSIGN_OR_RETURN(const Timing timing, store_.TimingOf(reader_, objective));
    OKAPI_ASSIGN_OR_RETURN(const auto key_results,
                           store_.KeyResultsOf(reader_, objective.name(), timing));
    for (const KeyResult& key_result : key_results) {
      OKAPI_RETURN_IF_ERROR(CheckConfidence(key_result));
      CheckGuard(key_result);
      CheckAssessment(key_result);
    }
    if (objective.has_assessment()) {
      OKAPI_ASSIGN_OR_RETURN(const Objective shown,
                             store_.objectives.Get(reader_, objective.name()));
      CheckAssessment(shown);
    }
    return CheckInitiatives(objective, timing);
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
    std::map<std::string, std::vector<Movement>> by_kpi;
    auto collect = [&](const KeyResult& key_result) {
      // Who measures for the first time claims no movement.
      const bool claims = key_result.has_kpi_source() && !key_result.has_find_baseline();
      if (claims && open.count(ParentOf(key_result.name())) > 0) {
        const auto& source = key_result.kpi_source();
        by_kpi[source.kpi()].push_back(
            {key_result.name(), {source.filter().begin(), source.filter().end()}});
      }
      return true;
    };
    OKAPI_RETURN_IF_ERROR(
        store_.key_results.ForEach(reader_, absl::StrCat(organization, "/objectives/-"), collect));
    for (const auto& [kpi, movements] : by_kpi) {
      for (const Movement& movement : movements) {
        if (asked.count(ParentOf(movement.key_result)) > 0) CheckMovement(movement, movements);
      }
    }
    return absl::OkStatus();
  }

  std::vector<Finding> Take() { return std::move(findings_); }

 private:
  // What a key result claims of its KPI. Another window on the same samples is the same movement.
  struct Movement {
    std::string key_result;
    std::map<std::string, std::string> filter;

    // Whether it counts all that the other one counts.
    bool Contains(const Movement& other) const {
      return std::includes(other.filter.begin(), other.filter.end(), filter.begin(), filter.end());
    }
  };

  // Against the others of its KPI.
  void CheckMovement(const Movement& movement, const std::vector<Movement>& others) {
    for (const Movement& other : others) {
      if (other.key_result == movement.key_result) continue;
      if (!movement.Contains(other) && !other.Contains(movement)) continue;
      Add(Finding::SAME_MOVEMENT, movement.key_result, other.key_result,
          MovementText(ShortOf(other.key_result), movement.filter == other.filter));
    }
  }

  std::string MovementText(const std::string& other, bool same) const {
    if (same) {
      return absl::Substitute(vietnamese_ ? "cùng những con số của cùng một KPI như $0"
                                          : "the same numbers of the same KPI as $0",
                              other);
    }
    return absl::Substitute(vietnamese_ ? "những con số của một KPI mà $0 cũng tính"
                                        : "numbers of a KPI that $0 counts too",
                            other);
  }

  // Of a scale the words of the step that is worth so much.
  std::string Text(const KeyResult& key_result, double value) const {
    for (const auto& step : key_result.scale().steps()) {
      if (ShareOf(key_result.scale(), step.step_id()) != value) continue;
      return step.display_name().empty() ? step.step_id() : step.display_name();
    }
    return text::Quantity(value, key_result.unit(), notation_);
  }

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
    OKAPI_ASSIGN_OR_RETURN(const Pace pace,
                           PaceOf(store_, reader_, key_result.name(), store_.Now(reader_)));
    CheckFlat(key_result, pace);
    OKAPI_ASSIGN_OR_RETURN(const std::vector<CheckIn> all,
                           CheckInsOf(store_, reader_, key_result.name()));
    CheckUnmoved(key_result, pace, all);
    return absl::OkStatus();
  }

  // Holds the last confidence against what the value did since the one before was reported, by the
  // times of the values: a report that comes late is no fall.
  void CheckUnmoved(const KeyResult& key_result, const Pace& pace,
                    const std::vector<CheckIn>& check_ins) {
    std::vector<const CheckIn*> confident;
    for (const CheckIn& check_in : check_ins) {
      if (check_in.has_confidence() && check_in.corrected_by().empty()) {
        confident.push_back(&check_in);
      }
    }
    if (confident.empty() || pace.points().empty()) return;
    // Without a newer one, the last stands for all that came since.
    const CheckIn& last = *confident.back();
    const Pace::Point* now = &*pace.points().rbegin();
    const Pace::Point* then = LastPointBy(pace, TimeOf(last));
    const CheckIn* before = &last;
    if (then == now && confident.size() > 1) {
      before = confident[confident.size() - 2];
      if (last.confidence() < before->confidence()) return;
      then = LastPointBy(pace, TimeOf(*before));
    }
    if (then == nullptr || !(now->raw() < then->raw())) return;
    Add(Finding::CONFIDENCE_UNMOVED, key_result.name(), "",
        ConfidenceText(Share(before->confidence()), Share(last.confidence())),
        Text(key_result, then->value()), Text(key_result, now->value()));
  }

  // Of one that did not fall.
  std::string ConfidenceText(const std::string& before, const std::string& last) const {
    if (before == last) return absl::StrCat(vietnamese_ ? "vẫn là " : "stayed at ", last);
    return absl::Substitute(vietnamese_ ? "lại tăng từ $0 lên $1" : "rose from $0 to $1", before,
                            last);
  }

  static const google::protobuf::Timestamp& TimeOf(const CheckIn& check_in) {
    return check_in.has_value_time() ? check_in.value_time() : check_in.create_time();
  }

  // The last value that was measured by then.
  static const Pace::Point* LastPointBy(const Pace& pace, const google::protobuf::Timestamp& time) {
    const Pace::Point* found = nullptr;
    for (const Pace::Point& point : pace.points()) {
      if (api::FromTimestamp(point.time()) <= api::FromTimestamp(time)) found = &point;
    }
    return found;
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
    Add(Finding::CONFIDENT_BUT_FLAT, key_result.name(), "", Share(key_result.confidence()),
        Text(key_result, start->value()), Text(key_result, last.value()));
  }

  absl::Status CheckInitiatives(const Objective& objective, const Timing& timing) {
    const absl::TimeZone zone = timing.calendar.time_zone();
    const absl::CivilDay today = absl::ToCivilDay(timing.now, zone);
    // When somebody last had to say something about each.
    std::map<std::string, absl::Time> heard;
    OKAPI_RETURN_IF_ERROR(
        store_.comments.ForEach(reader_, objective.name(), [&heard](const Comment& comment) {
          absl::Time& last =
              heard.try_emplace(comment.subject(), absl::InfinitePast()).first->second;
          last = std::max(last, api::FromTimestamp(comment.create_time()));
          return true;
        }));
    return store_.initiatives.ForEach(reader_, objective.name(), [&](const Initiative& initiative) {
      if (initiative.state() == Initiative::CANCELLED) return true;
      const bool done = initiative.state() == Initiative::DONE;
      if (!done && initiative.has_due_date() && calendar::DayOf(initiative.due_date()) < today) {
        Add(Finding::INITIATIVE_OVERDUE, initiative.name(), "",
            calendar::FormatDate(initiative.due_date()));
      }
      if (!initiative.has_follow_up_date()) return true;
      absl::Time last = api::FromTimestamp(initiative.update_time());
      const auto said = heard.find(initiative.name());
      if (said != heard.end()) last = std::max(last, said->second);
      const absl::CivilDay day = calendar::DayOf(initiative.follow_up_date());
      if (day <= today && absl::ToCivilDay(last, zone) < day) {
        Add(Finding::FOLLOW_UP_DUE, initiative.name(), "",
            calendar::FormatDate(initiative.follow_up_date()));
      }
      return true;
    });
  }

  // Of an objective or key result with what is computed when read.
  template <typename R>
  void CheckAssessment(const R& resource) {
    const auto& assessment = resource.assessment();
    if (!resource.has_assessment() || assessment.expired()) return;
    if (!IsBetter(assessment, resource.progress())) return;
    Add(Finding::ASSESSED_BETTER, resource.name(), "",
        VerdictText(assessment.status(), vietnamese_),
        VerdictText(resource.progress().status(), vietnamese_));
  }

  // Also when the guard has recovered: what was earned at its cost stays so.
  void CheckGuard(const KeyResult& key_result) {
    const double earned = key_result.guard().progress_while_broken();
    if (!(earned > 0)) return;
    const std::string& kpi = key_result.guard().kpi_source().kpi();
    Add(Finding::GUARD_BROKEN, key_result.name(), kpi, text::Percent(earned, notation_),
        api::IdOf(kpi));
  }

  const GoalsStore& store_;
  const storage::Reader& reader_;
  const bool vietnamese_;
  const text::Notation notation_;
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
