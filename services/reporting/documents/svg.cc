#include "services/reporting/documents/svg.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/text/quantity.h"
#include "services/reporting/documents/words.h"

namespace okapi::reporting::documents {
namespace {

constexpr double kWidth = 360;
constexpr double kHeight = 150;
// Room for the names of periods below, and between the numbers on the left and the drawing.
constexpr double kBottom = 20;
constexpr double kTop = 8;
constexpr double kGap = 6;
// Room for the numbers: what usual ones take, so that the drawings of a page stand alike, more
// where they are longer, and never so much that there is no drawing.
constexpr double kLeftMin = 64;
constexpr double kLeftMax = kWidth / 2;
// A character of a label in the widest of the usual fonts.
constexpr double kCharacter = 7;

std::string At(double coordinate) { return absl::StrFormat("%.1f", coordinate); }

double WidthOf(absl::string_view label) {
  const auto characters =
      std::count_if(label.begin(), label.end(), [](char byte) { return (byte & 0xC0) != 0x80; });
  return kCharacter * static_cast<double>(characters);
}

// Where values stand on the page; zero is always on it, because columns begin there.
class Scale {
 public:
  struct Label {
    double value;
    std::string text;
  };

  Scale(const Chart& chart, const std::string& language) {
    for (const auto* values : {&chart.actual, &chart.target, &chart.target_max}) {
      for (const auto& value : *values) {
        if (!value.has_value()) continue;
        low_ = std::min(low_, *value);
        high_ = std::max(high_, *value);
      }
    }
    if (high_ == low_) high_ = low_ + 1;
    for (const double value : {low_, high_}) {
      if (value == 0) continue;
      labels_.push_back({value, text::Quantity(value, chart.unit, text::NotationOf(language))});
      left_ = std::clamp(WidthOf(labels_.back().text) + kGap, left_, kLeftMax);
    }
    step_ = (kWidth - left_) / static_cast<double>(std::max<size_t>(1, chart.categories.size()));
  }
  double Y(double value) const {
    return kTop + (high_ - value) / (high_ - low_) * (kHeight - kTop - kBottom);
  }
  double X(size_t category) const { return left_ + step_ * static_cast<double>(category); }
  double step() const { return step_; }
  // Where the drawing begins.
  double left() const { return left_; }
  // The numbers on the left.
  const std::vector<Label>& labels() const { return labels_; }

 private:
  double low_ = 0;
  double high_ = 0;
  double left_ = kLeftMin;
  double step_ = 0;
  std::vector<Label> labels_;
};

void AddColumns(const Chart& chart, const Scale& scale, const std::string& language,
                std::string& svg) {
  for (size_t i = 0; i < chart.actual.size(); ++i) {
    if (!chart.actual[i].has_value()) continue;
    const double zero = scale.Y(0);
    const double top = scale.Y(*chart.actual[i]);
    const bool open = chart.open && i + 1 == chart.actual.size();
    absl::StrAppend(&svg, "<rect class=\"bar", open ? " open" : "", "\" x=\"",
                    At(scale.X(i) + scale.step() * 0.15), "\" y=\"", At(std::min(zero, top)),
                    "\" width=\"", At(scale.step() * 0.7), "\" height=\"",
                    At(std::max(0.5, std::abs(zero - top))), "\"><title>");
    absl::StrAppend(
        &svg, Escaped(chart.categories[i]), ": ",
        Escaped(text::Quantity(*chart.actual[i], chart.unit, text::NotationOf(language))),
        "</title></rect>");
  }
}

// A step per period; it begins anew behind one without a target.
void AddTarget(const std::vector<std::optional<double>>& target, const Scale& scale,
               std::string& svg) {
  std::string path;
  bool drawing = false;
  for (size_t i = 0; i < target.size(); ++i) {
    if (!target[i].has_value()) {
      drawing = false;
      continue;
    }
    absl::StrAppend(&path, drawing ? "L" : "M", At(scale.X(i)), " ", At(scale.Y(*target[i])), "H",
                    At(scale.X(i) + scale.step()));
    drawing = true;
  }
  if (!path.empty()) absl::StrAppend(&svg, "<path class=\"target\" d=\"", path, "\"/>");
}

// A line across the drawing where the category begins, with its words at the top.
void AddMarks(const Chart& chart, const Scale& scale, std::string& svg) {
  for (const Mark& mark : chart.marks) {
    const double x = scale.X(mark.category);
    // On the side where there is room.
    const bool right = x < (scale.left() + kWidth) / 2;
    absl::StrAppend(&svg, "<path class=\"mark\" d=\"M", At(x), " ", At(kTop), "V",
                    At(kHeight - kBottom), "\"/><text class=\"label\" text-anchor=\"",
                    right ? "start" : "end", "\" x=\"", At(right ? x + 4 : x - 4), "\" y=\"",
                    At(kTop + 8), "\">", Escaped(mark.text), "</text>");
  }
}

void AddLabels(const Chart& chart, const Scale& scale, std::string& svg) {
  for (const Scale::Label& label : scale.labels()) {
    absl::StrAppend(&svg, "<text class=\"label\" text-anchor=\"end\" x=\"", At(scale.left() - kGap),
                    "\" y=\"", At(scale.Y(label.value) + 4), "\">", Escaped(label.text), "</text>");
  }
  // As many names as there is room for, always the last.
  const size_t count = chart.categories.size();
  const size_t every = std::max<size_t>(1, static_cast<size_t>(std::ceil(62 / scale.step())));
  for (size_t i = count; i-- > 0;) {
    if ((count - 1 - i) % every != 0) continue;
    // The last one must not leave the drawing.
    const bool last = i + 1 == count;
    absl::StrAppend(&svg, "<text class=\"label\" text-anchor=\"", last ? "end" : "middle",
                    "\" x=\"", At(last ? kWidth : scale.X(i) + scale.step() / 2), "\" y=\"",
                    At(kHeight - 5), "\">", Escaped(chart.categories[i]), "</text>");
  }
}

}  // namespace

std::string Escaped(absl::string_view text) {
  std::string safe;
  safe.reserve(text.size());
  for (const char character : text) {
    switch (character) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      case '\'':
        safe += "&#39;";
        break;
      default:
        if (static_cast<unsigned char>(character) >= 0x20 || character == '\n' ||
            character == '\t') {
          safe += character;
        }
    }
  }
  return safe;
}

std::string ChartSvg(const Chart& chart, const std::string& language) {
  const Scale scale(chart, language);
  std::string svg = absl::StrCat("<svg viewBox=\"0 0 ", kWidth, " ", kHeight,
                                 "\" role=\"img\" aria-label=\"", Escaped(chart.title), "\">");
  AddColumns(chart, scale, language, svg);
  AddTarget(chart.target, scale, svg);
  AddTarget(chart.target_max, scale, svg);
  absl::StrAppend(&svg, "<path class=\"axis\" d=\"M", At(scale.left()), " ", At(scale.Y(0)), "H",
                  At(kWidth), "\"/>");
  AddLabels(chart, scale, svg);
  AddMarks(chart, scale, svg);
  return svg + "</svg>";
}

std::string SparkSvg(const std::vector<std::optional<double>>& values) {
  constexpr double kSparkWidth = 80;
  constexpr double kSparkHeight = 18;
  std::optional<double> low;
  std::optional<double> high;
  for (const auto& value : values) {
    if (!value.has_value()) continue;
    low = std::min(low.value_or(*value), *value);
    high = std::max(high.value_or(*value), *value);
  }
  if (!low.has_value()) return "";
  const double range = *high > *low ? *high - *low : 1;
  const double step =
      (kSparkWidth - 6) / static_cast<double>(std::max<size_t>(2, values.size()) - 1);
  std::string path;
  std::string dot;
  bool drawing = false;
  for (size_t i = 0; i < values.size(); ++i) {
    if (!values[i].has_value()) {
      drawing = false;
      continue;
    }
    const std::string x = At(3 + step * static_cast<double>(i));
    const std::string y = At(3 + (*high - *values[i]) / range * (kSparkHeight - 6));
    absl::StrAppend(&path, drawing ? "L" : "M", x, " ", y);
    dot = absl::StrCat("<circle class=\"dot\" r=\"2\" cx=\"", x, "\" cy=\"", y, "\"/>");
    drawing = true;
  }
  return absl::StrCat("<svg class=\"spark\" viewBox=\"0 0 ", kSparkWidth, " ", kSparkHeight,
                      "\" aria-hidden=\"true\"><path class=\"line\" d=\"", path, "\"/>", dot,
                      "</svg>");
}

std::string BarSvg(double share, Tone tone) {
  static constexpr const char* kClasses[] = {"plain", "good", "warning", "bad", "quiet"};
  return absl::StrCat(
      "<svg class=\"progress\" viewBox=\"0 0 72 8\" aria-hidden=\"true\">"
      "<rect class=\"ground\" width=\"72\" height=\"8\" rx=\"4\"/>"
      "<rect class=\"fill ",
      kClasses[static_cast<int>(tone)], "\" width=\"", At(72 * std::clamp(share, 0.0, 1.0)),
      "\" height=\"8\" rx=\"4\"/></svg>");
}

}  // namespace okapi::reporting::documents
