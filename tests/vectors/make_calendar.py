#!/usr/bin/env python3
"""Writes calendar.json: tests/vectors/make_calendar.py > tests/vectors/calendar.json

A second implementation of the rules in common/calendar/calendar.h and fiscal_year.h, on Python's zoneinfo and nothing of Okapi's. A day begins at
the first instant whose local date is that day or a later one, found by looking at every minute.
"""
import datetime as dt
import json
import zoneinfo

UTC = dt.timezone.utc
DAYS = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"]


def add_months(day, months):
    index = day.year * 12 + day.month - 1 + months
    return dt.date(index // 12, index % 12 + 1, 1)


class Calendar:
    def __init__(self, time_zone="UTC", fiscal=1, week="MONDAY", day=1, retail=None):
        self.zone = zoneinfo.ZoneInfo(time_zone)
        self.fiscal = fiscal
        self.week = DAYS.index(week)
        self.day = day
        self.retail = retail
        self.json = {"time_zone": time_zone, "fiscal_year_start_month": fiscal, "week_start": week}
        if day != 1:
            self.json["fiscal_year_start_day"] = day
        if retail:
            self.json["retail_pattern"] = f"WEEKS_{retail}"
        self.starts = {}
        self.years = {}

    def first_days(self, year):
        """The first days of the twelve months of the year that begins in, or is nearest to, that civil year, and of the next year."""
        if year not in self.years:
            if self.retail:
                def begin(y):
                    date = dt.date(y, self.fiscal, self.day)
                    near = [date + dt.timedelta(days=n) for n in range(-3, 4)]
                    return next(d for d in near if d.weekday() == self.week)
                days, cursor = [], begin(year)
                for weeks in [int(n) for n in self.retail] * 4:
                    days.append(cursor)
                    cursor += dt.timedelta(weeks=weeks)
                # The year nearest to 1 January from Monday on is the ISO year, which Python knows.
                assert (self.fiscal, self.day, self.week) != (1, 1, 0) or days[0].isocalendar()[:] == (year, 1, 1)
                self.years[year] = days + [begin(year + 1)]
            else:
                first = dt.date(year, self.fiscal, 1)
                self.years[year] = [add_months(first, n).replace(day=self.day) for n in range(13)]
        return self.years[year]

    def place(self, day):
        """The year, by the civil year in which it begins or nearly so, and the month in it from 0 that hold the day."""
        year = next(y for y in range(day.year + 1, 0, -1) if self.first_days(y)[0] <= day)
        return year, max(n for n in range(12) if self.first_days(year)[n] <= day)

    def local_date(self, instant):
        return instant.astimezone(self.zone).date()

    def start_of(self, day):
        if day not in self.starts:
            instant = dt.datetime(day.year, day.month, day.day, tzinfo=UTC) - dt.timedelta(hours=36)
            while self.local_date(instant) < day:
                instant += dt.timedelta(minutes=1)
            self.starts[day] = instant
        return self.starts[day]

    def first_day(self, kind, day):
        if kind == "DAY":
            return day
        if kind == "WEEK":
            return day - dt.timedelta(days=(day.weekday() - self.week) % 7)
        year, month = self.place(day)
        return self.first_days(year)[month - month % {"MONTH": 1, "QUARTER": 3, "YEAR": 12}[kind]]

    def day_after(self, kind, first):
        if kind in ("DAY", "WEEK"):
            return first + dt.timedelta(days=1 if kind == "DAY" else 7)
        year, month = self.place(first)
        return self.first_days(year)[month + {"MONTH": 1, "QUARTER": 3, "YEAR": 12}[kind]]

    def id_of(self, kind, first):
        if kind == "DAY":
            return first.isoformat()
        if kind == "WEEK":
            fourth = first + dt.timedelta(days=3)
            number = (fourth.timetuple().tm_yday - 1) // 7 + 1
            if self.week == 0:
                assert first.isocalendar()[:2] == (fourth.year, number)
            return f"{fourth.year:04d}-W{number:02d}"
        if kind == "MONTH" and not self.retail:
            return f"{first.year:04d}-{first.month:02d}"
        begins, month = self.place(first)
        # The civil year in which the fiscal year ends that begins in `begins`.
        year = (dt.date(begins + 1, self.fiscal, self.day) - dt.timedelta(days=1)).year
        plain = self.fiscal == 1 and self.day == 1 and not self.retail
        name = f"{'' if plain else 'FY'}{year:04d}"
        return {"YEAR": name, "QUARTER": f"{name}-Q{month // 3 + 1}", "MONTH": f"{name}-P{month + 1:02d}"}[kind]

    def period(self, kind, first):
        start = self.start_of(first)
        end = self.start_of(self.day_after(kind, first))
        return {"id": self.id_of(kind, first), "start_time": text(start), "end_time": text(end),
                "seconds": int((end - start).total_seconds())}

    def first_day_at(self, kind, instant):
        """The latest first day whose period has begun; periods without length hold no instant."""
        first = self.first_day(kind, self.local_date(instant) + dt.timedelta(days=2))
        while not self.start_of(first) <= instant < self.start_of(self.day_after(kind, first)):
            first = self.first_day(kind, first - dt.timedelta(days=1))
        return first

    def neighbour(self, kind, first, forward):
        while True:
            first = self.day_after(kind, first) if forward else self.first_day(kind, first - dt.timedelta(days=1))
            if self.start_of(first) != self.start_of(self.day_after(kind, first)):
                return first

    def year_before(self, kind, first):
        if kind in ("DAY", "WEEK"):
            return first - dt.timedelta(weeks=52)
        year, month = self.place(first)
        return self.first_days(year - 1)[month]


def text(instant):
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def at(name, calendar, kind, time):
    instant = dt.datetime.fromisoformat(time)
    first = calendar.first_day_at(kind, instant)
    return {"name": name, "calendar": calendar.json, "type": kind, "time": text(instant), **calendar.period(kind, first),
            "next": calendar.id_of(kind, calendar.neighbour(kind, first, True)),
            "previous": calendar.id_of(kind, calendar.neighbour(kind, first, False)),
            "year_before": calendar.period(kind, calendar.year_before(kind, first))}


def periods():
    utc = Calendar()
    berlin = Calendar("Europe/Berlin")
    sao_paulo = Calendar("America/Sao_Paulo")
    saigon = Calendar("Asia/Ho_Chi_Minh")
    apia = Calendar("Pacific/Apia")
    goose_bay = Calendar("America/Goose_Bay")
    yield at("Berlin: the day on which clocks go forward has 23 hours", berlin, "DAY", "2025-03-30T12:00:00+00:00")
    yield at("Berlin: the day on which clocks go back has 25 hours", berlin, "DAY", "2025-10-26T12:00:00+00:00")
    yield at("Berlin: first instant of the short day", berlin, "DAY", "2025-03-29T23:00:00+00:00")
    yield at("Berlin: last second of the long day", berlin, "DAY", "2025-10-26T22:59:59+00:00")
    for kind in ("WEEK", "MONTH", "QUARTER", "YEAR"):
        yield at(f"Berlin: the {kind} with the short day", berlin, kind, "2025-03-30T12:00:00+00:00")
    yield at("Sao Paulo: midnight skipped, the day begins at 01:00", sao_paulo, "DAY", "2018-11-04T15:00:00+00:00")
    yield at("Sao Paulo: the first instant after the gap", sao_paulo, "DAY", "2018-11-04T03:00:00+00:00")
    yield at("Sao Paulo: the last second before the gap", sao_paulo, "DAY", "2018-11-04T02:59:59+00:00")
    yield at("Sao Paulo: 23:30 occurs twice, the day has 25 hours", sao_paulo, "DAY", "2018-02-18T02:30:00+00:00")
    yield at("Sao Paulo: a Sunday week that begins in the gap", Calendar("America/Sao_Paulo", week="SUNDAY"), "WEEK",
             "2018-11-06T12:00:00+00:00")
    yield at("Havana: midnight occurs twice, the first counts", Calendar("America/Havana"), "DAY", "2024-11-03T12:00:00+00:00")
    yield at("Goose Bay: clocks go back from 00:01 to the day before", goose_bay, "DAY", "2010-11-07T03:30:00+00:00")
    yield at("Goose Bay: a minute of the day before its day", goose_bay, "DAY", "2010-11-07T02:59:30+00:00")
    yield at("Ho Chi Minh City: seven hours before UTC all year", saigon, "DAY", "2025-03-13T17:00:00+00:00")
    yield at("Ho Chi Minh City: the evening before in UTC", saigon, "DAY", "2025-03-13T16:59:59+00:00")
    yield at("Ho Chi Minh City: a year begins while UTC has the old one", saigon, "YEAR", "2024-12-31T17:00:00+00:00")
    yield at("Lord Howe: half an hour of summer time", Calendar("Australia/Lord_Howe"), "DAY", "2025-04-05T20:00:00+00:00")
    yield at("Kathmandu: 5:45 before UTC", Calendar("Asia/Kathmandu"), "MONTH", "2025-05-31T18:15:00+00:00")
    yield at("Apia: the day before the skipped day", apia, "DAY", "2011-12-30T09:59:59+00:00")
    yield at("Apia: the day after the skipped day", apia, "DAY", "2011-12-30T10:00:00+00:00")
    yield at("Apia: the week without its Friday has six days", apia, "WEEK", "2011-12-28T12:00:00+00:00")
    yield at("Apia: a week whose first day was skipped", Calendar("Pacific/Apia", week="FRIDAY"), "WEEK",
             "2012-01-03T00:00:00+00:00")
    yield at("Apia: a year before is the skipped day, without length", apia, "DAY", "2012-12-28T12:00:00+00:00")
    yield at("Kwajalein: a Saturday week whose Saturday was skipped", Calendar("Pacific/Kwajalein", week="SATURDAY"), "WEEK",
             "1993-08-25T00:00:00+00:00")
    for day in ("2020-12-28", "2021-01-03", "2021-01-04", "2024-12-29", "2024-12-30", "2026-12-31", "2027-01-03", "2027-01-04",
                "2004-12-31", "2008-12-29"):
        yield at(f"ISO week of {day}", utc, "WEEK", f"{day}T00:00:00+00:00")
    for week in DAYS[1:]:
        for day in ("2023-01-01", "2024-12-31", "2026-01-01"):
            yield at(f"week from {week} of {day}", Calendar(week=week), "WEEK", f"{day}T12:00:00+00:00")
    for kind in ("DAY", "MONTH", "QUARTER", "YEAR"):
        yield at(f"29 February, {kind}", utc, kind, "2024-02-29T12:00:00+00:00")
    yield at("29 February as last day of a fiscal year", Calendar(fiscal=3), "YEAR", "2024-02-29T23:59:59+00:00")
    yield at("February of a century year without 29th", utc, "MONTH", "1900-02-28T00:00:00+00:00")
    yield at("February of a century year with 29th", utc, "MONTH", "2000-02-29T00:00:00+00:00")
    for fiscal in range(1, 13):
        calendar = Calendar(fiscal=fiscal)
        yield at(f"year from month {fiscal}", calendar, "YEAR", "2025-03-14T00:00:00+00:00")
        yield at(f"quarter from month {fiscal}", calendar, "QUARTER", "2025-03-14T00:00:00+00:00")
        yield at(f"first instant of the year from month {fiscal}", calendar, "QUARTER", f"2025-{fiscal:02d}-01T00:00:00+00:00")
    yield at("months do not know of fiscal years", Calendar(fiscal=7), "MONTH", "2025-07-01T00:00:00+00:00")
    tax = Calendar("Europe/London", 4, day=6)
    for kind in ("MONTH", "QUARTER", "YEAR"):
        yield at(f"London: the {kind} before the tax year's first day", tax, kind, "2025-04-05T22:59:59+00:00")
        yield at(f"London: the {kind} from the tax year's first instant on", tax, kind, "2025-04-05T23:00:00+00:00")
        yield at(f"New York: from 15 September, {kind}", Calendar("America/New_York", 9, day=15), kind, "2025-11-02T05:30:00+00:00")
        yield at(f"from 6 January, {kind}", Calendar(day=6), kind, "2025-01-05T12:00:00+00:00")
    yield at("from 28 February, the month with 29 February", Calendar(fiscal=2, day=28), "MONTH", "2024-02-29T12:00:00+00:00")
    yield at("Apia: the month of the skipped day, from the 30th day less two", Calendar("Pacific/Apia", 12, day=28), "MONTH",
             "2011-12-29T12:00:00+00:00")
    # The Sunday nearest to 1 February: 2023 has 53 weeks, from 29 January 2023 to 3 February 2024.
    for pattern in ("445", "454", "544"):
        shop = Calendar("America/New_York", 2, "SUNDAY", retail=pattern)
        for day in ("2023-01-29", "2023-03-01", "2023-07-04", "2023-12-31", "2024-01-28", "2024-02-03", "2024-02-04", "2024-11-29"):
            yield at(f"{pattern}: the month of {day}", shop, "MONTH", f"{day}T12:00:00-05:00")
        for kind in ("QUARTER", "YEAR"):
            yield at(f"{pattern}: the {kind} with the 53rd week", shop, kind, "2024-02-01T12:00:00-05:00")
            yield at(f"{pattern}: the {kind} after it", shop, kind, "2024-02-04T05:00:00+00:00")
        yield at(f"{pattern}: weeks are as ever", shop, "WEEK", "2024-02-01T12:00:00-05:00")
    yield at("a retail year from January that begins in December", Calendar(retail="445"), "YEAR", "2024-12-30T00:00:00+00:00")
    yield at("a retail year that ends in the next civil year", Calendar(retail="445"), "YEAR", "2027-01-03T23:59:59+00:00")
    yield at("Ho Chi Minh City: a retail month", Calendar("Asia/Ho_Chi_Minh", 4, "MONDAY", retail="544"), "MONTH",
             "2025-03-30T17:00:00+00:00")
    yield at("Apia: a retail month without its Friday", Calendar("Pacific/Apia", 7, "FRIDAY", retail="454"), "MONTH",
             "2011-12-31T12:00:00+00:00")
    yield at("before 1970", utc, "QUARTER", "1969-12-31T23:59:59+00:00")
    yield from fiscal_days()
    yield from retail_years()


def fiscal_days():
    for fiscal in range(1, 13):
        calendar = Calendar("Europe/London", fiscal, day=6)
        for kind in ("MONTH", "QUARTER", "YEAR"):
            yield at(f"from the 6th of month {fiscal}, {kind}", calendar, kind, "2025-03-05T12:00:00+00:00")
        yield at(f"first instant of the year from the 6th of month {fiscal}", calendar, "YEAR",
                 text(calendar.start_of(dt.date(2025, fiscal, 6))))
    for fiscal, day, time in ((3, 9, "2025-03-09T12:00:00+00:00"), (11, 2, "2025-11-02T12:00:00+00:00")):
        new_york = Calendar("America/New_York", fiscal, day=day)
        for kind in ("DAY", "MONTH", "YEAR"):
            yield at(f"New York: from the day of month {fiscal} on which clocks change, {kind}", new_york, kind, time)
    yield at("Sao Paulo: a fiscal year from a skipped midnight", Calendar("America/Sao_Paulo", 11, day=4), "YEAR",
             "2018-11-04T03:00:00+00:00")
    yield at("Ho Chi Minh City: the last second before 6 April", Calendar("Asia/Ho_Chi_Minh", 4, day=6), "YEAR", "2025-04-05T16:59:59+00:00")
    yield at("Ho Chi Minh City: the first of 6 April", Calendar("Asia/Ho_Chi_Minh", 4, day=6), "YEAR", "2025-04-05T17:00:00+00:00")
    for kind in ("DAY", "WEEK", "QUARTER"):
        yield at(f"Apia: the {kind} after the skipped day, from the 28th", Calendar("Pacific/Apia", 12, day=28), kind, "2011-12-30T10:00:00+00:00")
    yield at("29 February as last day of a fiscal month", Calendar(fiscal=3), "MONTH", "2024-02-29T23:59:59+00:00")
    yield at("29 February within a tax year", Calendar("Europe/London", 4, day=6), "YEAR", "2024-02-29T12:00:00+00:00")


def retail_years():
    shop = Calendar("America/New_York", 2, "SUNDAY", retail="454")
    # As the National Retail Federation publishes them.
    assert [shop.first_days(year)[0] for year in (2022, 2023, 2024, 2025)] == [
        dt.date(2022, 1, 30), dt.date(2023, 1, 29), dt.date(2024, 2, 4), dt.date(2025, 2, 2)]
    for pattern in ("445", "454", "544"):
        shop = Calendar("America/New_York", 2, "SUNDAY", retail=pattern)
        yield at(f"{pattern}: the last month after that with the 53rd week", shop, "MONTH", "2025-01-20T12:00:00-05:00")
        yield at(f"{pattern}: the month of 29 February", shop, "MONTH", "2024-02-29T12:00:00-05:00")
        for day in ("2025-03-09", "2025-11-02"):
            for kind in ("DAY", "WEEK", "MONTH", "QUARTER"):
                yield at(f"{pattern}: the {kind} with the change of clocks on {day}", shop, kind, f"{day}T17:00:00+00:00")
        iso = Calendar(retail=pattern)
        for day in ("2020-12-27", "2020-12-28", "2021-01-03", "2021-01-04"):
            for kind in ("WEEK", "MONTH", "YEAR"):
                yield at(f"{pattern}: the {kind} of {day}, by ISO week 53", iso, kind, f"{day}T12:00:00+00:00")
    for fiscal in range(1, 13):
        calendar = Calendar(fiscal=fiscal, week="SATURDAY", retail="445")
        for kind in ("MONTH", "YEAR"):
            yield at(f"445: the {kind} in years nearest to month {fiscal}", calendar, kind, "2025-03-14T00:00:00+00:00")
    for day in ("2026-01-02T12:00:00+00:00", "2026-01-03T12:00:00+00:00", "2026-01-09T12:00:00+00:00"):
        yield at(f"the year nearest to 6 January, {day[:10]}", Calendar(week="SATURDAY", day=6, retail="544"), "YEAR", day)
    saigon = Calendar("Asia/Ho_Chi_Minh", 2, "SUNDAY", retail="454")
    for time in ("2024-02-03T16:59:59+00:00", "2024-02-03T17:00:00+00:00"):
        yield at(f"Ho Chi Minh City: the retail year at {time}", saigon, "YEAR", time)
    # The Friday nearest to 1 January 2012 is the day that was skipped.
    friday = Calendar("Pacific/Apia", 1, "FRIDAY", retail="445")
    for kind in ("DAY", "WEEK", "MONTH", "QUARTER", "YEAR"):
        yield at(f"Apia: a retail year from the skipped day, {kind}", friday, kind, "2011-12-30T10:00:00+00:00")
        yield at(f"Apia: the last second before it, {kind}", friday, kind, "2011-12-30T09:59:59+00:00")


def parsed():
    apia = Calendar("Pacific/Apia")
    for name, calendar, kind, day in (
            ("a day", Calendar("Asia/Ho_Chi_Minh"), "DAY", dt.date(2025, 3, 14)),
            ("a skipped day has no length", apia, "DAY", dt.date(2011, 12, 30)),
            ("week 53", Calendar(), "WEEK", dt.date(2020, 12, 28)),
            ("week 1 begins in the old year", Calendar(), "WEEK", dt.date(2024, 12, 30)),
            ("a month", Calendar("Europe/Berlin"), "MONTH", dt.date(2025, 10, 1)),
            ("a quarter", Calendar(), "QUARTER", dt.date(2025, 10, 1)),
            ("a fiscal quarter", Calendar(fiscal=7), "QUARTER", dt.date(2024, 7, 1)),
            ("a fiscal year", Calendar("Asia/Kolkata", 4), "YEAR", dt.date(2024, 4, 1)),
            ("a fiscal year from December", Calendar(fiscal=12), "YEAR", dt.date(2024, 12, 1)),
            ("a month from the 6th", Calendar(fiscal=4, day=6), "MONTH", dt.date(2025, 2, 6)),
            ("a tax year", Calendar(fiscal=4, day=6), "YEAR", dt.date(2025, 4, 6)),
            ("a retail month with the 53rd week", Calendar(fiscal=2, week="SUNDAY", retail="445"), "MONTH", dt.date(2023, 12, 24)),
            ("a retail quarter", Calendar(fiscal=2, week="SUNDAY", retail="445"), "QUARTER", dt.date(2023, 4, 30)),
            ("a retail year", Calendar(retail="454"), "YEAR", dt.date(2024, 12, 30)),
            ("a retail year with 53 weeks", Calendar(fiscal=2, week="SUNDAY", retail="544"), "YEAR", dt.date(2023, 1, 29)),
            ("a retail year from a skipped day", Calendar("Pacific/Apia", 1, "FRIDAY", retail="445"), "YEAR", dt.date(2011, 12, 30)),
            ("a week of a retail calendar", Calendar(fiscal=2, week="SUNDAY", retail="445"), "WEEK", dt.date(2024, 1, 28))):
        yield {"name": name, "calendar": calendar.json, "type": kind, **calendar.period(kind, day)}


def refused():
    january = Calendar().json
    july = Calendar(fiscal=7).json
    sunday = Calendar(week="SUNDAY").json
    for period_id in ("", "FY", "2025-", "-2025", "2025-13", "2025-00", "2025-3", "2025-003", "2025-Q0", "2025-Q5", "2025-q1",
                      "2025-Q01", "2025-W00", "2025-W53", "2025-W54", "2025-W1", "2024-02-30", "2025-02-29", "2025-2-3",
                      "2025-03-14-1", "25", "20255", "02025", "+025", " 2025", "2025 ", "2025-+1", "2025-03-+1", "0000", "0000-01",
                      "FY2025", "FY2025-Q1", "FY2025-03", "FY2025-W11", "2025Q1", "2025/03", "today", "\u0662\u0660\u0662\u0665",
                      "2025-W\u0661\u0661", "2025-03-14T00:00:00Z"):
        yield {"calendar": january, "id": period_id}
    for period_id in ("2025", "2025-Q1", "FYFY2025", "fy2025", "FY2025-Q5", "FY2025-03", "FY2025-W11", "FY2025-03-14"):
        yield {"calendar": july, "id": period_id}
    retail = Calendar(fiscal=2, week="SUNDAY", retail="445").json
    for period_id in ("2025-03", "2025-P03", "FY2025-P00", "FY2025-P13", "FY2025-P1", "2025", "FY2025-Q5", "FY2025-03"):
        yield {"calendar": retail, "id": period_id}
    yield {"calendar": january, "id": "2025-P03"}
    tax = Calendar(fiscal=4, day=6).json
    for period_id in ("2025", "2025-Q1", "FY2025-04", "FY2025-P01", "2025-13"):
        yield {"calendar": tax, "id": period_id}
    january_days = Calendar(day=6).json
    for period_id in ("2025", "2025-Q1"):
        yield {"calendar": january_days, "id": period_id}
    # Of the years that have a week 53 from Monday, 2026 has none from Sunday.
    yield {"calendar": sunday, "id": "2026-W53"}


print(json.dumps({"periods": list(periods()), "parsed": list(parsed()), "refused": list(refused())}, indent=1))
