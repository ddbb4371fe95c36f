#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/clock.h"
#include "services/cli/samples/push.h"
#include "services/cli/samples/push_warnings.h"
#include "services/cli/session/command.h"

namespace okapi::cli {
namespace {

constexpr char kPackage[] = "okapi.metrics.v1";
constexpr char kFooter[] =
    R"(Every row gives one sample per --value and --count. Times are RFC 3339, 2026-01-31 or 2026-01-31 08:30 in
--time-zone, or seconds or milliseconds since 1970. A cell without a value gives no sample; a row with something wrong is
rejected whole, and the summary names its line. A file that is not CSV from start to end sends nothing.

The same file with the same mapping is the same stream: pushing it again counts nothing twice, and after a break goes
on where it stopped. A file with rows added is another one, of which all rows count: push only the new rows. A name given
with --stream tells loads of equal data apart; the stream's whole name ends with a hash of file and mapping, so that
other data under a name used before are counted as new data.

Examples:
  okapi push sales.csv --org acme --kind delta --time date --time-zone Asia/Ho_Chi_Minh \
    --value revenue=amount --count transactions --label region --label "Sales person=salesperson"
  okapi push samples.csv --org acme --exported)";

struct Flags {
  PushOptions push;
  std::string retry = "60s";
  std::string progress = "auto";
};

absl::StatusOr<PushOptions> OptionsOf(const Session& session, const Flags& flags) {
  PushOptions options = flags.push;
  absl::StatusOr<std::string> parent = session.Organization();
  if (!parent.ok()) return parent.status();
  options.parent = *std::move(parent);
  if (!absl::ParseDuration(flags.retry, &options.retry) || options.retry < absl::ZeroDuration()) {
    return absl::InvalidArgumentError(
        absl::StrCat("--retry: '", flags.retry, "' is not a duration such as 90s or 10m"));
  }
  absl::StatusOr<ProgressStyle> progress = ParseProgressStyle(flags.progress, stderr);
  if (!progress.ok()) return progress.status();
  options.progress = *progress;
  return options;
}

int Run(Session& session, const Flags& flags) {
  const absl::StatusOr<PushOptions> options = OptionsOf(session, flags);
  if (!options.ok()) return ReportUsage(options.status(), *session.err);
  const auto mapping = ParseSampleMapping(options->mapping);
  if (mapping.ok() && !options->mapping.exported) {
    for (const std::string& warning :
         WarningsOfUnusedMetrics(*mapping, options->parent, session.caller())) {
      *session.err << "okapi: " << warning << std::endl;
    }
  }
  const base::RealClock clock;
  const PushResult result = Push(*options, session.connection().ChannelOf(kPackage), clock, stderr);
  if (result.begun) {
    (session.json() ? PrintSummaryJson : PrintSummary)(result.summary, *session.out);
    session.out->flush();
  }
  if (result.wrong_input) return ReportUsage(result.status, *session.err);
  if (!result.status.ok()) {
    return ReportError(session.connection().Explain(kPackage, result.status), *session.err);
  }
  return result.summary.rejected > 0 ? kExitRefused : kExitOk;
}

void AddFlags(CLI::App& command, Flags& flags) {
  // Each flag takes one value and may be repeated.
  auto add_list = [&command](const char* name, std::vector<std::string>& list, const char* help) {
    command.add_option(name, list, help)->allow_extra_args(false);
  };
  SampleMappingFlags& mapping = flags.push.mapping;
  command.add_option("file", flags.push.path, "The CSV file; - is standard input")
      ->required()
      ->type_name(kPathType);
  command.add_option("--time", mapping.time, "Column of the times");
  command.add_option("--time-zone", mapping.time_zone, "Time zone of times without an offset")
      ->capture_default_str();
  add_list("--value", mapping.values, "METRIC=COLUMN: the metric's values; may be repeated");
  add_list("--count", mapping.counts, "METRIC: every row counts 1; may be repeated");
  add_list("--label", mapping.labels, "COLUMN or COLUMN=LABEL: a label; may be repeated");
  command
      .add_option(
          "--kind", mapping.kind,
          "delta: increments such as sales, which add up; gauge: readings, of which a later "
          "one replaces an earlier one of the same time")
      ->check(CLI::IsMember({"gauge", "delta"}));
  command.add_flag("--exported", mapping.exported,
                   "The file is one of `okapi export --samples`, and says all of this itself");
  command.add_option(
      "--stream", flags.push.stream,
      "A name for the load, such as till-7: the same data under another name count again");
  command.add_option("--retry", flags.retry, "How long to go on while the service takes nothing")
      ->capture_default_str();
  command.add_option("--progress", flags.progress, "On standard error; auto: lines if no terminal")
      ->check(CLI::IsMember({"auto", "bar", "none"}))
      ->capture_default_str();
}

}  // namespace

void AddPush(CLI::App& app, Session& session) {
  auto* command = app.add_subcommand("push", "Push the samples of a CSV file, each exactly once");
  auto flags = std::make_shared<Flags>();
  AddFlags(*command, *flags);
  command->footer(kFooter);
  command->callback(
      [&session, flags] { session.run = [&session, flags] { return Run(session, *flags); }; });
}

}  // namespace okapi::cli
