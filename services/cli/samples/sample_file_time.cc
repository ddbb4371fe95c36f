#include "services/cli/samples/sample_file_time.h"

#include <cmath>
#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"

namespace okapi::cli {
namespace {

constexpr double kSecondsMin = 1e8;  // March 1973.
constexpr double kSecondsEnd = 1e11;
constexpr double kMillisecondsEnd = 1e14;

absl::Status NotATime(absl::string_view text) {
  return absl::InvalidArgumentError(absl::StrCat(
      "'", text.substr(0, 40),
      "' is not a time; write 2026-01-31, 2026-01-31 08:30, 2026-01-31T08:30:00+07:00, "
      "or seconds or milliseconds since 1970"));
}

// Takes a text apart from left to right. After the first thing that does not fit, `ok` stays false.
class Scanner {
 public:
  explicit Scanner(absl::string_view text) : rest_(text) {}

  bool ok() const { return ok_; }
  bool AtEnd() const { return rest_.empty(); }
  char Next() const { return rest_.empty() ? '\0' : rest_[0]; }

  // Exactly `count` digits.
  int Digits(size_t count) {
    int number = 0;
    for (size_t i = 0; i < count; ++i) {
      if (i >= rest_.size() || !absl::ascii_isdigit(static_cast<unsigned char>(rest_[i]))) {
        ok_ = false;
        return 0;
      }
      number = number * 10 + (rest_[i] - '0');
    }
    rest_.remove_prefix(count);
    return number;
  }

  bool TryTake(char c) {
    if (Next() != c || rest_.empty()) return false;
    rest_.remove_prefix(1);
    return true;
  }

  void Take(char c) {
    if (!TryTake(c)) ok_ = false;
  }

  void Refuse() { ok_ = false; }

  // Any number of digits after the decimal point; those below microseconds do not count.
  absl::Duration Fraction() {
    int64_t micros = 0;
    int64_t weight = 100'000;
    if (!absl::ascii_isdigit(static_cast<unsigned char>(Next()))) ok_ = false;
    while (absl::ascii_isdigit(static_cast<unsigned char>(Next()))) {
      micros += weight * (Next() - '0');
      weight /= 10;
      rest_.remove_prefix(1);
    }
    return absl::Microseconds(micros);
  }

 private:
  absl::string_view rest_;
  bool ok_ = true;
};

absl::Duration ScanOffset(Scanner& scanner) {
  if (scanner.TryTake('Z') || scanner.TryTake('z')) return absl::ZeroDuration();
  const bool west = scanner.TryTake('-');
  if (!west) scanner.Take('+');
  const int hours = scanner.Digits(2);
  scanner.Take(':');
  const int minutes = scanner.Digits(2);
  if (hours > 23 || minutes > 59) scanner.Refuse();
  const absl::Duration offset = absl::Hours(hours) + absl::Minutes(minutes);
  return west ? -offset : offset;
}

absl::StatusOr<absl::Time> ParseNumber(absl::string_view text, double number) {
  const double size = std::abs(number);
  if (size < kSecondsMin) {
    return absl::InvalidArgumentError(absl::StrCat(
        "'", text, "' is too small for seconds since 1970; write a date as 2026-01-31"));
  }
  if (size < kSecondsEnd) {
    return absl::FromUnixMicros(static_cast<int64_t>(std::llround(number * 1e6)));
  }
  if (size < kMillisecondsEnd) {
    return absl::FromUnixMicros(static_cast<int64_t>(std::llround(number * 1e3)));
  }
  return NotATime(text);
}

bool LooksLikeNumber(absl::string_view text) {
  for (const char c : text) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(c)) && c != '.') return false;
  }
  return !text.empty();
}

}  // namespace

absl::StatusOr<absl::Time> ParseSampleTime(absl::string_view text, const absl::TimeZone& zone) {
  text = absl::StripAsciiWhitespace(text);
  double number = 0;
  if (LooksLikeNumber(text) && absl::SimpleAtod(text, &number)) return ParseNumber(text, number);

  Scanner scanner(text);
  const int year = scanner.Digits(4);
  scanner.Take('-');
  const int month = scanner.Digits(2);
  scanner.Take('-');
  const int day = scanner.Digits(2);
  int hour = 0;
  int minute = 0;
  int second = 0;
  absl::Duration fraction;
  bool local = true;
  absl::Duration offset;
  const bool date = scanner.AtEnd();
  if (!date) {
    if (!scanner.TryTake('T') && !scanner.TryTake('t')) scanner.Take(' ');
    hour = scanner.Digits(2);
    scanner.Take(':');
    minute = scanner.Digits(2);
    if (scanner.TryTake(':')) {
      second = scanner.Digits(2);
      if (scanner.TryTake('.')) fraction = scanner.Fraction();
    }
    if (!scanner.AtEnd()) {
      local = false;
      offset = ScanOffset(scanner);
    }
  }
  const absl::CivilSecond civil(year, month, day, hour, minute, second);
  // A civil time brings the 30th of February into March; what was moved was no time.
  const bool exists = civil.year() == year && civil.month() == month && civil.day() == day &&
                      civil.hour() == hour && civil.minute() == minute && civil.second() == second;
  if (!scanner.ok() || !scanner.AtEnd() || !exists) return NotATime(text);
  if (!local) return absl::UTCTimeZone().At(civil).pre + fraction - offset;
  const absl::TimeZone::TimeInfo moment = zone.At(civil);
  if (moment.kind == absl::TimeZone::TimeInfo::SKIPPED) {
    if (date) return moment.trans;
    return absl::InvalidArgumentError(
        absl::StrCat("'", text, "' is no time in ", zone.name(), ": its clocks skip it"));
  }
  return moment.pre + fraction;
}

}  // namespace okapi::cli
