// The progress of random trees of objectives, over gRPC, against the rules of
// services/goals/store/rollup.h put down as plainly as possible.

#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/integration/goals_fixture.h"

namespace okapi::goals {
namespace {

using okapi::testing::IsOk;

struct Link {
  int parent = 0;
  double weight = 1;
  bool contributes = true;
};

struct Node {
  std::vector<Link> links;
  v1::Objective::Rollup rollup = v1::Objective::KEY_RESULTS;
  v1::Objective::Combination combination = v1::Objective::COMBINATION_UNSPECIFIED;
  // Of its two key results; one may have no value.
  double first = 0;
  std::optional<double> second;
  double second_weight = 1;

  bool HasChildren() const { return rollup != v1::Objective::KEY_RESULTS; }
  bool HasKeyResults() const { return rollup != v1::Objective::CHILDREN; }
};

using Nodes = std::vector<Node>;

// Objective 3 is `o03`, so that names sort as numbers do.
std::string IdOf(int node) { return absl::StrCat("o", node < 10 ? "0" : "", node); }

// Whom each node counts for under the top: -1 for nobody.
std::vector<int> CountsFor(const Nodes& nodes, int top) {
  std::vector<int> distance(nodes.size(), -1);
  std::vector<int> owner(nodes.size(), -1);
  distance[static_cast<size_t>(top)] = 0;
  for (int step = 1; step <= static_cast<int>(nodes.size()); ++step) {
    for (size_t child = 0; child < nodes.size(); ++child) {
      if (distance[child] >= 0) continue;
      for (const Link& link : nodes[child].links) {
        const bool passes = link.contributes &&
                            nodes[static_cast<size_t>(link.parent)].HasChildren() &&
                            distance[static_cast<size_t>(link.parent)] == step - 1;
        if (passes && (owner[child] < 0 || link.parent < owner[child])) owner[child] = link.parent;
      }
      if (owner[child] >= 0) distance[child] = step;
    }
  }
  return owner;
}

double WeightFor(const Node& node, int parent) {
  for (const Link& link : node.links) {
    if (link.parent == parent) return link.weight;
  }
  return 0;
}

struct Number {
  bool left_out = false;
  std::optional<double> value;
};

struct Known {
  double weight = 0;
  double value = 0;
};

std::optional<double> Combine(v1::Objective::Combination combination,
                              const std::vector<Known>& parts) {
  if (parts.empty()) return std::nullopt;
  double weight = 0;
  double sum = 0;
  double least = parts[0].value;
  double most = parts[0].value;
  for (const Known& part : parts) {
    weight += part.weight;
    sum += part.weight * part.value;
    if (part.value < least) least = part.value;
    if (part.value > most) most = part.value;
  }
  if (combination == v1::Objective::LEAST) return least;
  if (combination == v1::Objective::MOST) return most;
  if (combination == v1::Objective::TOTAL) return sum > 1 ? 1 : sum;
  return sum / weight;
}

Number ProgressOf(const Nodes& nodes, const std::vector<int>& owner, int at) {
  const Node& node = nodes[static_cast<size_t>(at)];
  std::vector<Known> parts;
  const auto add = [&parts](double weight, const std::optional<double>& value) {
    if (value.has_value() && weight > 0) parts.push_back({weight, *value});
  };
  if (node.HasKeyResults()) {
    add(1, node.first);
    add(node.second_weight, node.second);
  }
  bool has_children = false;
  bool has_some = false;
  for (size_t child = 0; child < nodes.size(); ++child) {
    for (const Link& link : nodes[child].links) {
      if (link.parent == at && link.contributes) has_children = has_children || node.HasChildren();
    }
    if (owner[child] != at) continue;
    const Number number = ProgressOf(nodes, owner, static_cast<int>(child));
    if (number.left_out) continue;
    has_some = true;
    add(WeightFor(nodes[child], at), number.value);
  }
  Number number;
  number.left_out = has_children && !has_some && !node.HasKeyResults();
  number.value = Combine(node.combination, parts);
  return number;
}

class GoalsRollupTest : public GoalsFixture {
 protected:
  static std::string Name(int node) { return "organizations/o/objectives/" + IdOf(node); }

  void Create(int id, const Node& node) {
    CreateDraft(id, node);
    ASSERT_THAT(Call(&Goals::ActivateObjective, Named(Name(id))), IsOk());
  }
  void CreateDraft(int id, const Node& node, const std::string& more = "") {
    std::string fields =
        absl::StrCat("rollup: ", v1::Objective::Rollup_Name(node.rollup),
                     " combination: ", v1::Objective::Combination_Name(node.combination));
    for (const Link& link : node.links) {
      absl::StrAppend(&fields, " alignments { parent: '", Name(link.parent),
                      "' weight: ", link.weight, link.contributes ? "" : " kind: SUPPORTS", " }");
    }
    ASSERT_THAT(CreateObjective(IdOf(id), fields + " " + more), IsOk());
    CreateKeyResult(id, "k", 1, node.first);
    CreateKeyResult(id, "l", node.second_weight, node.second);
  }
  void CreateKeyResult(int node, const std::string& id, double weight,
                       std::optional<double> value) {
    ASSERT_THAT(
        Call(&Goals::CreateKeyResult,
             absl::StrCat(
                 "parent: '", Name(node), "' key_result_id: '", id,
                 "' key_result { display_name: 'KR' from_to { target: 1 } weight: ", weight, " }")),
        IsOk());
    if (!value.has_value()) return;
    ASSERT_THAT(Call(&Goals::CreateCheckIn, absl::StrCat("parent: '", Name(node), "/keyResults/",
                                                         id, "' check_in { value: ", *value, " }")),
                IsOk());
  }
};

Nodes RandomNodes(std::mt19937& random) {
  const auto below = [&random](unsigned end) { return static_cast<int>(random() % end); };
  Nodes nodes(static_cast<size_t>(4 + below(9)));
  for (size_t i = 0; i < nodes.size(); ++i) {
    Node& node = nodes[i];
    node.rollup = static_cast<v1::Objective::Rollup>(1 + below(3));
    node.combination = static_cast<v1::Objective::Combination>(below(5));
    node.first = below(5) / 4.0;
    if (below(4) > 0) node.second = below(5) / 4.0;
    node.second_weight = below(4) / 2.0;
    for (size_t parent = 0; parent < i; ++parent) {
      if (below(3) > 0) continue;
      node.links.push_back({static_cast<int>(parent), below(4) / 2.0, below(5) > 0});
    }
  }
  return nodes;
}

TEST_F(GoalsRollupTest, RandomTreesAreAsTheRulesSay) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 12; ++round) {
    const Nodes nodes = RandomNodes(random);
    for (size_t i = 0; i < nodes.size(); ++i) Create(static_cast<int>(i), nodes[i]);
    for (size_t i = 0; i < nodes.size(); ++i) {
      SCOPED_TRACE(absl::StrCat("round ", round, ", objective ", i));
      const int top = static_cast<int>(i);
      const Number expected = ProgressOf(nodes, CountsFor(nodes, top), top);
      const auto shown = GetObjective(IdOf(top));
      ASSERT_THAT(shown, IsOk());
      EXPECT_EQ(shown->progress().has_clamped(), expected.value.has_value());
      EXPECT_NEAR(shown->progress().clamped(), expected.value.value_or(0), 1e-12);
      const auto explained = Call(&Review::Explain, Named(Name(top)));
      ASSERT_THAT(explained, IsOk());
      double sum = 0;
      for (const auto& child : explained->children()) sum += child.contribution();
      EXPECT_NEAR(sum, expected.value.value_or(0), 1e-12);  // The parts make the whole.
    }
    for (size_t i = nodes.size(); i-- > 0;) {
      ASSERT_THAT(Call(&Goals::DeleteObjective, Named(Name(static_cast<int>(i))) + " force: true"),
                  IsOk());
    }
  }
}

// Lists share what they read, and say the same all the same: as each alone, and as an explanation,
// which shares nothing.
class GoalsRollupListTest : public GoalsRollupTest {
 protected:
  int Below(int end) { return static_cast<int>(random_() % static_cast<unsigned>(end)); }

  // Mostly trees; some count for two, support, are drafts, closed with a grade, or private.
  void CreateOne(int id) {
    Node node;
    node.rollup = Below(8) == 0   ? v1::Objective::KEY_RESULTS
                  : Below(2) == 0 ? v1::Objective::CHILDREN
                                  : v1::Objective::BOTH;
    node.combination = static_cast<v1::Objective::Combination>(Below(5));
    node.first = Below(5) / 4.0;
    if (Below(4) > 0) node.second = Below(5) / 4.0;
    const int links = id == 0 ? 0 : (Below(3) == 0 ? 2 : 1);
    for (int link = 0; link < links; ++link) {
      // Near ones, so that trees are deep.
      const int parent = std::max(0, id - 1 - Below(6));
      const bool known = link > 0 && node.links[0].parent == parent;
      if (!known) node.links.push_back({parent, (1 + Below(4)) / 2.0, Below(10) > 0});
    }
    // What is for something private is so itself.
    bool is_private = Below(10) == 0;
    for (const Link& link : node.links) is_private = is_private || private_.count(link.parent) > 0;
    if (is_private) private_.insert(id);
    ASSERT_NO_FATAL_FAILURE(CreateDraft(id, node,
                                        absl::StrCat("owner: 'organizations/o/members/ann' ",
                                                     is_private ? "visibility: PRIVATE" : "")));
    if (Below(12) > 0) {
      ASSERT_THAT(Call(&Goals::ActivateObjective, Named(Name(id))), IsOk());
      active_.push_back(id);
    }
  }
  void CloseSome() {
    for (const int id : active_) {
      if (Below(8) > 0) continue;
      ASSERT_THAT(Call(&Goals::CloseObjective,
                       Named(Name(id)) + absl::StrCat("reason: 'over' score: ", Below(5) / 4.0)),
                  IsOk());
    }
  }
  // The progress of all that the caller sees, by name.
  std::map<std::string, std::string> Listed(const std::string& more = "") {
    std::map<std::string, std::string> progress;
    std::string token;
    do {
      const auto page = Call(
          &Goals::ListObjectives,
          absl::StrCat("parent: 'organizations/o' page_size: 17 page_token: '", token, "' ", more));
      EXPECT_THAT(page, IsOk());
      if (!page.ok()) return progress;
      for (const auto& it : page->objectives()) {
        progress[it.name()] = it.progress().DebugString();
      }
      token = page->next_page_token();
    } while (!token.empty());
    return progress;
  }

  std::mt19937 random_;
  std::set<int> private_;
  std::vector<int> active_;
};

TEST_F(GoalsRollupListTest, AListSaysWhatEachOfItSaysAlone) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(seed);
  random_.seed(seed);
  ASSERT_THAT(CreateMember("ann"), IsOk());
  constexpr int kNodes = 60;
  scene_.CallAs("organizations/o/members/ann");
  for (int id = 0; id < kNodes; ++id) ASSERT_NO_FATAL_FAILURE(CreateOne(id));
  ASSERT_NO_FATAL_FAILURE(CloseSome());
  const auto all = Listed();
  EXPECT_EQ(all.size(), static_cast<size_t>(kNodes));
  std::map<std::string, std::string> off_track;
  for (const auto& [name, progress] : all) {
    SCOPED_TRACE(name);
    const auto alone = Call(&Goals::GetObjective, Named(name));
    ASSERT_THAT(alone, IsOk());
    EXPECT_EQ(progress, alone->progress().DebugString());
    const auto explained = Call(&Review::Explain, Named(name));
    ASSERT_THAT(explained, IsOk());
    EXPECT_EQ(progress, explained->progress().DebugString());
    if (alone->progress().status() == okapi::common::v1::OFF_TRACK) off_track[name] = progress;
  }
  EXPECT_EQ(Listed("statuses: OFF_TRACK"), off_track);
  // Numbers are the same for everybody, and names are not told.
  scene_.CallAs("");
  for (const auto& [name, progress] : Listed()) {
    SCOPED_TRACE(name);
    const auto alone = Call(&Goals::GetObjective, Named(name));
    ASSERT_THAT(alone, IsOk());
    EXPECT_EQ(progress, alone->progress().DebugString());
  }
}

}  // namespace
}  // namespace okapi::goals
