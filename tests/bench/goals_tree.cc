#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "common/status/convert.h"
#include "common/status/status_macros.h"
#include "tests/bench/goals_reading.h"
#include "tests/bench/peers/callers.h"
#include "tests/bench/peers/okapi_channel.h"
#include "tests/bench/peers/okapi_goals.h"

namespace okapi::bench {
namespace {

using okapi::goals::v1::ListObjectivesRequest;
using okapi::goals::v1::ListObjectivesResponse;

constexpr int kPage = 1000;
constexpr int kChildren = 10;
constexpr int kKeyResultsOfNode = 2;
constexpr int kRuns = 5;

// Milliseconds of each page. Every objective must be there, with progress.
absl::StatusOr<std::vector<double>> ListAll(OkapiGoals& goals, int objectives) {
  ListObjectivesRequest request;
  request.set_parent(kOrganization);
  request.set_page_size(kPage);
  std::vector<double> pages_ms;
  int moved = 0;
  do {
    grpc::ClientContext context;
    ListObjectivesResponse response;
    const absl::Time start = absl::Now();
    OKAPI_RETURN_IF_ERROR(
        status::FromGrpc(goals.stub().ListObjectives(&context, request, &response)));
    pages_ms.push_back(absl::ToDoubleMilliseconds(absl::Now() - start));
    for (const auto& objective : response.objectives()) {
      if (objective.progress().has_raw()) ++moved;
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  if (moved == objectives) return pages_ms;
  return absl::DataLossError(absl::StrCat(moved, " of ", objectives, " objectives have progress"));
}

}  // namespace

absl::Status MeasureTree(const std::string& directory, int objectives, Outcome& outcome) {
  OkapiGoals goals;
  OKAPI_RETURN_IF_ERROR(goals.Start(directory, "127.0.0.1:1",
                                    {.count = objectives,
                                     .key_results_each = kKeyResultsOfNode,
                                     .children = kChildren,
                                     .kpi = ""}));
  Callers reporter(goals.address(), 1);
  const int check_ins = objectives * kKeyResultsOfNode;
  OKAPI_RETURN_IF_ERROR(
      reporter.CallAll(OkapiGoals::kCreateCheckIn, 64, goals.CheckIns(check_ins)));
  Note(absl::StrCat("a tree of ", objectives, " objectives is there"));
  std::vector<double> pages_ms, slowest_ms, wholes_ms;
  for (int run = 0; run < kRuns; ++run) {
    OKAPI_ASSIGN_OR_RETURN(const std::vector<double> pages, ListAll(goals, objectives));
    double whole = 0;
    for (const double page : pages) whole += page;
    pages_ms.insert(pages_ms.end(), pages.begin(), pages.end());
    wholes_ms.push_back(whole);
    slowest_ms.push_back(*std::max_element(pages.begin(), pages.end()));
  }
  outcome.figures["tree_objectives"] = objectives;
  outcome.figures["tree_page_ms"] = Median(pages_ms);
  outcome.figures["tree_slowest_page_ms"] = Median(slowest_ms);
  outcome.figures["tree_ms"] = Median(wholes_ms);
  Note(absl::StrFormat("listed in %.0f ms, a page in %.1f ms, the slowest in %.1f ms",
                       Median(wholes_ms), Median(pages_ms), Median(slowest_ms)));
  return absl::OkStatus();
}

}  // namespace okapi::bench
