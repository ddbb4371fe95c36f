#include "services/metrics/series/declared_series.h"

#include <utility>

namespace okapi::metrics {

void DeclaredSeriesList::Declare(const v1::SeriesDeclaration& declaration) {
  auto series = std::make_shared<DeclaredSeries>();
  series->kind = declaration.kind();
  absl::StatusOr<SeriesIdentity> identity = IdentityOf(declaration);
  if (identity.ok()) {
    series->identity = *std::move(identity);
  } else {
    series->refusal = std::string(identity.status().message());
  }
  undecided_.push_back(static_cast<uint32_t>(numbers_.size()));
  series_.push_back(std::move(series));
  numbers_.push_back(DeclaredSeries::kUndecided);
}

void DeclaredSeriesList::Forget() {
  // Samples come, and so series are settled, mostly in the order of declaration.
  while (!undecided_.empty() && NumberOf(undecided_.front()) != DeclaredSeries::kUndecided) {
    undecided_.pop_front();
  }
}

void DeclaredSeriesList::Look(uint32_t ref) {
  numbers_[ref] = series_[ref]->number();
  // Batches on their way may hold it still.
  if (numbers_[ref] >= 0) series_[ref].reset();
}

}  // namespace okapi::metrics
