// Every unary RPC of the three services x every failure that its request can have: code,
// reason and field, by the descriptors, so that an RPC that is added is in the table.

#include <gmock/gmock.h>

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "common/api/field_behavior.h"
#include "common/rpc/call.h"
#include "common/status/errors.h"
#include "google/protobuf/field_mask.pb.h"
#include "tests/contract/any_call.h"
#include "tests/integration/goals_scene.h"
#include "tests/integration/metrics_scene.h"
#include "tests/integration/reporting_scene.h"
#include "tests/support/field_matchers.h"
#include "tests/support/server_options.h"

namespace okapi {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;
using okapi::testing::BadFieldIs;
using okapi::testing::ReasonIs;
using status::ErrorReason;
using ::testing::AllOf;

constexpr int kStringMax = 5000;  // Longer than any field takes.

class FailureTableTest : public ::testing::Test {
 protected:
  absl::Status Call(const MethodDescriptor& method, const Message& request,
                    const std::vector<std::string>& actors = {},
                    const std::string& rehearsal = "") {
    return contract::Call(ChannelOf(method.file()->package()), method, request, actors, rehearsal);
  }

  // What is common to the services, each of them has: goals is asked.
  std::shared_ptr<grpc::Channel> ChannelOf(const std::string& package) {
    if (package == "okapi.common.v1") return goals_.channel();
    if (package == "okapi.goals.v1") return goals_.channel();
    return package == "okapi.metrics.v1" ? metrics_.channel() : reporting_.channel();
  }

  // Calls `check` with every unary method and a request that is right but for what does not exist.
  int ForEachMethod(const std::function<void(const MethodDescriptor&, Message&)>& check) {
    int count = 0;
    for (const MethodDescriptor* method : contract::UnaryMethods()) {
      SCOPED_TRACE(method->full_name());
      const auto request = contract::New(method->input_type());
      contract::FillRequired(*request);
      check(*method, *request);
      ++count;
    }
    return count;
  }

  static const FieldDescriptor* Field(const Message& message, const std::string& name) {
    return message.GetDescriptor()->FindFieldByName(name);
  }
  // Sets the field if the request has it.
  static bool Set(Message& message, const std::string& name, const std::string& text) {
    const FieldDescriptor* field = Field(message, name);
    if (field == nullptr || field->is_repeated() ||
        field->cpp_type() != FieldDescriptor::CPPTYPE_STRING) {
      return false;
    }
    message.GetReflection()->SetString(&message, field, text);
    return true;
  }

  base::FakeClock clock_{absl::FromUnixSeconds(1739577600)};
  goals::GoalsScene goals_{clock_, okapi::testing::kNobody};
  metrics::MetricsScene metrics_{clock_};
  reporting::ReportingScene reporting_{clock_, goals_.address(), metrics_.address()};
};

TEST_F(FailureTableTest, WhatIsRequiredIsAskedForByName) {
  const int methods = ForEachMethod([this](const MethodDescriptor& method, Message& request) {
    for (int i = 0; i < method.input_type()->field_count(); ++i) {
      const FieldDescriptor* field = method.input_type()->field(i);
      // Zero is a number as good as any.
      const bool asks = field->is_repeated() || field->has_presence() ||
                        field->cpp_type() == FieldDescriptor::CPPTYPE_STRING;
      if (!api::IsRequired(field) || !asks) continue;
      SCOPED_TRACE(field->name());
      const std::unique_ptr<Message> lacking(request.New());
      lacking->CopyFrom(request);
      lacking->GetReflection()->ClearField(lacking.get(), field);
      EXPECT_THAT(Call(method, *lacking), BadFieldIs(field->name()));
    }
  });
  EXPECT_GT(methods, 60);
}

TEST_F(FailureTableTest, WhatIsNoNameIsInvalid) {
  ForEachMethod([this](const MethodDescriptor& method, Message& request) {
    for (const char* field : {"name", "parent"}) {
      if (Set(request, field, "organizations/o/nonsense")) {
        const absl::Status status = Call(method, request);
        EXPECT_THAT(status, BadFieldIs(field));
        EXPECT_TRUE(status::ReasonOf(status) == ErrorReason::INVALID_NAME ||
                    status::ReasonOf(status) == ErrorReason::INVALID_FIELD)
            << status;
      }
    }
  });
}

TEST_F(FailureTableTest, WhatDoesNotExistIsNotFound) {
  ForEachMethod([this](const MethodDescriptor& method, Message& request) {
    const bool update = absl::StartsWith(method.name(), "Update");
    if (Field(request, "name") == nullptr && !update) return;
    // Settings are there before anybody has set one.
    if (absl::StrContains(method.name(), "Settings")) return;
    // Organizations are goals', and a scorecard does not ask it: a company may use KPIs alone.
    if (method.name() == "GetScorecard") return;
    EXPECT_THAT(Call(method, request), ReasonIs(ErrorReason::RESOURCE_NOT_FOUND));
  });
}

TEST_F(FailureTableTest, ARequestIdIsAUuid) {
  int methods = 0;
  ForEachMethod([&](const MethodDescriptor& method, Message& request) {
    if (!Set(request, "request_id", "again")) return;
    ++methods;
    EXPECT_THAT(Call(method, request), BadFieldIs("request_id"));
  });
  EXPECT_GT(methods, 35);
}

TEST_F(FailureTableTest, WhatBelongsToNoRehearsalIsNotDone) {
  int writes = 0;
  ForEachMethod([&](const MethodDescriptor& method, Message& request) {
    const absl::Status status = Call(method, request, {}, "nobody");
    if (method.options().idempotency_level() == google::protobuf::MethodOptions::NO_SIDE_EFFECTS) {
      EXPECT_THAT(status, BadFieldIs("okapi-rehearsal"));
      return;
    }
    ++writes;
    // What the lane alone may do, what another service does, and rehearsals themselves.
    const std::set<std::string> never = {"WriteSamples", "PurgeSamples", "AcceptDraftObjective",
                                         "StartRehearsal", "EndRehearsal"};
    if (never.count(method.name()) > 0) {
      EXPECT_THAT(status, BadFieldIs("okapi-rehearsal"));
      return;
    }
    // Some look at the rest of the request, or ask others, before they would write.
    EXPECT_TRUE(status::ReasonOf(status) == ErrorReason::REHEARSAL_OVER ||
                status::ReasonOf(status) == ErrorReason::RESOURCE_NOT_FOUND ||
                method.name() == "CreateSnapshot")
        << status;
  });
  EXPECT_GT(writes, 60);
}

TEST_F(FailureTableTest, PagesHaveASizeAndATokenOfTheirOwn) {
  int methods = 0;
  ForEachMethod([&](const MethodDescriptor& method, Message& request) {
    if (Field(request, "page_size") == nullptr) return;
    ++methods;
    request.GetReflection()->SetInt32(&request, Field(request, "page_size"), -1);
    EXPECT_THAT(Call(method, request), BadFieldIs("page_size"));
    request.GetReflection()->SetInt32(&request, Field(request, "page_size"), 1);
    Set(request, "page_token", "no token");
    const absl::Status status = Call(method, request);
    EXPECT_TRUE(status::ReasonOf(status) == ErrorReason::INVALID_PAGE_TOKEN ||
                status::ReasonOf(status) == ErrorReason::RESOURCE_NOT_FOUND)
        << status;
  });
  EXPECT_GT(methods, 12);
}

TEST_F(FailureTableTest, WhoCallsIsOneMemberOfTheSameOrganization) {
  ForEachMethod([this](const MethodDescriptor& method, Message& request) {
    const std::string member = "organizations/nobody/members/anna";
    for (const std::vector<std::string>& actors : {std::vector<std::string>{""},
                                                   {"anna"},
                                                   {"organizations/nobody/teams/anna"},
                                                   {member + "/"},
                                                   {member, member}}) {
      SCOPED_TRACE(absl::StrJoin(actors, ", "));
      const absl::Status status = Call(method, request, actors);
      EXPECT_THAT(status, BadFieldIs(rpc::kActorKey));
      EXPECT_TRUE(status::ReasonOf(status) == ErrorReason::INVALID_NAME ||
                  status::ReasonOf(status) == ErrorReason::INVALID_FIELD)
          << status;
    }
    if (rpc::OrganizationOf(request).empty()) return;
    EXPECT_THAT(Call(method, request, {"organizations/other/members/anna"}),
                AllOf(BadFieldIs(rpc::kActorKey), ReasonIs(ErrorReason::INVALID_FIELD)));
  });
}

TEST_F(FailureTableTest, NoTextIsLongerThanItsField) {
  ForEachMethod([this](const MethodDescriptor& method, Message& request) {
    for (int i = 0; i < method.input_type()->field_count(); ++i) {
      const FieldDescriptor* field = method.input_type()->field(i);
      const std::string& name = field->name();
      if (name == "page_token" || name == "request_id") continue;
      const std::unique_ptr<Message> longer(request.New());
      longer->CopyFrom(request);
      if (!Set(*longer, name, std::string(kStringMax, 'x'))) continue;
      SCOPED_TRACE(name);
      EXPECT_EQ(Call(method, *longer).code(), absl::StatusCode::kInvalidArgument);
    }
  });
}

TEST_F(FailureTableTest, AMaskNamesFieldsThatThereAre) {
  int methods = 0;
  ForEachMethod([&](const MethodDescriptor& method, Message& request) {
    const FieldDescriptor* mask = Field(request, "update_mask");
    if (mask == nullptr) return;
    ++methods;
    auto& paths = static_cast<google::protobuf::FieldMask&>(
        *request.GetReflection()->MutableMessage(&request, mask));
    paths.add_paths("no_such_field");
    // What does not exist is said before what is wrong with the change to it.
    EXPECT_THAT(Call(method, request), absl::EndsWith(method.name(), "Settings")
                                           ? ReasonIs(ErrorReason::INVALID_UPDATE_MASK)
                                           : ReasonIs(ErrorReason::RESOURCE_NOT_FOUND));
  });
  EXPECT_GT(methods, 7);
}

}  // namespace
}  // namespace okapi
