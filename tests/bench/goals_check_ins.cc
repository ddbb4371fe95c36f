#include "tests/bench/goals_check_ins.h"

#include <atomic>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/status/status_macros.h"
#include "tests/bench/peers/etcd.h"
#include "tests/bench/peers/goals_server.h"
#include "tests/bench/peers/okapi_channel.h"
#include "tests/bench/peers/unary_load.h"

ABSL_FLAG(int, runs, 5, "runs of the check-ins; medians are reported");
ABSL_FLAG(double, seconds, 2, "how long callers call in each run");
ABSL_FLAG(int, channels, 2, "connections that callers share, to either server");
ABSL_FLAG(std::vector<std::string>, callers, std::vector<std::string>({"1", "16", "64", "256"}),
          "numbers of callers to try; 64 is what ratios are about");

namespace okapi::bench {
namespace {

namespace goals = okapi::goals::v1;

constexpr int kObjectives = 50;
constexpr int kKeyResultsEach = 4;
constexpr int kBatch = 100;
constexpr int kRatioCallers = 64;
constexpr char kCreateCheckIn[] = "/okapi.goals.v1.GoalsService/CreateCheckIn";
constexpr char kBatchCreateCheckIns[] = "/okapi.goals.v1.GoalsService/BatchCreateCheckIns";
constexpr char kComment[] =
    "The pilot in three stores went well; the others follow next week, once the tills are there.";

// Ids are of one length, so that requests are.
std::string ObjectiveId(int64_t number) { return absl::StrFormat("o-%02d", number); }
std::string KeyResultId(int64_t number) { return absl::StrCat("k-", number); }

absl::Status BuildScene(GoalsServer& server) {
  for (int i = 0; i < kObjectives; ++i) {
    OKAPI_RETURN_IF_ERROR(server.CreateObjective(ObjectiveId(i), ""));
    for (int k = 0; k < kKeyResultsEach; ++k) {
      OKAPI_RETURN_IF_ERROR(server.CreateKeyResult(ObjectiveId(i), KeyResultId(k), ""));
    }
    OKAPI_RETURN_IF_ERROR(server.Activate(ObjectiveId(i)));
  }
  return absl::OkStatus();
}

// Consecutive numbers are about different objectives.
goals::CreateCheckInRequest CheckIn(int64_t number) {
  goals::CreateCheckInRequest request;
  request.set_parent(GoalsServer::KeyResultName(
      ObjectiveId(number % kObjectives), KeyResultId(number / kObjectives % kKeyResultsEach)));
  request.mutable_check_in()->set_value(static_cast<double>(number % 100) + 0.5);
  request.mutable_check_in()->set_confidence(0.7);
  request.mutable_check_in()->set_comment(kComment);
  request.mutable_check_in()->set_author(GoalsServer::MemberName());
  return request;
}

std::string Batch(int64_t number) {
  goals::BatchCreateCheckInsRequest request;
  request.set_parent(kOrganization);
  for (int i = 0; i < kBatch; ++i) *request.add_requests() = CheckIn(number * kBatch + i);
  return request.SerializeAsString();
}

// What one measurement found.
struct Rate {
  double per_s = 0;   // Of wall time.
  double cpu_us = 0;  // Of the server, each, until it is idle again.
};

// Both servers, and the numbers of what they were sent.
class Contest {
 public:
  absl::Status Start(const std::string& directory) {
    OKAPI_RETURN_IF_ERROR(ours_.Start(directory + "/okapi", "127.0.0.1:1"));
    OKAPI_RETURN_IF_ERROR(BuildScene(ours_));
    OKAPI_RETURN_IF_ERROR(theirs_.Start(directory + "/etcd"));
    OKAPI_ASSIGN_OR_RETURN(our_revision_, ours_.Revision());
    OKAPI_ASSIGN_OR_RETURN(their_revision_, theirs_.PutAndGetRevision());
    ours_.process().WaitIdle(absl::Seconds(10));
    theirs_.process().WaitIdle(absl::Seconds(10));
    return absl::OkStatus();
  }
  absl::StatusOr<Rate> CheckIns(int callers) {
    const auto next = [this](int) { return CheckIn(number_++).SerializeAsString(); };
    return Measure(ours_.address(), kCreateCheckIn, callers, 1, next, ours_.process(), our_calls_);
  }
  absl::StatusOr<Rate> Batches(int callers) {
    const auto next = [this](int) { return Batch(number_++); };
    return Measure(ours_.address(), kBatchCreateCheckIns, callers, kBatch, next, ours_.process(),
                   our_calls_);
  }
  absl::StatusOr<Rate> Puts(int callers) {
    const size_t bytes = CheckIn(0).ByteSizeLong();
    const auto next = [this, bytes](int) { return Etcd::NewPut(++number_, bytes); };
    return Measure(theirs_.address(), Etcd::kPut, callers, 1, next, theirs_.process(),
                   their_calls_);
  }
  // An error unless both took all that they answered.
  absl::Status CheckAllThere() {
    OKAPI_ASSIGN_OR_RETURN(const int64_t ours, ours_.Revision());
    OKAPI_ASSIGN_OR_RETURN(const int64_t theirs, theirs_.PutAndGetRevision());
    if (ours == our_revision_ + our_calls_ && theirs == their_revision_ + their_calls_ + 1) {
      return absl::OkStatus();
    }
    return absl::DataLossError(absl::StrFormat(
        "%d writes instead of %d in okapi-goals, %d instead of %d in etcd", ours - our_revision_,
        our_calls_, theirs - their_revision_ - 1, their_calls_));
  }

 private:
  static absl::StatusOr<Rate> Measure(const std::string& address, const std::string& method,
                                      int callers, int each, const NextRequest& next,
                                      ServerProcess& process, int64_t& calls) {
    const Callers how = {callers, absl::GetFlag(FLAGS_channels),
                         absl::Seconds(absl::GetFlag(FLAGS_seconds))};
    const double cpu_before = process.CpuSeconds();
    OKAPI_ASSIGN_OR_RETURN(const UnaryLoad load, CallForAWhile(address, method, how, next));
    process.WaitIdle(absl::Minutes(1));
    calls += load.calls;
    const auto done = static_cast<double>(load.calls * each);
    return Rate{done / absl::ToDoubleSeconds(load.wall),
                (process.CpuSeconds() - cpu_before) / done * 1e6};
  }

  GoalsServer ours_;
  Etcd theirs_;
  std::atomic<int64_t> number_{0};
  int64_t our_revision_ = 0;
  int64_t their_revision_ = 0;
  int64_t our_calls_ = 0;
  int64_t their_calls_ = 0;
};

using Rates = std::map<std::string, std::vector<Rate>>;

absl::Status Add(const std::string& name, const absl::StatusOr<Rate>& rate, Rates& rates) {
  if (!rate.ok()) return rate.status();
  Note(absl::StrFormat("%s: %.0f/s, server CPU %.1f us each", name, rate->per_s, rate->cpu_us));
  rates[name].push_back(*rate);
  return absl::OkStatus();
}

std::string OfCallers(const std::string& name, int callers) {
  return absl::StrCat(name, "_", callers);
}

absl::Status RunOnce(const std::string& directory, int run, const std::vector<int>& callers,
                     Rates& rates) {
  std::filesystem::remove_all(directory);
  Contest contest;
  OKAPI_RETURN_IF_ERROR(contest.Start(directory));
  // Nobody's first calls count.
  OKAPI_RETURN_IF_ERROR(contest.CheckIns(16).status());
  OKAPI_RETURN_IF_ERROR(contest.Puts(16).status());
  for (const int count : callers) {
    // Whoever comes second finds the machine as the first has left it: they take turns in that too.
    for (const bool ours : {run % 2 == 0, run % 2 != 0}) {
      OKAPI_RETURN_IF_ERROR(ours ? Add(OfCallers("check_in", count), contest.CheckIns(count), rates)
                                 : Add(OfCallers("etcd", count), contest.Puts(count), rates));
    }
  }
  OKAPI_RETURN_IF_ERROR(Add("check_in_batch", contest.Batches(kRatioCallers), rates));
  return contest.CheckAllThere();
}

std::map<std::string, Rate> Medians(const Rates& rates) {
  std::map<std::string, Rate> medians;
  for (const auto& [name, all] : rates) {
    std::vector<double> per_s;
    std::vector<double> cpu_us;
    for (const Rate& rate : all) {
      per_s.push_back(rate.per_s);
      cpu_us.push_back(rate.cpu_us);
    }
    medians[name] = {Median(per_s), Median(cpu_us)};
  }
  return medians;
}

void Report(std::map<std::string, Rate> medians, const std::vector<int>& callers,
            Outcome& outcome) {
  std::vector<std::vector<std::string>> rows;
  for (const int count : callers) {
    const Rate& ours = medians[OfCallers("check_in", count)];
    const Rate& theirs = medians[OfCallers("etcd", count)];
    rows.push_back({absl::StrCat(count), absl::StrFormat("%.0f", ours.per_s),
                    absl::StrFormat("%.0f", theirs.per_s),
                    absl::StrFormat("%.2f", ours.per_s / theirs.per_s),
                    absl::StrFormat("%.1f", ours.cpu_us), absl::StrFormat("%.1f", theirs.cpu_us),
                    absl::StrFormat("%.2f", theirs.cpu_us / ours.cpu_us)});
    if (count != kRatioCallers) continue;
    outcome.ratios["check_in_vs_etcd"] = ours.per_s / theirs.per_s;
    outcome.ratios["check_in_cpu_vs_etcd"] = theirs.cpu_us / ours.cpu_us;
    outcome.ratios["check_in_batch_vs_etcd"] = medians["check_in_batch"].per_s / theirs.per_s;
  }
  PrintTable({"callers", "check-ins/s", "puts/s", "ratio", "CPU us", "etcd CPU us", "ratio"}, rows);
  std::printf("in batches of %d, %d callers: %.0f check-ins/s, %.1f us of CPU each\n", kBatch,
              kRatioCallers, medians["check_in_batch"].per_s, medians["check_in_batch"].cpu_us);
  for (const auto& [name, rate] : medians) {
    outcome.figures[absl::StrCat(name, "_per_s")] = rate.per_s;
    outcome.figures[absl::StrCat(name, "_cpu_us")] = rate.cpu_us;
  }
}

}  // namespace

absl::Status MeasureCheckIns(const std::string& directory, Outcome& outcome) {
  std::vector<int> callers;
  for (const std::string& text : absl::GetFlag(FLAGS_callers)) callers.push_back(std::stoi(text));
  Rates rates;
  for (int run = 0; run < absl::GetFlag(FLAGS_runs); ++run) {
    OKAPI_RETURN_IF_ERROR(RunOnce(directory, run, callers, rates));
  }
  std::filesystem::remove_all(directory);
  if (!rates.empty()) Report(Medians(rates), callers, outcome);
  return absl::OkStatus();
}

}  // namespace okapi::bench
