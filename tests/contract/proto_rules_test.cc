#include "tests/contract/proto_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "absl/strings/match.h"
#include "google/protobuf/descriptor.pb.h"

namespace okapi::contract {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::FileDescriptor;
using google::protobuf::FileDescriptorSet;
using testing::Contains;
using testing::IsEmpty;

// A set that protoc made, with imports and comments.
FileDescriptorSet ReadSet(const char* path) {
  FileDescriptorSet set;
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file.good()) << path;
  EXPECT_TRUE(set.ParseFromIstream(&file));
  return set;
}

void Build(const FileDescriptorSet& set, DescriptorPool& pool) {
  for (const auto& file : set.file()) ASSERT_NE(pool.BuildFile(file), nullptr) << file.name();
}

TEST(ProtoRulesTest, ThePublicApiFollowsTheRules) {
  const FileDescriptorSet set = ReadSet(OKAPI_DESCRIPTOR_SET);
  DescriptorPool pool;
  Build(set, pool);
  int files = 0;
  for (const auto& file : set.file()) {
    if (!absl::StartsWith(file.package(), "okapi.") || file.package() == "okapi.storage.v1")
      continue;
    ++files;
    EXPECT_THAT(Check(*pool.FindFileByName(file.name())), IsEmpty()) << file.name();
  }
  EXPECT_GE(files, 14);
}

TEST(ProtoRulesTest, EveryRuleNoticesItsViolation) {
  const FileDescriptorSet set = ReadSet(OKAPI_BAD_DESCRIPTOR_SET);
  DescriptorPool pool;
  Build(set, pool);
  const FileDescriptor* file = pool.FindFileByName("bad.proto");
  ASSERT_NE(file, nullptr);
  const std::vector<std::string> findings = Check(*file);
  for (const char* expected : {
           "okapi.bad.v1.Thing: has no comment",
           "okapi.bad.v1.Thing: name does not end in Service",
           "okapi.bad.v1.Thing.ListThings: has no comment",
           "okapi.bad.v1.Thing.ListThings: declares no permission",
           "okapi.bad.v1.Thing.ListThings: request is not named after the method",
           "okapi.bad.v1.Thing.ListThings: idempotency_level does not fit its name",
           "okapi.bad.v1.ThingQuery: has no field page_size",
           "okapi.bad.v1.ThingQuery: has no field page_token",
           "okapi.bad.v1.Things: has no field next_page_token",
           "okapi.bad.v1.UpdateThingRequest: has no field update_mask",
           "okapi.bad.v1.UpdateThingRequest: has no field request_id",
           "okapi.bad.v1.UpdateThingRequest: has no field validate_only",
           "okapi.bad.v1.DeleteThingRequest: has no field etag",
           "okapi.bad.v1.Widget: resource type is not okapi.dev/ and its name",
           "okapi.bad.v1.Widget: field 1 is not an immutable name",
           "okapi.bad.v1.Widget.id: has no comment",
           "okapi.bad.v1.Widget.id: has no field behaviour",
           "okapi.bad.v1.Colour: value 0 is not UNSPECIFIED",
           "okapi.bad.v1.RED: has no comment",
       }) {
    EXPECT_THAT(findings, Contains(expected));
  }
}

}  // namespace
}  // namespace okapi::contract
