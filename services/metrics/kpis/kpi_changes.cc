#include "services/metrics/kpis/kpi_changes.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/api/field_behavior.h"
#include "common/api/timestamp.h"
#include "common/api/told_times.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/metrics/kpis/authors.h"

namespace okapi::metrics {
namespace {

using google::protobuf::FieldDescriptor;
using okapi::metrics::v1::Kpi;
using okapi::metrics::v1::KpiChange;

// What people set, and `state`, which they set by retiring it.
bool IsRemembered(const FieldDescriptor& field) {
  if (field.number() == Kpi::kEtagFieldNumber || field.number() == Kpi::kNameFieldNumber) {
    return false;
  }
  return field.number() == Kpi::kStateFieldNumber || !api::IsOutputOnly(&field);
}

void DropOldest(Kpi& kpi) {
  const int surplus = kpi.changes_size() - kChangesMax;
  if (surplus > 0) kpi.mutable_changes()->DeleteSubrange(0, surplus);
}

}  // namespace

absl::Status CheckChangedBy(const std::string& kpi, const ChangedBy& by) {
  status::FieldViolations violations;
  CheckAuthor(by.author, kpi, "author", violations);
  return violations.ToStatus();
}

void NoteChange(const Kpi& before, const ChangedBy& by, absl::Time now, Kpi& kpi) {
  std::vector<const FieldDescriptor*> fields;
  for (int i = 0; i < Kpi::descriptor()->field_count(); ++i) {
    const FieldDescriptor* field = Kpi::descriptor()->field(i);
    if (!IsRemembered(*field)) continue;
    google::protobuf::util::MessageDifferencer differencer;
    if (!differencer.CompareWithFields(before, kpi, {field}, {field})) fields.push_back(field);
  }
  if (fields.empty()) return;
  KpiChange& change = *kpi.add_changes();
  *change.mutable_change_time() = api::ToTimestamp(now);
  change.set_author(by.author);
  change.set_reason(by.reason);
  for (const FieldDescriptor* field : fields) change.add_fields(field->name());
  DropOldest(kpi);
}

void CheckToldChanges(const v1::KpiHistory& history, const Kpi& kpi, absl::Time now,
                      status::FieldViolations& violations) {
  if (history.changes_size() > kChangesMax) {
    violations.Add("history.changes", absl::StrCat("has more than ", kChangesMax, " entries"));
  }
  absl::Time last = absl::InfinitePast();
  for (int i = 0; i < history.changes_size(); ++i) {
    const KpiChange& change = history.changes(i);
    const std::string at = absl::StrCat("history.changes[", i, "]");
    if (!change.has_change_time()) {
      violations.Add(at + ".change_time", "is required");
      continue;
    }
    api::CheckTold(change.change_time(), at + ".change_time", now, violations);
    const absl::Time time = api::FromTimestamp(change.change_time());
    if (time < last) {
      violations.Add(at + ".change_time", "must not be before that of the change before");
    }
    last = time;
    CheckAuthor(change.author(), kpi.name(), at + ".author", violations);
    for (const std::string& name : change.fields()) {
      const FieldDescriptor* field = Kpi::descriptor()->FindFieldByName(name);
      if (field != nullptr && IsRemembered(*field)) continue;
      violations.Add(at + ".fields", absl::StrCat("'", name, "' is nothing that a KPI has"));
    }
  }
}

void TakeToldChanges(const v1::KpiHistory& history, Kpi& kpi) {
  auto own = std::move(*kpi.mutable_changes());
  *kpi.mutable_changes() = history.changes();
  kpi.mutable_changes()->MergeFrom(own);
  DropOldest(kpi);
}

}  // namespace okapi::metrics
