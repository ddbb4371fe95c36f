// Kills okapi-metrics again and again while streams send, and checks after every start that each
// acknowledged batch counts exactly once and no other in part.
//
//   okapi-crash-cycles --program build/release/bin/okapi-metrics --cycles 100

#include <grpcpp/grpcpp.h>
#include <signal.h>

#include <atomic>
#include <cstdio>
#include <memory>
#include <random>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/rpc/channel.h"
#include "okapi/metrics/v1/metrics_service.grpc.pb.h"
#include "tests/crash/campaign.h"
#include "tests/crash/sent_samples.h"
#include "tests/crash/service_process.h"

namespace okapi::crash {
namespace {

using metrics::v1::MetricsService;

constexpr int kInFlightMax = 16;
// In place of the number of acknowledged batches once a sender has ended.
constexpr int64_t kOver = INT64_MAX / 2;
constexpr const char* kOrganizations[] = {"organizations/a", "organizations/b"};

struct Stream {
  std::string organization;
  SentSamples samples;
  int64_t acknowledged = 0;
  int64_t sent = 0;
};

void Expect(double actual, double expected, const std::string& what) {
  if (actual != expected) Fail(absl::StrCat(what, " is ", actual, ", not ", expected));
}

// Sends until the connection breaks; adds to `total` what is acknowledged.
void Send(MetricsService::Stub& stub, Stream& stream, std::atomic<int64_t>& total) {
  grpc::ClientContext context;
  const auto call = stub.StreamSamples(&context);
  metrics::v1::StreamSamplesRequest request;
  request.mutable_open()->set_parent(stream.organization);
  request.mutable_open()->set_stream_id(stream.samples.stream());
  metrics::v1::StreamSamplesResponse response;
  if (!call->Write(request) || !call->Read(&response)) return;
  int64_t next = response.opened().last_sequence() + 1;
  SentSamples::Declared declared;
  while (true) {
    for (; next <= stream.acknowledged + kInFlightMax; ++next) {
      *request.mutable_batch() = stream.samples.Batch(next, declared);
      stream.sent = std::max(stream.sent, next);
      if (!call->Write(request)) return;
    }
    if (!call->Read(&response)) return;
    if (response.ack().rejected_count() > 0) Fail(response.ack().ShortDebugString());
    total += response.ack().sequence() - stream.acknowledged;
    stream.acknowledged = response.ack().sequence();
    total.notify_one();
  }
}

int64_t LastSequence(MetricsService::Stub& stub, const Stream& stream) {
  grpc::ClientContext context;
  const auto call = stub.StreamSamples(&context);
  metrics::v1::StreamSamplesRequest request;
  request.mutable_open()->set_parent(stream.organization);
  request.mutable_open()->set_stream_id(stream.samples.stream());
  metrics::v1::StreamSamplesResponse response;
  if (!call->Write(request) || !call->Read(&response)) Fail("a stream cannot be opened");
  call->WritesDone();
  call->Finish();
  return response.opened().last_sequence();
}

void CreateKpis(MetricsService::Stub& stub) {
  struct Definition {
    const char* id;
    const char* metric;
    metrics::v1::Aggregation aggregation;
  };
  for (const Definition& kpi : {Definition{"increments", "increment", metrics::v1::SUM},
                                {"increment-count", "increment", metrics::v1::COUNT},
                                {"readings", "reading", metrics::v1::SUM},
                                {"counted", "counter", metrics::v1::SUM},
                                {"counter", "counter", metrics::v1::LAST}}) {
    for (const char* organization : kOrganizations) {
      metrics::v1::CreateKpiRequest request;
      request.set_parent(organization);
      request.set_kpi_id(kpi.id);
      request.mutable_kpi()->set_display_name(kpi.id);
      request.mutable_kpi()->set_metric(kpi.metric);
      request.mutable_kpi()->set_aggregation(kpi.aggregation);
      request.mutable_kpi()->set_frequency(common::v1::MONTH);
      grpc::ClientContext context;
      metrics::v1::Kpi created;
      const grpc::Status status = stub.CreateKpi(&context, request, &created);
      if (!status.ok()) Fail(status.error_message());
    }
  }
}

double Ask(MetricsService::Stub& stub, const Stream& stream, const std::string& kpi) {
  metrics::v1::AggregateKpiRequest request;
  request.set_name(absl::StrCat(stream.organization, "/kpis/", kpi));
  request.set_whole_interval(true);
  request.mutable_start_time()->set_seconds(SentSamples::kEpochUs / 1'000'000);
  auto& matcher = *request.add_filter();
  matcher.set_label("stream");
  matcher.add_values(stream.samples.stream());
  grpc::ClientContext context;
  metrics::v1::AggregateKpiResponse response;
  const grpc::Status status = stub.AggregateKpi(&context, request, &response);
  if (!status.ok()) Fail(status.error_message());
  return response.groups(0).values(0).value();
}

void Verify(MetricsService::Stub& stub, Stream& stream) {
  const std::string name = absl::StrCat(stream.organization, ", ", stream.samples.stream(), ": ");
  const int64_t last = LastSequence(stub, stream);
  if (last < stream.acknowledged || last > stream.sent) {
    Fail(absl::StrCat(name, "last is ", last, " but acknowledged were ", stream.acknowledged,
                      " and sent ", stream.sent));
  }
  stream.samples.Advance(last);
  stream.acknowledged = last;
  const SentSamples& samples = stream.samples;
  Expect(Ask(stub, stream, "increments"), samples.increments(), name + "sum of increments");
  Expect(Ask(stub, stream, "increment-count"), static_cast<double>(samples.increment_count()),
         name + "number of increments");
  Expect(Ask(stub, stream, "readings"), samples.readings(), name + "sum of readings");
  Expect(Ask(stub, stream, "counted"), samples.counted(), name + "what was counted");
  Expect(Ask(stub, stream, "counter"), samples.counter(), name + "the counter");
}

void Cycle(Campaign& campaign, int cycle, std::vector<Stream>& streams) {
  // So few that heads are being sealed nearly all the time.
  ServiceProcess service(campaign.program(), campaign.data(), "--seal_samples=2000");
  const auto stub = MetricsService::NewStub(rpc::Connect(service.address()));
  if (cycle == 0) CreateKpis(*stub);
  for (Stream& stream : streams) Verify(*stub, stream);
  std::atomic<int64_t> total{0};
  std::vector<std::thread> senders;
  for (Stream& stream : streams) {
    senders.emplace_back([&] {
      Send(*stub, stream, total);
      total = kOver;
      total.notify_one();
    });
  }
  const auto end = static_cast<int64_t>(20 + campaign.random()() % 600);
  for (int64_t now = total; now < end; now = total) total.wait(now);
  if (total == kOver) Fail("a connection broke by itself");
  service.Signal(cycle % 5 == 4 ? SIGTERM : SIGKILL);
  for (std::thread& sender : senders) sender.join();
}

void Run(Campaign& campaign) {
  std::vector<Stream> streams;
  for (const char* organization : kOrganizations) {
    for (const char* name : {"x", "y"}) {
      streams.push_back({organization, SentSamples(name, campaign.seed() + streams.size()), 0, 0});
    }
  }
  for (int cycle = 0; cycle <= campaign.cycles(); ++cycle) Cycle(campaign, cycle, streams);
  int64_t batches = 0;
  for (const Stream& stream : streams) batches += stream.acknowledged;
  std::printf("%d ends, %ld batches, each counted once\n", campaign.cycles(),
              static_cast<long>(batches));
}

}  // namespace
}  // namespace okapi::crash

int main(int argc, char** argv) {
  okapi::crash::Campaign campaign(argc, argv);
  okapi::crash::Run(campaign);
}
