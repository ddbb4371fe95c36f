#include "services/goals/templates/template_text.h"

namespace okapi::goals {

TemplateText StayingTeam() {
  return {
      "staying-team",
      {"Be a company in which good people want to stay",
       "Trở thành nơi người giỏi muốn gắn bó lâu dài"},
      {"For whoever answers for people. The numbers are examples; replace them with your own.",
       "Dành cho người phụ trách nhân sự. Các con số là ví dụ; hãy thay bằng số của bạn."},
      {{"enps",
        {"Employee NPS", "Chỉ số eNPS của nhân viên"},
        {"Would people recommend us as a place to work? Asked every quarter, without names. "
         "Replace "
         "baseline and target with your own.",
         "Mọi người có giới thiệu nơi này để làm việc không? Hỏi mỗi quý, không ghi tên. Hãy thay "
         "điểm xuất phát và đích bằng số của bạn."},
        "unit { points: 'eNPS' } from_to { baseline: 10 target: 30 }",
        {}},
       {"turnover",
        {"Share of people who leave by their own choice", "Tỷ lệ tự nguyện nghỉ việc"},
        {"In the last twelve months. Replace baseline and target with your own.",
         "Trong mười hai tháng gần nhất. Hãy thay điểm xuất phát và đích bằng số của bạn."},
        "unit { percent: true } from_to { baseline: 0.15 target: 0.1 }",
        {}},
       {"from-within",
        {"Share of open positions filled from within", "Tỷ lệ vị trí được bổ nhiệm từ nội bộ"},
        {"Of all that were filled in the cycle. Replace baseline and target with your own.",
         "Trong mọi vị trí được bổ sung trong chu kỳ. Hãy thay điểm xuất phát và đích bằng số của "
         "bạn."},
        "unit { percent: true } from_to { baseline: 0.2 target: 0.35 }",
        {}}},
      {{"stay-interviews",
        {"Ask those who stay why they do", "Hỏi người ở lại vì sao họ ở lại"},
        {"Every lead with everybody on the team; what comes up often is mended first.",
         "Mỗi trưởng nhóm hỏi từng thành viên; điều được nhắc nhiều được sửa trước."},
        "key_results: 'enps' key_results: 'turnover' due_after_weeks: 6 follow_up_after_weeks: 8"},
       {"career-paths",
        {"Write down what the next step takes for every role",
         "Viết rõ điều kiện cho bước tiếp theo của từng vị trí"},
        {"On one page each, so that everybody can tell how far it is.",
         "Mỗi vị trí một trang, để ai cũng biết mình còn cách bao xa."},
        "key_results: 'from-within' key_results: 'turnover' due_after_weeks: 8 "
        "follow_up_after_weeks: 8"}},
  };
}

}  // namespace okapi::goals
