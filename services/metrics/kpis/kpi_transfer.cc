#include "services/metrics/kpis/kpi_transfer.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/api/told_times.h"
#include "common/calendar/date.h"
#include "common/status/errors.h"
#include "services/metrics/kpis/kpi_changes.h"
#include "services/metrics/kpis/kpi_lifecycle.h"
#include "services/metrics/kpis/kpi_revisions.h"
#include "services/metrics/kpis/kpi_rules.h"
#include "services/metrics/kpis/targets.h"

namespace okapi::metrics {
namespace {

using okapi::metrics::v1::Kpi;
using okapi::metrics::v1::KpiComment;

// Days go up, from a definition that holds from ever to the current one.
void CheckDays(const v1::KpiHistory& history, status::FieldViolations& violations) {
  if (history.has_effective_date() == history.former_definitions().empty()) {
    violations.Add("history.effective_date", "goes with former_definitions");
    return;
  }
  int32_t last = 0;
  auto check = [&](const google::type::Date& date, const std::string& field) {
    if (!calendar::CheckDate(date, field).ok()) {
      violations.Add(field, "is no day");
    } else if (DayNumber(date) <= last) {
      violations.Add(field, "must be after that of the definition before");
    }
    last = DayNumber(date);
  };
  for (int i = 0; i < history.former_definitions_size(); ++i) {
    const std::string field = absl::StrCat("history.former_definitions[", i, "].effective_date");
    const v1::KpiDefinition& definition = history.former_definitions(i);
    if (i > 0) {
      check(definition.effective_date(), field);
    } else if (definition.has_effective_date()) {
      violations.Add(field, "must be absent: the oldest holds from ever");
    }
  }
  if (history.has_effective_date()) check(history.effective_date(), "history.effective_date");
}

void CheckDefinitions(const v1::KpiHistory& history, const Kpi& kpi,
                      status::FieldViolations& violations) {
  if (history.former_definitions_size() > kFormerDefinitionsMax) {
    violations.Add("history.former_definitions",
                   absl::StrCat("has more than ", kFormerDefinitionsMax, " entries"));
  }
  CheckDays(history, violations);
  for (int i = 0; i < history.former_definitions_size(); ++i) {
    Kpi former = KpiBy(history.former_definitions(i), kpi);
    const absl::Status checked = CheckKpi(former);
    if (checked.ok()) continue;
    violations.Add(absl::StrCat("history.former_definitions[", i, "]"), checked.message());
  }
}

void CheckSignOffs(const v1::KpiHistory& history, const Kpi& kpi, absl::Time now,
                   status::FieldViolations& violations) {
  std::set<std::string> members;
  for (int i = 0; i < history.sign_offs_size(); ++i) {
    const v1::SignOff& sign_off = history.sign_offs(i);
    const std::string at = absl::StrCat("history.sign_offs[", i, "]");
    if (std::count(kpi.signers().begin(), kpi.signers().end(), sign_off.member()) == 0) {
      violations.Add(at + ".member", absl::StrCat("'", sign_off.member(), "' is not a signer"));
    } else if (!members.insert(sign_off.member()).second) {
      violations.Add(at + ".member", absl::StrCat("'", sign_off.member(), "' occurs twice"));
    }
    if (sign_off.has_sign_time()) {
      api::CheckTold(sign_off.sign_time(), at + ".sign_time", now, violations);
    } else {
      violations.Add(at + ".sign_time", "is required");
    }
  }
}

}  // namespace

v1::KpiHistory TellHistory(const Kpi& kpi, const std::vector<KpiComment>& comments) {
  v1::KpiHistory history;
  if (kpi.state() == Kpi::RETIRED) history.set_state(kpi.state());
  api::TellTimes(kpi, history);
  if (kpi.has_effective_date()) *history.mutable_effective_date() = kpi.effective_date();
  *history.mutable_former_definitions() = kpi.former_definitions();
  *history.mutable_sign_offs() = kpi.sign_offs();
  *history.mutable_changes() = kpi.changes();
  for (const KpiComment& comment : comments) {
    v1::KpiCommentHistory& told = *history.add_comments();
    told.set_kpi_comment(comment.name());
    api::TellTimes(comment, told);
  }
  return history;
}

absl::Status CheckTakesHistory(const v1::KpiHistory& history, const Kpi& kpi) {
  const bool happened =
      !kpi.former_definitions().empty() || !kpi.sign_offs().empty() || kpi.state() == Kpi::RETIRED;
  if (!happened && api::IsNews(history, kpi)) return absl::OkStatus();
  return api::HasItsOwnHistory(kpi.name(), Kpi::State_Name(kpi.state()));
}

absl::Status CheckKpiHistory(const v1::KpiHistory& history, const Kpi& kpi,
                             const std::set<std::string>& comments, absl::Time now) {
  status::FieldViolations violations;
  api::CheckToldTimes(history, "history", now, violations);
  if (history.state() != Kpi::STATE_UNSPECIFIED && history.state() != Kpi::RETIRED) {
    violations.Add("history.state", "can only be RETIRED: else it follows from the sign-offs");
  }
  CheckDefinitions(history, kpi, violations);
  CheckSignOffs(history, kpi, now, violations);
  CheckToldChanges(history, kpi, now, violations);
  std::set<std::string> told;
  for (int i = 0; i < history.comments_size(); ++i) {
    const std::string at = absl::StrCat("history.comments[", i, "]");
    const std::string& name = history.comments(i).kpi_comment();
    if (comments.count(name) == 0) {
      violations.Add(at + ".kpi_comment", absl::StrCat("'", name, "' is no comment on the KPI"));
    } else if (!told.insert(name).second) {
      violations.Add(at + ".kpi_comment", absl::StrCat("'", name, "' occurs twice"));
    }
    api::CheckToldTimes(history.comments(i), at, now, violations);
  }
  return violations.ToStatus();
}

Kpi KpiBy(const v1::KpiDefinition& definition, const Kpi& kpi) {
  Kpi former;
  former.set_name(kpi.name());
  former.set_display_name(kpi.display_name());
  former.set_frequency(kpi.frequency());
  SetDefinition(definition, former);
  return former;
}

absl::Status TakeHistory(const v1::KpiHistory& history, Kpi& kpi) {
  if (history.has_effective_date()) *kpi.mutable_effective_date() = history.effective_date();
  *kpi.mutable_former_definitions() = history.former_definitions();
  *kpi.mutable_sign_offs() = history.sign_offs();
  TakeToldChanges(history, kpi);
  api::TakeToldTimes(history, kpi);
  // Who has accepted it has done so as it is now.
  const absl::Status settled = SettleState(&kpi, kpi);
  if (history.state() == Kpi::RETIRED) kpi.set_state(Kpi::RETIRED);
  return settled;
}

}  // namespace okapi::metrics
