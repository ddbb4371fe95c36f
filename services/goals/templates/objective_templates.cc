#include "services/goals/templates/objective_templates.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "google/protobuf/text_format.h"
#include "services/goals/templates/template_text.h"

namespace okapi::goals {
namespace {

using google::protobuf::TextFormat;
using okapi::goals::v1::Initiative;
using okapi::goals::v1::KeyResult;
using okapi::goals::v1::ObjectiveTemplate;

const char* In(Language language, const Words& words) {
  return language == Language::kVietnamese ? words.vietnamese : words.english;
}

// What an id, words and fields have in common. A text that does not parse is found by the test.
template <typename Text, typename R>
void Fill(const Text& text, Language language, R& resource) {
  TextFormat::ParseFromString(text.fields, &resource);
  resource.set_name(text.id);
  resource.set_display_name(In(language, text.display_name));
  resource.set_description(In(language, text.description));
}

ObjectiveTemplate Read(const TemplateText& text, Language language) {
  ObjectiveTemplate read;
  read.set_id(text.id);
  read.set_display_name(In(language, text.display_name));
  read.set_description(In(language, text.description));
  for (const KeyResultText& it : text.key_results) {
    KeyResult& key_result = *read.add_key_results();
    Fill(it, language, key_result);
    const std::string counted = In(language, it.count_of);
    if (!counted.empty()) key_result.mutable_unit()->set_count_of(counted);
  }
  for (const InitiativeText& it : text.initiatives) Fill(it, language, *read.add_initiatives());
  return read;
}

std::vector<ObjectiveTemplate> ReadAll(Language language) {
  std::vector<ObjectiveTemplate> all;
  for (auto* text : {CashCollection, CustomerExperience, NewMarket, OnTimeDelivery, ProductAdoption,
                     RecurringRevenue, ServiceReliability, StayingTeam}) {
    all.push_back(Read(text(), language));
  }
  std::sort(all.begin(), all.end(),
            [](const ObjectiveTemplate& a, const ObjectiveTemplate& b) { return a.id() < b.id(); });
  return all;
}

}  // namespace

const std::vector<ObjectiveTemplate>& ObjectiveTemplates(Language language) {
  static const auto& english = *new std::vector<ObjectiveTemplate>(ReadAll(Language::kEnglish));
  static const auto& vietnamese =
      *new std::vector<ObjectiveTemplate>(ReadAll(Language::kVietnamese));
  return language == Language::kVietnamese ? vietnamese : english;
}

const ObjectiveTemplate* FindObjectiveTemplate(const std::string& id, Language language) {
  const auto& all = ObjectiveTemplates(language);
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&id](const ObjectiveTemplate& it) { return it.id() == id; });
  return found == all.end() ? nullptr : &*found;
}

std::string TooLongText(int weeks, Language language) {
  return language == Language::kVietnamese
             ? absl::StrCat("Theo mẫu việc này cần ", weeks, " tuần, nhiều hơn phần còn lại của ",
                            "chu kỳ: hạn là ngày cuối cùng của chu kỳ.")
             : absl::StrCat("The template plans ", weeks, " weeks for this, more than are left of ",
                            "the cycle: it is due on the last day.");
}

}  // namespace okapi::goals
