#include "services/goals/store/assessment_rules.h"

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/calendar/date.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/goals/store/goals_store.h"
#include "services/goals/store/references.h"

namespace okapi::goals {
namespace {

using google::protobuf::util::MessageDifferencer;
using okapi::common::v1::Status;
using okapi::goals::v1::Assessment;
using okapi::goals::v1::KeyResult;
using okapi::goals::v1::Objective;
using okapi::goals::v1::Retrospective;

constexpr int kDaysAheadMax = 92;

bool IsBlank(absl::string_view text) { return absl::StripAsciiWhitespace(text).empty(); }

void CheckLastDate(const Assessment& assessment, const google::type::Date& today,
                   const std::string& field, status::FieldViolations& violations) {
  const absl::Status date = calendar::CheckDate(assessment.last_date(), field);
  const google::rpc::BadRequest bad = status::BadRequestOf(date);
  for (const auto& violation : bad.field_violations()) {
    violations.Add(violation.field(), violation.description());
  }
  if (!date.ok()) return;
  if (calendar::DayOf(assessment.last_date()) <= calendar::DayOf(today) + kDaysAheadMax) return;
  violations.Add(
      field,
      absl::StrCat("must be at most ", kDaysAheadMax, " days ahead, ",
                   calendar::FormatDate(calendar::DateOf(calendar::DayOf(today) + kDaysAheadMax))));
}

absl::Status CheckAssessment(const GoalsStore& store, const storage::Reader& reader,
                             const std::string& name, const Assessment& assessment,
                             const std::string& field) {
  OKAPI_ASSIGN_OR_RETURN(const auto calendar, store.CalendarOf(reader, api::OrganizationOf(name)));
  status::FieldViolations violations;
  if (assessment.status() != Status::ON_TRACK && assessment.status() != Status::AT_RISK &&
      assessment.status() != Status::OFF_TRACK) {
    violations.Add(field + ".status", "must be ON_TRACK, AT_RISK or OFF_TRACK");
  }
  if (IsBlank(assessment.reason())) violations.Add(field + ".reason", "is blank");
  CheckLastDate(assessment, calendar.DateOf(store.Now(reader)), field + ".last_date", violations);
  OKAPI_RETURN_IF_ERROR(violations.ToStatus());
  return CheckReference(store.members, reader, name, field + ".author", assessment.author());
}

absl::Status CheckRetrospective(const GoalsStore& store, const storage::Reader& reader,
                                const std::string& name, const Retrospective& retrospective) {
  if (IsBlank(retrospective.went_well()) && IsBlank(retrospective.went_badly()) &&
      IsBlank(retrospective.lessons())) {
    return status::InvalidField("objective.retrospective",
                                "one of went_well, went_badly and lessons is required");
  }
  return CheckReference(store.members, reader, name, "objective.retrospective.author",
                        retrospective.author());
}

template <typename R>
bool IsAssessedAnew(const R* before, const R& after) {
  return after.has_assessment() &&
         (before == nullptr || !before->has_assessment() ||
          !MessageDifferencer::Equals(before->assessment(), after.assessment()));
}

// What is said of it, and what it is.
Objective WordsOf(const Objective& objective) {
  Objective words;
  if (objective.has_assessment()) *words.mutable_assessment() = objective.assessment();
  if (objective.has_retrospective()) *words.mutable_retrospective() = objective.retrospective();
  return words;
}
KeyResult WordsOf(const KeyResult& key_result) {
  KeyResult words;
  if (key_result.has_assessment()) *words.mutable_assessment() = key_result.assessment();
  return words;
}
Objective WithoutWords(Objective objective) {
  objective.clear_assessment();
  objective.clear_retrospective();
  return objective;
}
KeyResult WithoutWords(KeyResult key_result) {
  key_result.clear_assessment();
  return key_result;
}

template <typename R>
ChangedParts Compare(const R* before, const R& after) {
  const R& old = before == nullptr ? R::default_instance() : *before;
  return {.itself = before == nullptr ||
                    !MessageDifferencer::Equals(WithoutWords(old), WithoutWords(after)),
          .words = !MessageDifferencer::Equals(WordsOf(old), WordsOf(after))};
}

}  // namespace

absl::Status CheckWords(const GoalsStore& store, const storage::Reader& reader,
                        const Objective* before, const Objective& after) {
  if (IsAssessedAnew(before, after)) {
    OKAPI_RETURN_IF_ERROR(
        CheckAssessment(store, reader, after.name(), after.assessment(), "objective.assessment"));
  }
  const bool same = before != nullptr && before->has_retrospective() == after.has_retrospective() &&
                    MessageDifferencer::Equals(before->retrospective(), after.retrospective());
  if (same || !after.has_retrospective()) return absl::OkStatus();
  return CheckRetrospective(store, reader, after.name(), after.retrospective());
}

absl::Status CheckWords(const GoalsStore& store, const storage::Reader& reader,
                        const KeyResult* before, const KeyResult& after) {
  if (!IsAssessedAnew(before, after)) return absl::OkStatus();
  return CheckAssessment(store, reader, after.name(), after.assessment(), "key_result.assessment");
}

ChangedParts ChangedPartsOf(const Objective* before, const Objective& after) {
  return Compare(before, after);
}

ChangedParts ChangedPartsOf(const KeyResult* before, const KeyResult& after) {
  return Compare(before, after);
}

bool IsRetrospectiveOnly(const Objective& before, Objective after) {
  after.clear_retrospective();
  if (before.has_retrospective()) *after.mutable_retrospective() = before.retrospective();
  return MessageDifferencer::Equals(before, after);
}

}  // namespace okapi::goals
