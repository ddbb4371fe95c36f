#include "services/goals/past/past_states.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/api/clock_tolerance.h"
#include "common/api/resource_key.h"
#include "common/journal/change_log.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/goals/past/known_now.h"
#include "services/goals/past/resource_layer.h"

namespace okapi::goals {
namespace {

using okapi::common::v1::ChangeRecord;
using okapi::goals::v1::Organization;
using storage::OverlaidReader;
using storage::Overlay;

// A page of a list is seldom asked for alone, and a report is made of several lists.
constexpr size_t kKnownMax = 16;

// The changes of a record, if it is of the organization.
absl::StatusOr<ChangeRecord> ChangesOf(const std::string& organization, absl::string_view bytes) {
  ChangeRecord record;
  if (journal::OrganizationOfRecord(bytes) != organization) return record;
  if (record.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return record;
  return status::Corrupt("a change record does not parse");
}

absl::Status TakeBack(ResourceLayer& layer, const std::string& organization,
                      absl::string_view bytes) {
  OKAPI_ASSIGN_OR_RETURN(const ChangeRecord record, ChangesOf(organization, bytes));
  for (const auto& change : record.changes()) OKAPI_RETURN_IF_ERROR(layer.Undo(change));
  return absl::OkStatus();
}

// Whether nothing that was written after the revision says anything else of the time.
absl::StatusOr<bool> StillHolds(const storage::Reader& newest, int64_t after,
                                const std::string& organization, absl::Time time) {
  bool holds = true;
  absl::Status failure;
  auto look = [&](int64_t, absl::string_view bytes) {
    const auto record = ChangesOf(organization, bytes);
    failure = record.status();
    if (!failure.ok()) return false;
    for (const auto& change : record->changes()) holds = holds && !MayTellOf(change, time);
    return holds;
  };
  OKAPI_RETURN_IF_ERROR(journal::VisitChanges(newest, after, look));
  OKAPI_RETURN_IF_ERROR(failure);
  return holds;
}

// An organization that was made later, or brought here, has no past before: that is not the same as
// having had no goals.
absl::Status CheckKnown(const GoalsStore& store, const Overlay& overlay,
                        const std::string& organization, int64_t then, absl::Time time) {
  OKAPI_ASSIGN_OR_RETURN(const std::string key, api::ResourceKey::EncodeName(
                                                    api::PatternOf<Organization>(), organization));
  const auto* record = overlay.Find(store.organizations.table().family(), key);
  if (record == nullptr || *record != nullptr) return absl::OkStatus();
  return status::Error(absl::StatusCode::kOutOfRange, status::ErrorReason::REVISION_TRIMMED,
                       absl::StrCat("nothing is known here of what '", organization, "' was at ",
                                    absl::FormatTime(time, absl::UTCTimeZone())),
                       {{"oldest_revision", absl::StrCat(then)}});
}

}  // namespace

absl::StatusOr<std::unique_ptr<const storage::Reader>> PastStates::At(
    journal::View now, const std::string& organization, const rpc::AskedPast& asked) const {
  if (asked.time > clock_.Now() + api::kClockTolerance) {
    return status::InvalidField("read_time", "must not lie in the future");
  }
  OKAPI_ASSIGN_OR_RETURN(const int64_t then, journal::RevisionAt(*now.reader, asked.time));
  OKAPI_ASSIGN_OR_RETURN(auto overlay, OverlayAt(now, organization, then));
  OKAPI_RETURN_IF_ERROR(CheckKnown(store_, *overlay, organization, then, asked.time));
  const std::shared_ptr<const storage::Reader> newest = std::move(now.reader);
  auto known_then = std::make_shared<OverlaidReader>(newest, std::move(overlay), asked.time);
  if (!asked.known_now) return std::make_unique<OverlaidReader>(std::move(*known_then));
  OKAPI_ASSIGN_OR_RETURN(auto values, ValuesKnownNow(*newest, now.revision, *known_then,
                                                     {organization, then, asked.time}));
  return std::make_unique<OverlaidReader>(known_then, std::move(values), asked.time);
}

absl::StatusOr<std::shared_ptr<const Overlay>> PastStates::ValuesKnownNow(
    const storage::Reader& newest, int64_t revision, const storage::Reader& then, Key key) const {
  const absl::Time time = *key.known_now;
  auto known = Find(key);
  if (known.has_value() && known->through < revision) {
    OKAPI_ASSIGN_OR_RETURN(const bool holds,
                           StillHolds(newest, known->through, key.organization, time));
    if (!holds) known.reset();
  }
  if (!known.has_value()) {
    auto values = std::make_shared<Overlay>();
    OKAPI_RETURN_IF_ERROR(LayKnownValues(store_, newest, then, key.organization, time, *values));
    known = Known{std::move(key), revision, std::move(values)};
  }
  known->through = std::max(known->through, revision);
  Keep(*known);
  return known->overlay;
}

absl::StatusOr<std::shared_ptr<const Overlay>> PastStates::OverlayAt(
    const journal::View& now, const std::string& organization, int64_t then) const {
  const Key key{organization, then, std::nullopt};
  Known known = Find(key).value_or(Known{key, then, nullptr});
  if (known.overlay != nullptr && known.through >= now.revision) return known.overlay;
  auto overlay = known.overlay == nullptr ? std::make_shared<Overlay>()
                                          : std::make_shared<Overlay>(*known.overlay);
  ResourceLayer layer(store_, *now.reader, *overlay);
  absl::Status failure;
  auto take_back = [&](int64_t, absl::string_view bytes) {
    failure = TakeBack(layer, organization, bytes);
    return failure.ok();
  };
  OKAPI_RETURN_IF_ERROR(journal::VisitChanges(*now.reader, known.through, take_back));
  OKAPI_RETURN_IF_ERROR(failure);
  known.overlay = std::move(overlay);
  known.through = now.revision;
  Keep(known);
  return known.overlay;
}

std::optional<PastStates::Known> PastStates::Find(const Key& key) const {
  const base::MutexLock lock(mutex_);
  for (auto it = known_.begin(); it != known_.end(); ++it) {
    if (!(it->key == key)) continue;
    known_.splice(known_.begin(), known_, it);
    return known_.front();
  }
  return std::nullopt;
}

void PastStates::Keep(Known known) const {
  const base::MutexLock lock(mutex_);
  known_.remove_if([&known](const Known& other) { return other.key == known.key; });
  known_.push_front(std::move(known));
  if (known_.size() > kKnownMax) known_.pop_back();
}

}  // namespace okapi::goals
