// convert: OKRs that were written for something else, as a company file.

#include <map>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "common/base/clock.h"
#include "services/cli/convert/convert.h"
#include "services/cli/convert/okr_date.h"
#include "services/cli/files/text_file.h"
#include "services/cli/session/catalogue.h"
#include "services/cli/session/command.h"

namespace okapi::cli {
namespace {

struct Options {
  std::string file;
  std::string format;
  std::string cycle;
  std::string as_of;
};

OkrFormat Format(const Options& options) {
  if (options.format.empty()) return FormatOf(options.file);
  return options.format == "csv"    ? OkrFormat::kTable
         : options.format == "yaml" ? OkrFormat::kDocument
                                    : OkrFormat::kMarkdown;
}

absl::StatusOr<ConvertOptions> ReadOptions(const Options& options) {
  ConvertOptions read;
  read.cycle = options.cycle;
  read.now = base::RealClock().Now();
  if (options.as_of.empty()) return read;
  absl::CivilDay day;
  if (!absl::ParseCivilTime(options.as_of, &day)) {
    return absl::InvalidArgumentError(
        absl::StrCat("--as-of: '", options.as_of, "' is no day like 2026-03-31"));
  }
  read.as_of = day;
  return read;
}

int Run(Session& session, const Options& options) {
  const auto organization = session.Organization();
  if (!organization.ok()) return ReportUsage(organization.status(), *session.err);
  const auto read = ReadOptions(options);
  if (!read.ok()) return ReportUsage(read.status(), *session.err);
  const auto text = ReadTextFile(options.file);
  if (!text.ok()) return ReportUsage(text.status(), *session.err);
  const OkrFormat format = Format(options);
  const auto okrs = ConvertText(*text, options.file, format, *read);
  if (!okrs.ok()) return ReportUsage(okrs.status(), *session.err);
  for (const OkrFinding& finding : okrs->findings) {
    *session.err << FindingText(finding, options.file, format) << "\n";
  }
  const absl::Status cycles = CheckCycles(*okrs, format);
  if (!cycles.ok()) return ReportUsage(cycles, *session.err);
  *session.out << CompanyFileOf(*okrs, ShortName(*organization));
  return kExitOk;
}

}  // namespace

void AddConvert(CLI::App& app, Session& session) {
  auto* command = app.add_subcommand(
      "convert", "Make a company file of OKRs from another product, a table, YAML or Markdown");
  auto options = std::make_shared<Options>();
  command
      ->add_option("file", options->file,
                   "The file: .csv or .tsv, .yaml or .json, else Markdown; - for standard input")
      ->required()
      ->type_name(kPathType);
  command->add_option("--format", options->format, "What it is, whatever its name says")
      ->check(CLI::IsMember({"csv", "yaml", "markdown"}));
  command->add_option("--cycle", options->cycle,
                      "The id of the cycle, which exists, of objectives that say none");
  command->add_option("--as-of", options->as_of,
                      "The day on which values were measured that come without one: 2026-03-31");
  command->footer(
      R"(A table has a row for each objective, key result or initiative, with columns such as Title, Type, Parent, Owner, Team,
Time period, Start value, Target, Current and Unit; or a row for a key result beside its objective; or key results in numbered columns.
YAML has lists of objectives with lists of key results in them. In Markdown objectives are headings, key results the items below
them, initiatives items with a box to tick or below a heading `Initiatives`; `Objective:`, `KR1:`, `Initiative:` say so too. Names of
columns and keys are known as many products have them, in English and Vietnamese.

What a key result measures is read out of its words where no column says it, such as `NPS from 31 to 45`. Owners become members,
teams teams, time periods cycles, parents alignments. A current value is a check-in where its day is known, by a column such as
Last updated or by --as-of. What was assumed, and what was kept as a description, is told on standard error with its row or line.
The organization has to be there; objectives arrive as drafts.

Example:
  okapi convert goals.csv --org acme --as-of 2026-03-31 > okrs.yaml && okapi apply -f okrs.yaml
  okapi convert okrs.md --org acme --cycle 2026-q1 > okrs.yaml && okapi apply -f okrs.yaml)");
  command->callback([&session, options] {
    session.run = [&session, options] { return Run(session, *options); };
  });
}

}  // namespace okapi::cli
