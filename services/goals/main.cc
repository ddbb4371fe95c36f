// okapi-goals: keeps organizations, their objectives and key results, and follows the KPIs behind
// these.

#include <memory>
#include <string>

#include "absl/flags/flag.h"
#include "common/rpc/channel.h"
#include "common/rpc/process.h"
#include "services/goals/goals_service.h"
#include "services/goals/kpis/kpi_follower.h"
#include "services/goals/organizations_service.h"
#include "services/goals/past/past_states.h"
#include "services/goals/privacy_service.h"
#include "services/goals/review_service.h"
#include "services/goals/store/goals_store.h"
#include "services/goals/store/privacy.h"

ABSL_FLAG(std::string, metrics, "127.0.0.1:7702", "Address of the metrics service.");

namespace {

using okapi::goals::GoalsStore;
using okapi::rpc::Process;

struct Goals {
  explicit Goals(Process& process)
      : store(process.clock(), process.ids()),
        privacy(store),
        past(store, process.clock()),
        organizations(process.runtime(), store),
        goals(process.runtime(), store),
        review(process.runtime(), store),
        privacies(process.runtime(), store),
        kpis(okapi::goals::KpiFollower::Create(
            process.runtime(), store, okapi::rpc::Connect(absl::GetFlag(FLAGS_metrics)))) {}
  ~Goals() { kpis->Stop(); }

  GoalsStore store;
  okapi::goals::GoalsPrivacy privacy;
  okapi::goals::PastStates past;
  okapi::goals::OrganizationsService organizations;
  okapi::goals::GoalsService goals;
  okapi::goals::ReviewService review;
  okapi::goals::PrivacyService privacies;
  std::shared_ptr<okapi::goals::KpiFollower> kpis;
};

absl::StatusOr<std::shared_ptr<void>> Assemble(Process& process, okapi::rpc::Server& server) {
  auto goals = std::make_shared<Goals>(process);
  process.runtime().privacy = &goals->privacy;
  process.runtime().past = &goals->past;
  server.AddService(&goals->organizations);
  server.AddService(&goals->goals);
  server.AddService(&goals->review);
  server.AddService(&goals->privacies);
  goals->kpis->Start();
  return goals;
}

}  // namespace

int main(int argc, char** argv) {
  Process::Initialize("goals", "Okapi's goal service: objectives, key results, check-ins.",
                      "127.0.0.1:7701", "var/goals", argc, argv);
  return Process::Run("goals", GoalsStore::Families(), Assemble);
}
