#include "services/cli/session/catalogue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "okapi/goals/v1/resources.pb.h"
#include "tests/support/status_matchers.h"

namespace okapi::cli {
namespace {

using okapi::testing::StatusIs;
using ::testing::AllOf;
using ::testing::HasSubstr;

TEST(CatalogueTest, KnowsEveryKindWithAGetMethod) {
  std::vector<std::string> words;
  for (const Kind& kind : Kinds()) words.push_back(kind.plural);
  EXPECT_EQ(words.front(), "organizations");
  EXPECT_THAT(words, ::testing::UnorderedElementsAre(
                         "organizations", "settings", "alert-rules", "alerts", "check-ins",
                         "comments", "cycles", "dashboards", "decisions", "deliveries",
                         "initiatives", "key-results", "kpi-comments", "kpis", "members",
                         "objectives", "snapshots", "teams", "webhooks"));
}

TEST(CatalogueTest, MethodsAndFieldsOfAKind) {
  const Kind* kind = FindKind("key-results");
  ASSERT_NE(kind, nullptr);
  EXPECT_EQ(kind, FindKind("key-result"));
  EXPECT_EQ(kind, FindKindOfType("okapi.dev/KeyResult"));
  EXPECT_EQ(kind->get->full_name(), "okapi.goals.v1.GoalsService.GetKeyResult");
  EXPECT_EQ(kind->list->name(), "ListKeyResults");
  EXPECT_EQ(kind->create->name(), "CreateKeyResult");
  EXPECT_EQ(kind->update->name(), "UpdateKeyResult");
  EXPECT_EQ(kind->erase->name(), "DeleteKeyResult");
  EXPECT_EQ(kind->activate, nullptr);
  EXPECT_EQ(kind->Field(), "key_result");
  EXPECT_EQ(kind->ParentPattern(), "organizations/{organization}/objectives/{objective}");
  EXPECT_NE(FindKind("objective")->activate, nullptr);
}

// The generic commands rely on it, for every kind there is or will be.
TEST(CatalogueTest, RequestsHaveTheFieldsThatCommandsSet) {
  for (const Kind& kind : Kinds()) {
    SCOPED_TRACE(kind.singular);
    EXPECT_NE(kind.get->input_type()->FindFieldByName("name"), nullptr);
    EXPECT_NE(kind.resource->FindFieldByName("name"), nullptr);
    if (kind.list != nullptr) {
      EXPECT_NE(kind.list->input_type()->FindFieldByName("page_size"), nullptr);
      EXPECT_NE(kind.list->input_type()->FindFieldByName("page_token"), nullptr);
      EXPECT_NE(kind.list->output_type()->FindFieldByName("next_page_token"), nullptr);
    }
    if (kind.create != nullptr) {
      EXPECT_NE(kind.create->input_type()->FindFieldByName(kind.Field()), nullptr);
    }
    if (kind.update != nullptr) {
      EXPECT_NE(kind.update->input_type()->FindFieldByName(kind.Field()), nullptr);
    }
  }
}

TEST(CatalogueTest, FilesHoldWhatCanBeMadeAndChangedByWhatIsRead) {
  EXPECT_TRUE(FindKind("kpi")->InFiles());
  EXPECT_TRUE(FindKind("kpi-comment")->InFiles());
  EXPECT_TRUE(FindKind("dashboard")->InFiles());
  EXPECT_FALSE(FindKind("webhook")->InFiles()) << "its secret is never read";
  EXPECT_FALSE(FindKind("snapshot")->InFiles()) << "taken once";
  EXPECT_FALSE(FindKind("alert")->InFiles());
}

TEST(CatalogueTest, WhatHoldsPeopleUpComesWithTheHistory) {
  for (const Kind& kind : Kinds()) {
    std::vector<std::string> late;
    if (kind.singular == "organization") late = {"policy.change_rules"};
    if (kind.singular == "settings") {
      late = {"active_kpis_per_owner_max", "active_kpis_per_team_max"};
    }
    EXPECT_EQ(kind.late, late) << kind.singular;
    if (kind.import_history == nullptr) continue;
    // What CopyFields can copy.
    for (int i = 0; i < kind.import_history->input_type()->field_count(); ++i) {
      const auto* field = kind.import_history->input_type()->field(i);
      if (field->number() < 6) continue;
      EXPECT_TRUE(field->is_repeated() ? field->message_type() != nullptr
                                       : field->type() == FieldDescriptor::TYPE_INT32)
          << field->full_name();
    }
  }
}

TEST(CatalogueTest, WhoseReferencesAreChecked) {
  const Kind& decision = *FindKind("decision");
  EXPECT_TRUE(decision.OutlivesSubject());
  EXPECT_TRUE(FindKind("alert-rule")->OutlivesSubject());
  EXPECT_FALSE(FindKind("dashboard")->OutlivesSubject());
  EXPECT_TRUE(decision.ChecksReferencesTo(*FindKind("kpi")));
  EXPECT_TRUE(decision.ChecksReferencesTo(*FindKind("objective")));
  EXPECT_FALSE(decision.ChecksReferencesTo(*FindKind("member")));
  EXPECT_FALSE(FindKind("dashboard")->ChecksReferencesTo(*FindKind("team")));
  EXPECT_TRUE(FindKind("objective")->ChecksReferencesTo(*FindKind("team")));
  EXPECT_FALSE(FindKind("key-result")->ChecksReferencesTo(*FindKind("kpi")));
}

TEST(CatalogueTest, Singletons) {
  const Kind* kind = FindKind("settings");
  ASSERT_NE(kind, nullptr);
  EXPECT_EQ(kind->list, nullptr);
  EXPECT_EQ(kind->ParentPattern(), "organizations/{organization}");
  EXPECT_EQ(*ExpandName(*kind, "", "acme"), "organizations/acme/settings");
}

TEST(CatalogueTest, KindOfAName) {
  const Kind* kpi = FindKindOfName("organizations/acme/kpis/revenue");
  ASSERT_NE(kpi, nullptr);
  EXPECT_EQ(kpi->singular, "kpi");
  EXPECT_EQ(FindKindOfName("organizations/acme/kpis/REVENUE"), nullptr);
  EXPECT_EQ(FindKindOfName("organizations/acme/ships/titanic"), nullptr);
  EXPECT_EQ(FindKindOfName(""), nullptr);
  EXPECT_EQ(FindKind("ships"), nullptr);
}

TEST(ExpandNameTest, ShortNames) {
  const Kind& kind = *FindKind("key-result");
  const std::string full = "organizations/acme/objectives/grow/keyResults/revenue";
  EXPECT_EQ(*ExpandName(kind, full, ""), full);
  EXPECT_EQ(*ExpandName(kind, "acme/grow/revenue", ""), full);
  EXPECT_EQ(*ExpandName(kind, "acme/grow/revenue", "acme"), full);
  EXPECT_EQ(*ExpandName(kind, "grow/revenue", "acme"), full);
  EXPECT_EQ(*ExpandName(kind, "grow/revenue", "organizations/acme"), full);
  EXPECT_EQ(ShortName(full), "grow/revenue");
  EXPECT_EQ(ShortName("organizations/acme"), "acme");
}

TEST(ExpandNameTest, WhatIsOfAnotherOrganizationIsRefused) {
  const Kind& kind = *FindKind("key-result");
  const std::string full = "organizations/acme/objectives/grow/keyResults/revenue";
  for (const std::string& text : {full, std::string("acme/grow/revenue")}) {
    for (const char* org : {"other", "organizations/other"}) {
      const auto refused = ExpandName(kind, text, org);
      ASSERT_THAT(refused, StatusIs(absl::StatusCode::kInvalidArgument)) << text;
      EXPECT_THAT(std::string(refused.status().message()),
                  AllOf(HasSubstr(full), HasSubstr("'acme'"), HasSubstr("'other'")));
      EXPECT_TRUE(CanName(kind, text, org));
    }
  }
  EXPECT_THAT(ExpandName(*FindKind("settings"), "acme", "other"),
              StatusIs(absl::StatusCode::kInvalidArgument));
  // An organization is in no other one: who names it means it.
  EXPECT_EQ(*ExpandName(*FindKind("organization"), "acme", "other"), "organizations/acme");
  EXPECT_EQ(*ExpandName(*FindKind("organization"), "", "other"), "organizations/other");
  // What may begin with anything.
  EXPECT_EQ(CheckWithin("organizations/acme/objectives/-", "acme"), absl::OkStatus());
  EXPECT_FALSE(CheckWithin("organizations/acme/objectives/-", "other").ok());
  EXPECT_FALSE(CheckWithin("organizations/acme", "other").ok());
  EXPECT_EQ(CheckWithin("organizations/acme", ""), absl::OkStatus());
}

TEST(ExpandNameTest, WhatIsNoNameIsRefused) {
  const Kind& kind = *FindKind("key-result");
  for (const char* text : {"", "revenue", "grow/revenue", "a/b/c/d", "grow/Revenue/x",
                           "organizations/acme/kpis/revenue"}) {
    EXPECT_THAT(ExpandName(kind, text, ""), StatusIs(absl::StatusCode::kInvalidArgument)) << text;
  }
}

TEST(CatalogueTest, WhatIsListedAndNoResourceHasAnOrganizationAndAnId) {
  std::vector<std::string> words;
  for (const Kind& listing : Listings()) {
    words.push_back(listing.plural);
    EXPECT_EQ(FindKind(listing.plural), nullptr) << listing.plural;
    EXPECT_NE(listing.list->input_type()->FindFieldByName("parent"), nullptr) << listing.plural;
    EXPECT_NE(listing.list->input_type()->FindFieldByName("page_token"), nullptr);
    EXPECT_EQ(listing.resource->FindFieldByName("id")->type(), FieldDescriptor::TYPE_STRING);
  }
  EXPECT_EQ(words, (std::vector<std::string>{"objective-templates", "dashboard-templates"}));
}

}  // namespace
}  // namespace okapi::cli
