#include "services/goals/templates/template_text.h"

namespace okapi::goals {

TemplateText OnTimeDelivery() {
  return {
      "on-time-delivery",
      {"Deliver what was promised when it was promised", "Giao hàng đúng như đã hứa"},
      {"For those who make, store and ship. The numbers are examples; replace them with your own.",
       "Dành cho bộ phận sản xuất, kho và giao nhận. Các con số là ví dụ; hãy thay bằng số của "
       "bạn."},
      {{"on-time",
        {"Share of orders that come in time and in full", "Tỷ lệ đơn hàng đến đúng hẹn và đủ hàng"},
        {"Held against the day and the amount that the customer was told first. Replace baseline "
         "and "
         "target with your own.",
         "So với ngày và số lượng đã báo khách hàng lần đầu. Hãy thay điểm xuất phát và đích bằng "
         "số "
         "của bạn."},
        "unit { percent: true } from_to { baseline: 0.86 target: 0.95 }",
        {}},
       {"returns",
        {"Share of deliveries sent back", "Tỷ lệ lô hàng bị trả lại"},
        {"For whatever reason. Replace baseline and target with your own.",
         "Vì bất kỳ lý do gì. Hãy thay điểm xuất phát và đích bằng số của bạn."},
        "unit { percent: true } from_to { baseline: 0.04 target: 0.02 }",
        {}},
       {"lead-time",
        {"Days between order and arrival", "Số ngày từ khi đặt đến khi nhận"},
        {"Median of a month. Replace baseline and target with your own.",
         "Trung vị của tháng. Hãy thay điểm xuất phát và đích bằng số của bạn."},
        "from_to { baseline: 6 target: 4 }",
        {"days", "ngày"}}},
      {{"promise-by-stock",
        {"Promise a day only by what is in stock", "Chỉ hứa ngày giao theo hàng đang có"},
        {"The shop asks the warehouse before it says a day.",
         "Cửa hàng hỏi kho trước khi báo ngày."},
        "key_results: 'on-time' due_after_weeks: 5 follow_up_after_weeks: 4"},
       {"reasons-of-returns",
        {"Note why each delivery came back", "Ghi lại lý do từng lô hàng bị trả"},
        {"The reason that is named most is mended every month.",
         "Mỗi tháng sửa lý do được nêu nhiều nhất."},
        "key_results: 'returns' due_after_weeks: 3 follow_up_after_weeks: 6"},
       {"daily-picking",
        {"Pick in the afternoon what was ordered in the morning",
         "Chiều soạn xong đơn hàng đặt buổi sáng"},
        {"With a second shift on the two busiest days.", "Thêm một ca vào hai ngày bận nhất."},
        "key_results: 'lead-time' due_after_weeks: 6 follow_up_after_weeks: 4"}},
  };
}

}  // namespace okapi::goals
