#pragma once

#include <functional>
#include <memory>
#include <ostream>
#include <string>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/cli/session/connection.h"

namespace okapi::cli {

inline constexpr char kVersion[] = "0.1.0";  // As in the project's CMakeLists.txt.

// What the program ends with.
enum ExitCode : int {
  kExitOk = 0,
  kExitRefused = 1,      // A service refused, or some data was rejected.
  kExitUsage = 2,        // Wrong usage, or a file that is wrong.
  kExitUnreachable = 3,  // A service does not answer.
};

// What all commands share: the options given before or after the command's name, and where to
// write. Filled in by CLI11 before a command runs.
struct Session {
  Addresses addresses;
  std::string org;    // An id or `organizations/{organization}`; empty if not given.
  std::string actor;  // Who calls: a member's id or full name; empty if nobody says.
  std::string output = "table";
  std::ostream* out = nullptr;
  std::ostream* err = nullptr;
  bool terminal = false;  // Whether `out` is one.
  bool colour = false;    // Whether it wants colours.
  // The command that was asked for; set by its Add function's callback. Returns the exit code.
  std::function<int()> run;

  bool json() const { return output == "json"; }
  // Opened when first used.
  Connection& connection();
  // Its Call(); this must outlive it.
  Caller caller();
  // `organizations/{organization}`. INVALID_ARGUMENT when --org was not given.
  absl::StatusOr<std::string> Organization() const;

 private:
  std::unique_ptr<Connection> connection_;
};

// The options that every command has.
void AddSharedOptions(CLI::App& app, Session& session);

// The type of options that are paths of files.
inline constexpr char kPathType[] = "PATH";

// INVALID_ARGUMENT if an argument of the command line that was parsed is not UTF-8, as texts of
// messages have to be. Paths may be anything.
absl::Status CheckArguments(const CLI::App& app);

// Tells what went wrong on `err`, with one line per wrong field, and returns the exit code that
// says so.
int ReportError(const absl::Status& status, std::ostream& err);
// The same for something wrong with what was typed or with a file, found before any call.
int ReportUsage(const absl::Status& status, std::ostream& err);

// Each adds one command; its callback sets `session.run`.
void AddApply(CLI::App& app, Session& session);
void AddPush(CLI::App& app, Session& session);
void AddReport(CLI::App& app, Session& session);
void AddGet(CLI::App& app, Session& session);
void AddList(CLI::App& app, Session& session);
void AddCreate(CLI::App& app, Session& session);
void AddUpdate(CLI::App& app, Session& session);
void AddDelete(CLI::App& app, Session& session);
void AddCheckIn(CLI::App& app, Session& session);
void AddDo(CLI::App& app, Session& session);
void AddAccept(CLI::App& app, Session& session);
void AddExplain(CLI::App& app, Session& session);
void AddReview(CLI::App& app, Session& session);
// To the command `review`.
void AddErrorBudget(CLI::App& review, Session& session);
void AddExport(CLI::App& app, Session& session);
void AddConvert(CLI::App& app, Session& session);
void AddWatch(CLI::App& app, Session& session);
void AddAudit(CLI::App& app, Session& session);
void AddVersion(CLI::App& app, Session& session);

}  // namespace okapi::cli
