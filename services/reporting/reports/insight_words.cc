#include "services/reporting/reports/insight_words.h"

#include <array>

#include "absl/strings/str_replace.h"
#include "services/reporting/reports/insights.h"

namespace okapi::reporting {
namespace {

using okapi::reporting::v1::Insight;

struct Words {
  absl::string_view language;
  absl::string_view unaddressed;
  // Goes on from there.
  absl::string_view draft_ready;
  absl::string_view waiting_draft;
  absl::string_view no_evidence;
  absl::string_view same_movement;
  absl::string_view no_decision;
  absl::string_view better_as_kpi;
  absl::string_view better_as_key_result;
  absl::string_view no_target;
  // $0 is what they are called, each in quotes.
  absl::string_view same_samples;
  absl::string_view objective;
  absl::string_view description;
  absl::string_view key_result;
  absl::string_view member_key_result;
  absl::string_view range;
  absl::string_view member_range;
};

// $0 is what it is called. In `waiting_draft` $1 is what the draft is called.
constexpr std::array<Words, 2> kWords = {{
    {"en", "“$0” is red, and no objective addresses it.", " A draft is ready.",
     "“$0” is red, and no objective addresses it but the draft “$1”, which waits to be activated.",
     "“$0” is being worked on, but none of its key results has a value.",
     "Several key results count the same samples of “$0”: one movement shows more than once.",
     "“$0” is red, and nothing has been decided on it for long.",
     "“$0” only keeps a number where it is. Follow it up as a KPI, and keep the key result for "
     "what should change.",
     "“$0” has missed its target three periods running. Following it up does not help; a key "
     "result with "
     "initiatives may.",
     "“$0” has no target, so nobody can say whether it is good.",
     "$0 count the same samples: one change shows in each of them.", "Bring “$0” back on course",
     "Proposed because “$0” is red and no objective addresses it.", "$0 from $1 to $2",
     "$0, $3: from $1 to $2", "$0 from $1 into the range $2", "$0, $3: from $1 into the range $2"},
    {"vi", "“$0” đang ở mức đỏ mà chưa có mục tiêu nào giải quyết.", " Đã có sẵn một bản nháp.",
     "“$0” đang ở mức đỏ mà chưa có mục tiêu nào giải quyết, ngoài bản nháp “$1” đang chờ được "
     "kích "
     "hoạt.",
     "“$0” đang được thực hiện nhưng chưa kết quả then chốt nào có số liệu.",
     "Nhiều kết quả then chốt cùng tính một số liệu của “$0”: một thay đổi được tính nhiều lần.",
     "“$0” đang ở mức đỏ mà lâu nay chưa có quyết định nào.",
     "“$0” chỉ giữ nguyên một con số. Hãy theo dõi nó như một KPI và dành kết quả then chốt cho "
     "điều cần thay đổi.",
     "“$0” đã ba kỳ liền không đạt chỉ tiêu. Chỉ theo dõi thì không đủ; một kết quả then chốt với "
     "các sáng kiến "
     "có thể giúp được.",
     "“$0” chưa có chỉ tiêu nên không ai biết là tốt hay chưa.",
     "$0 cùng tính trên những số liệu như nhau: một thay đổi hiện ra ở từng KPI.",
     "Đưa “$0” trở lại đúng hướng",
     "Được đề xuất vì “$0” đang ở mức đỏ mà chưa có mục tiêu nào giải quyết.", "$0 từ $1 đến $2",
     "$0, $3: từ $1 đến $2", "$0 từ $1 về khoảng $2", "$0, $3: từ $1 về khoảng $2"},
}};

const Words& WordsOf(absl::string_view language) {
  for (const Words& words : kWords) {
    if (words.language == language) return words;
  }
  return kWords[0];
}

absl::string_view TemplateOf(Insight::Code code, const Words& words) {
  switch (code) {
    case Insight::UNADDRESSED_KPI:
      return words.unaddressed;
    case Insight::NO_EVIDENCE:
      return words.no_evidence;
    case Insight::SAME_MOVEMENT:
      return words.same_movement;
    case Insight::NO_DECISION:
      return words.no_decision;
    case Insight::BETTER_AS_KPI:
      return words.better_as_kpi;
    case Insight::BETTER_AS_KEY_RESULT:
      return words.better_as_key_result;
    case Insight::NO_TARGET:
      return words.no_target;
    case Insight::SAME_SAMPLES:
      return words.same_samples;
    default:
      return "";
  }
}

}  // namespace

bool KnowsLanguage(absl::string_view language) {
  for (const Words& words : kWords) {
    if (words.language == language) return true;
  }
  return false;
}

std::string MessageOf(Insight::Code code, absl::string_view language,
                      absl::string_view display_name) {
  return absl::StrReplaceAll(TemplateOf(code, WordsOf(language)), {{"$0", display_name}});
}

absl::string_view DraftReadyText(absl::string_view language) {
  return WordsOf(language).draft_ready;
}

std::string WaitingDraftText(absl::string_view language, absl::string_view kpi,
                             absl::string_view objective) {
  return absl::StrReplaceAll(WordsOf(language).waiting_draft, {{"$0", kpi}, {"$1", objective}});
}

std::string DraftObjectiveText(absl::string_view language, absl::string_view kpi) {
  return absl::StrReplaceAll(WordsOf(language).objective, {{"$0", kpi}});
}

std::string DraftDescription(absl::string_view language, absl::string_view kpi) {
  return absl::StrReplaceAll(WordsOf(language).description, {{"$0", kpi}});
}

std::string DraftKeyResultText(absl::string_view language, absl::string_view kpi,
                               absl::string_view member, absl::string_view from,
                               absl::string_view to) {
  const Words& words = WordsOf(language);
  return absl::StrReplaceAll(member.empty() ? words.key_result : words.member_key_result,
                             {{"$0", kpi}, {"$1", from}, {"$2", to}, {"$3", member}});
}

std::string DraftRangeText(absl::string_view language, absl::string_view kpi,
                           absl::string_view member, absl::string_view from,
                           absl::string_view range) {
  const Words& words = WordsOf(language);
  return absl::StrReplaceAll(member.empty() ? words.range : words.member_range,
                             {{"$0", kpi}, {"$1", from}, {"$2", range}, {"$3", member}});
}

}  // namespace okapi::reporting
