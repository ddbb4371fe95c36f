#include "services/cli/session/command.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "services/cli/reports/report_file.h"

namespace okapi::cli {
namespace {

struct Told {
  int code;
  std::string text;
};

Told Tell(const absl::Status& status) {
  std::ostringstream err;
  const int code = ReportError(status, err);
  return {code, err.str()};
}

TEST(ReportTest, ExitCodeSaysWhoseFaultItIs) {
  EXPECT_EQ(Tell(absl::OkStatus()).code, kExitOk);
  EXPECT_EQ(Tell(status::NotFound("organizations/acme")).code, kExitRefused);
  EXPECT_EQ(Tell(absl::UnavailableError("away")).code, kExitUnreachable);
  EXPECT_EQ(Tell(absl::DeadlineExceededError("slow")).code, kExitUnreachable);
  std::ostringstream err;
  EXPECT_EQ(ReportUsage(absl::InvalidArgumentError("no"), err), kExitUsage);
  EXPECT_EQ(err.str(), "okapi: no\n");
}

TEST(ReportTest, EveryMistakeIsToldOnceInALineOfItsOwn) {
  status::FieldViolations violations;
  violations.Add("kpi.metric", "is required");
  violations.Add("kpi.targets[1].value", "must be a finite number; 'x' is none");
  EXPECT_EQ(Tell(violations.ToStatus()).text,
            "okapi: 2 mistakes\n"
            "  kpi.metric: is required\n"
            "  kpi.targets[1].value: must be a finite number; 'x' is none\n");
}

// A status has details of the first twenty only, and a message of two thousand letters at most.
TEST(ReportTest, NoMistakeIsLostThatHasNoDetails) {
  status::FieldViolations many;
  for (int i = 1; i <= 22; ++i) many.Add(absl::StrCat("f", i), "is bad");
  const std::string text = Tell(many.ToStatus()).text;
  EXPECT_NE(text.find("\n  f20: is bad\n  and: f21: is bad; f22: is bad\n"), std::string::npos)
      << text;
  status::FieldViolations longer;
  longer.Add("a", std::string(1500, 'x'));
  longer.Add("b", std::string(1500, 'y'));
  longer.Add("c", "is bad");
  EXPECT_EQ(Tell(longer.ToStatus()).text,
            absl::StrCat("okapi: 3 mistakes\n  a: ", std::string(1500, 'x'),
                         "\n  b: ", std::string(1500, 'y'), "\n  c: is bad\n"));
}

TEST(ReportTest, OneWrongFieldIsNamedOnce) {
  EXPECT_EQ(Tell(status::InvalidField("kpi.metric", "is required")).text,
            "okapi: kpi.metric: is required\n");
}

TEST(ReportTest, TextFromOutsideStaysOnItsLine) {
  EXPECT_EQ(Tell(absl::NotFoundError("'a\nokapi: all is well\x1b[2J'")).text,
            "okapi: 'a okapi: all is well [2J'\n");
}

TEST(ReportTest, NoErrorIsWithoutWords) {
  EXPECT_EQ(Tell(absl::UnknownError("")).text, "okapi: UNKNOWN\n");
}

TEST(ConnectionTest, ExplainsWhatGrpcSaysForAService) {
  Addresses addresses;
  addresses.goals = "host:1";
  const Connection connection(addresses);
  const auto explained = [&](const absl::Status& status) {
    return std::string(connection.Explain("okapi.goals.v1", status).message());
  };
  EXPECT_EQ(
      explained(absl::UnimplementedError("")),
      "the goals service at host:1 answered UNIMPLEMENTED; is host:1 really the goals service?");
  EXPECT_EQ(explained(absl::InternalError("")), "the goals service at host:1 answered INTERNAL");
  EXPECT_EQ(explained(absl::UnknownError("odd")),
            "the goals service at host:1 answered UNKNOWN: odd");
  EXPECT_EQ(explained(absl::UnavailableError("refused")),
            "the goals service at host:1 does not answer: refused");
  const absl::Status own = status::NotFound("organizations/acme");
  EXPECT_EQ(explained(own), own.message());
}

TEST(SessionTest, Organization) {
  Session session;
  EXPECT_FALSE(session.Organization().ok());
  session.org = "acme";
  EXPECT_EQ(*session.Organization(), "organizations/acme");
  session.org = "organizations/acme";
  EXPECT_EQ(*session.Organization(), "organizations/acme");
  session.org = "Acme & Co";
  EXPECT_FALSE(session.Organization().ok());
}

// Runs a command line as main() does, in an environment without our variables; returns what it
// printed.
Told RunLine(const std::string& line) {
  for (const char* name : {"OKAPI_GOALS", "OKAPI_METRICS", "OKAPI_REPORTING", "OKAPI_ORG"}) {
    unsetenv(name);
  }
  CLI::App app;
  Session session;
  std::ostringstream out;
  session.out = &out;
  session.err = &out;
  AddSharedOptions(app, session);
  app.fallthrough();
  for (auto* add : {AddGet, AddList, AddDelete, AddReport, AddCheckIn, AddCreate, AddUpdate, AddDo,
                    AddApply, AddConvert, AddVersion}) {
    add(app, session);
  }
  app.parse(line);
  const absl::Status arguments = CheckArguments(app);
  const int code = arguments.ok() ? session.run() : ReportUsage(arguments, out);
  return {code, out.str()};
}

TEST(CommandTest, WhatIsWrongIsFoundBeforeAnyCall) {
  for (const char* line : {"get ship titanic",
                           "get nonsense",
                           "get kpi",
                           "get key-result revenue --org acme",
                           "list settings --org acme",
                           "list ships",
                           "list kpis",
                           "list kpis --org acme --parent a/b",
                           "delete settings acme",
                           "delete organization --org acme --force",
                           "delete kpi mrr --org acme --force",
                           "report okr",
                           "report scorecard --org acme --as-of soon",
                           "report okr --org acme --team a/b/c",
                           "check-in revenue --value 1",
                           "check-in acme/grow/revenue --time noon",
                           "check-in acme/grow/revenue --time infinite-past",
                           "get kpi mrr --org Acme",
                           "list organizations --parent acme",
                           "update ship titanic sunk=true",
                           "update check-in acme/grow/revenue/c comment=x",
                           "update objective grow --org acme",
                           "update objective grow nonsense=1 --org acme",
                           "update objective grow name=x --org acme",
                           "update objective grow --clear nonsense --org acme",
                           "update objective grow --clear name --org acme",
                           "update objective grow --clear etag --org acme",
                           "update objective grow description=x --clear description --org acme",
                           "convert /dev/no-such-file --org acme --cycle q1",
                           "convert / --org acme --cycle q1",
                           "apply -f /",
                           "update objective a/b/c description=x --org acme",
                           "create objective care template_id=x nonsense=1 --org acme"}) {
    const Told told = RunLine(line);
    EXPECT_EQ(told.code, kExitUsage) << line << ": " << told.text;
    EXPECT_EQ(told.text.rfind("okapi: ", 0), 0u) << line << ": " << told.text;
  }
}

TEST(CommandTest, AnUpdateTellsEveryFieldThatCannotBeCleared) {
  const Told told = RunLine(
      "update objective grow description=x name=y --clear name --clear description --clear etag "
      "--clear nonsense --org acme");
  EXPECT_EQ(told.code, kExitUsage);
  EXPECT_EQ(told.text,
            "okapi: name: says which one it is, and stays; description: is given, and cleared by "
            "--clear; --clear: etag is the server's; --clear: name says which one it is, and "
            "stays; --clear: 'nonsense' is no field of objectives\n");
}

TEST(CommandTest, WhatWouldMoveIsNotAskedTogetherWithWhatWouldBeSaid) {
  EXPECT_THROW(RunLine("update objective grow description=x --dry-run --what-if --org acme"),
               CLI::ExcludesError);
  EXPECT_THROW(RunLine("do close objective grow --dry-run --what-if --org acme"),
               CLI::ExcludesError);
}

TEST(CommandTest, WhatIsCreatedBelowSomethingNamesIt) {
  for (const char* line : {"create kpi-comment revenue --org acme", "create kpi-comment --org acme",
                           "create kpi-comment text=x --org acme"}) {
    const Told told = RunLine(line);
    EXPECT_EQ(told.code, kExitUsage) << line;
    EXPECT_NE(told.text.find("/: with a slash at the end the service chooses the id"),
              std::string::npos)
        << line << ": " << told.text;
  }
}

TEST(CommandTest, AReportIsNotAskedForWhenItsFileCannotBe) {
  EXPECT_EQ(CheckReportFile("card.csv"), "");
  EXPECT_EQ(CheckReportFile("no/folder/card.csv"),
            "'no/folder/card.csv' cannot be written: there is no folder 'no/folder'");
  EXPECT_NE(CheckReportFile("card.doc"), "");
}

TEST(CommandTest, ArgumentsAreUtf8) {
  const Told told = RunLine(
      "check-in acme/grow/revenue --value 1 --comment Gr\xf6\xdf"
      "e");
  EXPECT_EQ(told.code, kExitUsage);
  EXPECT_EQ(told.text, "okapi: --comment: 'Gr\\xf6\\xdf\\x65' is not UTF-8\n");
}

TEST(CommandTest, AServiceThatDoesNotAnswerIsNamed) {
  // Port 0 is never listened on.
  const Told told = RunLine("list teams --org acme --goals 127.0.0.1:0");
  EXPECT_EQ(told.code, kExitUnreachable);
  EXPECT_NE(told.text.find("the goals service at 127.0.0.1:0 does not answer"), std::string::npos)
      << told.text;
}

TEST(CommandTest, Version) {
  EXPECT_EQ(RunLine("version").text, std::string("okapi ") + kVersion + "\n");
  EXPECT_EQ(RunLine("version --output json").text,
            std::string("{\"version\": \"") + kVersion + "\"}\n");
}

}  // namespace
}  // namespace okapi::cli
