#include "common/scoring/forecast.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "common/scoring/border.h"
#include "common/scoring/end_likelihood.h"

namespace okapi::scoring {
namespace {

using okapi::common::v1::Forecast;

// A point in the period: 0 is its start, 1 its end.
struct Place {
  double x = 0;
  double y = 0;
};

// The value at `rank` when sorted.
double Ranked(std::vector<double>& values, size_t rank) {
  const auto place = values.begin() + static_cast<std::ptrdiff_t>(rank);
  std::nth_element(values.begin(), place, values.end());
  return *place;
}

double Median(std::vector<double> values) {
  const size_t middle = values.size() / 2;
  const double upper = Ranked(values, middle);
  if (values.size() % 2 == 1) return upper;
  return (upper + Ranked(values, middle - 1)) / 2;
}

bool Counts(const ForecastInput& input, const ForecastPoint& point) {
  if (!std::isfinite(point.value) || point.time > input.now) return false;
  return input.additive ? point.time > input.start : point.time >= input.start;
}

// One of each time, by time.
std::vector<Place> PlacesOf(const ForecastInput& input) {
  std::vector<ForecastPoint> points;
  for (const ForecastPoint& point : input.points) {
    if (Counts(input, point)) points.push_back(point);
  }
  std::sort(points.begin(), points.end(),
            [](const ForecastPoint& a, const ForecastPoint& b) { return a.time < b.time; });
  std::vector<Place> places;
  std::vector<double> values;
  for (size_t i = 0; i < points.size(); ++i) {
    values.push_back(points[i].value);
    if (i + 1 < points.size() && points[i + 1].time == points[i].time) continue;
    places.push_back({absl::FDivDuration(points[i].time - input.start, input.end - input.start),
                      Median(values)});
    values.clear();
  }
  return places;
}

std::vector<Place> Thinned(const std::vector<Place>& places) {
  constexpr size_t kMax = kForecastPointsMax;
  if (places.size() <= kMax) return places;
  std::vector<Place> kept;
  for (size_t i = 0; i < kMax; ++i) kept.push_back(places[i * (places.size() - 1) / (kMax - 1)]);
  return kept;
}

// The points as a way that goes on.
class Way {
 public:
  Way(std::vector<Place> places, bool from_last)
      : places_(std::move(places)), from_last_(from_last), pace_(Pace()) {}

  double span() const { return places_.back().x - places_.front().x; }
  double last() const { return places_.back().y; }

  double pace() const { return pace_; }
  // The end is the base and what the pace adds over the reach.
  double Base() const {
    if (from_last_) return last();
    std::vector<double> heights;
    for (const Place& place : places_) heights.push_back(place.y - pace_ * place.x);
    return Median(std::move(heights));
  }
  double Reach() const { return from_last_ ? rest() : 1; }

  // How far three quarters of such ends are off at most, by what was seen.
  double Stray() const {
    const double shortest = std::max(LongestGap(), std::min(rest(), span() / 8));
    std::vector<double> strays;
    ForPairs(shortest, 2 * shortest, [this, &strays](const Place& from, const Place& to) {
      const double length = to.x - from.x;
      const double growth = std::sqrt((rest() + rest() * rest() / span()) / length);
      strays.push_back(std::abs(to.y - from.y - pace_ * length) *
                       (from_last_ ? growth : std::max(1.0, growth)));
    });
    return Ranked(strays, (strays.size() * 3 + 3) / 4 - 1);
  }

  bool NeverFell() const {
    return std::is_sorted(places_.begin(), places_.end(),
                          [](const Place& a, const Place& b) { return a.y < b.y; });
  }

 private:
  double rest() const { return 1 - places_.back().x; }

  template <typename Visit>
  void ForPairs(double shortest, double longest, const Visit& visit) const {
    for (size_t i = 0; i < places_.size(); ++i) {
      for (size_t j = i + 1; j < places_.size(); ++j) {
        const double length = places_[j].x - places_[i].x;
        if (length > longest + kBorderWidth) break;
        if (length >= shortest - kBorderWidth) visit(places_[i], places_[j]);
      }
    }
  }

  double Pace() const {
    std::vector<double> slopes;
    ForPairs(span() / 2, span(), [&slopes](const Place& from, const Place& to) {
      slopes.push_back((to.y - from.y) / (to.x - from.x));
    });
    return Median(std::move(slopes));
  }

  double LongestGap() const {
    double longest = 0;
    for (size_t i = 1; i < places_.size(); ++i) {
      longest = std::max(longest, places_[i].x - places_[i - 1].x);
    }
    return longest;
  }

  std::vector<Place> places_;
  bool from_last_;
  double pace_;
};

// Precondition: the aim has a bound.
double LikelihoodOf(const Range& aim, const Way& way, bool grows, double value, double width,
                    double points) {
  const std::optional<Range> open = grows ? StillOpen(aim, way.last()) : aim;
  if (!open.has_value()) return 0;
  if (!HasBound(*open)) return 1;
  return SoberLikelihood(EndLikelihood(*open, value, width), points);
}

// Whether the points say enough about the time that has passed.
bool Suffices(const std::vector<Place>& places, const ForecastInput& input) {
  if (places.size() < kForecastPointsMin) return false;
  const double span = places.back().x - (input.additive ? 0 : places.front().x);
  const double elapsed = absl::FDivDuration(input.now - input.start, input.end - input.start);
  return span >= elapsed / 2 - kBorderWidth && span >= 0.1 - kBorderWidth;
}

}  // namespace

std::optional<Forecast> ForecastEnd(const ForecastInput& input, ForecastParts* parts) {
  if (!(input.start < input.now && input.now < input.end)) return std::nullopt;
  std::vector<Place> places = Thinned(PlacesOf(input));
  if (!Suffices(places, input)) return std::nullopt;
  const auto points = static_cast<double>(places.size());
  if (input.additive) places.insert(places.begin(), Place{});
  const Way way(std::move(places), input.additive || input.from_last);
  const ForecastParts made = {way.Base(), way.pace(), way.Reach(),
                              way.Stray() * 1.5 * (points + 1) / (points - 2)};
  if (parts != nullptr) *parts = made;
  const double value = made.base + made.pace * made.reach;
  const double width = made.width;
  const bool grows = input.additive && way.NeverFell();
  Forecast forecast;
  forecast.set_value(Within(input.possible, value));
  forecast.set_low(
      Within(input.possible, grows ? std::max(value - width, way.last()) : value - width));
  forecast.set_high(Within(input.possible, value + width));
  forecast.set_points(static_cast<int>(points));
  if (HasBound(input.aim)) {
    forecast.set_likelihood(LikelihoodOf(input.aim, way, grows, value, width, points));
  }
  return forecast;
}

Range PossibleOf(double least, double most, bool share) {
  Range possible;
  if (least >= 0) possible.min = 0;
  if (share && most <= 1) possible.max = 1;
  return possible;
}

}  // namespace okapi::scoring
