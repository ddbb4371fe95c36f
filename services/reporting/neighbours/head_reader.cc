#include "services/reporting/neighbours/head_reader.h"

#include <utility>

#include "common/api/timestamp.h"
#include "services/reporting/neighbours/call_group.h"

namespace okapi::reporting {

using okapi::common::v1::AuditService;
using okapi::common::v1::GetHeadRequest;
using okapi::common::v1::Head;

HeadReader::HeadReader(const std::shared_ptr<grpc::Channel>& channel, Patience& patience)
    : audit_(AuditService::NewStub(channel)), patience_(patience) {}

absl::StatusOr<Head> HeadReader::Read(const std::string& organization,
                                      std::optional<absl::Time> time) const {
  GetHeadRequest request;
  request.set_name(organization);
  if (time.has_value()) *request.mutable_at_time() = api::ToTimestamp(*time);
  absl::StatusOr<Head> head;
  auto* async = audit_->async();
  CallGroup calls(patience_);
  calls.Start([async](auto... call) { async->GetHead(std::move(call)...); }, request, &head);
  calls.Wait();
  return head;
}

absl::StatusOr<int64_t> HeadReader::Revision(const std::string& organization) const {
  const auto head = Read(organization);
  if (!head.ok()) return head.status();
  return head->revision();
}

}  // namespace okapi::reporting
