#include "services/cli/convert/okr_names.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/text/fold.h"

namespace okapi::cli {
namespace {

using okapi::goals::v1::Initiative;

// As OkrWords has them, with bars between them.
struct Names {
  OkrField field;
  const char* names;
};
constexpr Names kNames[] = {
    {OkrField::kTitle,
     "title|name|summary|subject|ten|tieu de|noi dung|objective title|objective name|goal "
     "title|goal "
     "name|ten muc tieu|okr|okr title|okr name"},
    {OkrField::kType,
     "type|object type|item type|entity type|record type|goal type|okr type|kind|level "
     "type|loai|loai "
     "muc tieu|phan loai|work item type|issue type"},
    {OkrField::kId,
     "id|row id|goal id|objective id|okr id|goal identifier|identifier|key|code|external "
     "id|uid|ma|ma "
     "so|ma muc tieu|stt id|issue key"},
    {OkrField::kParent,
     "parent|parent id|parent row id|parent goal|parent goal id|parent objective|parent objective "
     "id|parent title|parent okr|parent okr id|parent name|aligned to|align to|alignment|aligned "
     "goal|aligned objective|align with|contribute to|contributes to|support|linked goal|linked to|"
     "cascaded from|muc tieu cha|muc tieu cap tren|cap tren|lien ket|lien ket voi|lien ket "
     "toi|thuoc "
     "muc tieu|okr cap tren"},
    {OkrField::kOwner,
     "owner|owner name|goal owner|assignee|assigned to|responsible|responsible "
     "person|lead|driver|dri|"
     "accountable|champion|nguoi phu trach|phu trach|chu so huu|nguoi chiu trach nhiem|nguoi thuc "
     "hien|owner id|accountable person"},
    {OkrField::kOwnerEmail,
     "owner email|email|owner email id|owner email address|email address|assignee email|owner mail|"
     "email nguoi phu trach|email chu so huu|thu dien tu"},
    {OkrField::kTeam,
     "team|team name|department|dept|group|squad|business unit|bo phan|phong ban|phong|doi|nhom|to "
     "chuc|ban|owner team|department name"},
    {OkrField::kCycle,
     "cycle|goal cycle|time period|period|timeframe|time frame|quarter|session|goal period|okr "
     "cycle|okr period|planning cycle|chu ky|ky|quy|giai doan|chu ky okr|cycle name"},
    {OkrField::kStartDate,
     "start date|start|start on|start at|started on|from|from date|begin date|ngay bat dau|bat "
     "dau|tu "
     "ngay"},
    {OkrField::kEndDate,
     "end date|due date|due|due on|due at|end|to date|deadline|target date|finish date|end on|end "
     "at|completion date|han|han chot|han hoan thanh|ngay ket thuc|ngay het han|ket thuc|den "
     "ngay|thoi "
     "han"},
    {OkrField::kDescription,
     "description|note|detail|comment|about|context|why|mo ta|ghi chu|dien giai|chi tiet|goal "
     "description|objective description"},
    {OkrField::kMetric,
     "metric|metric name|kpi|kpi name|measure|measured by|indicator|chi so|thuoc do|ten chi "
     "so|cach "
     "do"},
    {OkrField::kMetricType,
     "metric type|measure type|measurement type|unit type|target type|value type|progress "
     "type|goal "
     "measurement|measured as|loai chi so|loai thuoc do|kieu do|check in type|checkin type|metric "
     "unit type|format"},
    {OkrField::kUnit,
     "unit|metric unit|unit of measure|unit of measurement|uom|don vi|don vi tinh|dvt"},
    {OkrField::kStart,
     "start value|starting value|initial value|initial|baseline|baseline value|metric start|metric "
     "start value|start from|from value|begin value|current baseline|gia tri ban dau|gia tri bat "
     "dau|gia tri xuat phat|diem xuat phat|muc xuat phat|ban dau|muc ban dau|starting point|gia "
     "tri "
     "dau ky"},
    {OkrField::kTarget,
     "target|target value|target goal|goal value|metric target|metric target value|to "
     "value|desired "
     "value|end value|final value|chi tieu|gia tri muc tieu|muc tieu can dat|gia tri dich|dich|ke "
     "hoach|muc can dat|ket qua mong muon"},
    {OkrField::kCurrent,
     "current|current value|actual|actual value|latest value|metric current|metric current "
     "value|value|result value|current metric value|progress value|gia tri hien tai|hien tai|thuc "
     "te|thuc hien|thuc dat|ket qua thuc te|dat duoc|ket qua dat duoc"},
    {OkrField::kProgress,
     "progress|completion|percent complete|percent completed|complete|percentage complete|progress "
     "percent|progress percentage|percent progress|attainment|score|tien do|muc do hoan thanh|ty "
     "le "
     "hoan thanh|hoan thanh|phan tram hoan thanh|completion percent|current progress"},
    {OkrField::kCheckInDate,
     "check in date|checkin date|last check in|last checkin|last check in date|last checkin "
     "date|last "
     "updated|last update|updated|updated at|updated on|updated date|last updated at|last updated "
     "on|last updated date|as of|value date|ngay cap nhat|cap nhat|cap nhat lan cuoi|ngay do|ngay "
     "check "
     "in|measured on|measured at"},
    {OkrField::kStatus,
     "status|state|progress status|health|health status|goal status|rag|rag status|trang thai|tinh "
     "trang|current status"},
    {OkrField::kConfidence,
     "confidence|confidence level|confidence score|tu tin|muc do tu tin|do tu tin"},
    {OkrField::kWeight, "weight|weightage|weighting|contribution|goal weight|trong so|ty trong"},
    {OkrField::kTags, "tag|label|category|theme|pillar|goal tag|nhan|the|tu khoa|danh muc|chu de"},
    {OkrField::kVisibility,
     "visibility|visible to|privacy|access|sharing|scope visibility|hien thi|che do hien thi|pham "
     "vi "
     "hien thi|quyen xem"},
    {OkrField::kPrivate, "private|is private|confidential|rieng tu|bao mat"},
};

struct PartNames {
  OkrPart part;
  const char* names;
};
// A longer name before one that it begins with.
constexpr PartNames kParts[] = {
    {OkrPart::kKeyResult,
     "key result|keyresult|kr|result|kqtc|kq|ket qua then chot|ket qua chinh|ket qua chu "
     "chot|key "
     "result metric"},
    {OkrPart::kInitiative,
     "initiative|project|action item|task|activity|to do|todo|sang kien|du an|hanh dong|cong "
     "viec|viec can lam|epic"},
    {OkrPart::kObjective, "objective|goal|obj|o|muc tieu"},
};
// What is said of rows only, where there is no doubt that a type is meant.
constexpr PartNames kTypes[] = {
    {OkrPart::kKeyResult, "milestone|outcome|target|quantitative key result|kpi|metric"},
    {OkrPart::kInitiative, "action|work"},
    {OkrPart::kObjective, "big goal|strategic priority|strategy"},
};

using NameMap = std::map<std::string, OkrField>;

const NameMap& FieldNames() {
  static const auto& map = *new NameMap([] {
    NameMap names;
    for (const Names& each : kNames) {
      for (const absl::string_view name : absl::StrSplit(each.names, '|')) {
        names.emplace(name, each.field);
      }
    }
    return names;
  }());
  return map;
}

using PartMap = std::map<std::string, OkrPart>;

const PartMap& PartsByName() {
  static const auto& map = *new PartMap([] {
    PartMap names;
    for (const PartNames& each : kParts) {
      for (const absl::string_view name : absl::StrSplit(each.names, '|')) {
        names.emplace(name, each.part);
      }
    }
    return names;
  }());
  return map;
}

bool IsOneOf(const std::string& words, const char* names) {
  const std::vector<absl::string_view> all = absl::StrSplit(names, '|');
  return std::find(all.begin(), all.end(), words) != all.end();
}

std::string Singular(std::string word) {
  const bool plural = word.size() > 2 && word.back() == 's' && word[word.size() - 2] != 's' &&
                      !absl::EndsWith(word, "us") && word != "this" && word != "basis";
  if (!plural) return word;
  if (absl::EndsWith(word, "ies") && word.size() > 4) return word.substr(0, word.size() - 3) + "y";
  word.pop_back();
  return word;
}

// `keyResults` and `KR1` are two words each.
std::string Separated(absl::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    const auto before = static_cast<unsigned char>(i == 0 ? ' ' : text[i - 1]);
    const bool capital = absl::ascii_isupper(c) && absl::ascii_islower(before);
    const bool digit = absl::ascii_isdigit(c) && absl::ascii_isalpha(before);
    if (capital || digit) out.push_back(' ');
    out.push_back(text[i]);
  }
  return out;
}

// Takes a part off the front, which is then gone from `words`.
OkrPart TakePart(std::vector<std::string>& words) {
  for (size_t count = std::min<size_t>(words.size(), 4); count > 0; --count) {
    const auto end = words.begin() + static_cast<std::ptrdiff_t>(count);
    const auto part = PartsByName().find(absl::StrJoin(words.begin(), end, " "));
    if (part == PartsByName().end()) continue;
    words.erase(words.begin(), end);
    return part->second;
  }
  return OkrPart::kUnknown;
}

int TakeNumber(std::vector<std::string>& words) {
  int number = 0;
  if (words.empty() || words[0].size() > 3 || !absl::SimpleAtoi(words[0], &number)) return 0;
  words.erase(words.begin());
  return number;
}

}  // namespace

std::string OkrWords(absl::string_view text) {
  std::vector<std::string> words = text::FoldedWords(text::Fold(text));
  // `Owner(s)`.
  words.erase(std::remove(words.begin(), words.end(), "s"), words.end());
  for (std::string& word : words) word = Singular(std::move(word));
  return absl::StrJoin(words, " ");
}

std::optional<OkrName> ReadOkrName(absl::string_view name) {
  OkrName read;
  std::string words = OkrWords(Separated(name));
  const auto plain = FieldNames().find(words);
  if (plain != FieldNames().end()) {
    read.field = plain->second;
    if (IsOneOf(words, "start|from|bat dau")) read.or_else = OkrField::kStart;
    if (absl::StartsWith(words, "objective ")) read.part = OkrPart::kObjective;
    return read;
  }
  std::vector<std::string> rest = absl::StrSplit(words, ' ', absl::SkipEmpty());
  read.part = TakePart(rest);
  if (read.part == OkrPart::kUnknown) return std::nullopt;
  read.number = TakeNumber(rest);
  // `Goal`, `KR 2`: the words themselves.
  if (rest.empty()) {
    if (words == "goal" || words == "muc tieu") read.or_else = OkrField::kTarget;
    return read;
  }
  const auto field = FieldNames().find(absl::StrJoin(rest, " "));
  if (field == FieldNames().end()) return std::nullopt;
  read.field = field->second;
  return read;
}

OkrPart ReadOkrPart(absl::string_view text) {
  const std::string words = OkrWords(Separated(text));
  for (const PartNames& each : kTypes) {
    if (IsOneOf(words, each.names)) return each.part;
  }
  std::vector<std::string> rest = absl::StrSplit(words, ' ', absl::SkipEmpty());
  if (rest.size() > 5) return OkrPart::kUnknown;
  // `Team objective`, and `Mục tiêu công ty`, whose noun comes first.
  std::vector<std::string> first = rest;
  const OkrPart vietnamese = TakePart(first);
  if (vietnamese != OkrPart::kUnknown) return vietnamese;
  while (!rest.empty()) {
    std::vector<std::string> last = rest;
    const OkrPart part = TakePart(last);
    if (part != OkrPart::kUnknown && last.empty()) return part;
    rest.erase(rest.begin());
  }
  return OkrPart::kUnknown;
}

Initiative::State ReadInitiativeState(absl::string_view text) {
  const std::string words = OkrWords(text);
  if (IsOneOf(words,
              "done|complete|completed|closed|finished|achieved|accomplished|hoan thanh|da hoan "
              "thanh|da xong|xong")) {
    return Initiative::DONE;
  }
  if (IsOneOf(words,
              "in progress|active|ongoing|on track|at risk|off track|behind|started|doing|wip|"
              "blocked|delayed|dang thuc hien|dang lam|dang tien hanh|dung tien do|co rui "
              "ro|cham tien do")) {
    return Initiative::IN_PROGRESS;
  }
  if (IsOneOf(words,
              "not started|planned|to do|todo|open|new|created|backlog|pending|draft|chua bat "
              "dau|chua thuc hien|du kien")) {
    return Initiative::PLANNED;
  }
  if (IsOneOf(words, "cancelled|canceled|dropped|abandoned|deferred|postponed|huy|da huy|huy bo")) {
    return Initiative::CANCELLED;
  }
  return Initiative::STATE_UNSPECIFIED;
}

std::optional<bool> ReadYesOrNo(absl::string_view text) {
  const std::string words = OkrWords(text);
  if (IsOneOf(words, "yes|y|true|x|1|co|dung|private|done|complete|completed|hoan thanh|xong"))
    return true;
  if (IsOneOf(words, "no|n|false|0|khong|sai|public|not done|incomplete|chua")) return false;
  return std::nullopt;
}

OkrVisibility ReadVisibility(absl::string_view text) {
  const std::string words = OkrWords(text);
  if (IsOneOf(words,
              "public|everyone|everybody|all|company|organization|organisation|org|company "
              "wide|open|all employee|anyone|cong khai|tat ca|moi nguoi|toan cong ty")) {
    return OkrVisibility::kEverybody;
  }
  if (IsOneOf(words,
              "private|owner|owner only|only me|just me|confidential|restricted|secret|only "
              "owner|rieng tu|bao mat|chi minh toi|chi chu so huu|ca nhan")) {
    return OkrVisibility::kPrivate;
  }
  return OkrVisibility::kUnknown;
}

}  // namespace okapi::cli
