#pragma once

#include <string>

#include "common/text/quantity.h"
#include "okapi/common/v1/scoring.pb.h"
#include "okapi/goals/v1/resources.pb.h"
#include "okapi/reporting/v1/decision.pb.h"
#include "okapi/reporting/v1/review_pack.pb.h"

// What documents say in each language that Okapi speaks.
namespace okapi::reporting::documents {

enum class Word {
  kScorecard,
  kOkrReport,
  kKpiReport,
  kAlignmentReport,
  kCombinedReport,
  kReviewPack,
  kKpi,
  kTrend,
  kTarget,
  kAttained,
  kStatus,
  kSoFar,
  kAsOf,
  kObjective,
  kProgress,
  kExpected,
  kFrom,
  kTo,
  kNow,
  kConfidence,
  kAssessed,
  kUntilDay,
  kWentWell,
  kWentBadly,
  kLessons,
  kOwner,
  kCycle,
  kInsights,
  kNothing,
  kDraft,
  kForecast,
  kLikely,
  kRedefined,
  kDifference,
  kPart,
  kMembers,
  kSeason,
  kPlace,
  kFactor,
  kDrives,
  kGuards,
  kGraded,
  kDecision,
  kNumber,
  kThen,
  kMovements,
  kEvents,
  kWhen,
  kWhat,
  kWhere,
  kWho,
  kWhy,
  kOrphan,
  kOverlaps,
  kStale,
  kNeverHeard,
  kPeriod,
  kActual,
  kCharts,
  kNoMoreCharts,
  kRemarks,
  kWorst,
  kBelowIt,
  kPrivateOne,
  kOfWeightMissing,
  kOfWeightStale,
  kGuardBroken,
  kItsGuardBroken,
  kWhileGuardBroken,
  kErrorBudgetLeft,
  kErrorBudgetOverspent,
  kMadeOf,
  kWithoutValue,
  kStaleOnes,
  kComments,
  kOverdue,
  kDueOn,
  kFollowUpOn,
  kFirstPromise,
  kUntil,
  kBy,
  kMet,
  kNotMet,
  kGreen,
  kAmber,
  kRed,
  kSnapshot,
  kRange,
  kLikelihood,
  kDetails,
  kYearChange,
  kCovered,
  kLastSample,
  kAlong,
  kDecisions,
  kLookBackOn,
  kOutcome,
  kKeyResultsMissing,
  kUnknown,
  kRestUnknown,
  kNobodyCanTell,
  kMayBeMore,
  kAsTheyAreNow,
  kWord_Count,
};

// How numbers are written in a language.
text::Notation NotationOf(const std::string& language);

std::string Say(Word word, const std::string& language);
std::string StatusWord(okapi::common::v1::Status status, const std::string& language);
// How an objective combines its parts; empty where it does not say.
std::string CombinationWord(okapi::goals::v1::Objective::Combination combination,
                            const std::string& language);
std::string InitiativeWord(okapi::goals::v1::Initiative::State state, const std::string& language);
std::string OutcomeWord(okapi::reporting::v1::Verdict::Outcome outcome,
                        const std::string& language);
std::string EventWord(okapi::reporting::v1::ReviewEvent::Kind kind, const std::string& language);

}  // namespace okapi::reporting::documents
