#include "services/goals/templates/template_text.h"

namespace okapi::goals {

TemplateText ProductAdoption() {
  return {
      "product-adoption",
      {"Let users feel what the product is worth in their first week",
       "Để người dùng cảm nhận giá trị của sản phẩm ngay tuần đầu"},
      {"For those who make software or a service that people try before they stay. The numbers are "
       "examples; replace them with your own.",
       "Dành cho đội làm phần mềm hay dịch vụ mà người ta dùng thử trước khi ở lại. Các con số là "
       "ví "
       "dụ; hãy thay bằng số của bạn."},
      {{"activation",
        {"Share of users who finish a first task", "Tỷ lệ người dùng làm xong việc đầu tiên"},
        {"Within seven days of signing up. Say which task shows the worth, and replace baseline "
         "and "
         "target with your own.",
         "Trong bảy ngày kể từ khi đăng ký. Hãy nói rõ việc nào cho thấy giá trị; hãy thay điểm "
         "xuất "
         "phát và đích bằng số của bạn."},
        "unit { percent: true } from_to { baseline: 0.35 target: 0.55 }",
        {}},
       {"return",
        {"Share who come back a month later", "Tỷ lệ quay lại sau một tháng"},
        {"Of those who signed up in a month, who used it in the fourth week after. Replace "
         "baseline "
         "and target with your own.",
         "Trong số người đăng ký mỗi tháng, bao nhiêu người dùng vào tuần thứ tư sau đó. Hãy thay "
         "điểm xuất phát và đích bằng số của bạn."},
        "unit { percent: true } from_to { baseline: 0.2 target: 0.3 }",
        {}},
       {"time-to-value",
        {"Minutes until there is a result", "Số phút đến khi có kết quả"},
        {"Median from signing up to the end of the first task. Replace baseline and target with "
         "your own.",
         "Trung vị từ lúc đăng ký đến khi xong việc đầu tiên. Hãy thay điểm xuất phát và đích bằng "
         "số "
         "của bạn."},
        "from_to { baseline: 45 target: 15 }",
        {"minutes", "phút"}}},
      {{"watch-beginners",
        {"Watch beginners at their first task", "Quan sát người mới làm việc đầu tiên"},
        {"Five of them, without a word of help; what stops them goes first.",
         "Năm người, không trợ giúp; điều làm họ dừng lại được sửa trước."},
        "key_results: 'activation' key_results: 'time-to-value' due_after_weeks: 3 "
        "follow_up_after_weeks: 4"},
       {"sample-data",
        {"Begin with data that is there already", "Bắt đầu với dữ liệu mẫu có sẵn"},
        {"Nobody has to fill in anything before seeing something.",
         "Không ai phải nhập gì trước khi thấy được điều gì đó."},
        "key_results: 'time-to-value' due_after_weeks: 6 follow_up_after_weeks: 4"},
       {"second-week-mail",
        {"Write to those who stopped in the second week",
         "Viết thư cho người dừng lại ở tuần thứ hai"},
        {"One question: what did you want to do?", "Một câu hỏi: bạn đã muốn làm gì?"},
        "key_results: 'return' due_after_weeks: 5 follow_up_after_weeks: 6"}},
  };
}

}  // namespace okapi::goals
