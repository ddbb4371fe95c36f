#include "services/goals/templates/template_text.h"

namespace okapi::goals {

TemplateText CustomerExperience() {
  return {
      "customer-experience",
      {"Improve the customers' experience across channels",
       "Nâng cao trải nghiệm của khách hàng trên mọi kênh"},
      {"For those who sell and serve in shops, by phone and online: the customer is to meet one "
       "company. The numbers are examples; replace them with your own.",
       "Dành cho doanh nghiệp bán hàng và phục vụ tại cửa hàng, qua điện thoại và trực tuyến: "
       "khách "
       "hàng cần gặp một công ty thống nhất. Các con số là ví dụ; hãy thay bằng số của bạn."},
      {{"nps",
        {"NPS over all channels", "Chỉ số NPS trên mọi kênh"},
        {"Promoters minus detractors in a hundred answers, asked in every channel. Replace "
         "baseline "
         "and target with your own.",
         "Số người giới thiệu trừ số người chê trong một trăm câu trả lời, hỏi ở mọi kênh. Hãy "
         "thay "
         "điểm xuất phát và đích bằng số của bạn."},
        "unit { points: 'NPS' } from_to { baseline: 30 target: 50 }",
        {}},
       {"acquisition",
        {"Acquisition rate: leads who become customers",
         "Tỷ lệ khách hàng tiềm năng trở thành khách hàng"},
        {"New customers in a month, divided by the leads of that month. Replace baseline and "
         "target "
         "with your own.",
         "Số khách hàng có được trong tháng chia cho số khách hàng tiềm năng của tháng đó. Hãy "
         "thay "
         "điểm xuất phát và đích bằng số của bạn."},
        "unit { percent: true } from_to { baseline: 0.08 target: 0.12 }",
        {}},
       {"complaints",
        {"Complaints a month", "Số khiếu nại mỗi tháng"},
        {"All that reach us, by whatever channel. Replace the baseline with what you count today, "
         "and the change with what you can reach.",
         "Mọi khiếu nại đến với chúng ta, qua bất kỳ kênh nào. Hãy thay điểm xuất phát bằng con số "
         "hôm nay, và mức thay đổi bằng điều bạn có thể đạt."},
        "relative_change { baseline: 80 change: -0.2 }",
        {"complaints", "khiếu nại"}}},
      {{"omnichannel-crm",
        {"Roll out an omnichannel CRM", "Triển khai CRM đa kênh"},
        {"Each customer has one history, whatever channel they come by.",
         "Mỗi khách hàng có một lịch sử chung, dù liên hệ qua kênh nào."},
        "key_results: 'nps' key_results: 'complaints' due_after_weeks: 8 follow_up_after_weeks: 6"},
       {"persona-content",
        {"Write content for personas", "Viết nội dung cho từng chân dung khách hàng"},
        {"Begin with the personas that bring most leads and fewest customers.",
         "Bắt đầu từ những chân dung mang lại nhiều khách hàng tiềm năng nhất mà ít khách mua "
         "nhất."},
        "key_results: 'acquisition' due_after_weeks: 4 follow_up_after_weeks: 6"},
       {"churn-interviews",
        {"Interview customers who left", "Phỏng vấn khách hàng đã rời đi"},
        {"Once the first weeks have shown who leaves: ask why, and choose what to mend in the next "
         "cycle.",
         "Sau những tuần đầu cho thấy ai rời đi: hỏi lý do, và chọn điều cần sửa trong chu kỳ "
         "sau."},
        "key_results: 'nps' key_results: 'complaints' due_after_weeks: 6 follow_up_after_weeks: "
        "6"}},
  };
}

}  // namespace okapi::goals
