#include "tests/bench/goals_tree.h"

#include <filesystem>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "common/status/status_macros.h"
#include "tests/bench/peers/goals_server.h"
#include "tests/bench/peers/okapi_call.h"
#include "tests/bench/peers/okapi_channel.h"

ABSL_FLAG(int, tree_objectives, 10000, "objectives of the tree to read; 0 leaves it out");
ABSL_FLAG(int, tree_runs, 5, "how often it is read; the median is reported");

namespace okapi::bench {
namespace {

namespace goals = okapi::goals::v1;

constexpr int kChildren = 10;  // Of each objective that is no leaf.
constexpr int kKeyResultsEach = 2;
constexpr int kBatchMax = 1000;
constexpr int kPage = 1000;

std::string ObjectiveId(int number) { return absl::StrFormat("o-%06d", number); }
std::string KeyResultId(int number) { return absl::StrFormat("k-%d", number); }

absl::Status BuildTree(GoalsServer& server, int objectives) {
  for (int i = 0; i < objectives; ++i) {
    OKAPI_RETURN_IF_ERROR(
        server.CreateObjective(ObjectiveId(i), i == 0 ? "" : ObjectiveId((i - 1) / kChildren)));
    for (int k = 0; k < kKeyResultsEach; ++k) {
      OKAPI_RETURN_IF_ERROR(server.CreateKeyResult(ObjectiveId(i), KeyResultId(k), ""));
    }
    OKAPI_RETURN_IF_ERROR(server.Activate(ObjectiveId(i)));
  }
  return absl::OkStatus();
}

// A value for each key result, so that there is progress to add up.
absl::Status CheckInAll(GoalsServer& server, int objectives) {
  goals::BatchCreateCheckInsRequest request;
  request.set_parent(kOrganization);
  for (int i = 0; i < objectives * kKeyResultsEach; ++i) {
    goals::CreateCheckInRequest& one = *request.add_requests();
    one.set_parent(GoalsServer::KeyResultName(ObjectiveId(i / kKeyResultsEach),
                                              KeyResultId(i % kKeyResultsEach)));
    one.mutable_check_in()->set_value(i % 100);
    if (request.requests_size() < kBatchMax && i + 1 < objectives * kKeyResultsEach) continue;
    OKAPI_RETURN_IF_ERROR(
        Call(server.stub(), &GoalsServer::Stub::BatchCreateCheckIns, request).status());
    request.clear_requests();
  }
  return absl::OkStatus();
}

// How long it takes to get all; an error unless all come, with progress.
absl::StatusOr<double> ReadAll(GoalsServer& server, int objectives) {
  goals::ListObjectivesRequest request;
  request.set_parent(kOrganization);
  request.set_page_size(kPage);
  int found = 0;
  const absl::Time start = absl::Now();
  do {
    OKAPI_ASSIGN_OR_RETURN(const goals::ListObjectivesResponse page,
                           Call(server.stub(), &GoalsServer::Stub::ListObjectives, request));
    for (const goals::Objective& objective : page.objectives()) {
      if (objective.progress().has_raw()) ++found;
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  const double seconds = absl::ToDoubleSeconds(absl::Now() - start);
  if (found == objectives) return seconds;
  return absl::DataLossError(
      absl::StrFormat("%d objectives with progress instead of %d", found, objectives));
}

}  // namespace

absl::Status MeasureTree(const std::string& directory, Outcome& outcome) {
  const int objectives = absl::GetFlag(FLAGS_tree_objectives);
  if (objectives == 0) return absl::OkStatus();
  GoalsServer server;
  OKAPI_RETURN_IF_ERROR(server.Start(directory, "127.0.0.1:1"));
  OKAPI_RETURN_IF_ERROR(BuildTree(server, objectives));
  OKAPI_RETURN_IF_ERROR(CheckInAll(server, objectives));
  server.process().WaitIdle(absl::Minutes(1));
  std::vector<double> seconds;
  for (int run = 0; run < absl::GetFlag(FLAGS_tree_runs); ++run) {
    OKAPI_ASSIGN_OR_RETURN(const double once, ReadAll(server, objectives));
    seconds.push_back(once);
    Note(absl::StrFormat("a tree of %d objectives: read in %.3f s", objectives, once));
  }
  outcome.figures["tree_objectives"] = objectives;
  outcome.figures["tree_s"] = Median(seconds);
  server.process().Kill();
  std::filesystem::remove_all(directory);
  return absl::OkStatus();
}

}  // namespace okapi::bench
