// That private objectives do not exist for whoever may not see them: every RPC of the goal services
// by the descriptors, so that one that is added is tested too.

#include <gmock/gmock.h>
#include <grpcpp/generic/generic_stub.h>

#include <functional>
#include <future>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "common/api/field_rules.h"
#include "google/api/resource.pb.h"
#include "google/rpc/status.pb.h"
#include "tests/integration/goals_private_fixture.h"

namespace okapi::goals {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

// As long as the hidden one's, so that the bytes of an answer differ in nothing but the name.
constexpr char kMissing[] = "nowhere1";

std::unique_ptr<Message> New(const google::protobuf::Descriptor* type) {
  return std::unique_ptr<Message>(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
}

// Fills in a request. Every place that names something at or under an objective is counted; the one
// at `odd_place`, or all of them, names `odd`, the rest something that everybody sees.
class Filler {
 public:
  static constexpr int kAllPlaces = -1;
  Filler(int odd_place, std::string odd) : odd_place_(odd_place), odd_(std::move(odd)) {}

  void Fill(Message& message, int depth = 0) {
    const auto* reflection = message.GetReflection();
    const auto& resource = message.GetDescriptor()->options().GetExtension(google::api::resource);
    for (const api::FieldRule& rule : api::RulesOf(message.GetDescriptor()).given) {
      const FieldDescriptor* field = rule.field;
      const auto* oneof = field->containing_oneof();
      if (oneof != nullptr && !field->has_optional_keyword() && oneof->field(0) != field) continue;
      if (field->message_type() != nullptr) {
        if (depth < 4 && field->message_type()->file()->package() != "google.protobuf" &&
            field->message_type()->file()->package() != "google.type" &&
            !NamesNoObjective(field->message_type())) {
          Fill(field->is_repeated() ? *reflection->AddMessage(&message, field)
                                    : *reflection->MutableMessage(&message, field),
               depth + 1);
        }
      } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_BOOL &&
                 field->name() == "validate_only") {
        reflection->SetBool(&message, field, true);
      } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
        const std::string& type = field->name() == "name" && resource.pattern_size() > 0
                                      ? resource.type()
                                      : rule.reference;
        const std::string text = TextOf(rule, type);
        if (text.empty()) continue;
        if (field->is_repeated()) {
          reflection->AddString(&message, field, text);
        } else {
          reflection->SetString(&message, field, text);
        }
      }
    }
  }
  int places() const { return places_; }

 private:
  // And has rules of its own, by which anything else would be refused before a name is looked at.
  static bool NamesNoObjective(const google::protobuf::Descriptor* type) {
    return type == v1::Assessment::descriptor() || type == v1::Retrospective::descriptor();
  }

  std::string TextOf(const api::FieldRule& rule, const std::string& type) {
    static const std::map<std::string, std::string> under = {
        {"okapi.dev/Objective", ""},
        {"okapi.dev/KeyResult", "/keyResults/k"},
        {"okapi.dev/Initiative", "/initiatives/i"},
        {"okapi.dev/CheckIn", "/keyResults/k/checkIns/c"},
        {"okapi.dev/Comment", "/comments/m"},
        {"*", "/keyResults/k"}};
    if (type == "okapi.dev/Organization") return "organizations/o";
    if (type == "okapi.dev/Cycle") return "organizations/o/cycles/q1";
    if (const auto found = under.find(type); found != under.end()) {
      const int place = places_++;
      const bool is_odd = odd_place_ == kAllPlaces || odd_place_ == place;
      return absl::StrCat("organizations/o/objectives/", is_odd ? odd_ : "visible1", found->second);
    }
    // Who does it.
    if (rule.field->name() == "member" && rule.required) return "organizations/o/members/cleo";
    if (!type.empty()) return "";
    if (rule.field->name() == "template_id") return "customer-experience";
    if (absl::EndsWith(rule.field->name(), "_id") && rule.field->name() != "request_id") {
      return "new1";
    }
    return rule.required ? "x" : "";
  }

  const int odd_place_;
  const std::string odd_;
  int places_ = 0;
};

class GoalsPrivateNamesTest : public GoalsPrivateFixture {
 protected:
  // Everything that a caller hears of a call, as text.
  std::string Answer(const MethodDescriptor& method, const Message& request) {
    grpc::TemplatedGenericStub<Message, Message> stub(scene_.channel());
    grpc::ClientContext context;
    scene_.Prepare(context);
    const auto response = New(method.output_type());
    std::promise<grpc::Status> done;
    stub.UnaryCall(&context, absl::StrCat("/", method.service()->full_name(), "/", method.name()),
                   grpc::StubOptions(), &request, response.get(),
                   [&done](grpc::Status status) { done.set_value(std::move(status)); });
    const grpc::Status status = done.get_future().get();
    return absl::StrCat(status.error_code(), " ", status.error_message(), "\n", DetailsOf(status),
                        "\n", response->DebugString());
  }
  // In an order of their own: that of details is nobody's.
  static std::string DetailsOf(const grpc::Status& status) {
    google::rpc::Status details;
    EXPECT_TRUE(details.ParseFromString(status.error_details()));
    std::multiset<std::string> texts;
    for (const auto& detail : details.details()) texts.insert(detail.DebugString());
    return absl::StrJoin(texts, "\n");
  }
  static int PlacesOf(const MethodDescriptor& method) {
    Filler filler(Filler::kAllPlaces, kSeen);
    filler.Fill(*New(method.input_type()));
    return filler.places();
  }
  std::string AnswerTo(const MethodDescriptor& method, int place, const std::string& odd) {
    const auto request = New(method.input_type());
    Filler(place, odd).Fill(*request);
    return Answer(method, *request);
  }

  void ForEachMethod(const std::function<void(const MethodDescriptor&)>& check) {
    for (const auto* file :
         {v1::GetObjectiveRequest::descriptor()->file(), v1::GetTeamRequest::descriptor()->file(),
          v1::ExplainRequest::descriptor()->file()}) {
      for (int m = 0; m < file->service(0)->method_count(); ++m) {
        const MethodDescriptor& method = *file->service(0)->method(m);
        if (method.server_streaming()) continue;
        SCOPED_TRACE(method.full_name());
        check(method);
      }
    }
  }
};

TEST_F(GoalsPrivateNamesTest, WhatIsHiddenAnswersAsIfItWereNotThere) {
  int told_apart = 0;
  ForEachMethod([&](const MethodDescriptor& method) {
    const int places = PlacesOf(method);
    for (int place = Filler::kAllPlaces; place < places; ++place) {
      if (places == 0) continue;
      SCOPED_TRACE(absl::StrCat("place ", place));
      for (const char* caller : {"", "dan"}) {
        As(caller);
        const std::string hidden = AnswerTo(method, place, kHidden);
        EXPECT_EQ(absl::StrReplaceAll(hidden, {{kHidden, kMissing}}),
                  AnswerTo(method, place, kMissing));
      }
      // Else the requests prove nothing: who sees it is answered otherwise.
      As("ben");
      const std::string seen = AnswerTo(method, place, kHidden);
      if (absl::StrReplaceAll(seen, {{kHidden, kMissing}}) != AnswerTo(method, place, kMissing)) {
        ++told_apart;
      }
    }
  });
  EXPECT_GT(told_apart, 60);
}

TEST_F(GoalsPrivateNamesTest, NoAnswerAboutWhatEverybodySeesNamesIt) {
  int named = 0;
  for (const char* state : {"ACTIVE", "CLOSED"}) {
    SCOPED_TRACE(state);
    ForEachMethod([&](const MethodDescriptor& method) {
      As("dan");
      EXPECT_THAT(AnswerTo(method, Filler::kAllPlaces, "top"),
                  ::testing::Not(::testing::HasSubstr(kHidden)));
      As("ben");
      const std::string answer = AnswerTo(method, Filler::kAllPlaces, "top");
      named += absl::StrContains(answer, kHidden) ? 1 : 0;
    });
    As("");
    (void)Call(&Goals::CloseObjective, Named(kTop));
  }
  EXPECT_GT(named, 5);  // Else there was nothing to name.
}

TEST_F(GoalsPrivateNamesTest, NoListHasIt) {
  int lists = 0;
  ForEachMethod([&](const MethodDescriptor& method) {
    const auto request = New(method.input_type());
    if (!absl::StartsWith(method.name(), "List") || PlacesOf(method) == 0) return;
    Filler(Filler::kAllPlaces, "-").Fill(*request);
    const auto* subject = request->GetDescriptor()->FindFieldByName("subject");
    const auto* aligned_to = request->GetDescriptor()->FindFieldByName("aligned_to");
    if (subject != nullptr) request->GetReflection()->ClearField(request.get(), subject);
    if (aligned_to != nullptr) request->GetReflection()->ClearField(request.get(), aligned_to);
    const auto* parent = request->GetDescriptor()->FindFieldByName("parent");
    request->GetReflection()->SetString(
        request.get(), parent,
        absl::StrReplaceAll(request->GetReflection()->GetString(*request, parent),
                            {{"/keyResults/k", "/keyResults/-"}}));
    ++lists;
    for (const char* caller : {"anna", "ben", "cleo"}) {
      As(caller);
      EXPECT_THAT(Answer(method, *request), ::testing::HasSubstr(kHidden));
    }
    for (const char* caller : {"", "dan", "stranger"}) {
      As(caller);
      EXPECT_THAT(Answer(method, *request),
                  ::testing::AllOf(::testing::HasSubstr(kSeen),
                                   ::testing::Not(::testing::HasSubstr(kHidden))));
    }
  });
  EXPECT_EQ(lists, 6);  // Objectives, key results, initiatives, check-ins, comments, findings.
}

TEST_F(GoalsPrivateNamesTest, PagesAreFull) {
  As("anna");
  for (const char* id : {"h1", "h2", "i1", "i2"}) {
    ASSERT_THAT(CreateObjective(id, id[0] == 'h' ? Private("anna") : ""), testing::IsOk());
  }
  As("dan");
  std::vector<std::string> names;
  std::string token;
  do {
    const auto page =
        Call(&Goals::ListObjectives,
             absl::StrCat("parent: 'organizations/o' page_size: 2 page_token: '", token, "'"));
    ASSERT_THAT(page, testing::IsOk());
    EXPECT_EQ(page->objectives_size(), 2);
    for (const auto& objective : page->objectives()) names.push_back(objective.name());
    token = page->next_page_token();
  } while (!token.empty());
  EXPECT_THAT(names, ::testing::ElementsAre(NameOf("i1"), NameOf("i2"), kTop, NameOf(kSeen)));
}

}  // namespace
}  // namespace okapi::goals
