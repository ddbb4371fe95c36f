#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/empty.pb.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <thread>

#include "common/rpc/call.h"
#include "common/rpc/test_server.h"
#include "tests/support/gate.h"
#include "tests/support/status_matchers.h"

namespace okapi::rpc {
namespace {

using okapi::testing::Gate;
using okapi::testing::IsOk;
using okapi::testing::ReasonIs;
using okapi::testing::StatusIs;
using status::ErrorReason;
using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr char kRequestId[] = "6f0d6a2e-0a43-4b8e-9a4e-3b8f1f6d2c11";
constexpr char kName[] = "organizations/acme/objectives/grow";

TEST(CallsTest, WritesAreDurableAndRead) {
  TestServer server;
  CreateObjectiveRequest request = CreateRequest();
  request.set_objective_id("grow");
  const auto created = server.Create(request);
  ASSERT_THAT(created, IsOk());
  EXPECT_EQ(created->name(), kName);
  server.Restart();
  const auto found = server.Get(kName);
  ASSERT_THAT(found, IsOk());
  EXPECT_EQ(found->SerializeAsString(), created->SerializeAsString());
}

TEST(CallsTest, ErrorsOfHandlersArriveWithTheirDetails) {
  TestServer server;
  EXPECT_THAT(
      server.Get("organizations/acme/objectives/none"),
      AllOf(StatusIs(absl::StatusCode::kNotFound), ReasonIs(ErrorReason::RESOURCE_NOT_FOUND)));
  server.service().get = [](const auto&, const auto&) { return status::Internal("lane.cc:12"); };
  const auto fault = server.Get(kName);
  EXPECT_THAT(fault, StatusIs(absl::StatusCode::kInternal));
  EXPECT_THAT(std::string(fault.status().message()), ::testing::Not(HasSubstr("lane.cc")));
}

TEST(CallsTest, TheFormIsCheckedBeforeTheHandlerRuns) {
  TestServer server;
  std::atomic<int> runs = 0;
  server.service().create = [&](journal::Transaction&, const CreateObjectiveRequest&) {
    ++runs;
    return Objective();
  };
  CreateObjectiveRequest request;
  request.set_parent("teams/nowhere");
  EXPECT_THAT(server.Create(request), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(runs, 0);
}

TEST(CallsTest, MethodsNobodyImplementsSayNotImplemented) {
  TestServer server;
  grpc::ClientContext context;
  okapi::goals::v1::ListObjectivesResponse response;
  EXPECT_EQ(server.stub().ListObjectives(&context, {}, &response).error_code(),
            grpc::StatusCode::UNIMPLEMENTED);
}

TEST(WriteTest, ARepeatedRequestIdHasOneEffectAlsoAfterReopening) {
  TestServer server;
  const auto first = server.Create(CreateRequest(kRequestId));
  ASSERT_THAT(first, IsOk());
  const int64_t revision = server.journal().revision();
  for (int round = 0; round < 3; ++round) {
    const auto again = server.Create(CreateRequest(kRequestId));
    ASSERT_THAT(again, IsOk());
    EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
    EXPECT_EQ(server.journal().revision(), revision);
    server.Restart();
  }
  EXPECT_EQ(server.journal().revision(), revision);
}

TEST(WriteTest, ARequestIdCannotBeUsedForAnotherRequest) {
  TestServer server;
  ASSERT_THAT(server.Create(CreateRequest(kRequestId)), IsOk());
  CreateObjectiveRequest other = CreateRequest(kRequestId);
  other.mutable_objective()->set_display_name("Shrink");
  EXPECT_THAT(server.Create(other), AllOf(StatusIs(absl::StatusCode::kAlreadyExists),
                                          ReasonIs(ErrorReason::REQUEST_ID_REUSED)));
}

TEST(WriteTest, AFailedRequestMayBeRepeatedAndThenSucceed) {
  TestServer server;
  std::atomic<bool> fail = true;
  server.service().create = [&](journal::Transaction& transaction,
                                const CreateObjectiveRequest& request) {
    auto stored = SmallGoals::Store(transaction, request);
    return fail ? absl::StatusOr<Objective>(status::NotFound("the cycle")) : stored;
  };
  EXPECT_THAT(server.Create(CreateRequest(kRequestId)), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_EQ(server.journal().revision(), 0) << "a failed handler left something behind";
  fail = false;
  EXPECT_THAT(server.Create(CreateRequest(kRequestId)), IsOk());
}

TEST(WriteTest, ManyCallersOfOneRequestIdSeeOneEffect) {
  TestServer server;
  std::vector<std::string> names(16);
  std::vector<std::thread> callers;
  for (std::string& name : names) {
    callers.emplace_back([&server, &name] {
      const auto created = server.Create(CreateRequest(kRequestId));
      name = created.ok() ? created->name() : created.status().ToString();
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_THAT(names, ::testing::Each(names[0]));
  EXPECT_THAT(names[0], HasSubstr("organizations/acme/objectives/"));
  EXPECT_EQ(server.journal().revision(), 1);
}

TEST(WriteTest, ValidateOnlyAnswersAndLeavesNothing) {
  TestServer server;
  CreateObjectiveRequest request = CreateRequest(kRequestId);
  request.set_objective_id("grow");
  request.set_validate_only(true);
  const auto checked = server.Create(request);
  ASSERT_THAT(checked, IsOk());
  EXPECT_EQ(checked->name(), kName);
  EXPECT_EQ(server.journal().revision(), 0);
  EXPECT_THAT(server.Get(kName), StatusIs(absl::StatusCode::kNotFound));
  request.set_validate_only(false);  // The id was not used up.
  EXPECT_THAT(server.Create(request), IsOk());
}

TEST(WriteTest, FieldsOfTheServerAreNotTakenFromTheCaller) {
  TestServer server;
  CreateObjectiveRequest request = CreateRequest();
  request.mutable_objective()->mutable_progress()->set_raw(1);
  const auto created = server.Create(request);
  ASSERT_THAT(created, IsOk());
  EXPECT_FALSE(created->has_progress());
}

// Takes every thread of a Runtime's executor, from the constructor until the end.
class Jam {
 public:
  explicit Jam(Executor& executor) {
    const unsigned threads = std::max(4U, 2 * std::thread::hardware_concurrency());
    for (unsigned i = 0; i < threads; ++i) {
      Gate taken;
      // One after the other: each waits in a thread of its own before the next is scheduled.
      EXPECT_TRUE(executor.Schedule([end = end_, &taken] {
        taken.Open();
        end->Wait();
      }));
      taken.Wait();
    }
  }
  ~Jam() { End(); }
  void End() { end_->Open(); }

 private:
  const std::shared_ptr<Gate> end_ = std::make_shared<Gate>();  // Also the threads'.
};

TEST(LimitsTest, AMessageOverTheLimitIsRefused) {
  TestServer server;
  CreateObjectiveRequest request = CreateRequest();
  request.mutable_objective()->set_description(std::string(64 << 20, 'x'));
  EXPECT_THAT(server.Create(request), StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(server.Create(CreateRequest()), IsOk()) << "the server goes on";
}

TEST(LimitsTest, TheDeadlineEndsTheCallAndTheHandlerOfADeadCallDoesNotRun) {
  TestServer server;
  std::atomic<int> runs = 0;
  server.service().get = [&](const auto&, const auto&) {
    ++runs;
    return Objective();
  };
  Jam jam(server.runtime().executor);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(50));
  GetObjectiveRequest request;
  request.set_name(kName);
  Objective response;
  EXPECT_EQ(server.stub().GetObjective(&context, request, &response).error_code(),
            grpc::StatusCode::DEADLINE_EXCEEDED);
  // The server learns of it in its own time; a later stream on the same connection comes after.
  EXPECT_THAT(server.Create(CreateRequest()), IsOk());
  jam.End();
  EXPECT_THAT(server.Get(kName), IsOk());
  EXPECT_EQ(runs, 1);
}

TEST(LimitsTest, AFullExecutorSaysWhenToComeBack) {
  TestServer server;
  Jam jam(server.runtime().executor);
  while (server.runtime().executor.TrySchedule([] {})) {
  }
  const auto refused = server.Get(kName);
  EXPECT_THAT(refused, AllOf(StatusIs(absl::StatusCode::kResourceExhausted),
                             ReasonIs(ErrorReason::OVERLOADED)));
  EXPECT_TRUE(refused.status().GetPayload("type.googleapis.com/google.rpc.RetryInfo").has_value());
}

// A service that forgot to say who may call it, as a proto would.
const google::protobuf::FileDescriptor* ForgetfulService() {
  static auto* pool = new google::protobuf::DescriptorPool();
  google::protobuf::FileDescriptorProto file;
  file.set_name("forgetful.proto");
  file.set_package("forgetful");
  file.add_message_type()->set_name("AskRequest");
  auto* service = file.add_service();
  service->set_name("Forgetful");
  auto* method = service->add_method();
  method->set_name("Ask");
  method->set_input_type(".forgetful.AskRequest");
  method->set_output_type(".forgetful.AskRequest");
  return pool->BuildFile(file);
}

TEST(AdmitTest, AMethodWithoutAPermissionIsDenied) {
  grpc::CallbackServerContext context;
  const auto* request = ForgetfulService()->FindMessageTypeByName("AskRequest");
  EXPECT_THAT(AdmitStream(context, request), AllOf(StatusIs(absl::StatusCode::kPermissionDenied),
                                                   ReasonIs(ErrorReason::PERMISSION_MISSING)));
}

TEST(AdmitTest, AMessageThatIsNoRequestIsAFaultOfOurs) {
  grpc::CallbackServerContext context;
  EXPECT_THAT(Admit(context, google::protobuf::Empty()), StatusIs(absl::StatusCode::kInternal));
}

}  // namespace
}  // namespace okapi::rpc
