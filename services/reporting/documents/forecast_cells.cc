#include "services/reporting/documents/forecast_cells.h"

#include "absl/strings/str_cat.h"
#include "common/text/quantity.h"
#include "services/reporting/documents/sections.h"
#include "services/reporting/documents/words.h"

namespace okapi::reporting::documents {

using okapi::common::v1::Forecast;
using okapi::common::v1::Unit;
using okapi::goals::v1::KeyResult;

std::vector<Column> ForecastColumns(const std::string& language) {
  std::vector<Column> columns;
  for (const Word word : {Word::kForecast, Word::kRange, Word::kLikelihood}) {
    columns.push_back({.title = Say(word, language), .numbers = true, .only_if_any = true});
  }
  return columns;
}

void AddForecast(const Forecast& forecast, const Unit& unit, const std::string& language,
                 Row& row) {
  const auto number = [&](double value) {
    return text::Quantity(value, unit, text::NotationOf(language));
  };
  row.cells.push_back({Quantity{forecast.value(), unit}});
  row.cells.push_back(Text(absl::StrCat(number(forecast.low()), " – ", number(forecast.high()))));
  row.cells.push_back(forecast.has_likelihood() ? Cell{Share{forecast.likelihood()}} : Cell{});
}

void AddForecast(const KeyResult& key_result, const std::string& language, Row& row) {
  if (!key_result.has_forecast()) {
    row.cells.resize(row.cells.size() + 3);
    return;
  }
  Unit unit = key_result.unit();
  if (key_result.has_milestones()) unit.set_percent(true);
  AddForecast(key_result.forecast(), unit, language, row);
}

void AddNoForecast(Row& row) {
  for (int i = 0; i < 3; ++i) row.cells.push_back(Text(""));
}

}  // namespace okapi::reporting::documents
