#include "common/api/update_mask.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/status/errors.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/util/message_differencer.h"
#include "okapi/goals/v1/resources.pb.h"

namespace okapi::api {
namespace {

using okapi::goals::v1::KeyResult;

KeyResult Parse(const std::string& text) {
  KeyResult key_result;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &key_result)) << text;
  return key_result;
}

constexpr char kStored[] =
    "name: 'k' display_name: 'NPS' owner: 'o' weight: 2 from_to { baseline: 1 target: 5 } "
    "current_value: 3 etag: 'e' kpi_source { kpi: 'x' filter { key: 'a' value: 'b' } }";

struct Case {
  const char* what;
  const char* patch;
  std::vector<std::string> paths;
  std::function<void(KeyResult&)> expected;
};

TEST(ApplyUpdateTest, FollowsTheMask) {
  const std::vector<Case> cases = {
      {"no mask takes the populated fields",
       "display_name: 'New'",
       {},
       [](KeyResult& k) { k.set_display_name("New"); }},
      {"a named field without a value is cleared",
       "display_name: 'New'",
       {"owner"},
       [](KeyResult& k) { k.clear_owner(); }},
      {"an optional zero is a value",
       "weight: 0",
       {"weight"},
       [](KeyResult& k) { k.set_weight(0); }},
      {"an absent optional is cleared", "", {"weight"}, [](KeyResult& k) { k.clear_weight(); }},
      {"a nested path changes its field alone",
       "from_to { target: 9 }",
       {"from_to.target"},
       [](KeyResult& k) { k.mutable_from_to()->set_target(9); }},
      {"a message is replaced, not merged",
       "from_to { target: 9 }",
       {"from_to"},
       [](KeyResult& k) {
         k.mutable_from_to()->Clear();
         k.mutable_from_to()->set_target(9);
       }},
      {"the other member of a oneof gives way",
       "relative_change { baseline: 4 change: -0.2 }",
       {},
       [](KeyResult& k) {
         k.mutable_relative_change()->set_baseline(4);
         k.mutable_relative_change()->set_change(-0.2);
       }},
      {"a map is replaced",
       "kpi_source { filter { key: 'c' value: 'd' } }",
       {"kpi_source.filter"},
       [](KeyResult& k) {
         k.mutable_kpi_source()->clear_filter();
         (*k.mutable_kpi_source()->mutable_filter())["c"] = "d";
       }},
      {"what only the server sets is left alone",
       "name: 'z' current_value: 9 etag: 'f'",
       {"name", "current_value", "etag"},
       [](KeyResult&) {}},
      {"star replaces everything settable",
       "display_name: 'New'",
       {"*"},
       [](KeyResult& k) {
         const KeyResult old = k;
         k.Clear();
         k.set_name(old.name());
         k.set_etag(old.etag());
         k.set_current_value(old.current_value());
         k.set_display_name("New");
       }},
  };
  for (const Case& c : cases) {
    KeyResult target = Parse(kStored);
    KeyResult expected = target;
    c.expected(expected);
    google::protobuf::FieldMask mask;
    for (const std::string& path : c.paths) mask.add_paths(path);
    const absl::Status status = ApplyUpdate(Parse(c.patch), mask, target);
    ASSERT_TRUE(status.ok()) << c.what << ": " << status;
    EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(target, expected))
        << c.what << "\n"
        << target.DebugString() << "expected\n"
        << expected.DebugString();
  }
}

TEST(ApplyUpdateTest, RefusesPathsThatLeadNowhere) {
  for (const char* path :
       {"colour", "", "owner.name", "kpi_source.filter.a", "from_to.", "*.owner"}) {
    KeyResult target = Parse(kStored);
    google::protobuf::FieldMask mask;
    mask.add_paths(path);
    const absl::Status status = ApplyUpdate(Parse("display_name: 'New'"), mask, target);
    EXPECT_EQ(status::ReasonOf(status), status::ErrorReason::INVALID_UPDATE_MASK) << path;
  }
}

}  // namespace
}  // namespace okapi::api
