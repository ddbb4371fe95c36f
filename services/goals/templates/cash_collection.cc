#include "services/goals/templates/template_text.h"

namespace okapi::goals {

TemplateText CashCollection() {
  return {
      "cash-collection",
      {"Turn sales into cash sooner", "Thu tiền bán hàng nhanh hơn"},
      {"For finance and sales together. The numbers are examples; replace them with your own.",
       "Dành cho tài chính và kinh doanh cùng làm. Các con số là ví dụ; hãy thay bằng số của bạn."},
      {{"days-to-pay",
        {"Days until an invoice is paid", "Số ngày đến khi hóa đơn được thanh toán"},
        {"By amount, over the invoices that were paid in a month. Replace baseline and target with "
         "your own.",
         "Tính theo số tiền, trên các hóa đơn được thanh toán trong tháng. Hãy thay điểm xuất phát "
         "và "
         "đích bằng số của bạn."},
        "from_to { baseline: 55 target: 40 }",
        {"days", "ngày"}},
       {"overdue",
        {"Share of receivables past their date", "Tỷ lệ công nợ quá hạn"},
        {"By amount, at the end of a month. Replace baseline and target with your own.",
         "Tính theo số tiền, vào cuối tháng. Hãy thay điểm xuất phát và đích bằng số của bạn."},
        "unit { percent: true } from_to { baseline: 0.18 target: 0.1 }",
        {}},
       {"disputes",
        {"Bills that customers question", "Số hóa đơn bị khách hàng khiếu nại"},
        {"In a month. Replace the baseline with what you count today, and the change with what you "
         "can reach.",
         "Trong một tháng. Hãy thay điểm xuất phát bằng con số hôm nay, và mức thay đổi bằng điều "
         "bạn "
         "có thể đạt."},
        "relative_change { baseline: 40 change: -0.3 }",
        {"bills", "hóa đơn"}}},
      {{"invoice-at-once",
        {"Send the invoice on the day of delivery", "Gửi hóa đơn ngay ngày giao hàng"},
        {"From the system, without a stack that waits for the end of the month.",
         "Từ hệ thống, không chờ gom đến cuối tháng."},
        "key_results: 'days-to-pay' key_results: 'disputes' due_after_weeks: 4 "
        "follow_up_after_weeks: 6"},
       {"friendly-call",
        {"Call before an invoice is due", "Gọi nhắc trước khi hóa đơn đến hạn"},
        {"A week before, those who paid late the last time.",
         "Trước một tuần, với khách hàng lần trước trả trễ."},
        "key_results: 'overdue' due_after_weeks: 3 follow_up_after_weeks: 6"}},
  };
}

}  // namespace okapi::goals
