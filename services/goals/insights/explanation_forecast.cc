#include "services/goals/insights/explanation_forecast.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "common/api/timestamp.h"
#include "common/status/status_macros.h"
#include "common/text/quantity.h"
#include "services/goals/insights/explanation_inputs.h"
#include "services/goals/insights/pace.h"

namespace okapi::goals {

using okapi::goals::v1::Explanation;
using okapi::goals::v1::KeyResult;

absl::Status AddForecast(const GoalsStore& store, const storage::Reader& reader,
                         const KeyResult& key_result, absl::Time now, Explanation& explanation) {
  OKAPI_ASSIGN_OR_RETURN(const auto pace, PaceOf(store, reader, key_result.name(), now));
  if (!pace.has_forecast()) return absl::OkStatus();
  const std::string& source =
      key_result.has_kpi_source() ? key_result.kpi_source().kpi() : key_result.name();
  for (const auto& point : pace.points()) {
    Explanation::Input& input = AddInput("history", source, "", explanation);
    input.set_value(point.value());
    *input.mutable_time() = point.time();
  }
  const auto& forecast = pace.forecast();
  auto time = [](const google::protobuf::Timestamp& of) {
    return absl::FormatTime(absl::RFC3339_full, api::FromTimestamp(of), absl::UTCTimeZone());
  };
  std::string step = absl::StrCat(
      "forecast = ", text::ExactNumber(forecast.value()), ", in four of five cases from ",
      text::ExactNumber(forecast.low()), " to ", text::ExactNumber(forecast.high()));
  if (forecast.has_likelihood()) {
    absl::StrAppend(&step, ", likelihood = ", text::ExactNumber(forecast.likelihood()));
  }
  absl::StrAppend(&step, ": by the rules of common/scoring from ", forecast.points(),
                  " points of the history, from ", time(pace.start_time()), " to ",
                  time(pace.end_time()));
  if (!key_result.curve().season().empty()) {
    absl::StrAppend(&step, ", where time passes as the curve SEASON grows");
  }
  explanation.add_steps(step);
  return absl::OkStatus();
}

}  // namespace okapi::goals
