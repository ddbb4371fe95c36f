#include "services/metrics/kpis/kpi_limits.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "common/api/resource_name.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/metrics/kpis/kpi_history.h"

namespace okapi::metrics {
namespace {

using okapi::metrics::v1::Kpi;

bool IsActive(const Kpi& kpi) { return kpi.state() != Kpi::RETIRED; }

// Whoever a KPI belongs to by one of its fields.
struct Holder {
  const std::string& (Kpi::*of)() const;
  const char* what;
  int32_t limit;
};

absl::Status CheckLimit(const storage::Reader& reader, const Holder& holder, const Kpi* before,
                        const Kpi& after) {
  const std::string& name = (after.*holder.of)();
  if (holder.limit == 0 || name.empty()) return absl::OkStatus();
  const bool has_it = before != nullptr && IsActive(*before) && (before->*holder.of)() == name;
  if (has_it || !IsActive(after)) return absl::OkStatus();
  int32_t count = 0;
  OKAPI_RETURN_IF_ERROR(ForEachKpi(reader, api::OrganizationOf(after.name()), [&](const Kpi& kpi) {
    if (kpi.name() != after.name() && IsActive(kpi) && (kpi.*holder.of)() == name) ++count;
    return true;
  }));
  if (count < holder.limit) return absl::OkStatus();
  return status::Error(
      absl::StatusCode::kResourceExhausted, status::ErrorReason::LIMIT_EXCEEDED,
      absl::StrCat("the ", holder.what, " '", name, "' has ", count,
                   " active KPIs, and the settings allow ", holder.limit, "; retire one first"),
      {{"resource", name}, {"count", absl::StrCat(count)}, {"limit", absl::StrCat(holder.limit)}});
}

}  // namespace

absl::Status CheckLimits(const storage::Reader& reader, const v1::Settings& settings,
                         const Kpi* before, const Kpi& after) {
  for (const Holder& holder : {Holder{&Kpi::owner, "owner", settings.active_kpis_per_owner_max()},
                               Holder{&Kpi::team, "team", settings.active_kpis_per_team_max()}}) {
    OKAPI_RETURN_IF_ERROR(CheckLimit(reader, holder, before, after));
  }
  return absl::OkStatus();
}

}  // namespace okapi::metrics
