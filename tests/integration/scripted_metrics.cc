#include "tests/integration/scripted_metrics.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/api/timestamp.h"
#include "common/calendar/calendar.h"

namespace okapi::reporting {

namespace metrics = okapi::metrics::v1;

ScriptedMetrics::ScriptedMetrics() { Start(); }

void ScriptedMetrics::Start() {
  {
    base::MutexLock lock(mutex_);
    stopping_ = false;
  }
  grpc::ServerBuilder builder;
  builder.AddListeningPort(address(), grpc::InsecureServerCredentials(), &port_);
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.RegisterService(this);
  builder.RegisterService(&head_);
  server_ = builder.BuildAndStart();
  ASSERT_NE(server_, nullptr);
}

void ScriptedMetrics::Stop() {
  if (server_ == nullptr) return;
  {
    base::MutexLock lock(mutex_);
    stopping_ = true;
    changed_.NotifyAll();
  }
  server_->Shutdown(std::chrono::system_clock::now());
  server_->Wait();
  server_.reset();
}

void ScriptedMetrics::Set(const std::string& kpi, double value) {
  base::MutexLock lock(mutex_);
  if (values_.count(kpi) == 0) ++definitions_;
  values_[kpi] = value;
  ++numbers_;
  changed_.NotifyAll();
}

void ScriptedMetrics::Remove(const std::string& kpi) {
  base::MutexLock lock(mutex_);
  values_.erase(kpi);
  ++definitions_;
  changed_.NotifyAll();
}

void ScriptedMetrics::Say(const std::string& kpi, const std::string& text, int times) {
  base::MutexLock lock(mutex_);
  for (int i = 0; i < times; ++i) {
    metrics::KpiComment& comment = comments_.emplace_back();
    comment.set_name(absl::StrCat("organizations/o/kpis/", kpi, "/comments/m", comments_.size()));
    comment.set_text(text);
    comment.set_period("2025-02");
    comment.mutable_comment_time()->set_seconds(1740700800);
  }
}

metrics::ListKpiCommentsRequest ScriptedMetrics::asked_comments() {
  base::MutexLock lock(mutex_);
  return asked_comments_;
}

void ScriptedMetrics::Refuse(const std::string& kpi) {
  base::MutexLock lock(mutex_);
  refused_ = kpi;
}

void ScriptedMetrics::RefuseKpis(bool refuse) {
  base::MutexLock lock(mutex_);
  kpis_refused_ = refuse;
}

int ScriptedMetrics::kpis_asked() {
  base::MutexLock lock(mutex_);
  return kpis_asked_;
}

void ScriptedMetrics::Hang(bool hang) {
  base::MutexLock lock(mutex_);
  hang_ = hang;
  changed_.NotifyAll();
}

int ScriptedMetrics::streams_opened() {
  base::MutexLock lock(mutex_);
  return streams_opened_;
}

absl::Duration ScriptedMetrics::TakeLongestWait() {
  base::MutexLock lock(mutex_);
  return std::exchange(longest_wait_, absl::ZeroDuration());
}

grpc::Status ScriptedMetrics::Head::GetHead(Context* context,
                                            const okapi::common::v1::GetHeadRequest*,
                                            okapi::common::v1::Head* response) {
  const grpc::Status released = metrics_.AwaitRelease(context);
  base::MutexLock lock(metrics_.mutex_);
  response->set_revision(metrics_.numbers_);
  return released;
}

grpc::Status ScriptedMetrics::Admit(Context* context) {
  {
    base::MutexLock lock(mutex_);
    const auto left = context->deadline() - std::chrono::system_clock::now();
    longest_wait_ = std::max(longest_wait_, absl::FromChrono(left));
  }
  return AwaitRelease(context);
}

grpc::Status ScriptedMetrics::AwaitRelease(Context* context) {
  base::MutexLock lock(mutex_);
  while (hang_ && !stopping_ && !context->IsCancelled()) {
    changed_.WaitFor(mutex_, absl::Milliseconds(10));
  }
  return stopping_ ? grpc::Status(grpc::StatusCode::UNAVAILABLE, "stopping") : grpc::Status::OK;
}

int ScriptedMetrics::AwaitChange(Context* context, int seen, int ScriptedMetrics::*count) {
  base::MutexLock lock(mutex_);
  while (this->*count == seen && !stopping_ && !context->IsCancelled()) {
    changed_.WaitFor(mutex_, absl::Milliseconds(10));
  }
  return this->*count;
}

grpc::Status ScriptedMetrics::GetSettings(Context* context,
                                          const metrics::GetSettingsRequest* request,
                                          metrics::Settings* response) {
  response->set_name(request->name());
  return Admit(context);
}

grpc::Status ScriptedMetrics::ListKpis(Context* context, const metrics::ListKpisRequest* request,
                                       metrics::ListKpisResponse* response) {
  const grpc::Status admitted = Admit(context);
  base::MutexLock lock(mutex_);
  ++kpis_asked_;
  if (kpis_refused_) return grpc::Status(grpc::StatusCode::RESOURCE_EXHAUSTED, "too many calls");
  for (const auto& [id, value] : values_) {
    metrics::Kpi* kpi = response->add_kpis();
    kpi->set_name(request->parent() + "/kpis/" + id);
    kpi->set_display_name(id);
    kpi->set_aggregation(metrics::AVERAGE);
  }
  return admitted;
}

grpc::Status ScriptedMetrics::ListKpiComments(Context* context,
                                              const metrics::ListKpiCommentsRequest* request,
                                              metrics::ListKpiCommentsResponse* response) {
  const grpc::Status admitted = Admit(context);
  base::MutexLock lock(mutex_);
  asked_comments_ = *request;
  const std::string of = absl::StrCat(absl::StripSuffix(request->parent(), "/-"), "/");
  int first = 0;
  if (!request->page_token().empty() && !absl::SimpleAtoi(request->page_token(), &first)) {
    return grpc::Status(grpc::StatusCode::INVALID_ARGUMENT, "page_token");
  }
  int number = 0;
  for (const metrics::KpiComment& comment : comments_) {
    if (!absl::StartsWith(comment.name(), of) || number++ < first) continue;
    if (response->kpi_comments_size() == request->page_size()) {
      response->set_next_page_token(absl::StrCat(first + request->page_size()));
      break;
    }
    *response->add_kpi_comments() = comment;
  }
  return admitted;
}

grpc::Status ScriptedMetrics::Answer(const metrics::AggregateKpiRequest& request,
                                     metrics::AggregateKpiResponse& response) {
  const std::string id = request.name().substr(request.name().rfind('/') + 1);
  base::MutexLock lock(mutex_);
  auto value = values_.find(id);
  if (value == values_.end() || id == refused_) {
    return grpc::Status(grpc::StatusCode::NOT_FOUND, id + " is not to be had");
  }
  response.set_kpi(request.name());
  response.set_revision(numbers_);
  metrics::KpiGroup* group = response.add_groups();
  const calendar::Calendar calendar;
  calendar::Period period =
      calendar.PeriodAt(request.period_type(), api::FromTimestamp(request.start_time()));
  for (int i = 0; i < 12; ++i) {
    metrics::KpiValue* number = group->add_values();
    *number->mutable_period() = calendar::ToProto(period);
    number->set_value(value->second);
    period = calendar.Next(period);
  }
  return grpc::Status::OK;
}

grpc::Status ScriptedMetrics::AggregateKpi(Context* context,
                                           const metrics::AggregateKpiRequest* request,
                                           metrics::AggregateKpiResponse* response) {
  const grpc::Status admitted = Admit(context);
  return admitted.ok() ? Answer(*request, *response) : admitted;
}

grpc::Status ScriptedMetrics::BatchAggregateKpis(Context* context,
                                                 const metrics::BatchAggregateKpisRequest* request,
                                                 metrics::BatchAggregateKpisResponse* response) {
  const grpc::Status admitted = Admit(context);
  if (!admitted.ok()) return admitted;
  for (int i = 0; i < request->queries_size(); ++i) {
    metrics::AggregateUpdate& update = *response->add_answers();
    update.set_query(i);
    const grpc::Status status = Answer(request->queries(i), *update.mutable_result());
    if (status.ok()) continue;
    update.mutable_error()->set_code(status.error_code());
    update.mutable_error()->set_message(status.error_message());
  }
  return grpc::Status::OK;
}

grpc::Status ScriptedMetrics::WatchAggregates(
    Context* context, const metrics::WatchAggregatesRequest* request,
    grpc::ServerWriter<metrics::WatchAggregatesResponse>* writer) {
  {
    base::MutexLock lock(mutex_);
    ++streams_opened_;
  }
  std::map<int, std::string> sent;
  bool open = true;
  for (int seen = -1; open; seen = AwaitChange(context, seen, &ScriptedMetrics::numbers_)) {
    metrics::WatchAggregatesResponse message;
    for (int i = 0; i < request->queries_size(); ++i) {
      metrics::AggregateUpdate update;
      update.set_query(i);
      const grpc::Status status = Answer(request->queries(i), *update.mutable_result());
      update.mutable_result()->clear_revision();
      if (!status.ok()) {
        update.mutable_error()->set_code(status.error_code());
        update.mutable_error()->set_message(status.error_message());
      }
      std::string bytes = update.SerializeAsString();
      if (sent[i] == bytes) continue;
      sent[i] = std::move(bytes);
      *message.add_updates() = std::move(update);
    }
    open = writer->Write(message);
    base::MutexLock lock(mutex_);
    open = open && !stopping_ && !context->IsCancelled();
  }
  return grpc::Status(grpc::StatusCode::UNAVAILABLE, "stopping");
}

grpc::Status ScriptedMetrics::Watch(Context* context, const metrics::WatchRequest*,
                                    grpc::ServerWriter<metrics::WatchResponse>* writer) {
  int seen;
  metrics::WatchResponse message;
  {
    base::MutexLock lock(mutex_);
    seen = definitions_;
    message.set_revision(numbers_);  // As far as there is anything to tell.
  }
  bool open = writer->Write(message);
  while (open) {
    const int now = AwaitChange(context, seen, &ScriptedMetrics::definitions_);
    message.clear_records();
    if (now != seen) message.add_records()->set_revision(now);
    seen = now;
    open = writer->Write(message);
    base::MutexLock lock(mutex_);
    open = open && !stopping_ && !context->IsCancelled();
  }
  return grpc::Status(grpc::StatusCode::UNAVAILABLE, "stopping");
}

}  // namespace okapi::reporting
