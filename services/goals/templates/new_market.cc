#include "services/goals/templates/template_text.h"

namespace okapi::goals {

TemplateText NewMarket() {
  return {
      "new-market",
      {"Win customers in a region where nobody knows us yet",
       "Chinh phục khách hàng ở khu vực chưa ai biết đến chúng ta"},
      {"For those who enter a region or a trade: first customers, who speak for us, and a way to "
       "them that pays. The numbers are examples; replace them with your own.",
       "Dành cho doanh nghiệp bước vào một khu vực hay một ngành: những khách hàng đầu tiên nói "
       "tốt về chúng ta, và cách đến với họ có lãi. Các con số là ví dụ; hãy thay bằng số của "
       "bạn."},
      {{"customers",
        {"Customers in the new region", "Số khách hàng ở khu vực mới"},
        {"With a signed contract and a first payment. Replace baseline and target with your own.",
         "Đã ký hợp đồng và thanh toán lần đầu. Hãy thay điểm xuất phát và đích bằng số của bạn."},
        "from_to { baseline: 0 target: 40 }",
        {"customers", "khách hàng"}},
       {"references",
        {"Companies there that speak for us", "Số công ty tại đó nói tốt về chúng ta"},
        {"They let themselves be named and called. Replace the target with your own.",
         "Họ đồng ý cho nêu tên và gọi điện. Hãy thay đích bằng số của bạn."},
        "from_to { baseline: 0 target: 8 }",
        {"companies", "công ty"}},
       {"acquisition-cost",
        {"Cost of winning one of them", "Chi phí để có được một khách hàng tại đó"},
        {"What marketing and sales cost there in a month, divided by the customers it brought. "
         "Replace currency, baseline and target with your own.",
         "Chi phí tiếp thị và bán hàng tại đó trong tháng, chia cho số khách hàng mang về. Hãy "
         "thay "
         "loại tiền, điểm xuất phát và đích bằng số của bạn."},
        "unit { currency_code: 'USD' } from_to { baseline: 600 target: 350 }",
        {}}},
      {{"partners",
        {"Find partners who are at home there", "Tìm đối tác am hiểu địa phương"},
        {"They bring us to the customers whom they serve already.",
         "Họ đưa chúng ta đến với khách hàng họ đang phục vụ."},
        "key_results: 'customers' key_results: 'acquisition-cost' due_after_weeks: 6 "
        "follow_up_after_weeks: 6"},
       {"first-visits",
        {"Visit the first customers after their first month",
         "Thăm những khách hàng đầu tiên sau tháng đầu"},
        {"Mend what went wrong, then ask whether we may name them.",
         "Sửa điều chưa ổn, rồi xin phép nêu tên họ."},
        "key_results: 'references' due_after_weeks: 8 follow_up_after_weeks: 4"}},
  };
}

}  // namespace okapi::goals
