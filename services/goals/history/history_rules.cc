#include "services/goals/history/history_rules.h"

#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/api/clock_tolerance.h"
#include "common/api/resource_name.h"
#include "common/api/timestamp.h"
#include "common/scoring/grade.h"
#include "common/scoring/key_result.h"
#include "common/status/errors.h"
#include "services/goals/numbers/guard_breaches.h"
#include "services/goals/numbers/progress.h"
#include "services/goals/store/check_in_rules.h"
#include "services/goals/store/key_result_points.h"
#include "services/goals/store/measure.h"
#include "services/goals/store/measure_rules.h"
#include "services/goals/store/references.h"

namespace okapi::goals {
namespace {

using google::protobuf::Timestamp;
using okapi::goals::v1::CheckIn;
using okapi::goals::v1::Comment;
using okapi::goals::v1::Grade;
using okapi::goals::v1::Initiative;
using okapi::goals::v1::KeyResult;
using okapi::goals::v1::KeyResultHistory;
using okapi::goals::v1::KpiReading;
using okapi::goals::v1::Objective;
using okapi::goals::v1::ObjectiveHistory;
using okapi::goals::v1::Retarget;

constexpr int kRetargetsMax = 100;

class Checker {
 public:
  Checker(const HistoryOwner& owner, absl::Time now) : owner_(owner), now_(now) {}

  absl::Status Check(const ObjectiveHistory& history) {
    CheckTimes("history", history);
    CheckGrade(history);
    CheckOrganization("history.copied_from", history.copied_from());
    // Of what goes on, the KPI is asked again.
    over_ = history.state() == Objective::CLOSED || history.state() == Objective::ARCHIVED;
    std::set<std::string> seen;
    for (int i = 0; i < history.key_results_size(); ++i) {
      const std::string at = absl::StrCat("history.key_results[", i, "]");
      const std::string& name = history.key_results(i).key_result();
      CheckOne(at + ".key_result", name, owner_.key_results, "key result", seen);
      CheckKeyResult(at, history.key_results(i));
    }
    for (int i = 0; i < history.initiatives_size(); ++i) {
      const std::string at = absl::StrCat("history.initiatives[", i, "]");
      const std::string& name = history.initiatives(i).initiative();
      CheckOne(at + ".initiative", name, owner_.initiatives, "initiative", seen);
      CheckTimes(at, history.initiatives(i));
    }
    CheckComments(history);
    return violations_.ToStatus();
  }

 private:
  void Add(const std::string& field, absl::string_view problem) { violations_.Add(field, problem); }

  void CheckOne(const std::string& field, const std::string& name,
                const std::set<std::string>& known, absl::string_view kind,
                std::set<std::string>& seen) {
    if (known.count(name) == 0) {
      Add(field, absl::StrCat("'", name, "' is no ", kind, " of the objective"));
    } else if (!seen.insert(name).second) {
      Add(field, absl::StrCat("'", name, "' occurs twice"));
    }
  }

  void CheckOrganization(const std::string& field, const std::string& name) {
    if (name.empty() || api::OrganizationOf(name) == api::OrganizationOf(owner_.objective)) return;
    Add(field, "belongs to another organization");
  }

  // The id of something new under `parent`, which occurs once.
  template <typename R>
  void CheckName(const std::string& field, const std::string& name, const std::string& parent) {
    if (!api::PatternOf<R>().Match(name).ok() || ParentOf(name) != parent) {
      Add(field, absl::StrCat("must be ", api::PatternOf<R>().text(), " under '", parent, "'"));
    } else if (!names_.insert(name).second) {
      Add(field, absl::StrCat("'", name, "' occurs twice"));
    }
  }

  // What else could not be told again as it is.
  void CheckYears(const std::string& field, const Timestamp& time) {
    if (api::ToTimestamp(api::FromTimestamp(time)).seconds() == time.seconds()) return;
    Add(field, "is no time of the years 1 to 9999");
  }

  void CheckPast(const std::string& field, const Timestamp& time) {
    CheckYears(field, time);
    if (api::FromTimestamp(time) > now_ + api::kClockTolerance)
      Add(field, "must not be in the future");
  }

  // Not before the one before it.
  void CheckNext(const std::string& field, bool has, const Timestamp& time, absl::Time& last) {
    if (!has) return Add(field, "is required");
    CheckPast(field, time);
    if (api::FromTimestamp(time) < last) Add(field, "must not be before the one before it");
    last = api::FromTimestamp(time);
  }

  template <typename Told>
  void CheckTimes(const std::string& at, const Told& told) {
    if (told.has_create_time()) CheckPast(at + ".create_time", told.create_time());
    if (!told.has_update_time()) return;
    CheckPast(at + ".update_time", told.update_time());
    if (!told.has_create_time()) {
      Add(at + ".update_time", "goes with create_time");
    } else if (api::FromTimestamp(told.update_time()) < api::FromTimestamp(told.create_time())) {
      Add(at + ".update_time", "must not be before create_time");
    }
  }

  void CheckShare(const std::string& field, double share) {
    if (share < 0 || share > 1) Add(field, "must be from 0 to 1");
  }

  void CheckGrade(const ObjectiveHistory& history) {
    const bool closed = history.state() == Objective::CLOSED;
    if (!history.has_grade()) {
      if (closed) Add("history.grade", "is required of what is CLOSED");
      return;
    }
    const Grade& grade = history.grade();
    if (!closed && history.state() != Objective::ARCHIVED) {
      Add("history.grade", "is for what is CLOSED, or was before it was ARCHIVED");
    }
    CheckShare("history.grade.score", grade.score());
    if (grade.has_computed_score()) {
      CheckShare("history.grade.computed_score", grade.computed_score());
    }
    if (grade.band() != okapi::common::v1::GRADE_BAND_UNSPECIFIED &&
        grade.band() != scoring::BandOf(grade.score())) {
      Add("history.grade.band", "is not that of the score");
    }
    CheckOrganization("history.grade.author", grade.author());
    absl::Time first = absl::InfinitePast();
    CheckNext("history.grade.grade_time", grade.has_grade_time(), grade.grade_time(), first);
    std::set<std::string> seen;
    for (int i = 0; i < grade.key_results_size(); ++i) {
      const std::string at = absl::StrCat("history.grade.key_results[", i, "]");
      CheckOne(at + ".key_result", grade.key_results(i).key_result(), owner_.key_results,
               "key result", seen);
      CheckShare(at + ".confidence", grade.key_results(i).confidence());
      if (grade.key_results(i).has_stale_since()) {
        CheckPast(at + ".stale_since", grade.key_results(i).stale_since());
      }
    }
  }

  void CheckKeyResult(const std::string& at, const KeyResultHistory& history) {
    CheckTimes(at, history);
    if (history.retargets_size() > kRetargetsMax) {
      Add(at + ".retargets", absl::StrCat("has more than ", kRetargetsMax, " entries"));
    }
    absl::Time last = absl::InfinitePast();
    for (int i = 0; i < history.retargets_size(); ++i) {
      CheckRetarget(absl::StrCat(at, ".retargets[", i, "]"), history.retargets(i), last);
    }
    CheckCheckIns(at, history);
    if (history.progress_while_guard_broken() < 0) {
      Add(at + ".progress_while_guard_broken", "must not be negative");
    }
    CheckBreaches(at + ".guard_breaches", history);
    CheckPoints(at + ".kpi_points", history);
    if (history.has_kpi()) CheckReading(at + ".kpi", history.kpi());
    if (history.has_guard()) CheckReading(at + ".guard", history.guard());
  }

  void CheckBreaches(const std::string& at, const KeyResultHistory& history) {
    if (history.guard_breaches_size() > kBreachesMax) {
      Add(at, absl::StrCat("has more than ", kBreachesMax, " entries"));
    }
    absl::Time last = absl::InfinitePast();
    for (int i = 0; i < history.guard_breaches_size(); ++i) {
      const bool newest = i + 1 == history.guard_breaches_size();
      CheckBreach(absl::StrCat(at, "[", i, "]"), history.guard_breaches(i), newest, last);
    }
  }

  void CheckBreach(const std::string& at, const okapi::goals::v1::Guard::Breach& breach,
                   bool newest, absl::Time& last) {
    auto check = [&](const std::string& field, bool has, const Timestamp& time) {
      if (!has) return Add(field, "is required");
      CheckYears(field, time);
      if (api::FromTimestamp(time) < last) Add(field, "must not be before the one before it");
      last = api::FromTimestamp(time);
    };
    check(at + ".start_time", breach.has_start_time(), breach.start_time());
    if (!newest || breach.has_end_time()) {
      check(at + ".end_time", breach.has_end_time(), breach.end_time());
    }
    if (breach.kpi().empty()) {
      Add(at + ".kpi", "is required");
    } else {
      CheckOrganization(at + ".kpi", breach.kpi());
    }
    scoring::CheckRange(RangeOf(breach.range()), at + ".range.", violations_);
    if (breach.range().has_error_budget()) {
      Add(at + ".range.error_budget", "is not for a guard");
    }
  }

  void CheckPoints(const std::string& at, const KeyResultHistory& history) {
    absl::CivilDay day = absl::CivilDay::min();
    for (int i = 0; i < history.kpi_points_size(); ++i) {
      const auto& point = history.kpi_points(i);
      const std::string field = absl::StrCat(at, "[", i, "]");
      CheckYears(field + ".value_time", point.value_time());
      const absl::CivilDay next = DayOf(api::FromTimestamp(point.value_time()), owner_.zone);
      if (next <= day) {
        Add(field + ".value_time",
            "must be of a later day of the organization than the one before it");
      }
      day = next;
      CheckEarlier(field + ".earlier", point);
    }
  }

  void CheckEarlier(const std::string& at, const okapi::goals::v1::KpiPoint& point) {
    if (point.earlier_size() > kEarlierMax) {
      Add(at, absl::StrCat("has more than ", kEarlierMax, " entries"));
    }
    const absl::Time last = api::FromTimestamp(point.value_time());
    absl::Time before = absl::InfinitePast();
    for (int i = 0; i < point.earlier_size(); ++i) {
      const absl::Time time = api::FromTimestamp(point.earlier(i).value_time());
      if (DayOf(time, owner_.zone) != DayOf(last, owner_.zone) || time <= before || time >= last) {
        Add(absl::StrCat(at, "[", i, "].value_time"),
            "must lie on the organization's day of the point, before it and after the one before");
      }
      before = time;
    }
  }

  void CheckReading(const std::string& at, const KpiReading& reading) {
    if (!over_)
      Add(at, "is of what is CLOSED or ARCHIVED: of anything else the KPI is asked again");
    if (reading.has_value() != reading.has_value_time()) {
      Add(at + ".value_time", "goes with a value, and a value with it");
    }
    if (reading.has_value_time()) CheckYears(at + ".value_time", reading.value_time());
    if (reading.has_stale_since()) CheckPast(at + ".stale_since", reading.stale_since());
    if (!reading.problem().empty() && !reading.has_stale_since()) {
      Add(at + ".problem", "goes with stale_since");
    }
  }

  void CheckRetarget(const std::string& at, const Retarget& retarget, absl::Time& last) {
    KeyResult former;
    CopyMeasure(retarget, former);
    CheckWay(former, at + ".", violations_);
    CheckNext(at + ".retarget_time", retarget.has_retarget_time(), retarget.retarget_time(), last);
    CheckOrganization(at + ".author", retarget.author());
  }

  void CheckCheckIns(const std::string& at, const KeyResultHistory& history) {
    std::map<std::string, const CheckIn*> known;
    absl::Time last = absl::InfinitePast();
    for (int i = 0; i < history.check_ins_size(); ++i) {
      const CheckIn& check_in = history.check_ins(i);
      const std::string field = absl::StrCat(at, ".check_ins[", i, "]");
      CheckName<CheckIn>(field + ".name", check_in.name(), history.key_result());
      CheckNext(field + ".create_time", check_in.has_create_time(), check_in.create_time(), last);
      CheckWords(field, check_in);
      CheckAcknowledged(field, check_in);
      if (!check_in.corrects().empty()) {
        const auto corrected = known.find(check_in.corrects());
        if (corrected == known.end() || corrected->second->corrected_by() != check_in.name()) {
          Add(field + ".corrects", "must be an earlier one that says so in corrected_by");
        }
      }
      known[check_in.name()] = &check_in;
    }
    for (int i = 0; i < history.check_ins_size(); ++i) {
      const std::string& by = history.check_ins(i).corrected_by();
      if (by.empty()) continue;
      const auto correction = known.find(by);
      if (correction == known.end() ||
          correction->second->corrects() != history.check_ins(i).name()) {
        Add(absl::StrCat(at, ".check_ins[", i, "].corrected_by"),
            "must be a later one that says so in corrects");
      } else if (api::FromTimestamp(history.check_ins(i).acknowledge_time()) >
                 api::FromTimestamp(correction->second->create_time())) {
        Add(absl::StrCat(at, ".check_ins[", i, "].acknowledge_time"),
            "must not be after its correction");
      }
    }
  }

  // The way of the key result may have been of another kind then, and milestones and steps may be
  // gone: so a value is not held against it.
  void CheckWords(const std::string& at, const CheckIn& check_in) {
    if (!check_in.has_value() && !check_in.has_done_milestones() &&
        check_in.reached_step().empty() && !check_in.has_confidence() &&
        check_in.comment().empty() && check_in.corrects().empty()) {
      Add(at,
          "one of value, done_milestones, reached_step, confidence, comment and corrects is "
          "required");
    }
    if (check_in.has_done_milestones()) CheckDone(at, check_in);
    if (!check_in.reached_step().empty()) CheckReached(at, check_in);
    if (check_in.has_value() != check_in.has_value_time()) {
      Add(at + ".value_time", "goes with a value, and a value with it");
    }
    if (check_in.has_value_time()) CheckPast(at + ".value_time", check_in.value_time());
    CheckShare(at + ".confidence", check_in.confidence());
    CheckOrganization(at + ".author", check_in.author());
  }

  // Who has read it need not be there any more.
  void CheckAcknowledged(const std::string& at, const CheckIn& check_in) {
    const bool acknowledged = !check_in.acknowledged_by().empty();
    if (acknowledged != check_in.has_acknowledge_time()) {
      Add(at + ".acknowledge_time", "goes with acknowledged_by, and that with it");
    }
    if (!acknowledged) return;
    CheckOrganization(at + ".acknowledged_by", check_in.acknowledged_by());
    if (check_in.acknowledged_by() == check_in.author()) {
      Add(at + ".acknowledged_by", "must be another one than its author");
    }
    if (!check_in.has_acknowledge_time()) return;
    CheckPast(at + ".acknowledge_time", check_in.acknowledge_time());
    if (api::FromTimestamp(check_in.acknowledge_time()) <
        api::FromTimestamp(check_in.create_time())) {
      Add(at + ".acknowledge_time", "must not be before create_time");
    }
  }

  void CheckDone(const std::string& at, const CheckIn& check_in) {
    if (!check_in.has_value() || check_in.value() < 0 || check_in.value() > 1) {
      Add(at + ".value", "must be the share that was done, from 0 to 1");
    }
    const auto& ids = check_in.done_milestones().milestone_ids();
    for (int i = 0; i < ids.size(); ++i) {
      if (api::CheckId(ids[i], "").ok()) continue;
      Add(absl::StrCat(at, ".done_milestones.milestone_ids[", i, "]"),
          absl::StrCat("'", ids[i], "' is no id"));
    }
  }

  void CheckReached(const std::string& at, const CheckIn& check_in) {
    if (!check_in.has_value() || check_in.value() < 0 || check_in.value() > scoring::kShareMax) {
      Add(at + ".value",
          absl::StrCat("must be the share of the step, from 0 to ", scoring::kShareMax));
    }
    if (check_in.has_done_milestones()) Add(at + ".reached_step", "goes without done_milestones");
    if (!api::CheckId(check_in.reached_step(), "").ok()) {
      Add(at + ".reached_step", absl::StrCat("'", check_in.reached_step(), "' is no id"));
    }
  }

  // An answer is about an earlier comment. Anything else may have been deleted since, and so has
  // only the name of something that belonged to the objective.
  bool CanBeSubject(const std::string& name) {
    if (name.empty() || name == owner_.objective || names_.count(name) != 0) return true;
    if (api::PatternOf<CheckIn>().Matches(name)) {
      return ParentOf(ParentOf(name)) == owner_.objective;
    }
    return ParentOf(name) == owner_.objective && (api::PatternOf<KeyResult>().Matches(name) ||
                                                  api::PatternOf<Initiative>().Matches(name));
  }

  void CheckComments(const ObjectiveHistory& history) {
    absl::Time last = absl::InfinitePast();
    for (int i = 0; i < history.comments_size(); ++i) {
      const Comment& comment = history.comments(i);
      const std::string at = absl::StrCat("history.comments[", i, "]");
      if (!CanBeSubject(comment.subject())) {
        Add(at + ".subject",
            "must be the objective, something that belongs to it, or an earlier comment");
      }
      CheckName<Comment>(at + ".name", comment.name(), owner_.objective);
      CheckNext(at + ".create_time", comment.has_create_time(), comment.create_time(), last);
      CheckOrganization(at + ".author", comment.author());
    }
  }

  const HistoryOwner& owner_;
  const absl::Time now_;
  // Of the reports and comments so far.
  std::set<std::string> names_;
  bool over_ = false;
  status::FieldViolations violations_;
};

}  // namespace

absl::Status CheckHistory(const ObjectiveHistory& history, const HistoryOwner& owner,
                          absl::Time now) {
  return Checker(owner, now).Check(history);
}

}  // namespace okapi::goals
