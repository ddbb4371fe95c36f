#pragma once

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/goals/wording/verbs.h"

// The words that wording is judged by, English and Vietnamese, as Phrases reads them.
namespace okapi::goals {

struct VerbWord {
  absl::string_view phrase;
  VerbKind kind;
  // Also a noun (launch conversion, build time) or a verb of keeping a level (hold churn below 2
  // %).
  bool unsure = false;
};

inline constexpr VerbWord kVerbs[] = {
    // Doing: what begins with one is an initiative.
    {"roll out", VerbKind::kActivity},
    {"carry out", VerbKind::kActivity},
    {"set up", VerbKind::kActivity},
    {"kick off", VerbKind::kActivity},
    {"put in place", VerbKind::kActivity},
    {"write", VerbKind::kActivity},
    {"create", VerbKind::kActivity},
    {"implement", VerbKind::kActivity},
    {"organise", VerbKind::kActivity},
    {"organize", VerbKind::kActivity},
    {"develop", VerbKind::kActivity},
    {"hire", VerbKind::kActivity},
    {"recruit", VerbKind::kActivity},
    {"publish", VerbKind::kActivity},
    {"conduct", VerbKind::kActivity},
    {"prepare", VerbKind::kActivity},
    {"introduce", VerbKind::kActivity},
    {"migrate", VerbKind::kActivity},
    {"deploy", VerbKind::kActivity},
    {"install", VerbKind::kActivity},
    {"establish", VerbKind::kActivity},
    {"finalise", VerbKind::kActivity},
    {"finalize", VerbKind::kActivity},
    {"ship", VerbKind::kActivity, true},
    {"launch", VerbKind::kActivity, true},
    {"relaunch", VerbKind::kActivity, true},
    {"build", VerbKind::kActivity, true},
    {"hold", VerbKind::kActivity, true},
    {"host", VerbKind::kActivity, true},
    {"run", VerbKind::kActivity, true},
    {"start", VerbKind::kActivity, true},
    {"train", VerbKind::kActivity, true},
    {"design", VerbKind::kActivity, true},
    {"redesign", VerbKind::kActivity, true},
    {"document", VerbKind::kActivity, true},
    {"draft", VerbKind::kActivity, true},
    {"interview", VerbKind::kActivity, true},
    {"survey", VerbKind::kActivity, true},
    {"release", VerbKind::kActivity, true},
    {"complete", VerbKind::kActivity, true},
    {"finish", VerbKind::kActivity, true},
    {"deliver", VerbKind::kActivity, true},
    {"triển khai", VerbKind::kActivity},
    {"xây dựng", VerbKind::kActivity},
    {"viết", VerbKind::kActivity},
    {"tổ chức", VerbKind::kActivity},
    {"tuyển dụng", VerbKind::kActivity},
    {"đào tạo", VerbKind::kActivity},
    {"thiết kế", VerbKind::kActivity},
    {"ra mắt", VerbKind::kActivity},
    {"phỏng vấn", VerbKind::kActivity},
    {"chuẩn bị", VerbKind::kActivity},
    {"thực hiện", VerbKind::kActivity},
    {"tiến hành", VerbKind::kActivity},
    {"ban hành", VerbKind::kActivity},
    {"soạn thảo", VerbKind::kActivity},
    {"lập kế hoạch", VerbKind::kActivity},
    {"khởi động", VerbKind::kActivity},
    {"lắp đặt", VerbKind::kActivity},
    {"áp dụng", VerbKind::kActivity},
    {"đưa vào sử dụng", VerbKind::kActivity},
    {"phát triển", VerbKind::kActivity},
    {"hoàn thành", VerbKind::kActivity, true},
    {"khảo sát", VerbKind::kActivity, true},
    {"nghiên cứu", VerbKind::kActivity, true},
    // Without an end, whatever number stands beside them.
    {"work on", VerbKind::kEndless},
    {"focus on", VerbKind::kEndless},
    {"contribute to", VerbKind::kEndless},
    {"participate in", VerbKind::kEndless},
    {"support", VerbKind::kEndless, true},
    {"help", VerbKind::kEndless, true},
    {"continue", VerbKind::kEndless},
    {"foster", VerbKind::kEndless},
    {"leverage", VerbKind::kEndless, true},
    {"explore", VerbKind::kEndless},
    {"promote", VerbKind::kEndless},
    {"hỗ trợ", VerbKind::kEndless, true},
    {"tiếp tục", VerbKind::kEndless},
    {"đẩy mạnh", VerbKind::kEndless},
    {"thúc đẩy", VerbKind::kEndless},
    {"tập trung", VerbKind::kEndless},
    {"góp phần", VerbKind::kEndless},
    {"tham gia", VerbKind::kEndless},
    // With a direction, but without an end unless a number gives it.
    {"improve", VerbKind::kDirection},
    {"optimise", VerbKind::kDirection},
    {"optimize", VerbKind::kDirection},
    {"enhance", VerbKind::kDirection},
    {"strengthen", VerbKind::kDirection},
    {"streamline", VerbKind::kDirection},
    {"modernise", VerbKind::kDirection},
    {"modernize", VerbKind::kDirection},
    {"cải thiện", VerbKind::kDirection},
    {"nâng cao", VerbKind::kDirection},
    {"tối ưu hóa", VerbKind::kDirection},
    {"tối ưu hoá", VerbKind::kDirection},
    {"tối ưu", VerbKind::kDirection},
    {"tăng cường", VerbKind::kDirection},
    {"hoàn thiện", VerbKind::kDirection},
    // What else a goal begins with.
    {"increase", VerbKind::kOther},
    {"decrease", VerbKind::kOther},
    {"reduce", VerbKind::kOther},
    {"grow", VerbKind::kOther},
    {"cut", VerbKind::kOther},
    {"win", VerbKind::kOther},
    {"become", VerbKind::kOther},
    {"make", VerbKind::kOther},
    {"raise", VerbKind::kOther},
    {"lower", VerbKind::kOther, true},
    {"expand", VerbKind::kOther},
    {"enter", VerbKind::kOther},
    {"delight", VerbKind::kOther, true},
    {"achieve", VerbKind::kOther},
    {"attract", VerbKind::kOther},
    {"retain", VerbKind::kOther},
    {"accelerate", VerbKind::kOther},
    {"simplify", VerbKind::kOther},
    {"eliminate", VerbKind::kOther},
    {"protect", VerbKind::kOther},
    {"double", VerbKind::kOther, true},
    {"lead", VerbKind::kOther, true},
    {"gain", VerbKind::kOther, true},
    {"save", VerbKind::kOther},
    {"tăng trưởng", VerbKind::kNone},  // Growth.
    {"tăng", VerbKind::kOther},
    {"gia tăng", VerbKind::kOther},
    {"giảm", VerbKind::kOther},
    {"cắt giảm", VerbKind::kOther},
    {"mở rộng", VerbKind::kOther},
    {"trở thành", VerbKind::kOther},
    {"chinh phục", VerbKind::kOther},
    {"thu hút", VerbKind::kOther},
    {"đạt", VerbKind::kOther},
    {"giữ", VerbKind::kOther},
    {"dẫn đầu", VerbKind::kOther},
    {"rút ngắn", VerbKind::kOther},
    {"tiết kiệm", VerbKind::kOther},
};

// What was done, where the text begins with something else: "The new CRM is rolled out".
inline constexpr absl::string_view kDone[] = {
    "rolled out",  "carried out", "set up",     "launched",  "relaunched", "built",
    "written",     "created",     "held",       "organised", "organized",  "developed",
    "implemented", "hired",       "published",  "conducted", "prepared",   "introduced",
    "migrated",    "trained",     "designed",   "deployed",  "installed",  "redesigned",
    "documented",  "completed",   "delivered",  "shipped",   "finalised",  "finalized",
    "triển khai",  "xây dựng",    "tổ chức",    "ban hành",  "hoàn thành", "được viết",
    "đào tạo",     "tiến hành",   "tuyển dụng", "lắp đặt",   "ra mắt",     "thiết kế"};

// What may stand before the first verb.
inline constexpr absl::string_view kOpenings[] = {
    "to", "we", "will", "successfully", "chúng tôi", "chúng ta", "sẽ", "hãy", "cần", "thành công"};

// What stands before an object, so that the word before it is a verb.
inline constexpr absl::string_view kDeterminers[] = {
    "a",     "an",   "the",  "our", "all", "every", "each", "new",    "more",    "another", "its",
    "their", "your", "this", "một", "các", "những", "mọi",  "tất cả", "toàn bộ", "thêm"};

// Objects that say nothing of what changes.
inline constexpr absl::string_view kGenericNouns[] = {
    "quality",       "service",    "services", "performance", "process",      "processes",
    "efficiency",    "sales",      "culture",  "experience",  "productivity", "communication",
    "collaboration", "team",       "teams",    "teamwork",    "things",       "business",
    "product",       "products",   "people",   "operations",  "customers",    "company",
    "chất lượng",    "hiệu quả",   "dịch vụ",  "quy trình",   "năng suất",    "hiệu suất",
    "kinh doanh",    "sản phẩm",   "văn hóa",  "văn hoá",     "hoạt động",    "công việc",
    "năng lực",      "khách hàng", "đội ngũ",  "nhân viên",   "trải nghiệm",  "nội bộ"};

// Words that are a number.
inline constexpr absl::string_view kNumerals[] = {
    "double",        "doubling", "doubled",  "triple",   "triples",   "tripled", "quadruple",
    "halve",         "halving",  "by half",  "in half",  "twice",     "twofold", "threefold",
    "tenfold",       "two",      "three",    "four",     "five",      "six",     "seven",
    "eight",         "nine",     "ten",      "eleven",   "twelve",    "fifteen", "twenty",
    "thirty",        "forty",    "fifty",    "sixty",    "seventy",   "eighty",  "ninety",
    "dozen",         "hundred",  "hundreds", "thousand", "thousands", "million", "millions",
    "billion",       "billions", "gấp đôi",  "gấp ba",   "gấp bốn",   "gấp năm", "gấp mười",
    "gấp nhiều lần", "nhân đôi", "hai lần",  "ba lần",   "một nửa",   "tỷ đồng", "tỉ đồng"};

// Words that are part of a number when one stands behind them.
inline constexpr absl::string_view kNumeralsBefore[] = {"a", "one", "us", "usd", "vnd", "eur"};

// Words that are part of the number before them.
inline constexpr absl::string_view kNumeralsAfter[] = {
    "percent", "per cent", "phần trăm", "hundred", "thousand", "million", "billion", "times", "lần",
    "mươi",    "trăm",     "nghìn",     "ngàn",    "triệu",    "tỷ",      "tỉ",      "đồng",  "đ",
    "usd",     "vnd",      "eur",       "dollars", "euros",    "k",       "x"};

inline constexpr absl::string_view kPercent[] = {"percent", "per cent", "phần trăm"};

// Letters that make the digits before them a quantity: 10x, 5k, 20tr.
inline constexpr absl::string_view kSuffixes[] = {"x",  "k",   "m",   "bn",  "mn", "tr",
                                                  "pp", "usd", "vnd", "eur", "đ"};

// What gives a number its name and not its size: ISO 27001, phase 2, Industry 4.0.
inline constexpr absl::string_view kNaming[] = {
    "iso",         "soc",       "version", "phase",  "industry", "web",     "quarter",
    "level",       "tier",      "no",      "number", "office",   "windows", "giai đoạn",
    "công nghiệp", "phiên bản", "quý",     "số",     "tháng"};

// Figures that end as a naming word does, and have quantities behind them.
inline constexpr absl::string_view kNotNaming[] = {"doanh số", "chỉ số",  "con số",
                                                   "hệ số",    "điểm số", "dân số"};

// What makes no quantity of a 360: degrees.
inline constexpr absl::string_view kDegrees[] = {"degree", "degrees", "view", "độ"};

// What a level is said with: below 2, from 30 to 50, at least 5.
inline constexpr absl::string_view kLevels[] = {
    "below", "above",   "under",      "over",      "from", "least", "most",
    "than",  "exceed",  "dưới",       "trên",      "từ",   "còn",   "lên",
    "xuống", "ít nhất", "nhiều nhất", "không quá", "vượt"};

// What had nothing before it.
inline constexpr absl::string_view kNew[] = {"new", "newly", "first", "mới", "lần đầu", "đầu tiên"};

// What joins two goals.
inline constexpr absl::string_view kJoints[] = {"as well as", "and",       "&",       "và",
                                                "va",         "đồng thời", "cũng như"};

// Words that say nothing when two texts are compared.
inline constexpr absl::string_view kStopWords[] = {
    "a",  "an", "the", "of",  "to",  "in",  "for", "our", "on",    "and", "with", "by",
    "at", "is", "và",  "của", "cho", "các", "là",  "&",   "những", "một", "tại",  "trong"};

}  // namespace okapi::goals
