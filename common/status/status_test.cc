#include <gmock/gmock.h>
#include <google/protobuf/wrappers.pb.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/status/convert.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "google/rpc/status.pb.h"

namespace okapi::status {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;
using ::testing::SizeIs;

// The first detail of that type in what a caller receives; an empty message when there is none.
template <typename Detail>
Detail DetailOf(const grpc::Status& sent) {
  google::rpc::Status status;
  EXPECT_TRUE(status.ParseFromString(sent.error_details()));
  Detail detail;
  for (const auto& any : status.details()) {
    if (any.Is<Detail>()) {
      EXPECT_TRUE(any.UnpackTo(&detail));
      return detail;
    }
  }
  return detail;
}

TEST(ErrorTest, CarriesReasonDomainAndMetadata) {
  const absl::Status status = Error(absl::StatusCode::kAborted, ErrorReason::ETAG_MISMATCH,
                                    "read it again", {{"etag", "7"}, {"resource", "a/b"}});
  const auto info = DetailOf<google::rpc::ErrorInfo>(ToGrpc(status));
  EXPECT_EQ(info.reason(), "ETAG_MISMATCH");
  EXPECT_EQ(info.domain(), "okapi.dev");
  EXPECT_THAT(info.metadata(),
              ::testing::UnorderedElementsAre(Pair("etag", "7"), Pair("resource", "a/b")));
}

TEST(ErrorTest, ShorthandsNameTheResource) {
  EXPECT_EQ(NotFound("organizations/acme").message(), "'organizations/acme' does not exist");
  EXPECT_EQ(ReasonOf(NotFound("x")), ErrorReason::RESOURCE_NOT_FOUND);
  EXPECT_EQ(NotFound("x").code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(ReasonOf(AlreadyExists("x")), ErrorReason::RESOURCE_EXISTS);
  EXPECT_EQ(AlreadyExists("x").code(), absl::StatusCode::kAlreadyExists);
}

TEST(ErrorTest, AStatusOfSomebodyElseHasNoReason) {
  EXPECT_EQ(ReasonOf(absl::OkStatus()), ErrorReason::ERROR_REASON_UNSPECIFIED);
  EXPECT_EQ(ReasonOf(absl::NotFoundError("x")), ErrorReason::ERROR_REASON_UNSPECIFIED);
  absl::Status damaged = absl::NotFoundError("x");
  damaged.SetPayload("type.googleapis.com/google.rpc.ErrorInfo", absl::Cord("\xff\xff"));
  EXPECT_EQ(ReasonOf(damaged), ErrorReason::ERROR_REASON_UNSPECIFIED);
}

TEST(ErrorTest, OverloadSaysWhenToComeBack) {
  const grpc::Status sent = ToGrpc(Overloaded("too many", absl::Milliseconds(1250)));
  EXPECT_EQ(sent.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  const auto retry = DetailOf<google::rpc::RetryInfo>(sent);
  EXPECT_EQ(retry.retry_delay().seconds(), 1);
  EXPECT_EQ(retry.retry_delay().nanos(), 250'000'000);
}

TEST(FieldViolationsTest, NothingWrongIsOk) {
  EXPECT_TRUE(FieldViolations().empty());
  EXPECT_TRUE(FieldViolations().ToStatus().ok());
}

TEST(FieldViolationsTest, NamesEveryField) {
  FieldViolations violations;
  violations.Add("kpi.unit", "is required");
  violations.Add("kpi.targets[2].value", "must be finite");
  const absl::Status status = violations.ToStatus();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ReasonOf(status), ErrorReason::INVALID_FIELD);
  EXPECT_EQ(status.message(), "kpi.unit: is required; kpi.targets[2].value: must be finite");
  const auto bad = DetailOf<google::rpc::BadRequest>(ToGrpc(status));
  ASSERT_THAT(bad.field_violations(), SizeIs(2));
  EXPECT_EQ(bad.field_violations(1).field(), "kpi.targets[2].value");
  EXPECT_EQ(bad.field_violations(1).description(), "must be finite");
}

// gRPC drops a call whose trailers are over 8 KiB; the caller would learn nothing at all.
TEST(FieldViolationsTest, AThousandViolationsStillFitTheTrailers) {
  FieldViolations violations;
  for (int i = 0; i < 1000; ++i) {
    violations.Add(absl::StrCat("samples[", i, "].value"), "must be a finite number");
  }
  const grpc::Status sent = ToGrpc(violations.ToStatus());
  EXPECT_THAT(DetailOf<google::rpc::BadRequest>(sent).field_violations(), SizeIs(20));
  EXPECT_LT(sent.error_message().size() + sent.error_details().size(), 8192u);
}

// Wherever the message is cut, what is sent stays UTF-8.
TEST(FieldViolationsTest, LongMessagesAreCutBetweenLetters) {
  for (size_t shift = 0; shift < 4; ++shift) {
    FieldViolations violations;
    std::string text(shift, 'x');
    for (int i = 0; i < 600; ++i) text += "\u20ac\U0001F992";  // Three and four bytes.
    violations.Add("name", text);
    const std::string message(violations.ToStatus().message());
    EXPECT_LE(message.size(), 2003u);
    google::protobuf::StringValue value;  // Whose string has to be UTF-8 to be read.
    value.set_value(message);
    EXPECT_TRUE(google::protobuf::StringValue().ParseFromString(value.SerializeAsString()))
        << shift;
  }
}

TEST(ConvertTest, OkStaysOk) {
  EXPECT_TRUE(ToGrpc(absl::OkStatus()).ok());
  EXPECT_TRUE(FromGrpc(grpc::Status::OK).ok());
}

TEST(ConvertTest, DetailsComeBackAsTheyWereSent) {
  const absl::Status sent = Overloaded("queue full", absl::Milliseconds(1500));
  EXPECT_EQ(FromGrpc(ToGrpc(sent)), sent);  // Code, message and payloads.
  FieldViolations violations;
  violations.Add("name", "is no name");
  EXPECT_EQ(FromGrpc(ToGrpc(violations.ToStatus())), violations.ToStatus());
}

TEST(ConvertTest, EveryCodeGoesThroughAndGetsAReason) {
  for (int code = 1; code <= 16; ++code) {
    const auto sent = ToGrpc(absl::Status(static_cast<absl::StatusCode>(code), "text"));
    EXPECT_EQ(static_cast<int>(sent.error_code()), code);
    EXPECT_EQ(static_cast<int>(FromGrpc(sent).code()), code);
    EXPECT_NE(ReasonOf(FromGrpc(sent)), ErrorReason::ERROR_REASON_UNSPECIFIED) << code;
  }
  EXPECT_EQ(ReasonOf(FromGrpc(ToGrpc(absl::CancelledError("")))), ErrorReason::CALLER_GONE);
  EXPECT_EQ(ReasonOf(FromGrpc(ToGrpc(absl::DeadlineExceededError("")))),
            ErrorReason::DEADLINE_PASSED);
}

TEST(ConvertTest, FaultsOfOursAreHiddenBehindAnId) {
  const std::string secret = "assertion in /srv/okapi/lane.cc";
  for (const absl::Status& fault :
       {Internal(secret), Corrupt(secret), absl::UnknownError(secret)}) {
    const grpc::Status sent = ToGrpc(fault);
    EXPECT_THAT(sent.error_message(), Not(HasSubstr("lane.cc")));
    EXPECT_THAT(sent.error_details(), Not(HasSubstr("lane.cc")));
    const auto info = DetailOf<google::rpc::ErrorInfo>(sent);
    ASSERT_EQ(info.metadata().count("id"), 1u);
    EXPECT_THAT(sent.error_message(), HasSubstr(info.metadata().at("id")));
  }
  EXPECT_EQ(ReasonOf(FromGrpc(ToGrpc(Corrupt("x")))), ErrorReason::STORAGE_CORRUPT);
  EXPECT_EQ(ReasonOf(FromGrpc(ToGrpc(Internal("x")))), ErrorReason::INTERNAL_ERROR);
}

// Payloads of a fault may hold internals just as its text does.
TEST(ConvertTest, PayloadsOfFaultsAreHiddenToo) {
  const absl::Status fault = Error(absl::StatusCode::kInternal, ErrorReason::INTERNAL_ERROR, "x",
                                   {{"file", "/srv/okapi/secret"}});
  EXPECT_THAT(ToGrpc(fault).error_details(), Not(HasSubstr("secret")));
}

TEST(ConvertTest, ForeignDetailsDoNotBreakTheReceiver) {
  const absl::Status received =
      FromGrpc(grpc::Status(grpc::StatusCode::NOT_FOUND, "gone", "\xff not a google.rpc.Status"));
  EXPECT_EQ(received, absl::NotFoundError("gone"));
}

absl::StatusOr<int> Half(int number) {
  if (number % 2 != 0) return absl::InvalidArgumentError("odd");
  return number / 2;
}

absl::StatusOr<int> Quarter(int number) {
  OKAPI_ASSIGN_OR_RETURN(const int half, Half(number));
  OKAPI_ASSIGN_OR_RETURN(int quarter, Half(half));
  return quarter;
}

absl::Status CheckQuarter(int number) {
  OKAPI_RETURN_IF_ERROR(Quarter(number).status());
  return absl::AlreadyExistsError("it has one");
}

TEST(MacrosTest, PassErrorsUpAndValuesOn) {
  EXPECT_EQ(*Quarter(12), 3);
  EXPECT_EQ(Quarter(6).status(), absl::InvalidArgumentError("odd"));
  EXPECT_EQ(CheckQuarter(6), absl::InvalidArgumentError("odd"));
  EXPECT_EQ(CheckQuarter(12).code(), absl::StatusCode::kAlreadyExists);
}

}  // namespace
}  // namespace okapi::status
