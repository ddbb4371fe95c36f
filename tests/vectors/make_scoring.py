#!/usr/bin/env python3
"""Writes scoring.json: tests/vectors/make_scoring.py > tests/vectors/scoring.json

A second implementation of the rules in common/scoring, in exact fractions: every number is written as a decimal and counted as
that decimal, so that what is exactly at a border is at it.
"""
import json
from fractions import Fraction


def exact(number):
    return None if number is None else Fraction(number)


def plain(number):
    """A decimal or a fraction as the nearest JSON number."""
    return None if number is None else float(Fraction(number))


def clamped(progress):
    return min(max(progress, Fraction(0)), Fraction(1))


def key_results():
    def case(name, baseline, target, current):
        base, goal, now = exact(baseline), exact(target), exact(current)
        if base == goal:
            raw = Fraction(1 if now >= goal else 0)
        else:
            raw = (now - base) / (goal - base)
        return {"name": name, "baseline": plain(base), "target": plain(goal), "current": plain(now), "raw": plain(raw),
                "clamped": plain(clamped(raw))}

    for name, baseline, target, current in (
            ("up, at the baseline", "0", "10", "0"), ("up, half of the way", "20", "40", "30"), ("up, reached", "20", "40", "40"),
            ("up, beyond the target", "20", "40", "50"), ("up, below the baseline", "20", "40", "15"),
            ("down, 100 to 60 bugs, 80", "100", "60", "80"), ("down, 100 to 60 bugs, 70", "100", "60", "70"),
            ("down, beyond the target", "100", "60", "50"), ("down, worse than the baseline", "100", "60", "110"),
            ("down to zero", "5", "0", "1"), ("from below zero to above", "-10", "10", "5"), ("both below zero", "-40", "-20", "-25"),
            ("down below zero", "0", "-8", "-2"), ("cents", "0.1", "0.3", "0.2"), ("very small way", "1", "1.000001", "1.0000005"),
            ("very large numbers", "0", "1e15", "2.5e14"), ("baseline = target, kept", "7", "7", "7"),
            ("baseline = target, above", "7", "7", "8"), ("baseline = target, below: never one half", "7", "7", "6.999"),
            ("baseline = target = 0", "0", "0", "0"), ("baseline = target = 0, below", "0", "0", "-1")):
        yield case(name, baseline, target, current)


def relative_changes():
    for name, baseline, change, current in (
            ("20 % fewer of 50, half of the way", "50", "-0.2", "45"), ("20 % fewer of 50, reached", "50", "-0.2", "40"),
            ("20 % fewer of 50, more instead", "50", "-0.2", "55"), ("doubling", "8", "1", "12"), ("all of it gone", "8", "-1", "2"),
            ("a share of a negative baseline", "-10", "0.5", "-12.5"), ("tripled", "1.5", "2", "3")):
        base = exact(baseline)
        target = base + base * exact(change)
        raw = (exact(current) - base) / (target - base)
        yield {"name": name, "baseline": plain(base), "change": plain(change), "target": plain(target), "current": plain(current),
               "raw": plain(raw), "clamped": plain(clamped(raw))}


def ranges():
    for name, low, high, strict, current in (
            ("at least, at the bound", "95", None, False, "95"), ("at least, just below", "95", None, False, "94.9"),
            ("more than, at the bound", "95", None, True, "95"), ("at most, at the bound", None, "2", False, "2"),
            ("less than, at the bound", None, "2", True, "2"), ("less than, below", None, "2", True, "1.9"),
            ("between, low bound", "1", "2", False, "1"), ("between, high bound", "1", "2", False, "2"),
            ("between, above", "1", "2", False, "2.1"), ("strictly between, bound", "1", "2", True, "1"),
            ("exactly one value", "3", "3", False, "3"), ("below zero", "-5", "-1", False, "-3")):
        at, bottom, top = exact(current), exact(low), exact(high)
        kept = (bottom is None or at > bottom or (at == bottom and not strict)) and \
            (top is None or at < top or (at == top and not strict))
        yield {"name": name, "min": plain(low), "max": plain(high), "strict": strict, "current": plain(current), "raw": int(kept)}


def milestones():
    for name, steps in (
            ("none done", ((1, False), (1, False))), ("half", ((1, True), (1, False))), ("by weight", ((3, True), (1, False))),
            ("all", ((0.5, True), (2, True))), ("one of three", ((1, False), (1, True), (1, False)))):
        done = sum(exact(weight) for weight, is_done in steps if is_done)
        yield {"name": name, "milestones": [{"weight": weight, "done": is_done} for weight, is_done in steps],
               "raw": plain(Fraction(done) / sum(exact(weight) for weight, _ in steps))}


def levels():
    def reached(baseline, commit, target, stretch, current):
        if commit is None and stretch is None:
            return "LEVEL_UNSPECIFIED"
        sign = -1 if target < baseline else 1
        if stretch is not None and sign * current >= sign * stretch:
            return "STRETCH"
        if sign * current >= sign * target:
            return "TARGET"
        return "COMMIT" if commit is not None and sign * current >= sign * commit else "BELOW_COMMIT"

    for baseline, commit, target, stretch in ((0, 50, 100, 120), (100, 70, 60, 50), (0, None, 10, 12), (0, 8, 10, None), (0, None, 10, None)):
        for current in (0, 8, 9, 10, 12, 49, 50, 55, 60, 65, 70, 71, 100, 119, 120, 200):
            yield {"name": f"{baseline} {commit} {target} {stretch} at {current}", "baseline": baseline, "commit": commit,
                   "target": target, "stretch": stretch, "current": current,
                   "level": reached(baseline, commit, target, stretch, current)}


def child(name, weight, progress, status="ON_TRACK", stale=False):
    return {"name": name, "weight": weight, "clamped": progress, "status": status, "stale": stale}


def rollups():
    cases = (
        ("no children", []),
        ("one child", [child("a", "1", "0.4", "OFF_TRACK")]),
        ("the mean of three", [child("a", "1", "0.27"), child("b", "1", "0.18"), child("c", "1", "0.73")]),
        ("by weight", [child("a", "6", "1", "ACHIEVED"), child("b", "4", "0")]),
        ("weights need not add up to one", [child("a", "0.2", "0.5"), child("b", "0.1", "0.8")]),
        ("missing is left out, never zero", [child("a", "1", "0.6"), child("b", "1", None, "NO_DATA")]),
        ("missing by weight", [child("a", "1", "0.6"), child("b", "3", None, "NO_DATA")]),
        ("all missing: no value", [child("a", "1", None, "NO_DATA"), child("b", "2", None, "NO_DATA")]),
        ("stale counts, and is told", [child("a", "1", "0.5", "STALE", True), child("b", "3", "0.9")]),
        ("stale and missing", [child("a", "1", None, "NO_DATA", True), child("b", "1", "0.9")]),
        ("the first of two worst", [child("a", "1", "0.9"), child("b", "1", "0.1", "OFF_TRACK"), child("c", "9", "0.1", "AT_RISK")]),
        ("weight 0 does not count, but is not hidden", [child("a", "1", "1", "ACHIEVED"), child("b", "0", "0", "OFF_TRACK")]),
        ("all weights 0: no value, a worst child, no shares", [child("a", "0", "0.5"), child("b", "0", "0.25", "AT_RISK", True)]),
        ("only the child without weight has a value", [child("a", "0", "0.5"), child("b", "2", None, "NO_DATA")]),
        ("ten tenths", [child(f"c{i}", "0.1", "0.1") for i in range(10)]),
    )
    for name, children in cases:
        known = [c for c in children if c["clamped"] is not None]
        total = sum(exact(c["weight"]) for c in children)
        weight = sum(exact(c["weight"]) for c in known)
        expected = {"raw": None, "clamped": None, "worst_child": None, "worst_child_clamped": None, "worst_child_status": None,
                    "missing_share": 0, "stale_share": 0}
        if weight > 0:
            expected["raw"] = expected["clamped"] = plain(sum(exact(c["weight"]) * exact(c["clamped"]) for c in known) / weight)
        if known:
            worst = min(known, key=lambda c: exact(c["clamped"]))
            expected |= {"worst_child": worst["name"], "worst_child_clamped": plain(worst["clamped"]),
                         "worst_child_status": worst["status"]}
        if total > 0:
            expected["missing_share"] = plain((total - weight) / total)
            expected["stale_share"] = plain(sum(exact(c["weight"]) for c in children if c["stale"]) / total)
        yield {"name": name, "expected": expected,
               "children": [c | {"weight": plain(c["weight"]), "clamped": plain(c["clamped"])} for c in children]}


def verdict(progress, expected, started=True, ended=False, stale=False):
    if not started:
        return "NOT_STARTED"
    if progress is None:
        return "NO_DATA"
    if stale:
        return "STALE"
    if progress >= 1:
        return "ACHIEVED"
    if ended:
        return "MISSED"
    if progress >= expected * 9 / 10:
        return "ON_TRACK"
    return "AT_RISK" if progress >= expected * 7 / 10 else "OFF_TRACK"


def statuses():
    for name, progress, expected, flags in (
            ("half time, half of the way", "0.5", "0.5", {}), ("ahead", "0.8", "0.5", {}),
            ("exactly 90 % of what is expected", "0.45", "0.5", {}), ("just below 90 %", "0.449999", "0.5", {}),
            ("exactly 70 % of what is expected", "0.35", "0.5", {}), ("just below 70 %", "0.349999", "0.5", {}),
            ("90 % in decimals that have no double", "0.63", "0.7", {}), ("70 % in decimals that have no double", "0.21", "0.3", {}),
            ("90 % of the whole", "0.9", "1", {}), ("70 % of the whole", "0.7", "1", {}), ("nearly all", "0.999999", "1", {}),
            ("reached before its time", "1", "0.2", {}), ("beyond", "1.7", "1", {}), ("below the baseline", "-0.1", "0.5", {}),
            ("nothing expected yet, nothing done", "0", "0", {}), ("nothing expected yet, worse already", "-0.01", "0", {}),
            ("nothing expected yet, some done", "0.01", "0", {}),
            ("over, reached", "1", "1", {"ended": True}), ("over, nearly reached", "0.999999", "1", {"ended": True}),
            ("over, not reached", "0.4", "1", {"ended": True}), ("no value", None, "0.5", {}),
            ("no value, over", None, "1", {"ended": True}), ("stale", "0.5", "0.5", {"stale": True}),
            ("stale, though reached", "1", "0.5", {"stale": True}), ("stale, over", "0.5", "1", {"stale": True, "ended": True}),
            ("stale without a value", None, "0.5", {"stale": True}), ("not started", "0.5", "0", {"started": False}),
            ("not started, no value", None, "0", {"started": False}), ("not started, reached", "1", "0", {"started": False})):
        settings = {"started": True, "ended": False, "stale": False} | flags
        yield {"name": name, "progress": plain(progress), "expected": plain(expected), **settings,
               "status": verdict(exact(progress), exact(expected), **settings)}


def by_curve(shape, shares, elapsed):
    """Expected share of the way."""
    if elapsed <= 0 or elapsed >= 1:
        return Fraction(int(elapsed >= 1))
    if shape == "S_CURVE":
        return 3 * elapsed ** 2 - 2 * elapsed ** 3
    if shape == "AT_END":
        return Fraction(0)
    if shape == "LINEAR":
        return elapsed
    ends = [Fraction(0)] + [exact(share) for share in shares]
    part = int(elapsed * len(shares))
    return ends[part] + (ends[part + 1] - ends[part]) * (elapsed * len(shares) - part)


def curves():
    quarter = ["0.1", "0.3", "0.6", "1"]
    for shape, shares in (("LINEAR", []), ("S_CURVE", []), ("AT_END", []), ("TABLE", quarter), ("TABLE", ["1"]),
                          ("TABLE", ["0", "0", "1"])):
        for elapsed in ("0", "0.1", "0.25", "0.5", "0.6", "0.75", "0.99", "1"):
            yield {"name": f"{shape} {' '.join(shares)} at {elapsed}", "shape": shape, "shares": [plain(s) for s in shares],
                   "elapsed": plain(elapsed), "expected": plain(by_curve(shape, shares, exact(elapsed)))}


def attain(actual, target, direction, additive, elapsed, due_target=None, settled=True, on_track=Fraction(9, 10),
           at_risk=Fraction(7, 10)):
    """Due target, attainment, status."""
    due = None if target is None else target
    if additive and target is not None:
        due = target * elapsed if due_target is None else due_target
    if actual is None:
        return due, None, "NO_DATA"
    if target is None:
        return None, None, "STATUS_UNSPECIFIED"
    less = direction == "DECREASE"
    whole = additive and not less and actual >= target
    due_later = due_target == 0 and target > 0 and elapsed < 1 and not whole
    if additive and (elapsed == 0 or due_later):
        return due, None, "ON_TRACK"
    if due <= 0:
        attainment = Fraction(int(actual <= due if less else actual >= due))
    else:
        attainment = 2 - actual / due if less else actual / due
    if elapsed == 1 and settled:
        return due, attainment, "ACHIEVED" if attainment >= 1 else "MISSED"
    if attainment >= 1 and whole:
        return due, attainment, "ACHIEVED"
    if attainment >= on_track:
        return due, attainment, "ON_TRACK"
    return due, attainment, "AT_RISK" if attainment >= at_risk else "OFF_TRACK"


def attainment_case(name, actual, target, direction, additive, elapsed, due=None, settled=True, on_track="0.9", at_risk="0.7"):
    due_target, attainment, status = attain(exact(actual), exact(target), direction, additive, exact(elapsed), exact(due), settled,
                                            exact(on_track), exact(at_risk))
    return {"name": name, "actual": plain(actual), "target": plain(target), "direction": direction, "additive": additive,
            "elapsed": plain(elapsed), "due": plain(due), "settled": settled, "on_track": plain(on_track), "at_risk": plain(at_risk),
            "due_target": plain(due_target), "attainment": plain(attainment), "status": status}


def attainments():
    for name, actual, target, direction, additive, elapsed in (
            ("a sum, over, reached", "120", "100", "INCREASE", True, "1"),
            ("a sum, over, exactly reached", "100", "100", "INCREASE", True, "1"),
            ("a sum, over, nearly", "99.99", "100", "INCREASE", True, "1"),
            ("a sum, open: half is due at half time", "50", "100", "INCREASE", True, "0.5"),
            ("a sum, open: exactly 90 % of the due part", "45", "100", "INCREASE", True, "0.5"),
            ("a sum, open: just below", "44.9", "100", "INCREASE", True, "0.5"),
            ("a sum, open: exactly 70 % of the due part", "35", "100", "INCREASE", True, "0.5"),
            ("a sum, open: below 70 %", "34.9", "100", "INCREASE", True, "0.5"),
            ("a sum, open: more than due is on track", "80", "100", "INCREASE", True, "0.5"),
            ("a sum, open: the whole target is reached for good", "100", "100", "INCREASE", True, "0.5"),
            ("a sum, open: nothing due at the first instant", "0", "100", "INCREASE", True, "0"),
            ("a sum, open: no samples yet", None, "100", "INCREASE", True, "0.25"),
            ("a level is judged against the whole target", "50", "100", "INCREASE", False, "0.5"),
            ("a level, open, at 95 %", "95", "100", "INCREASE", False, "0.1"),
            ("a level, open, reached: it can fall again", "101", "100", "INCREASE", False, "0.5"),
            ("a level at the first instant", "101", "100", "INCREASE", False, "0"),
            ("a level, over, reached", "101", "100", "INCREASE", False, "1"),
            ("less is better, over, below the limit", "3", "4", "DECREASE", False, "1"),
            ("less is better, over, at the limit", "4", "4", "DECREASE", False, "1"),
            ("less is better, over, above", "5", "4", "DECREASE", False, "1"),
            ("less is better, twice the limit", "8", "4", "DECREASE", False, "1"),
            ("less is better, more than twice the limit", "10", "4", "DECREASE", False, "1"),
            ("less is better, nothing at all", "0", "4", "DECREASE", False, "1"),
            ("less is better, open: under the limit is on track only", "3", "4", "DECREASE", False, "0.5"),
            ("fewer complaints, open: the due part of the limit", "6", "10", "DECREASE", True, "0.5"),
            ("fewer complaints, open: the limit is broken already", "11", "10", "DECREASE", True, "0.5"),
            ("fewer complaints, open: none yet", "0", "10", "DECREASE", True, "0.5"),
            ("target 0, kept", "0", "0", "DECREASE", True, "1"), ("target 0, broken", "1", "0", "DECREASE", True, "1"),
            ("target 0, more is better", "0", "0", "INCREASE", False, "1"),
            ("a loss of at most 5", "-4", "-5", "INCREASE", False, "1"), ("a loss of more than 5", "-6", "-5", "INCREASE", False, "1"),
            ("a negative number with a positive target", "-10", "100", "INCREASE", True, "1"),
            ("no target: no verdict", "5", None, "INCREASE", True, "0.5"), ("no target, no samples", None, None, "INCREASE", True, "0.5"),
            ("no samples in a period that is over", None, "100", "INCREASE", True, "1")):
        yield attainment_case(name, actual, target, direction, additive, elapsed)
    yield attainment_case("little is due yet by the curve", "15", "100", "INCREASE", True, "0.5", due="10")
    yield attainment_case("nothing is due yet by the curve", "0", "100", "INCREASE", True, "0.5", due="0")
    yield attainment_case("nothing is due yet, and the whole is reached", "100", "100", "INCREASE", True, "0.5", due="0")
    yield attainment_case("an average has no curve", "50", "100", "INCREASE", False, "0.5", due="10")
    yield attainment_case("over, but late data may come", "95", "100", "INCREASE", True, "1", settled=False)
    yield attainment_case("over and reached, and late data may come", "100", "100", "INCREASE", True, "1", settled=False)
    yield attainment_case("over, a level is reached, and late data may come", "100", "100", "INCREASE", False, "1", settled=False)
    yield attainment_case("over, far off, and late data may come", "10", "100", "INCREASE", True, "1", settled=False)
    yield attainment_case("strict bands: 94 % is a risk", "47", "100", "INCREASE", True, "0.5", on_track="0.95", at_risk="0.9")
    yield attainment_case("strict bands: exactly at the border", "45", "100", "INCREASE", True, "0.5", on_track="0.95", at_risk="0.9")
    yield attainment_case("strict bands: below", "44.9", "100", "INCREASE", True, "0.5", on_track="0.95", at_risk="0.9")
    yield attainment_case("one band only", "49.9", "100", "INCREASE", True, "0.5", on_track="1", at_risk="1")


def grades():
    for score in ("0", "0.39", "0.4", "0.5", "0.69", "0.7", "0.99", "1"):
        exactly = exact(score)
        band = "GREEN" if exactly >= Fraction(7, 10) else "AMBER" if exactly >= Fraction(4, 10) else "RED"
        yield {"name": score, "score": plain(score), "band": band, "committed_met": exactly >= 1,
               "aspirational_met": exactly >= Fraction(7, 10)}


def expectations():
    """Seconds since 1970."""
    for name, start, end, now in (
            ("before", 1000, 2000, 999), ("at the start", 1000, 2000, 1000), ("a quarter", 1000, 2000, 1250),
            ("the last second", 1000, 2000, 1999), ("at the end", 1000, 2000, 2000), ("after", 1000, 2000, 9999),
            ("a third", 0, 3, 1), ("a quarter of a year with a change of clocks", 1735686000, 1743458400, 1739572200),
            ("a thousand years", -30610224000, 946684800, 0)):
        share = Fraction(now - start, end - start)
        yield {"name": name, "start": start, "end": end, "now": now, "expected": plain(clamped(share))}


def sums():
    for name, values in (
            ("nothing", []), ("one", ["0.1"]), ("ten tenths", ["0.1"] * 10), ("a thousand cents", ["0.01"] * 1000),
            ("small beside large", ["1e16", "1", "-1e16"]), ("large after small", ["1", "1e100", "1", "-1e100"]),
            ("amounts and their reversal", ["19.99", "5.01", "-19.99", "-5.01"]),
            ("a million and cents", ["1000000", "0.1", "0.2", "-1000000"])):
        # The doubles nearest to the decimals, summed exactly: what a sum of doubles can at best be.
        yield {"name": name, "values": [plain(v) for v in values], "sum": plain(sum(Fraction(plain(v)) for v in values))}


print(json.dumps({"key_results": list(key_results()), "relative_changes": list(relative_changes()), "ranges": list(ranges()),
                  "milestones": list(milestones()), "levels": list(levels()), "rollups": list(rollups()),
                  "statuses": list(statuses()), "attainments": list(attainments()), "expectations": list(expectations()), "curves": list(curves()),
                  "grades": list(grades()),
                  "sums": list(sums())}, indent=1))
