#include "services/cli/reports/error_budget_text.h"

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/api/timestamp.h"
#include "common/text/quantity.h"
#include "services/cli/reports/report_text.h"
#include "services/cli/session/catalogue.h"
#include "services/cli/terminal/text_table.h"

namespace okapi::cli {
namespace {

using okapi::goals::v1::ErrorBudget;
using okapi::goals::v1::ErrorBudgetState;

std::string Text(const google::protobuf::Duration& duration) {
  return text::Duration(absl::ToDoubleSeconds(api::FromDuration(duration)));
}

std::string TextOrDash(const google::protobuf::Duration& duration) {
  return api::FromDuration(duration) == absl::ZeroDuration() ? "–" : Text(duration);
}

// A share of a time may be a small one: 0.1 %, 0.05 %.
std::string ShareText(double share) { return absl::StrCat(text::Number(100 * share, 4), " %"); }

// When it will be used up at the rate of the window.
std::string ExhaustText(const ErrorBudget& budget, const ErrorBudget::Window& window) {
  if (window.has_exhaust_time()) {
    const bool lasts =
        api::FromTimestamp(window.exhaust_time()) >= api::FromTimestamp(budget.end_time());
    return lasts ? "lasts until the end" : TimeText(window.exhaust_time());
  }
  if (api::FromDuration(budget.state().left()) <= absl::ZeroDuration()) return "used up already";
  return window.has_burn_rate() && !budget.over() ? "not burning" : "–";
}

std::string WindowsText(const ErrorBudget& budget) {
  TextTable table({TextTable::kLeft, TextTable::kRight, TextTable::kRight, TextTable::kRight,
                   TextTable::kLeft});
  table.Add({"over the last", "out of bounds", "not known", "burn rate", "at that rate used up"});
  for (const ErrorBudget::Window& window : budget.windows()) {
    table.Add({Text(window.window()), TextOrDash(window.spent()), TextOrDash(window.unknown()),
               window.has_burn_rate() ? text::Number(window.burn_rate(), 2) : "–",
               ExhaustText(budget, window)});
  }
  return table.ToString();
}

}  // namespace

std::string ErrorBudgetLeftText(const ErrorBudgetState& state) {
  const std::string all = Text(state.budget());
  const absl::Duration left = api::FromDuration(state.left());
  if (left < absl::ZeroDuration()) {
    return absl::StrCat("used up, ", Text(api::ToDuration(-left)), " more than its ", all);
  }
  return absl::StrCat(Text(state.left()), " of ", all, " left (",
                      text::Percent(1 - state.spent_share()), ")");
}

std::string ErrorBudgetText(const ErrorBudget& budget) {
  TextTable table({TextTable::kLeft, TextTable::kLeft});
  table.Add({"error budget",
             absl::StrCat(Text(budget.state().budget()), ": out of bounds for ",
                          ShareText(budget.error_budget()), " of the time from ",
                          TimeText(budget.start_time()), " to ", TimeText(budget.end_time()))});
  table.Add({"spent", absl::StrCat(Text(budget.state().spent()), " (",
                                   text::Percent(budget.state().spent_share()), ")")});
  table.Add({"left", ErrorBudgetLeftText(budget.state())});
  table.Add({"not known", absl::StrCat(Text(budget.unknown()), ", neither spent nor earned")});
  table.Add(
      {"as of", absl::StrCat(TimeText(budget.as_of_time()),
                             budget.over() ? ": it is over, and nothing is spent any more" : "")});
  const std::string text = absl::StrCat(ShortName(budget.key_result()), "\n", table.ToString());
  // Of one that has just begun no usual window has passed yet.
  if (budget.windows().empty()) return text;
  return absl::StrCat(text, "\n", WindowsText(budget),
                      "At burn rate 1 it lasts exactly as long as its time, at 2 half as long.\n");
}

}  // namespace okapi::cli
