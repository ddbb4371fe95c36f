#include "services/goals/templates/template_text.h"

namespace okapi::goals {

TemplateText ServiceReliability() {
  return {
      "service-reliability",
      {"Run a service that customers never have to worry about",
       "Vận hành dịch vụ để khách hàng luôn yên tâm"},
      {"For those who keep systems going. The numbers are examples; replace them with your own.",
       "Dành cho đội vận hành hệ thống. Các con số là ví dụ; hãy thay bằng số của bạn."},
      {{"availability",
        {"Availability, as customers see it", "Mức sẵn sàng mà khách hàng cảm nhận"},
        {"The share of requests of a month that were answered well and in time. Replace the bound "
         "with what you promise.",
         "Tỷ lệ yêu cầu trong tháng được trả lời tốt và kịp thời. Hãy thay ngưỡng bằng mức bạn cam "
         "kết."},
        "unit { percent: true } range { min: 0.999 }",
        {}},
       {"recovery",
        {"Minutes until it is back", "Số phút đến khi khôi phục"},
        {"Median over the incidents of the cycle, from the first failed request on. Replace "
         "baseline "
         "and target with your own.",
         "Trung vị của các sự cố trong chu kỳ, tính từ yêu cầu lỗi đầu tiên. Hãy thay điểm xuất "
         "phát "
         "và đích bằng số của bạn."},
        "from_to { baseline: 90 target: 30 }",
        {"minutes", "phút"}},
       {"incidents",
        {"Incidents that customers notice", "Số sự cố khách hàng nhận thấy"},
        {"In a quarter. Replace the baseline with what you counted last, and the change with what "
         "you can reach.",
         "Trong một quý. Hãy thay điểm xuất phát bằng con số quý trước, và mức thay đổi bằng điều "
         "bạn có thể đạt."},
        "relative_change { baseline: 12 change: -0.5 }",
        {"incidents", "sự cố"}}},
      {{"rehearsals",
        {"Rehearse a failure every month", "Diễn tập sự cố mỗi tháng"},
        {"By daylight, with everybody there: switch one thing off and watch.",
         "Giữa ban ngày, có mặt mọi người: tắt một thứ và quan sát."},
        "key_results: 'recovery' due_after_weeks: 4 follow_up_after_weeks: 6"},
       {"reviews-without-blame",
        {"Look back at every incident without blame", "Nhìn lại mọi sự cố mà không đổ lỗi"},
        {"Within a week, and with one thing that will be done about it.",
         "Trong vòng một tuần, với một việc sẽ làm để khắc phục."},
        "key_results: 'incidents' key_results: 'availability' due_after_weeks: 6 "
        "follow_up_after_weeks: 6"}},
  };
}

}  // namespace okapi::goals
