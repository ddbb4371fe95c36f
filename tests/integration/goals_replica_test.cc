// The journal as what replicas are made of: the same operations make the same bytes, whoever
// follows the changes ends in the service's state, and the order of what has nothing to do with
// each other does not matter.

#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "tests/integration/goals_fixture.h"
#include "tests/support/server_options.h"

namespace okapi::goals {
namespace {

using common::v1::ChangeRecord;
using okapi::testing::FromText;
using okapi::testing::IsOk;
using Goals = GoalsScene::Goals;
using Organizations = GoalsScene::Organizations;
using State = std::map<std::string, google::protobuf::Any>;

constexpr int kObjectives = 4;
constexpr int kSteps = 40;

// What is done to one objective, in this order. Half of it is refused, which is an operation too.
std::vector<int> RandomSteps(std::mt19937_64& random) {
  std::vector<int> steps;
  for (int i = 0; i < kSteps; ++i) steps.push_back(static_cast<int>(random() % 10));
  return steps;
}

std::string ObjectiveName(int objective) {
  return absl::StrCat("organizations/o/objectives/o", objective);
}

class Company {
 public:
  Company() {
    Expect(&Organizations::CreateOrganization,
           "organization_id: 'o' organization { display_name: 'O' }");
    Expect(&Organizations::CreateCycle,
           "parent: 'organizations/o' cycle_id: 'q' cycle { display_name: 'Q' "
           "start_date { year: 2025 month: 1 day: 1 } end_date { year: 2025 month: 3 day: 31 } }");
  }

  // Names and contents follow from the numbers alone.
  void Do(int objective, int step, int number) {
    const std::string name = ObjectiveName(objective);
    const std::string key_result = absl::StrCat(name, "/keyResults/k", number % 3);
    const std::string named = absl::StrCat("name: '", name, "' ");
    switch (step) {
      case 0:
        return Try(&Goals::CreateObjective,
                   absl::StrCat("parent: 'organizations/o' objective_id: 'o", objective,
                                "' objective { display_name: 'First ", number,
                                "' cycle: 'organizations/o/cycles/q' labels { key: 'a' value: "
                                "'1' } labels { key: 'b' value: '2' } }"));
      case 1:
      case 2:
        return Try(&Goals::CreateKeyResult,
                   absl::StrCat("parent: '", name, "' key_result_id: 'k", number % 3,
                                "' key_result { display_name: 'K ", number,
                                "' from_to { baseline: 0 target: 10 } }"));
      case 3:
        return Try(&Goals::UpdateObjective,
                   absl::StrCat("objective { ", named, "display_name: 'Then ", number, "' }"));
      case 4:
        return Try(&Goals::ActivateObjective, named);
      case 5:
      case 6:
        return Try(&Goals::CreateCheckIn,
                   absl::StrCat("parent: '", key_result, "' check_in_id: 'c", number,
                                "' check_in { value: ", number % 10, " confidence: 0.5 }"));
      case 7:
        return Try(&Goals::RetargetKeyResult,
                   absl::StrCat("name: '", key_result, "' reason: 'more' from_to { baseline: 0 ",
                                "target: ", 10 + number, " }"));
      case 8:
        return Try(&Goals::CreateComment,
                   absl::StrCat("parent: '", name, "' comment_id: 'm", number,
                                "' comment { text: 'Said ", number, "' }"));
      default:
        return Try(&Goals::DeleteObjective, absl::StrCat(named, number % 2 ? "force: true" : ""));
    }
  }

  // Every change so far, in order, read in messages that break off anywhere.
  std::vector<ChangeRecord> Changes(std::mt19937_64& random) {
    std::vector<ChangeRecord> records;
    Expect(&Organizations::UpdateOrganization,
           "organization { name: 'organizations/o' display_name: 'The last change' }");
    bool all = false;
    while (!all) {
      ChangesWatch watch(scene_, records.empty() ? 0 : records.back().revision());
      for (auto left = 1 + random() % 20; left > 0 && !all; --left) {
        records.push_back(watch.AwaitRecord([](const ChangeRecord&) { return true; }));
        v1::Organization organization;
        all = records.back().changes_size() == 0 ||  // The stream ended: said where it is awaited.
              (records.back().changes(0).after().UnpackTo(&organization) &&
               organization.display_name() == "The last change");
      }
    }
    return records;
  }

  template <typename Request, typename Response>
  void Compare(const State& replica,
               grpc::Status (Goals::*get)(grpc::ClientContext*, const Request&, Response*)) {
    for (const auto& [name, stored] : replica) {
      Response expected;
      if (!stored.UnpackTo(&expected)) continue;
      Request request;
      request.set_name(name);
      auto found = scene_.Call(get, request);
      ASSERT_THAT(found, IsOk()) << name;
      // Its etag is that of the last change; what is computed when read is no part of the state.
      EXPECT_EQ(found->etag(), expected.etag()) << name;
      EXPECT_EQ(found->display_name(), expected.display_name()) << name;
    }
  }

  int64_t Count() {
    int64_t count = 0;
    v1::ListObjectivesRequest list;
    list.set_parent("organizations/o");
    const auto objectives = scene_.Call(&Goals::ListObjectives, list);
    EXPECT_THAT(objectives, IsOk());
    for (const v1::Objective& objective : objectives->objectives()) {
      ++count;
      v1::ListKeyResultsRequest below;
      below.set_parent(objective.name());
      const auto key_results = scene_.Call(&Goals::ListKeyResults, below);
      EXPECT_THAT(key_results, IsOk());
      count += key_results->key_results_size();
    }
    return count;
  }

 private:
  template <typename Stub, typename Request, typename Response>
  void Try(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
           const std::string& text) {
    (void)scene_.Call(method, FromText<Request>(text)).status();
  }
  template <typename Stub, typename Request, typename Response>
  void Expect(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
              const std::string& text) {
    EXPECT_THAT(scene_.Call(method, FromText<Request>(text)), IsOk());
  }

  base::FakeClock clock_{absl::FromUnixSeconds(1739577600)};  // 2025-02-15T00:00:00Z
  GoalsScene scene_{clock_, okapi::testing::kNobody};
};

// What follows from the changes. Every one must go on from where the one before left off.
State Replay(const std::vector<ChangeRecord>& records) {
  State state;
  for (const ChangeRecord& record : records) {
    for (const auto& change : record.changes()) {
      EXPECT_EQ(state.count(change.name()) > 0, change.has_before())
          << record.revision() << " " << change.name();
      if (change.has_after()) {
        state[change.name()] = change.after();
      } else {
        state.erase(change.name());
      }
    }
  }
  return state;
}

// A state without what tells of the order: etags are numbers of writes.
template <typename Resource>
void ForgetOrder(State& state) {
  for (auto& [name, any] : state) {
    Resource resource;
    if (!any.UnpackTo(&resource)) continue;
    resource.clear_etag();
    // Maps of labels come in any order: one way of writing them down.
    std::string bytes;
    {
      google::protobuf::io::StringOutputStream stream(&bytes);
      google::protobuf::io::CodedOutputStream coded(&stream);
      coded.SetSerializationDeterministic(true);
      resource.SerializeToCodedStream(&coded);
    }
    any.set_value(bytes);
  }
}

class GoalsReplicaTest : public ::testing::TestWithParam<uint64_t> {
 protected:
  void SetUp() override {
    RecordProperty("seed", static_cast<int>(GetParam()));
    for (int i = 0; i < kObjectives; ++i) steps_.push_back(RandomSteps(random_));
  }
  // One order of all steps that keeps the order of every objective's own.
  std::vector<int> RandomOrder() {
    std::vector<int> order;
    for (int i = 0; i < kObjectives; ++i) order.insert(order.end(), kSteps, i);
    std::shuffle(order.begin(), order.end(), random_);
    return order;
  }
  void DoAll(Company& company, const std::vector<int>& order) {
    std::vector<size_t> next(kObjectives);
    for (const int objective : order) {
      const auto at = static_cast<size_t>(objective);
      const size_t step = next[at]++;
      company.Do(objective, steps_[at][step], static_cast<int>(step));
    }
  }

  std::mt19937_64 random_{GetParam()};
  std::vector<std::vector<int>> steps_;
};

TEST_P(GoalsReplicaTest, TheSameOperationsMakeTheSameBytes) {
  const std::vector<int> order = RandomOrder();
  Company one;
  Company other;
  DoAll(one, order);
  DoAll(other, order);
  const auto changes = one.Changes(random_);
  ASSERT_GT(changes.size(), 40U);
  EXPECT_EQ(changes.back().hash(), other.Changes(random_).back().hash());
}

TEST_P(GoalsReplicaTest, NoOrderOfWhatIsIndependentMakesAnotherState) {
  std::vector<State> states;
  for (int i = 0; i < 2; ++i) {
    Company company;
    DoAll(company, RandomOrder());
    states.push_back(Replay(company.Changes(random_)));
    ForgetOrder<v1::Objective>(states.back());
    ForgetOrder<v1::KeyResult>(states.back());
    ForgetOrder<v1::Comment>(states.back());
    ForgetOrder<v1::Organization>(states.back());
    ForgetOrder<v1::Cycle>(states.back());
  }
  ASSERT_EQ(states[0].size(), states[1].size());
  for (const auto& [name, resource] : states[0]) {
    EXPECT_EQ(resource.value(), states[1][name].value()) << name;
  }
}

TEST_P(GoalsReplicaTest, WhoeverFollowsEndsInTheServicesState) {
  Company company;
  std::vector<std::thread> callers;
  for (int i = 0; i < kObjectives; ++i) {
    callers.emplace_back([&company, i, &steps = steps_[static_cast<size_t>(i)]] {
      for (int step = 0; step < kSteps; ++step) {
        company.Do(i, steps[static_cast<size_t>(step)], step);
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  const auto changes = company.Changes(random_);
  const State replica = Replay(changes);
  company.Compare(replica, &Goals::GetObjective);
  company.Compare(replica, &Goals::GetKeyResult);
  const auto kept = std::count_if(replica.begin(), replica.end(), [](const auto& entry) {
    return entry.second.template Is<v1::Objective>() || entry.second.template Is<v1::KeyResult>();
  });
  EXPECT_EQ(kept, company.Count());
  // A second one that breaks off elsewhere has the same.
  const auto again = company.Changes(random_);
  EXPECT_EQ(again[changes.size() - 1].hash(), changes.back().hash());
}

INSTANTIATE_TEST_SUITE_P(Seeds, GoalsReplicaTest, ::testing::Values(1, 2, 3, 4));

}  // namespace
}  // namespace okapi::goals
