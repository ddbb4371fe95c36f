#include "services/reporting/documents/words.h"

#include <array>

namespace okapi::reporting::documents {
namespace {

using okapi::common::v1::Status;
using okapi::goals::v1::Initiative;
using okapi::goals::v1::Objective;
using okapi::reporting::v1::ReviewEvent;
using okapi::reporting::v1::Verdict;

struct Pair {
  const char* english;
  const char* vietnamese;
};

// In the order of Word.
constexpr std::array<Pair, static_cast<size_t>(Word::kWord_Count)> kWords = {{
    {"Scorecard", "Bảng chỉ số"},
    {"Objectives and key results", "Mục tiêu và kết quả then chốt"},
    {"KPI report", "Báo cáo KPI"},
    {"Alignment", "Liên kết mục tiêu"},
    {"KPIs and OKRs", "KPI và OKR"},
    {"Review", "Nhìn lại"},
    {"KPI", "KPI"},
    {"Trend", "Xu hướng"},
    {"Target", "Chỉ tiêu"},
    {"Target, upper end", "Chỉ tiêu, cận trên"},
    {"Attained", "Đạt được"},
    {"Status", "Trạng thái"},
    {"so far", "đến nay"},
    {"As of", "Tính đến"},
    {"Objective", "Mục tiêu"},
    {"Progress", "Tiến độ"},
    {"Expected", "Kỳ vọng"},
    {"From", "Từ"},
    {"To", "Đến"},
    {"Now", "Hiện tại"},
    {"Confidence", "Mức tự tin"},
    {"assessed", "đánh giá"},
    {"until", "đến"},
    {"Went well", "Điều làm tốt"},
    {"Went badly", "Điều chưa tốt"},
    {"Lessons", "Bài học"},
    {"Owner", "Phụ trách"},
    {"Cycle", "Chu kỳ"},
    {"Between KPIs and OKRs", "Giữa KPI và OKR"},
    {"Nothing.", "Không có gì."},
    {"Draft", "Bản nháp"},
    {"Forecast", "Dự báo"},
    {"likely to reach the target", "khả năng đạt chỉ tiêu"},
    {"Computed in another way from", "Cách tính thay đổi từ"},
    {"Change", "Thay đổi"},
    {"Share of the change", "Phần trong thay đổi"},
    {"Who made the difference", "Ai tạo ra khác biệt"},
    {"Season (1 is the mean of the year)", "Mùa vụ (1 là trung bình năm)"},
    {"Place in the year", "Vị trí trong năm"},
    {"Factor", "Hệ số"},
    {"Drives", "Dẫn dắt"},
    {"Guards", "Canh giữ"},
    {"graded", "chấm điểm"},
    {"Decision", "Quyết định"},
    {"Number", "Số liệu"},
    {"Then", "Trước"},
    {"What moved", "Điều gì đã thay đổi"},
    {"What was done", "Việc đã làm"},
    {"When (UTC)", "Khi nào (UTC)"},
    {"What", "Việc gì"},
    {"Where", "Ở đâu"},
    {"Who", "Ai"},
    {"Why", "Vì sao"},
    {"hangs on nothing", "không gắn với mục tiêu nào"},
    {"Claimed by several", "Nhiều nơi cùng nhận"},
    {"is away; shown is what it said at", "không trả lời; đang hiện điều đã biết lúc"},
    {"is away, and nothing of it is known", "không trả lời và chưa biết gì từ đó"},
    {"Period", "Kỳ"},
    {"Actual", "Thực tế"},
    {"Charts", "Biểu đồ"},
    {"Charts are drawn of the first KPIs only.", "Chỉ vẽ biểu đồ của các KPI đầu tiên."},
    {"Remarks", "Ghi chú"},
    {"worst", "thấp nhất"},
    {"below it", "bên dưới"},
    {"a private one", "một mục riêng tư"},
    {"of the weight has no value", "trọng số chưa có giá trị"},
    {"of the weight is stale", "trọng số có dữ liệu cũ"},
    {"a guard is broken", "một ngưỡng canh giữ bị vi phạm"},
    {"its guard is broken", "ngưỡng canh giữ đang bị vi phạm"},
    {"earned while its guard was broken", "đạt được khi ngưỡng canh giữ bị vi phạm"},
    {"error budget left", "ngân sách lỗi còn lại"},
    {"error budget used up, and more", "ngân sách lỗi đã hết, vượt thêm"},
    {"made of others", "gộp từ kết quả khác"},
    {"without a value", "chưa có giá trị"},
    {"stale", "dữ liệu cũ"},
    {"Comments", "Bình luận"},
    {"overdue", "quá hạn"},
    {"due", "hạn"},
    {"follow up", "xem lại"},
    {"Promised first", "Cam kết ban đầu"},
    {"Until", "Đến"},
    {"by", "bởi"},
    {"met", "đạt kỳ vọng"},
    {"not met", "không đạt kỳ vọng"},
    {"green", "xanh"},
    {"amber", "vàng"},
    {"red", "đỏ"},
    {"Snapshot", "Bản chụp"},
    {"Range", "Khoảng"},
    {"Likely", "Khả năng đạt"},
    {"Details of", "Chi tiết"},
    {"To a year ago", "So với năm trước"},
    {"Covered", "Độ phủ"},
    {"Last sample", "Mẫu mới nhất"},
    {"by", "theo"},
    {"Decisions", "Quyết định"},
    {"Look back on", "Nhìn lại ngày"},
    {"Outcome", "Kết quả"},
    {"Key results that it needs besides before it can be activated",
     "Số kết quả then chốt còn thiếu để kích hoạt"},
    {"Unknown", "Không rõ"},
    {"the rest is not known", "phần còn lại không rõ"},
    {"Nobody can tell: not everything is known that this takes.",
     "Chưa thể kết luận: còn thiếu dữ liệu cần thiết."},
    {"There may be more: not everything is known that this takes.",
     "Có thể còn nữa: còn thiếu dữ liệu cần thiết."},
    {"objectives are as they are now; nothing is known of what they were at",
     "mục tiêu được trình bày như hiện nay; không có thông tin về mục tiêu vào lúc"},
    {"same part", "cùng phần kỳ"},
}};

Pair StatusPair(Status status) {
  switch (status) {
    case Status::NOT_STARTED:
      return {"Not started", "Chưa bắt đầu"};
    case Status::NO_DATA:
      return {"No data", "Chưa có dữ liệu"};
    case Status::STALE:
      return {"Stale", "Dữ liệu cũ"};
    case Status::ON_TRACK:
      return {"On track", "Đúng tiến độ"};
    case Status::AT_RISK:
      return {"At risk", "Có rủi ro"};
    case Status::OFF_TRACK:
      return {"Off track", "Chệch hướng"};
    case Status::ACHIEVED:
      return {"Achieved", "Đạt"};
    case Status::MISSED:
      return {"Missed", "Không đạt"};
    case Status::TOO_EARLY:
      return {"Too early", "Còn quá sớm"};
    default:
      return {"", ""};
  }
}

Pair CombinationPair(Objective::Combination combination) {
  switch (combination) {
    case Objective::MEAN:
      return {"the mean of its parts", "trung bình các phần"};
    case Objective::LEAST:
      return {"as far as the least of its parts", "tính theo phần chậm nhất"};
    case Objective::MOST:
      return {"as far as the furthest of its parts", "tính theo phần xa nhất"};
    case Objective::TOTAL:
      return {"its parts add up", "cộng các phần lại"};
    default:
      return {"", ""};
  }
}

Pair InitiativePair(Initiative::State state) {
  switch (state) {
    case Initiative::IN_PROGRESS:
      return {"In progress", "Đang làm"};
    case Initiative::DONE:
      return {"Done", "Đã xong"};
    case Initiative::CANCELLED:
      return {"Cancelled", "Đã hủy"};
    default:
      return {"Planned", "Dự kiến"};
  }
}

Pair OutcomePair(Verdict::Outcome outcome) {
  switch (outcome) {
    case Verdict::WORKED:
      return {"Worked", "Có hiệu quả"};
    case Verdict::WORKED_PARTLY:
      return {"Worked in part", "Hiệu quả một phần"};
    case Verdict::DID_NOT_WORK:
      return {"Did not work", "Không hiệu quả"};
    case Verdict::UNCLEAR:
      return {"Nobody can tell", "Chưa rõ"};
    default:
      return {"", ""};
  }
}

Pair EventPair(ReviewEvent::Kind kind) {
  switch (kind) {
    case ReviewEvent::OBJECTIVE_CREATED:
      return {"Objective written", "Viết mục tiêu"};
    case ReviewEvent::OBJECTIVE_CLOSED:
      return {"Objective closed", "Đóng mục tiêu"};
    case ReviewEvent::KEY_RESULT_CREATED:
      return {"Key result written", "Viết kết quả then chốt"};
    case ReviewEvent::RETARGETED:
      return {"Retargeted", "Đổi chỉ tiêu"};
    case ReviewEvent::CHECKED_IN:
      return {"Check-in", "Cập nhật"};
    case ReviewEvent::COMMENTED:
      return {"Comment", "Bình luận"};
    case ReviewEvent::INITIATIVE_CHANGED:
      return {"Initiative changed", "Sáng kiến thay đổi"};
    case ReviewEvent::KPI_CREATED:
      return {"KPI defined", "Định nghĩa KPI"};
    case ReviewEvent::KPI_SIGNED_OFF:
      return {"KPI accepted", "Chấp nhận KPI"};
    case ReviewEvent::KPI_REDEFINED:
      return {"KPI redefined", "Đổi cách tính KPI"};
    case ReviewEvent::KPI_CHANGED:
      return {"KPI changed", "Thay đổi KPI"};
    case ReviewEvent::OBJECTIVE_CHANGED:
      return {"Objective changed", "Mục tiêu thay đổi"};
    case ReviewEvent::OBJECTIVE_DELETED:
      return {"Objective deleted", "Xóa mục tiêu"};
    case ReviewEvent::KEY_RESULT_CHANGED:
      return {"Key result changed", "Kết quả then chốt thay đổi"};
    case ReviewEvent::KEY_RESULT_DELETED:
      return {"Key result deleted", "Xóa kết quả then chốt"};
    case ReviewEvent::ASSESSED:
      return {"Assessed", "Đánh giá"};
    case ReviewEvent::INITIATIVE_DELETED:
      return {"Initiative deleted", "Xóa sáng kiến"};
    case ReviewEvent::CYCLE_CREATED:
      return {"Cycle entered", "Tạo chu kỳ"};
    case ReviewEvent::CYCLE_CHANGED:
      return {"Cycle changed", "Chu kỳ thay đổi"};
    case ReviewEvent::CYCLE_DELETED:
      return {"Cycle deleted", "Xóa chu kỳ"};
    case ReviewEvent::KPI_DELETED:
      return {"KPI deleted", "Xóa KPI"};
    case ReviewEvent::DECIDED:
      return {"Decision", "Quyết định"};
    case ReviewEvent::JUDGED:
      return {"Looked back", "Nhìn lại quyết định"};
    default:
      return {"", ""};
  }
}

std::string In(const Pair& pair, const std::string& language) {
  return language == "vi" ? pair.vietnamese : pair.english;
}

}  // namespace

std::string Say(Word word, const std::string& language) {
  return In(kWords.at(static_cast<size_t>(word)), language);
}

std::string StatusWord(Status status, const std::string& language) {
  return In(StatusPair(status), language);
}

std::string CombinationWord(Objective::Combination combination, const std::string& language) {
  return In(CombinationPair(combination), language);
}

std::string InitiativeWord(Initiative::State state, const std::string& language) {
  return In(InitiativePair(state), language);
}

std::string OutcomeWord(Verdict::Outcome outcome, const std::string& language) {
  return In(OutcomePair(outcome), language);
}

std::string EventWord(ReviewEvent::Kind kind, const std::string& language) {
  return In(EventPair(kind), language);
}

}  // namespace okapi::reporting::documents
