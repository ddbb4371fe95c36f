#include "services/reporting/documents/field_words.h"

namespace okapi::reporting::documents {
namespace {

struct Translation {
  const char* name;
  const char* english;
  const char* vietnamese;
};

constexpr Translation kFieldWords[] = {
    {"display_name", "name", "tên"},
    {"purpose", "purpose", "mục đích"},
    {"owner", "owner", "người phụ trách"},
    {"team", "team", "nhóm"},
    {"strategic_goal", "strategic goal", "mục tiêu chiến lược"},
    {"unit", "unit", "đơn vị"},
    {"direction", "direction", "chiều tốt"},
    {"aggregation", "way of adding up", "cách tổng hợp"},
    {"metric", "metric", "số đo"},
    {"denominator_metric", "divisor", "số chia"},
    {"frequency", "frequency", "tần suất"},
    {"dimensions", "dimensions", "chiều phân tích"},
    {"selector", "selection", "phạm vi"},
    {"targets", "targets", "chỉ tiêu"},
    {"formula", "formula", "công thức"},
    {"retention_days", "retention", "thời gian lưu"},
    {"signers", "signers", "người duyệt"},
    {"state", "state", "trạng thái"},
    {"effective_date", "first day", "ngày hiệu lực"},
    {"bands", "bands", "ngưỡng màu"},
    {"late_tolerance", "late samples", "thời gian chờ số liệu"},
    {"description", "description", "mô tả"},
    {"cycle", "cycle", "chu kỳ"},
    {"commitment", "commitment", "mức cam kết"},
    {"alignments", "alignments", "liên kết"},
    {"rollup", "rollup", "cách tính tiến độ"},
    {"labels", "labels", "nhãn"},
    {"visibility", "visibility", "phạm vi hiển thị"},
    {"readers", "readers", "người được xem"},
    {"cadence", "cadence", "nhịp cập nhật"},
    {"combination", "combination", "cách gộp"},
    {"retrospective", "retrospective", "bài học"},
    {"weight", "weight", "trọng số"},
    {"kpi_source", "KPI", "KPI"},
    {"key_result_source", "made of", "gồm các kết quả"},
    {"guard", "guard", "chỉ số bảo vệ"},
    {"curve", "curve", "đường tiến độ"},
    {"start_date", "first day", "ngày bắt đầu"},
    {"end_date", "last day", "ngày kết thúc"},
    {"parent_cycle", "cycle above", "chu kỳ cấp trên"},
    {"from_to", "way", "chỉ tiêu"},
    {"relative_change", "way", "chỉ tiêu"},
    {"range", "bounds", "khoảng cho phép"},
    {"milestones", "milestones", "cột mốc"},
    {"binary", "way", "chỉ tiêu"},
    {"scale", "scale", "thang"},
    {"find_baseline", "way", "chỉ tiêu"},
    {"assessment", "assessment", "đánh giá"},
};

constexpr Translation kValueWords[] = {
    {"DRAFT", "draft", "bản nháp"},
    {"PROPOSED", "proposed", "chờ duyệt"},
    {"ACTIVE", "active", "đang thực hiện"},
    {"CLOSED", "closed", "đã đóng"},
    {"ARCHIVED", "archived", "đã lưu trữ"},
    {"PLANNED", "planned", "đã lên kế hoạch"},
    {"ACCEPTED", "accepted", "đã chấp nhận"},
    {"RETIRED", "retired", "ngừng dùng"},
    {"ON_TRACK", "on track", "đúng tiến độ"},
    {"AT_RISK", "at risk", "có rủi ro"},
    {"OFF_TRACK", "off track", "chệch hướng"},
    {"COMMITTED", "committed", "cam kết"},
    {"ASPIRATIONAL", "aspirational", "tham vọng"},
    {"ORGANIZATION", "everybody", "mọi người"},
    {"PRIVATE", "private", "riêng tư"},
};

template <typename Table>
std::string Translated(const Table& table, const std::string& name, const std::string& language) {
  for (const Translation& words : table) {
    if (name == words.name) return language == "vi" ? words.vietnamese : words.english;
  }
  return name;
}

}  // namespace

std::string FieldWord(const std::string& field, const std::string& language) {
  return Translated(kFieldWords, field, language);
}

std::string FieldValueWord(const std::string& value, const std::string& language) {
  return Translated(kValueWords, value, language);
}

}  // namespace okapi::reporting::documents
