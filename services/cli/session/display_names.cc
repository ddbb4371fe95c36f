#include "services/cli/session/display_names.h"

#include <chrono>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "okapi/goals/v1/organizations_service.grpc.pb.h"
#include "services/cli/session/catalogue.h"
#include "services/cli/session/command.h"
#include "services/cli/terminal/display_text.h"

namespace okapi::cli {
namespace {

using okapi::goals::v1::OrganizationsService;

constexpr char kGoals[] = "okapi.goals.v1";
// All questions together, once goals has shown that it answers.
constexpr auto kWait = std::chrono::seconds(2);
// What is shown is well without names, so one that hangs is given a moment: the first question.
constexpr auto kMoment = std::chrono::milliseconds(500);

// Asks for the names of one organization until a question goes unanswered.
class NameReader {
 public:
  NameReader(Session& session, std::string organization)
      : session_(session),
        organization_(std::move(organization)),
        stub_(OrganizationsService::NewStub(session.connection().ChannelOf(kGoals))) {}

  bool AddOrganization(DisplayNames& names) {
    okapi::goals::v1::GetOrganizationRequest request;
    okapi::goals::v1::Organization organization;
    request.set_name(organization_);
    if (!Ask(&OrganizationsService::Stub::GetOrganization, request, organization)) return false;
    names.Add(organization.name(), organization.display_name());
    return true;
  }

  // Every page of a list, whose resources are its first field.
  template <typename Request, typename Response, typename Resources>
  bool AddAll(grpc::Status (OrganizationsService::Stub::*method)(grpc::ClientContext*,
                                                                 const Request&, Response*),
              const Resources& (Response::*resources)() const, DisplayNames& names) {
    Request request;
    request.set_parent(organization_);
    request.set_page_size(1000);
    do {
      Response page;
      if (!Ask(method, request, page)) return false;
      for (const auto& resource : (page.*resources)()) {
        names.Add(resource.name(), resource.display_name());
      }
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    return true;
  }

 private:
  template <typename Request, typename Response, typename Method>
  bool Ask(Method method, const Request& request, Response& response) {
    grpc::ClientContext context;
    context.set_deadline(deadline_);
    session_.connection().Introduce(request, context);
    if (!((*stub_).*method)(&context, request, &response).ok()) return false;
    deadline_ = begun_ + kWait;
    return true;
  }

  Session& session_;
  const std::string organization_;
  const std::unique_ptr<OrganizationsService::Stub> stub_;
  const std::chrono::system_clock::time_point begun_ = std::chrono::system_clock::now();
  std::chrono::system_clock::time_point deadline_ = begun_ + kMoment;
};

}  // namespace

std::string DisplayNames::Of(const std::string& name) const {
  const auto found = names_.find(name);
  return found == names_.end() ? ShortName(name) : OneLine(found->second);
}

std::string DisplayNames::Whose(const std::string& owner, const std::string& team) const {
  return absl::StrCat(Of(owner), owner.empty() || team.empty() ? "" : " · ", Of(team));
}

std::string WithIds(const std::string& words, const std::string& name) {
  constexpr int kWordsMax = 44;
  if (words.empty()) return ShortName(name);
  return absl::StrCat(Shorten(words, kWordsMax), " [", ShortName(name), "]");
}

DisplayNames ReadDisplayNames(Session& session, const std::string& organization) {
  using okapi::goals::v1::ListCyclesResponse;
  using okapi::goals::v1::ListMembersResponse;
  using okapi::goals::v1::ListTeamsResponse;
  using Stub = OrganizationsService::Stub;
  NameReader reader(session, organization);
  DisplayNames names;
  // What did not answer once is not asked again.
  static_cast<void>(reader.AddOrganization(names) &&
                    reader.AddAll(&Stub::ListMembers, &ListMembersResponse::members, names) &&
                    reader.AddAll(&Stub::ListTeams, &ListTeamsResponse::teams, names) &&
                    reader.AddAll(&Stub::ListCycles, &ListCyclesResponse::cycles, names));
  return names;
}

}  // namespace okapi::cli
