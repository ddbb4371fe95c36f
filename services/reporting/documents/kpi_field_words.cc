#include "services/reporting/documents/kpi_field_words.h"

namespace okapi::reporting::documents {
namespace {

struct FieldWords {
  const char* field;
  const char* english;
  const char* vietnamese;
};

constexpr FieldWords kFieldWords[] = {
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
};

}  // namespace

std::string KpiFieldWord(const std::string& field, const std::string& language) {
  for (const FieldWords& words : kFieldWords) {
    if (field == words.field) return language == "vi" ? words.vietnamese : words.english;
  }
  return field;
}

}  // namespace okapi::reporting::documents
