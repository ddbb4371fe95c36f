// review budget: how much may still go wrong with what is to be kept.

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "common/api/timestamp.h"
#include "common/status/status_macros.h"
#include "okapi/goals/v1/goals_service.pb.h"
#include "services/cli/reports/error_budget_text.h"
#include "services/cli/reports/report_request.h"
#include "services/cli/session/catalogue.h"
#include "services/cli/session/command.h"
#include "services/cli/session/message_text.h"

namespace okapi::cli {
namespace {

using okapi::goals::v1::ErrorBudget;
using okapi::goals::v1::GetErrorBudgetRequest;

struct BudgetOptions {
  std::string name;
  std::string as_of;
  bool known_then = false;
  std::vector<std::string> windows;
};

// "30m", "6h", "3d".
absl::StatusOr<absl::Duration> WindowOf(const std::string& text) {
  absl::string_view days = text;
  double count = 0;
  absl::Duration window;
  if (absl::ConsumeSuffix(&days, "d") && absl::SimpleAtod(days, &count)) {
    return count * absl::Hours(24);
  }
  if (absl::ParseDuration(text, &window)) return window;
  return absl::InvalidArgumentError(
      absl::StrCat("--window: '", text, "' is no span of time such as 30m, 6h or 3d"));
}

absl::StatusOr<GetErrorBudgetRequest> RequestOf(Session& session, const BudgetOptions& options) {
  GetErrorBudgetRequest request;
  OKAPI_ASSIGN_OR_RETURN(*request.mutable_name(),
                         ExpandName(*FindKind("key-result"), options.name, session.org));
  for (const std::string& text : options.windows) {
    OKAPI_ASSIGN_OR_RETURN(const absl::Duration window, WindowOf(text));
    *request.add_windows() = api::ToDuration(window);
  }
  if (options.as_of.empty()) return request;
  ReportOptions at;
  at.as_of = options.as_of;
  OKAPI_ASSIGN_OR_RETURN(const auto report, OkrRequest(session, at));
  *request.mutable_read_time() = report.as_of_time();
  request.set_known_now(!options.known_then);
  return request;
}

int ShowErrorBudget(Session& session, const BudgetOptions& options) {
  const auto request = RequestOf(session, options);
  if (!request.ok()) return ReportRequestError(request.status(), *session.err);
  const auto* method =
      request->GetDescriptor()->file()->service(0)->FindMethodByName("GetErrorBudget");
  ErrorBudget budget;
  const absl::Status status = session.connection().Call(*method, *request, budget);
  if (!status.ok()) return ReportError(status, *session.err);
  *session.out << (session.json() ? ToJson(budget) : ErrorBudgetText(budget));
  return kExitOk;
}

}  // namespace

void AddErrorBudget(CLI::App& review, Session& session) {
  auto* command =
      review.add_subcommand("budget", "How much of an error budget is left, and how fast it burns");
  auto options = std::make_shared<BudgetOptions>();
  command->add_option("key-result", options->name, "OBJECTIVE/KEY_RESULT")->required();
  command->add_option("--window", options->windows,
                      "Over how long to look, such as 30m, 6h or 3d; may be given several times");
  auto* as_of =
      command->add_option("--as-of", options->as_of, "The day or time to look at; default: now");
  command
      ->add_flag(
          "--known-then", options->known_then,
          "With --as-of: by the value and state that were known then; the days of a KPI before "
          "are as they are known now")
      ->needs(as_of);
  command->footer(R"(Examples:
  okapi review budget shop/available --org acme
  okapi review budget shop/available --window 1h --window 5m --org acme)");
  command->callback([&session, options] {
    session.run = [&session, options] { return ShowErrorBudget(session, *options); };
  });
}

}  // namespace okapi::cli
