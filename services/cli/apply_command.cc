#include <fstream>
#include <iostream>
#include <memory>
#include <sstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/cli/apply.h"
#include "services/cli/command.h"

namespace okapi::cli {
namespace {

struct Options {
  std::string file;
  bool dry_run = false;
};

// How often each effect occurred, and the lines that tell of them.
class Account {
 public:
  Account(std::ostream& out, bool json, bool dry_run) : out_(out), json_(json), dry_run_(dry_run) {}

  void Add(const Applied& applied) {
    ++counts_[applied.effect];
    if (applied.effect == Applied::kUnchanged) return;
    static constexpr const char* kWords[] = {"unchanged", "created", "updated", "activated"};
    const char* word = kWords[applied.effect];
    const DeclaredResource& declared = *applied.declared;
    if (json_) {
      out_ << "{\"effect\": \"" << word << "\", \"name\": \"" << declared.name << "\"}\n";
      return;
    }
    out_ << (dry_run_ ? "would be " : "") << word << "  " << declared.kind->singular << " "
         << ShortName(declared.name);
    if (applied.effect == Applied::kUpdated) out_ << ": " << absl::StrJoin(applied.fields, ", ");
    out_ << "\n";
  }

  void Summarize() {
    if (json_) {
      out_ << "{\"created\": " << counts_[Applied::kCreated]
           << ", \"updated\": " << counts_[Applied::kUpdated]
           << ", \"activated\": " << counts_[Applied::kActivated]
           << ", \"unchanged\": " << counts_[Applied::kUnchanged] << "}\n";
      return;
    }
    out_ << (dry_run_ ? "nothing was done: " : "") << counts_[Applied::kCreated] << " created, "
         << counts_[Applied::kUpdated] << " updated, " << counts_[Applied::kActivated]
         << " activated, " << counts_[Applied::kUnchanged] << " unchanged\n";
  }

 private:
  std::ostream& out_;
  const bool json_;
  const bool dry_run_;
  int counts_[4] = {};
};

bool ReadText(const std::string& file, std::string* text) {
  std::ostringstream content;
  if (file == "-") {
    content << std::cin.rdbuf();
  } else {
    std::ifstream in(file, std::ios::binary);
    if (!in) return false;
    content << in.rdbuf();
  }
  *text = content.str();
  return true;
}

int Run(Session& session, const Options& options) {
  std::string text;
  if (!ReadText(options.file, &text)) {
    return ReportUsage(absl::NotFoundError(absl::StrCat("cannot read '", options.file, "'")),
                       *session.err);
  }
  YamlErrors errors(options.file == "-" ? "standard input" : options.file);
  const std::vector<DeclaredResource> declared = ReadCompanyFile(text, errors);
  for (const std::string& error : errors.errors()) *session.err << "okapi: " << error << "\n";
  if (!errors.empty()) return kExitUsage;
  Account account(*session.out, session.json(), options.dry_run);
  const Caller call = [&session](const MethodDescriptor& method, const Message& request,
                                 Message& response) {
    return session.connection().Call(method, request, response);
  };
  const absl::Status status = Apply(declared, options.dry_run, call,
                                    [&account](const Applied& applied) { account.Add(applied); });
  account.Summarize();
  return Report(status, *session.err);
}

}  // namespace

void AddApply(CLI::App& app, Session& session) {
  auto* command = app.add_subcommand(
      "apply", "Create or update everything a company file declares: okapi apply -f company.yaml");
  auto options = std::make_shared<Options>();
  command->add_option("-f,--file", options->file, "The file; - for standard input")->required();
  command->add_flag("--dry-run", options->dry_run, "Only say what would be done");
  command->callback([&session, options] {
    session.run = [&session, options] { return Run(session, *options); };
  });
}

}  // namespace okapi::cli
