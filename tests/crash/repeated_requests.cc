// Kills okapi-goals again and again while callers write with request ids, and repeats after every
// start what was not answered, and some of what was: each has one effect and one answer.
//
//   okapi-repeated-requests --program build/release/bin/okapi-goals --cycles 20

#include <grpcpp/grpcpp.h>
#include <signal.h>

#include <atomic>
#include <cstdio>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/rpc/channel.h"
#include "google/protobuf/text_format.h"
#include "okapi/goals/v1/goals_service.grpc.pb.h"
#include "okapi/goals/v1/organizations_service.grpc.pb.h"
#include "tests/crash/campaign.h"
#include "tests/crash/service_process.h"

namespace okapi::crash {
namespace {

using goals::v1::CheckIn;
using goals::v1::GoalsService;
using goals::v1::OrganizationsService;

constexpr int kCallers = 4;
// In place of the number of answers once a caller has lost its connection.
constexpr int64_t kOver = INT64_MAX / 2;

// Makes a resource, which nothing hinders.
template <typename Stub, typename Request, typename Response>
void Create(Stub& stub,
            grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
            const std::string& text) {
  Request request;
  if (!google::protobuf::TextFormat::ParseFromString(text, &request)) Fail(text);
  grpc::ClientContext context;
  Response created;
  const grpc::Status status = (stub.*method)(&context, request, &created);
  if (!status.ok()) Fail(status.error_message());
}

// One caller and its key result; requests are made from their numbers.
struct Caller {
  int number = 0;
  int64_t sent = 0;
  std::vector<std::string> answers;  // Of the requests 1, 2, …

  std::string key_result() const {
    return absl::StrCat("organizations/o/objectives/a/keyResults/k", number);
  }

  // Whether it was answered. An answer that differs from an earlier one ends the program.
  bool Send(GoalsService::Stub& stub, int64_t request_number) {
    goals::v1::CreateCheckInRequest request;
    request.set_parent(key_result());
    request.mutable_check_in()->set_value(static_cast<double>(request_number));
    request.set_request_id(absl::StrFormat("%08x-0000-4000-8000-%012x", number, request_number));
    sent = std::max(sent, request_number);
    grpc::ClientContext context;
    CheckIn answer;
    if (!stub.CreateCheckIn(&context, request, &answer).ok()) return false;
    const auto index = static_cast<size_t>(request_number - 1);
    const std::string bytes = answer.SerializeAsString();
    if (index < answers.size() && answers[index] != bytes) Fail("another answer to the same");
    if (index == answers.size()) answers.push_back(bytes);
    return true;
  }
};

void CreateCompany(const std::shared_ptr<grpc::Channel>& channel) {
  const auto organizations = OrganizationsService::NewStub(channel);
  const auto stub = GoalsService::NewStub(channel);
  Create(*organizations, &OrganizationsService::Stub::CreateOrganization,
         "organization_id: 'o' organization { display_name: 'O' }");
  Create(*organizations, &OrganizationsService::Stub::CreateCycle,
         "parent: 'organizations/o' cycle_id: 'c' cycle { display_name: 'C' "
         "start_date { year: 2025 month: 1 day: 1 } end_date { year: 2025 month: 3 day: 31 } }");
  Create(*stub, &GoalsService::Stub::CreateObjective,
         "parent: 'organizations/o' objective_id: 'a' "
         "objective { display_name: 'A' cycle: 'organizations/o/cycles/c' }");
  for (int i = 0; i < kCallers; ++i) {
    Create(*stub, &GoalsService::Stub::CreateKeyResult,
           absl::StrCat("parent: 'organizations/o/objectives/a' key_result_id: 'k", i,
                        "' key_result { display_name: 'K' from_to { baseline: 0 target: 9 } }"));
  }
}

// Every request that was sent is there once: values are the numbers of requests.
void Verify(GoalsService::Stub& stub, const Caller& caller) {
  std::map<double, int> counts;
  goals::v1::ListCheckInsRequest request;
  request.set_parent(caller.key_result());
  request.set_page_size(1000);
  goals::v1::ListCheckInsResponse page;
  do {
    grpc::ClientContext context;
    request.set_page_token(page.next_page_token());
    const grpc::Status status = stub.ListCheckIns(&context, request, &page);
    if (!status.ok()) Fail(status.error_message());
    for (const CheckIn& check_in : page.check_ins()) ++counts[check_in.value()];
  } while (!page.next_page_token().empty());
  for (int64_t number = 1; number <= caller.sent; ++number) {
    const int count = counts[static_cast<double>(number)];
    if (count != 1) Fail(absl::StrCat(caller.key_result(), ": ", number, " counts ", count));
  }
  if (static_cast<int64_t>(counts.size()) != caller.sent) Fail("what nobody sent is there");
}

// What may or may not have been done, and a few of those that surely were.
void Repeat(GoalsService::Stub& stub, Caller& caller, std::mt19937_64& random) {
  if (caller.sent == 0) return;
  if (!caller.Send(stub, caller.sent)) Fail("a repeated request is refused");
  for (int i = 0; i < 3; ++i) {
    const auto number = static_cast<int64_t>(1 + random() % static_cast<uint64_t>(caller.sent));
    if (!caller.Send(stub, number)) Fail("a repeated request is refused");
  }
}

void Cycle(Campaign& campaign, int cycle, std::vector<Caller>& callers) {
  // Nobody is at that address, and no key result asks for it.
  ServiceProcess service(campaign.program(), campaign.data(), "--metrics=127.0.0.1:1");
  const auto channel = rpc::Connect(service.address());
  const auto stub = GoalsService::NewStub(channel);
  if (cycle == 0) CreateCompany(channel);
  for (Caller& caller : callers) {
    Repeat(*stub, caller, campaign.random());
    Verify(*stub, caller);
  }
  std::atomic<int64_t> answered{0};
  std::vector<std::thread> threads;
  for (Caller& caller : callers) {
    threads.emplace_back([&] {
      while (caller.Send(*stub, caller.sent + 1)) {
        ++answered;
        answered.notify_one();
      }
      answered = kOver;
      answered.notify_one();
    });
  }
  const auto end = static_cast<int64_t>(20 + campaign.random()() % 400);
  for (int64_t now = answered; now < end; now = answered) answered.wait(now);
  if (answered >= kOver) Fail("a connection broke by itself");
  service.Signal(SIGKILL);
  for (std::thread& thread : threads) thread.join();
}

void Run(Campaign& campaign) {
  std::vector<Caller> callers(kCallers);
  for (int i = 0; i < kCallers; ++i) callers[static_cast<size_t>(i)].number = i;
  for (int cycle = 0; cycle <= campaign.cycles(); ++cycle) Cycle(campaign, cycle, callers);
  int64_t requests = 0;
  for (const Caller& caller : callers) requests += caller.sent;
  std::printf("%d kills, %ld requests, each done once\n", campaign.cycles(),
              static_cast<long>(requests));
}

}  // namespace
}  // namespace okapi::crash

int main(int argc, char** argv) {
  okapi::crash::Campaign campaign(argc, argv);
  okapi::crash::Run(campaign);
}
