#pragma once

#include <vector>

// Templates of objectives as they are written down: each text in both languages side by side, and
// what does not depend on the language once.
namespace okapi::goals {

struct Words {
  const char* english = "";
  const char* vietnamese = "";
};

struct KeyResultText {
  const char* id;
  Words display_name;
  Words description;
  // The other fields of a KeyResult in protobuf's text format: measure, unit, weight.
  const char* fields;
  // Its unit, where that is a count of something.
  Words count_of;
};

struct InitiativeText {
  const char* id;
  Words display_name;
  Words description;
  // The other fields of an Initiative; key results are named by their ids.
  const char* fields;
};

struct TemplateText {
  const char* id;
  Words display_name;
  Words description;
  std::vector<KeyResultText> key_results;
  std::vector<InitiativeText> initiatives;
};

// Each in a file of its own.
TemplateText CashCollection();
TemplateText CustomerExperience();
TemplateText NewMarket();
TemplateText OnTimeDelivery();
TemplateText ProductAdoption();
TemplateText RecurringRevenue();
TemplateText ServiceReliability();
TemplateText StayingTeam();

}  // namespace okapi::goals
