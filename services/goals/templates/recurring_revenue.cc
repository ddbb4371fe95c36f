#include "services/goals/templates/template_text.h"

namespace okapi::goals {

TemplateText RecurringRevenue() {
  return {
      "recurring-revenue",
      {"Grow the revenue that comes back every month", "Tăng doanh thu lặp lại hằng tháng"},
      {"For those who sell by subscription: what is won is to stay and to grow. The numbers are "
       "examples; replace them with your own.",
       "Dành cho doanh nghiệp bán theo thuê bao: khách hàng có được cần ở lại và mua thêm. Các con "
       "số là ví dụ; hãy thay bằng số của bạn."},
      {{"mrr",
        {"Monthly recurring revenue", "Doanh thu thuê bao hằng tháng"},
        {"What all subscriptions of a month are worth. Replace currency, baseline and target with "
         "your own.",
         "Giá trị của mọi thuê bao trong tháng. Hãy thay loại tiền, điểm xuất phát và đích bằng số "
         "của bạn."},
        "unit { currency_code: 'USD' } from_to { baseline: 85000 target: 100000 } weight: 2",
        {}},
       {"churn",
        {"Share of customers who leave in a quarter", "Tỷ lệ khách hàng rời đi trong quý"},
        {"Customers who ended their subscription, divided by those at the beginning. Replace "
         "baseline and target with your own.",
         "Số khách hàng ngừng thuê bao chia cho số khách hàng đầu quý. Hãy thay điểm xuất phát và "
         "đích bằng số của bạn."},
        "unit { percent: true } from_to { baseline: 0.06 target: 0.04 }",
        {}},
       {"expansion",
        {"Revenue added by those who are customers already",
         "Phần doanh thu mà khách hàng hiện có mua thêm"},
        {"More seats, larger plans and further products, by the month. Replace baseline and target "
         "with your own.",
         "Thêm người dùng, gói lớn hơn và sản phẩm khác, tính theo tháng. Hãy thay điểm xuất phát "
         "và đích bằng số của bạn."},
        "unit { currency_code: 'USD' } from_to { baseline: 4000 target: 8000 }",
        {}}},
      {{"renewal-talks",
        {"Talk with every customer before the renewal",
         "Trò chuyện với từng khách hàng trước khi gia hạn"},
        {"Two months before it is due, about what they got for their money.",
         "Hai tháng trước hạn, về điều họ đã nhận được với số tiền bỏ ra."},
        "key_results: 'churn' due_after_weeks: 8 follow_up_after_weeks: 6"},
       {"yearly-plan",
        {"Offer a yearly plan", "Đưa ra gói trả theo năm"},
        {"For those who have stayed for a quarter.", "Cho khách hàng đã ở lại một quý."},
        "key_results: 'mrr' key_results: 'churn' due_after_weeks: 5 follow_up_after_weeks: 8"},
       {"next-product",
        {"Show each customer the product that fits next",
         "Giới thiệu cho từng khách hàng sản phẩm phù hợp tiếp theo"},
        {"By what similar customers use.", "Dựa trên điều những khách hàng tương tự đang dùng."},
        "key_results: 'expansion' due_after_weeks: 6 follow_up_after_weeks: 6"}},
  };
}

}  // namespace okapi::goals
