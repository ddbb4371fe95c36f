#include "services/cli/samples/sample_labels.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

namespace okapi::cli {
namespace {

TEST(SampleLabelsTest, ComeBackAsTheyWere) {
  struct Case {
    std::map<std::string, std::string> labels;
    const char* text;
  };
  const std::vector<Case> cases = {
      {{}, ""},
      {{{"region", "north"}}, "region=north"},
      {{{"region", "north"}, {"channel", "web"}}, "channel=web;region=north"},
      {{{"a", "x=y"}, {"b", "1;2"}}, "a=x=y;b=1\\;2"},
      {{{"a", "\\"}, {"b", "\\;"}}, "a=\\\\;b=\\\\\\;"},
      {{{"a", "two\nlines\r"}}, "a=two\\nlines\\r"},
      {{{"a", "Hà Nội, \"old\" town "}}, "a=Hà Nội, \"old\" town "},
  };
  for (const Case& each : cases) {
    const Labels labels(each.labels.begin(), each.labels.end());
    EXPECT_EQ(LabelsText(labels), each.text);
    Labels back;
    ASSERT_TRUE(ParseLabelsText(each.text, &back)) << each.text;
    EXPECT_EQ((std::map<std::string, std::string>(back.begin(), back.end())), each.labels);
  }
}

TEST(SampleLabelsTest, WhatIsNoLabelsIsRefused) {
  Labels labels;
  for (const char* text :
       {"region", "=north", ";", "a=1;", "a=1;;b=2", "a=1;a=2", "a=\\", "a=\\x"}) {
    EXPECT_FALSE(ParseLabelsText(text, &labels)) << text;
  }
}

}  // namespace
}  // namespace okapi::cli
