// convert: OKRs that were written as Markdown, as a company file.

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/cli/catalogue.h"
#include "services/cli/command.h"
#include "services/cli/markdown_okrs.h"
#include "services/cli/text_file.h"

namespace okapi::cli {
namespace {

struct Options {
  std::string file;
  std::string cycle;
};

int Run(Session& session, const Options& options) {
  const auto organization = session.Organization();
  if (!organization.ok()) return ReportUsage(organization.status(), *session.err);
  const auto text = ReadTextFile(options.file);
  if (!text.ok()) return ReportUsage(text.status(), *session.err);
  const MarkdownOkrs okrs = ReadMarkdownOkrs(*text);
  for (const MarkdownNote& note : okrs.notes) {
    *session.err << options.file << ":" << note.line << ": " << note.text << "\n";
  }
  if (okrs.objectives.empty()) {
    return ReportUsage(absl::InvalidArgumentError(
                           absl::StrCat("no objective in '", options.file,
                                        "': it is a heading, or a line like `Objective: ...`")),
                       *session.err);
  }
  *session.out << CompanyFileOf(okrs, ShortName(*organization), options.cycle);
  return kExitOk;
}

}  // namespace

void AddConvert(CLI::App& app, Session& session) {
  auto* command =
      app.add_subcommand("convert", "Make a company file of OKRs that were written as Markdown");
  auto options = std::make_shared<Options>();
  command->add_option("file", options->file, "The Markdown file; - for standard input")
      ->required()
      ->type_name(kPathType);
  command->add_option("--cycle", options->cycle, "The id of the cycle that they are for")
      ->required();
  command->footer(
      R"(Objectives are headings, key results the items below them, initiatives items with a box to tick or below a heading
`Initiatives`; `Objective:`, `KR1:`, `Initiative:` say so too, in English or Vietnamese. What a key result measures is read out of its
words, such as `NPS from 31 to 45`. What was assumed, and what was kept as a description, is told on standard error with its line.

Example:
  okapi convert okrs.md --org acme --cycle 2026-q1 > okrs.yaml && okapi apply -f okrs.yaml)");
  command->callback([&session, options] {
    session.run = [&session, options] { return Run(session, *options); };
  });
}

}  // namespace okapi::cli
