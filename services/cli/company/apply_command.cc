#include <iterator>
#include <memory>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/api/resource_name.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/cli/company/apply.h"
#include "services/cli/company/apply_check.h"
#include "services/cli/company/apply_rehearsal.h"
#include "services/cli/files/text_file.h"
#include "services/cli/session/command.h"
#include "services/cli/session/rehearsal.h"

namespace okapi::cli {
namespace {

struct ApplyOptions {
  std::string file;
  bool dry_run = false;
};

// How often each effect occurred, and the lines that tell of them.
class Account {
 public:
  Account(std::ostream& out, bool json, bool dry_run) : out_(out), json_(json), dry_run_(dry_run) {}

  void Add(const Step& step) {
    ++counts_[step.effect];
    if (step.effect == Step::kUnchanged) return;
    const char* word = kEffectWords[step.effect];
    if (json_) {
      // Words, names and fields have no characters that JSON would escape.
      out_ << "{\"effect\": \"" << word << "\", \"name\": \"" << step.declared->name << "\"";
      if (step.effect == Step::kUpdated) {
        out_ << ", \"fields\": [\"" << absl::StrJoin(step.fields, "\", \"") << "\"]";
      }
      out_ << DryRunMember() << "}\n";
      return;
    }
    out_ << (dry_run_ ? "would be " : "") << word << " " << LabelOf(step);
    if (step.effect == Step::kKept) out_ << ": it has one of its own";
    if (step.effect == Step::kUpdated) out_ << ": " << absl::StrJoin(step.fields, ", ");
    out_ << "\n";
  }

  void Summarize() {
    if (json_) {
      out_ << "{\"created\": " << counts_[Step::kCreated]
           << ", \"updated\": " << counts_[Step::kUpdated]
           << ", \"imported\": " << counts_[Step::kImported]
           << ", \"kept\": " << counts_[Step::kKept]
           << ", \"proposed\": " << counts_[Step::kProposed]
           << ", \"activated\": " << counts_[Step::kActivated]
           << ", \"closed\": " << counts_[Step::kClosed]
           << ", \"unchanged\": " << counts_[Step::kUnchanged] << DryRunMember() << "}\n";
      return;
    }
    if (dry_run_) {
      std::vector<std::string> effects;
      for (const auto& [effect, verb] :
           {std::pair(Step::kCreated, "create "), std::pair(Step::kUpdated, "update "),
            std::pair(Step::kImported, "import "), std::pair(Step::kProposed, "propose "),
            std::pair(Step::kActivated, "activate "), std::pair(Step::kClosed, "close ")}) {
        if (counts_[effect] > 0) effects.push_back(absl::StrCat(verb, counts_[effect]));
      }
      out_ << (effects.empty() ? "everything is so already"
                               : absl::StrCat("would ", absl::StrJoin(effects, ", ")))
           << "; nothing was done\n";
      return;
    }
    out_ << counts_[Step::kCreated] << " created, " << counts_[Step::kUpdated] << " updated, "
         << counts_[Step::kActivated] << " activated, ";
    // Few files have these.
    for (const Step::Effect effect :
         {Step::kImported, Step::kKept, Step::kProposed, Step::kClosed}) {
      if (counts_[effect] > 0) out_ << counts_[effect] << " " << kEffectWords[effect] << ", ";
    }
    out_ << counts_[Step::kUnchanged] << " unchanged\n";
  }

 private:
  const char* DryRunMember() const { return dry_run_ ? ", \"dry_run\": true" : ""; }

  std::ostream& out_;
  const bool json_;
  const bool dry_run_;
  int counts_[std::size(kEffectWords)] = {};
};

int ReportErrors(const YamlErrors& errors, std::ostream& err) {
  for (const std::string& error : errors.errors()) err << "okapi: " << error << "\n";
  return kExitUsage;
}

// Everything in a file belongs to one.
std::string OrganizationIn(const std::vector<Step>& plan) {
  return plan.empty() ? "" : api::OrganizationOf(plan.front().declared->name);
}

// What the services would refuse is known before anything is written. What is too large for a
// rehearsal is not known: that is no reason not to do it.
absl::StatusOr<std::vector<absl::Status>> RehearseAll(
    const std::vector<Step>& plan, Session& session, bool dry_run,
    const std::function<void(const Step&)>& report) {
  Rehearsal rehearsal(session.connection(), OrganizationIn(plan));
  auto refusals = Rehearse(plan, rehearsal.caller(), report);
  const bool broken_off =
      status::ReasonOf(refusals.status()) == status::ErrorReason::REHEARSAL_OVER;
  if (!broken_off || dry_run) return refusals;
  *session.err << "okapi: note: " << refusals.status().message()
               << "; whether the services take the rest is not known before\n";
  return std::vector<absl::Status>();
}

int ReportAll(const std::vector<absl::Status>& refusals, std::ostream& err) {
  int code = kExitOk;
  for (const absl::Status& refusal : refusals) code = ReportError(refusal, err);
  return code;
}

// The file says whose it is; `--org` may say the same.
absl::Status CheckOrganization(const std::vector<DeclaredResource>& declared,
                               const Session& session) {
  if (session.org.empty()) return absl::OkStatus();
  OKAPI_ASSIGN_OR_RETURN(const std::string organization, session.Organization());
  for (const DeclaredResource& each : declared) {
    if (each.kind != FindKind("organization") || each.name == organization) continue;
    return absl::InvalidArgumentError(absl::StrCat(each.place, ": declares '", each.name,
                                                   "', but --org says '", organization, "'"));
  }
  return absl::OkStatus();
}

int RunApply(Session& session, const ApplyOptions& options) {
  const auto text = ReadTextFile(options.file);
  if (!text.ok()) return ReportUsage(text.status(), *session.err);
  YamlErrors errors(options.file == "-" ? "standard input" : options.file);
  const std::vector<DeclaredResource> declared = ReadCompanyFile(*text, errors);
  if (!errors.empty()) return ReportErrors(errors, *session.err);
  const absl::Status organization = CheckOrganization(declared, session);
  if (!organization.ok()) return ReportUsage(organization, *session.err);
  const Caller call = session.caller();
  absl::StatusOr<std::vector<Step>> plan = MakePlan(declared, call, errors);
  if (!plan.ok()) return ReportError(plan.status(), *session.err);
  for (Step& step : *plan) step.author = session.actor;
  std::vector<std::string> warnings;
  const absl::Status checked = CheckApply(declared, call, errors, warnings);
  if (!checked.ok()) return ReportError(checked, *session.err);
  if (!errors.empty()) return ReportErrors(errors, *session.err);
  for (const std::string& warning : warnings) *session.err << "okapi: " << warning << "\n";
  Account account(*session.out, session.json(), options.dry_run);
  const auto add = [&account](const Step& step) { account.Add(step); };
  const auto nothing = [](const Step&) {};
  const auto refusals =
      RehearseAll(*plan, session, options.dry_run,
                  options.dry_run ? std::function<void(const Step&)>(add) : nothing);
  if (!refusals.ok()) return ReportError(refusals.status(), *session.err);
  if (!refusals->empty()) return ReportAll(*refusals, *session.err);
  const absl::Status status = options.dry_run ? absl::OkStatus() : Execute(*plan, call, add);
  account.Summarize();
  return ReportError(status, *session.err);
}

}  // namespace

void AddApply(CLI::App& app, Session& session) {
  auto* command =
      app.add_subcommand("apply", "Create or update everything a company file declares");
  auto options = std::make_shared<ApplyOptions>();
  command->add_option("-f,--file", options->file, "The file; - for standard input")
      ->required()
      ->type_name(kPathType);
  command->add_flag("--dry-run", options->dry_run, "Only say what would be done");
  command->footer(
      R"(Fields that the file leaves out stay as they are, and so does what it does not name. Mistakes in the file
are all told, with their lines, before anything is done.

Examples:
  okapi apply -f company.yaml --dry-run
  okapi apply -f company.yaml)");
  command->callback([&session, options] {
    session.run = [&session, options] { return RunApply(session, *options); };
  });
}

}  // namespace okapi::cli
