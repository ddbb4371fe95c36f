#include "services/metrics/kpis/definitions.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/api/entry_history.h"
#include "common/api/listing.h"
#include "common/api/ordered_ids.h"
#include "common/api/request_check.h"
#include "common/api/resource_key.h"
#include "common/api/stamps.h"
#include "common/api/timestamp.h"
#include "common/api/told_times.h"
#include "common/api/update_mask.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/storage/table.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/metrics/batches/intake_limits.h"
#include "services/metrics/kpis/formula_graph.h"
#include "services/metrics/kpis/kpi_comments.h"
#include "services/metrics/kpis/kpi_lifecycle.h"
#include "services/metrics/kpis/kpi_limits.h"
#include "services/metrics/kpis/kpi_revisions.h"
#include "services/metrics/kpis/kpi_rules.h"
#include "services/metrics/kpis/kpi_transfer.h"
#include "services/metrics/store/metrics_store.h"

namespace okapi::metrics {
namespace {

using okapi::metrics::v1::Kpi;
using okapi::metrics::v1::KpiComment;
using okapi::metrics::v1::Settings;

constexpr storage::Table<api::ResourceKey, Settings> kSettingsTable(kSettings);

absl::StatusOr<api::ResourceKey> SettingsKey(const std::string& name) {
  OKAPI_ASSIGN_OR_RETURN(auto ids, api::PatternOf<Settings>().Match(name, "settings.name"));
  return api::ResourceKey{std::move(ids)};
}

// Defaults where nothing was written.
absl::StatusOr<Settings> FindSettings(const storage::Reader& reader, const std::string& name) {
  OKAPI_ASSIGN_OR_RETURN(const api::ResourceKey key, SettingsKey(name));
  OKAPI_ASSIGN_OR_RETURN(const auto stored, kSettingsTable.Find(reader, key));
  if (stored.has_value()) return *stored;
  Settings defaults;
  defaults.set_name(name);
  return defaults;
}

// Of settings, or of what they get with their history; `prefix` goes before the fields.
template <typename Limits>
void CheckKpiLimits(const Limits& limits, absl::string_view prefix,
                    status::FieldViolations& violations) {
  if (limits.active_kpis_per_owner_max() < 0) {
    violations.Add(absl::StrCat(prefix, "active_kpis_per_owner_max"), "must not be negative");
  }
  if (limits.active_kpis_per_team_max() < 0) {
    violations.Add(absl::StrCat(prefix, "active_kpis_per_team_max"), "must not be negative");
  }
}

// Those that the settings have none of.
absl::Status TakeKpiLimits(const v1::ImportSettingsHistoryRequest& told, Settings& settings) {
  const int of_owner = told.active_kpis_per_owner_max();
  const int of_team = told.active_kpis_per_team_max();
  if ((of_owner != 0 && settings.active_kpis_per_owner_max() != 0) ||
      (of_team != 0 && settings.active_kpis_per_team_max() != 0)) {
    return api::HasItsOwnHistory(settings.name(), "CHANGED");
  }
  if (of_owner != 0) settings.set_active_kpis_per_owner_max(of_owner);
  if (of_team != 0) settings.set_active_kpis_per_team_max(of_team);
  return absl::OkStatus();
}

// `before` is null for what was never written.
absl::Status PutSettings(journal::Transaction& transaction, const Settings* before,
                         Settings& after) {
  api::SetEtag(after, transaction.revision());
  OKAPI_ASSIGN_OR_RETURN(const api::ResourceKey key, SettingsKey(after.name()));
  kSettingsTable.Put(transaction, key, after);
  transaction.RecordChange(after.name(), before, &after);
  return absl::OkStatus();
}

absl::Status CheckSettings(const Settings& settings) {
  status::FieldViolations violations;
  CheckKpiLimits(settings, "settings.", violations);
  CheckIntakeLimits(settings.intake_limits(), "settings.intake_limits.", violations);
  OKAPI_RETURN_IF_ERROR(violations.ToStatus());
  return calendar::Calendar::Create(settings.calendar(), "settings.calendar.").status();
}

absl::Status CheckStored(const storage::Reader& reader, const Kpi* before, Kpi& after) {
  OKAPI_RETURN_IF_ERROR(CheckKpi(after));
  OKAPI_RETURN_IF_ERROR(SettleDefinitions(before, after));
  OKAPI_RETURN_IF_ERROR(SettleState(before, after));
  OKAPI_ASSIGN_OR_RETURN(
      const Settings settings,
      FindSettings(reader, absl::StrCat(api::OrganizationOf(after.name()), "/settings")));
  OKAPI_RETURN_IF_ERROR(CheckLimits(reader, settings, before, after));
  if (after.aggregation() != v1::FORMULA) return absl::OkStatus();
  OKAPI_ASSIGN_OR_RETURN(const FormulaGraph graph,
                         FormulaGraph::Load(reader, api::OrganizationOf(after.name())));
  return graph.Check(after);
}

absl::Status CheckUnused(const storage::Reader& reader, const Kpi& kpi) {
  OKAPI_ASSIGN_OR_RETURN(const FormulaGraph graph,
                         FormulaGraph::Load(reader, api::OrganizationOf(kpi.name())));
  const std::optional<std::string> user = graph.UserOf(kpi.name());
  if (!user.has_value()) return absl::OkStatus();
  return status::Error(absl::StatusCode::kFailedPrecondition, status::ErrorReason::RESOURCE_IN_USE,
                       absl::StrCat("'", *user, "' is computed from '", kpi.name(), "'"),
                       {{"resource", kpi.name()}, {"child", *user}});
}

api::Collection<KpiComment>::Options CommentOptions(const Definitions& definitions,
                                                    const base::Clock& clock) {
  api::Collection<KpiComment>::Options options;
  options.family = kKpiComments;
  options.check = [&definitions, &clock](const storage::Reader& reader, const KpiComment* before,
                                         KpiComment& after) -> absl::Status {
    const std::string kpi = after.name().substr(0, after.name().rfind("/comments/"));
    OKAPI_ASSIGN_OR_RETURN(const auto found, definitions.kpis.FindStored(reader, kpi));
    if (!found.has_value()) return status::NotFound(kpi);
    if (before == nullptr) {
      int count = 0;
      OKAPI_RETURN_IF_ERROR(definitions.comments.ForEach(reader, kpi, [&count](const KpiComment&) {
        ++count;
        return true;
      }));
      OKAPI_RETURN_IF_ERROR(CheckRoomForComment(kpi, count));
    }
    OKAPI_ASSIGN_OR_RETURN(const calendar::Calendar calendar,
                           definitions.CalendarOf(reader, api::OrganizationOf(kpi)));
    return CheckKpiComment(calendar, clock.Now(), before, after);
  };
  return options;
}

template <typename Request>
ChangedBy ChangedByOf(const Request& request) {
  return {request.author(), request.reason()};
}

api::Collection<Kpi>::Options KpiOptions(const api::ResourceTable& comments) {
  api::Collection<Kpi>::Options options;
  options.family = kKpis;
  options.children = {&comments};
  options.check = CheckStored;
  options.check_delete = CheckUnused;
  return options;
}

}  // namespace

Definitions::Definitions(const base::Clock& clock, base::IdGenerator& ids)
    : comments(CommentOptions(*this, clock), ids), kpis(KpiOptions(comments.table()), ids) {}

absl::StatusOr<Settings> Definitions::GetSettings(const storage::Reader& reader,
                                                  const std::string& name) const {
  return FindSettings(reader, name);
}

absl::StatusOr<Settings> Definitions::UpdateSettings(
    journal::Transaction& transaction, const Settings& patch,
    const google::protobuf::FieldMask& mask) const {
  OKAPI_ASSIGN_OR_RETURN(const Settings before, GetSettings(transaction, patch.name()));
  OKAPI_RETURN_IF_ERROR(api::CheckEtag(before, patch.etag()));
  Settings after = before;
  OKAPI_RETURN_IF_ERROR(api::ApplyUpdate(patch, mask, after));
  OKAPI_RETURN_IF_ERROR(api::CheckResource(after));
  OKAPI_RETURN_IF_ERROR(CheckSettings(after));
  const bool written = before.has_create_time();
  if (written && google::protobuf::util::MessageDifferencer::Equals(before, after)) return after;
  if (!written) api::SetCreateTime(after, transaction.time());
  api::SetUpdateTime(after, transaction.time());
  OKAPI_RETURN_IF_ERROR(PutSettings(transaction, written ? &before : nullptr, after));
  return after;
}

absl::StatusOr<v1::SettingsHistory> Definitions::GetSettingsHistory(const storage::Reader& reader,
                                                                    const std::string& name) const {
  OKAPI_ASSIGN_OR_RETURN(const Settings settings, GetSettings(reader, name));
  v1::SettingsHistory history;
  if (settings.has_create_time()) api::TellTimes(settings, history);
  return history;
}

absl::StatusOr<Settings> Definitions::ImportSettingsHistory(
    journal::Transaction& transaction, const v1::ImportSettingsHistoryRequest& request) const {
  OKAPI_ASSIGN_OR_RETURN(const Settings before, GetSettings(transaction, request.name()));
  const bool written = before.has_create_time();
  Settings after = before;
  if (!written) {
    api::SetCreateTime(after, transaction.time());
    api::SetUpdateTime(after, transaction.time());
  }
  status::FieldViolations violations;
  CheckKpiLimits(request, "", violations);
  OKAPI_RETURN_IF_ERROR(
      api::TakeEntryHistory(request, transaction.time(), after, std::move(violations)));
  OKAPI_RETURN_IF_ERROR(TakeKpiLimits(request, after));
  OKAPI_RETURN_IF_ERROR(PutSettings(transaction, written ? &before : nullptr, after));
  return after;
}

absl::StatusOr<Kpi> Definitions::Change(journal::Transaction& transaction, const std::string& name,
                                        const std::string& etag, const ChangedBy& by,
                                        absl::FunctionRef<absl::Status(Kpi&)> change) const {
  OKAPI_RETURN_IF_ERROR(CheckChangedBy(name, by));
  return kpis.Modify(transaction, name, etag, [&](Kpi& kpi) -> absl::Status {
    const Kpi before = kpi;
    OKAPI_RETURN_IF_ERROR(change(kpi));
    NoteChange(before, by, transaction.time(), kpi);
    return absl::OkStatus();
  });
}

absl::StatusOr<Kpi> Definitions::UpdateKpi(journal::Transaction& transaction,
                                           const v1::UpdateKpiRequest& request) const {
  const Kpi& patch = request.kpi();
  return Change(transaction, patch.name(), patch.etag(), ChangedByOf(request),
                [&](Kpi& kpi) { return api::ApplyUpdate(patch, request.update_mask(), kpi); });
}

absl::StatusOr<Kpi> Definitions::SignOffKpi(journal::Transaction& transaction,
                                            const v1::SignOffKpiRequest& request) const {
  return kpis.Modify(transaction, request.name(), request.etag(), [&](Kpi& kpi) {
    return AddSignOff(request.member(), request.comment(), transaction.time(), kpi);
  });
}

absl::StatusOr<Kpi> Definitions::RetireKpi(journal::Transaction& transaction,
                                           const v1::RetireKpiRequest& request) const {
  return Change(transaction, request.name(), request.etag(), ChangedByOf(request), [](Kpi& kpi) {
    kpi.set_state(Kpi::RETIRED);
    return absl::OkStatus();
  });
}

absl::StatusOr<Kpi> Definitions::ReactivateKpi(journal::Transaction& transaction,
                                               const v1::ReactivateKpiRequest& request) const {
  return Change(transaction, request.name(), request.etag(), ChangedByOf(request), [](Kpi& kpi) {
    // Storing it settles which of the other states it has.
    if (kpi.state() == Kpi::RETIRED) kpi.clear_state();
    return absl::OkStatus();
  });
}

absl::StatusOr<v1::KpiHistory> Definitions::GetKpiHistory(const storage::Reader& reader,
                                                          const std::string& name) const {
  OKAPI_ASSIGN_OR_RETURN(const auto kpi, kpis.FindStored(reader, name));
  if (!kpi.has_value()) return status::NotFound(name);
  std::vector<KpiComment> said;
  OKAPI_RETURN_IF_ERROR(comments.ForEach(reader, name, [&said](const KpiComment& comment) {
    said.push_back(comment);
    return true;
  }));
  return TellHistory(*kpi, said);
}

absl::StatusOr<Kpi> Definitions::ImportKpiHistory(
    journal::Transaction& transaction, const v1::ImportKpiHistoryRequest& request) const {
  const v1::KpiHistory& history = request.history();
  OKAPI_ASSIGN_OR_RETURN(const auto kpi, kpis.FindStored(transaction, request.name()));
  if (!kpi.has_value()) return status::NotFound(request.name());
  OKAPI_RETURN_IF_ERROR(api::CheckEtag(*kpi, request.etag()));
  OKAPI_RETURN_IF_ERROR(CheckTakesHistory(history, *kpi));
  std::map<std::string, KpiComment> said;
  std::set<std::string> names;
  OKAPI_RETURN_IF_ERROR(comments.ForEach(transaction, request.name(), [&](const KpiComment& it) {
    said[it.name()] = it;
    names.insert(it.name());
    return true;
  }));
  OKAPI_RETURN_IF_ERROR(CheckKpiHistory(history, *kpi, names, transaction.time()));
  OKAPI_ASSIGN_OR_RETURN(const FormulaGraph graph,
                         FormulaGraph::Load(transaction, api::OrganizationOf(kpi->name())));
  for (const v1::KpiDefinition& former : history.former_definitions()) {
    if (former.aggregation() != v1::FORMULA) continue;
    OKAPI_RETURN_IF_ERROR(graph.Check(KpiBy(former, *kpi)));
  }
  Kpi imported = *kpi;
  OKAPI_RETURN_IF_ERROR(TakeHistory(history, imported));
  OKAPI_RETURN_IF_ERROR(kpis.Import(transaction, std::move(imported)));
  for (const v1::KpiCommentHistory& told : history.comments()) {
    KpiComment comment = said[told.kpi_comment()];
    api::TakeToldTimes(told, comment);
    OKAPI_RETURN_IF_ERROR(comments.Import(transaction, std::move(comment)));
  }
  return kpis.Get(transaction, request.name());
}

absl::StatusOr<KpiComment> Definitions::CreateKpiComment(
    journal::Transaction& transaction, const v1::CreateKpiCommentRequest& request) const {
  std::string id = request.kpi_comment_id();
  if (id.empty()) {
    OKAPI_ASSIGN_OR_RETURN(const int64_t number,
                           api::NextNumber(comments.table(), transaction, request.parent(), 'm'));
    id = api::OrderedId('m', number);
  }
  return comments.Create(transaction, request.parent(), id, "kpi_comment_id",
                         request.kpi_comment());
}

absl::StatusOr<v1::ListKpiCommentsResponse> Definitions::ListKpiComments(
    const storage::Reader& reader, const v1::ListKpiCommentsRequest& request) const {
  const absl::Time start =
      request.has_start_time() ? api::FromTimestamp(request.start_time()) : absl::InfinitePast();
  const absl::Time end =
      request.has_end_time() ? api::FromTimestamp(request.end_time()) : absl::InfiniteFuture();
  if (start >= end) return status::InvalidField("start_time", "must be before end_time");
  OKAPI_RETURN_IF_ERROR(api::CheckListed(kpis, reader, request.parent()));
  OKAPI_ASSIGN_OR_RETURN(const calendar::Calendar calendar,
                         CalendarOf(reader, api::OrganizationOf(request.parent())));
  const bool all = !request.has_start_time() && !request.has_end_time();
  return comments.List(
      reader, request, request.parent(), &v1::ListKpiCommentsResponse::add_kpi_comments,
      [&](const KpiComment& comment) { return all || Touches(comment, calendar, start, end); });
}

absl::StatusOr<calendar::Calendar> Definitions::CalendarOf(const storage::Reader& reader,
                                                           const std::string& organization) const {
  OKAPI_ASSIGN_OR_RETURN(const Settings settings,
                         GetSettings(reader, absl::StrCat(organization, "/settings")));
  return calendar::Calendar::Create(settings.calendar());
}

}  // namespace okapi::metrics
