#!/usr/bin/env python3
"""Writes scoring.json: tests/vectors/make_scoring.py > tests/vectors/scoring.json

A second implementation of the rules in common/scoring, in exact fractions: every number is written as a decimal and counted as
that decimal, so that what is exactly at a border is at it.
"""
import json
from fractions import Fraction
from itertools import combinations
from math import ceil, exp, isqrt, log
from statistics import median


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
            ("a share of a negative baseline", "-10", "0.5", "-12.5"), ("tripled", "1.5", "2", "3"),
            ("the baseline of 50 is revised to 60: the target moves with it", "60", "-0.2", "45")):
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


def refused_relative_changes():
    """Those that mean nothing, with the fields that say so."""
    for name, baseline, change in (
            ("every share of 0 is 0", "0", "0.2"), ("nothing would have to change", "50", "0"), ("both", "0", "0")):
        fields = [field for field, value in (("baseline", baseline), ("change", change)) if exact(value) == 0]
        yield {"name": name, "baseline": plain(baseline), "change": plain(change), "fields": fields}


def refused_ranges():
    """Those that nothing, or everything, is within."""
    for name, low, high, strict in (
            ("the upper bound below the lower", "2", "1", False), ("nothing between two bounds that do not count", "3", "3", True),
            ("no bound", None, None, False), ("no bound, strict", None, None, True)):
        yield {"name": name, "min": plain(low), "max": plain(high), "strict": strict, "fields": ["min" if low is None else "max"]}


def milestones():
    for name, steps in (
            ("none done", ((1, False), (1, False))), ("half", ((1, True), (1, False))), ("by weight", ((3, True), (1, False))),
            ("all", ((0.5, True), (2, True))), ("one of three", ((1, False), (1, True), (1, False)))):
        done = sum(exact(weight) for weight, is_done in steps if is_done)
        yield {"name": name, "milestones": [{"weight": weight, "done": is_done} for weight, is_done in steps],
               "raw": plain(Fraction(done) / sum(exact(weight) for weight, _ in steps))}


def shares_of(given):
    """Of every step of a scale: as given, or evenly from 0 to 1."""
    return [Fraction(place, len(given) - 1) if share is None else exact(share) for place, share in enumerate(given)]


def scales():
    for name, shares in (
            ("two steps", [None] * 2), ("three steps", [None] * 3), ("twenty steps", [None] * 20), ("shares", ["0", "0.2", "0.5", "1"]),
            ("the first step is worth something", ["0.25", "1"]), ("beyond the target", ["0", "0.5", "1", "1.5", "10"]),
            ("no step is just the target", ["0", "0.9", "1.1"])):
        for reached, raw in enumerate(shares_of(shares)):
            yield {"name": f"{name}, step {reached}", "shares": [plain(share) for share in shares], "reached": reached, "raw": plain(raw),
                   "clamped": plain(clamped(raw))}


def refused_scales():
    """Those whose steps have no order, with the fields that say so."""
    for name, shares in (
            ("no steps", []), ("one step", [None]), ("one step with a share", ["1"]), ("shares of some steps", ["0", None, "1"]),
            ("no share of the last step", ["0", "1", None]), ("as far as the step before", ["0", "0.5", "0.5", "1"]),
            ("less far than the step before", ["0", "0.7", "0.5", "1"]), ("below 0", ["-0.1", "1"]), ("above 10", ["0", "10.1"]),
            ("none reaches the target", ["0", "0.5", "0.99"]), ("all of it", ["-1", None, "0.3", "0.2", "11"])):
        fields = ["steps"] if len(shares) < 2 else []
        given = [place for place, share in enumerate(shares) if share is not None]
        for place, share in enumerate(shares) if given else ():
            before = [exact(shares[other]) for other in given if other < place]
            number = exact(share)
            wrong = number is None or not 0 <= number <= 10 or (before and number <= before[-1]) or (place == len(shares) - 1 and number < 1)
            fields += [f"steps[{place}].share"] if wrong else []
        yield {"name": name, "shares": [plain(share) for share in shares], "fields": fields}


def first_values():
    for name, current in (("not measured yet", None), ("measured", "37"), ("measured as 0", "0"), ("measured below 0", "-4")):
        yield {"name": name, "current": plain(current), "raw": int(current is not None)}


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
        ("the worst colour goes before the lowest", [child("a", "1", "0.05"), child("b", "1", "0.4", "OFF_TRACK"), child("c", "1", "0.2", "AT_RISK")]),
        ("late and missed are as bad as each other", [child("a", "1", "0.9", "MISSED"), child("b", "1", "0.4", "OFF_TRACK")]),
        ("what nobody knows is worse than good, and better than bad",
         [child("a", "1", "0.1"), child("b", "1", "0.5", "STALE", True), child("c", "1", "0.9", "ACHIEVED")]),
        ("stale beside at risk", [child("a", "1", "0.2", "STALE", True), child("b", "1", "0.5", "AT_RISK")]),
        ("weight 0 does not count, but is not hidden", [child("a", "1", "1", "ACHIEVED"), child("b", "0", "0", "OFF_TRACK")]),
        ("all weights 0: no value, a worst child, no shares", [child("a", "0", "0.5"), child("b", "0", "0.25", "AT_RISK", True)]),
        ("only the child without weight has a value", [child("a", "0", "0.5"), child("b", "2", None, "NO_DATA")]),
        ("what does not apply has weight 0 and is not missing", [child("a", "1", "0.6"), child("b", "0", None, "NO_DATA")]),
        ("ten tenths", [child(f"c{i}", "0.1", "0.1") for i in range(10)]),
    )
    for name, children in cases:
        yield {"name": name, "expected": plainly(rolled_up(children)),
               "children": [c | {"weight": plain(c["weight"]), "clamped": plain(c["clamped"])} for c in children]}


def combined(children, combination):
    """What the values of those with a weight make; None without one."""
    known = [c for c in children if c["clamped"] is not None and exact(c["weight"]) > 0]
    if not known:
        return None
    values = [exact(c["clamped"]) for c in known]
    total = sum(exact(c["weight"]) * exact(c["clamped"]) for c in known)
    return {"MEAN": total / sum(exact(c["weight"]) for c in known), "LEAST": min(values), "MOST": max(values),
            "TOTAL": min(total, Fraction(1))}[combination]


def expected_of(children, combination, elapsed):
    """What is expected of the parent, and whether all that its value is made of is stale."""
    value = combined(children, combination)
    known = [c for c in children if c["clamped"] is not None and exact(c["weight"]) > 0]
    one = combination in ("LEAST", "MOST")
    deciding = [c for c in known if not one or exact(c["clamped"]) == value]
    stale = bool(deciding) and all(c["stale"] for c in deciding)
    if value is None:
        return elapsed, stale
    if one:
        return (max if combination == "LEAST" else min)(exact(c["expected"]) for c in deciding), stale
    weighed = sum(exact(c["weight"]) * exact(c["expected"]) for c in known)
    if combination == "MEAN":
        return weighed / sum(exact(c["weight"]) for c in known), stale
    nobodys = max(1 - sum(exact(c["weight"]) for c in children), Fraction(0))
    return min(weighed + nobodys * elapsed, Fraction(1)), stale


def combinations_of_children():
    def part(name, weight, progress, expected="0.5", status="ON_TRACK", stale=False):
        return child(name, weight, progress, status, stale) | {"expected": expected}

    cases = (
        ("no children", []),
        ("one child", [part("a", "1", "0.4")]),
        ("three of one weight", [part("a", "1", "0.27", status="OFF_TRACK"), part("b", "1", "0.18", status="OFF_TRACK"), part("c", "1", "0.73")]),
        ("by weight", [part("a", "6", "1", "1", "ACHIEVED"), part("b", "4", "0.5")]),
        ("20 % are nobody's", [part("a", "0.5", "0.4"), part("b", "0.3", "1", "0.5", "ACHIEVED")]),
        ("all that is somebody's is reached", [part("a", "0.5", "1", "1", "ACHIEVED"), part("b", "0.3", "1", "1", "ACHIEVED")]),
        ("more than the whole", [part("a", "0.6", "1", "1"), part("b", "0.6", "0.75", "0.9")]),
        ("missing is left out", [part("a", "0.25", None, "0.5", "NO_DATA"), part("b", "0.75", "0.6")]),
        ("all are missing", [part("a", "1", None, status="NO_DATA"), part("b", "2", None, status="NO_DATA")]),
        ("weight 0 is no part of it, and not hidden", [part("a", "0", "0", "0.9", "OFF_TRACK"), part("b", "1", "0.5"), part("c", "0", "1", "1", "ACHIEVED")]),
        ("all weights 0", [part("a", "0", "0.5"), part("b", "0", "0.25", status="AT_RISK", stale=True)]),
        ("only one without weight has a value", [part("a", "0", "0.5"), part("b", "2", None, status="NO_DATA")]),
        ("the weight of the least and the most does not matter", [part("a", "0.01", "0.1", "0.2"), part("b", "0.98", "0.5", "0.6"), part("c", "0.01", "0.9", "0.7")]),
        ("several as far as each other", [part("a", "1", "0", "0"), part("b", "1", "0", "0.3", "OFF_TRACK"), part("c", "1", "0", "0.1", "OFF_TRACK")]),
        ("the least is stale", [part("a", "1", "0.2", "0.5", "STALE", True), part("b", "1", "0.9")]),
        ("the most is stale", [part("a", "1", "0.2"), part("b", "1", "0.9", "0.5", "STALE", True)]),
        ("one of two least is stale", [part("a", "1", "0.2", "0.5", "STALE", True), part("b", "1", "0.2"), part("c", "1", "0.6", "0.5", "STALE", True)]),
        ("all are stale", [part("a", "0.5", "0.2", "0.5", "STALE", True), part("b", "0.5", "0.9", "0.5", "STALE", True)]),
        ("all with a weight are stale", [part("a", "1", "0.2", "0.5", "STALE", True), part("b", "0", "0.9")]),
        ("only one without weight is stale", [part("a", "1", "0.2"), part("b", "0", "0.9", "0.5", "STALE", True)]),
        ("all weights 0, all stale", [part("a", "0", "0.2", "0.5", "STALE", True), part("b", "0", "0.9", "0.5", "STALE", True)]),
    )
    for combination in ("MEAN", "LEAST", "MOST", "TOTAL"):
        for name, children in cases:
            elapsed = Fraction(1, 2)
            value = combined(children, combination)
            expected, stale = expected_of(children, combination, elapsed)
            yield {"name": f"{combination}: {name}", "combination": combination, "elapsed": plain(elapsed),
                   "children": [c | {field: plain(c[field]) for field in ("weight", "clamped", "expected")} for c in children],
                   "parent": plainly(rolled_up(children) | {"raw": value, "clamped": value}), "expected": plain(expected), "stale": stale}


def nested_rollups():
    """Children that are made of others: what is missing, stale and worst within them goes on up."""
    def made(name, weight, progress, status, missing="0", stale="0", worst=None):
        return child(name, weight, progress, status) | {"missing_share": missing, "stale_share": stale, "worst_below": worst}

    def worst(name, progress, status):
        return {"name": name, "clamped": progress, "status": status}

    cases = (
        ("what is missing below is missing above", [made("a", "1", "0.6", "ON_TRACK", "0.5"), made("b", "3", "0.9", "ON_TRACK")]),
        ("by weight", [made("a", "3", "0.6", "ON_TRACK", "0.25"), made("b", "1", None, "NO_DATA"), made("c", "4", "0.2", "AT_RISK", "0.125")]),
        ("a child without a value is missing whole", [made("a", "1", None, "NO_DATA", "0.5"), made("b", "1", "0.5", "ON_TRACK")]),
        ("stale below", [made("a", "1", "0.6", "ON_TRACK", "0", "0.25"), made("b", "1", "0.6", "STALE", "0", "1")]),
        ("a green child hides nothing red below it", [made("a", "1", "0.8", "ON_TRACK", worst=worst("a/x", "0.1", "OFF_TRACK")),
                                                      made("b", "1", "0.5", "AT_RISK")]),
        ("the worst below the worst child", [made("a", "1", "0.3", "OFF_TRACK", worst=worst("a/x", "0", "OFF_TRACK")),
                                             made("b", "1", "0.5", "AT_RISK", worst=worst("b/x", "0.25", "OFF_TRACK"))]),
        ("the worst child has nothing below it", [made("a", "1", "0.1", "OFF_TRACK"), made("b", "1", "0.5", "AT_RISK", worst=worst("b/x", "0.25", "AT_RISK"))]),
        ("one that is due late hides nothing red beside it", [made("a", "1", "0.4", "ON_TRACK", worst=worst("a/late", "0", "ON_TRACK")),
                                                              made("b", "1", "0.6", "ON_TRACK", worst=worst("b/x", "0.2", "OFF_TRACK"))]),
        ("the first of two equally bad ones", [made("a", "1", "0.5", "AT_RISK", worst=worst("a/x", "0.25", "AT_RISK")),
                                               made("b", "1", "0.5", "AT_RISK", worst=worst("b/x", "0.25", "OFF_TRACK"))]),
    )
    for name, children in cases:
        parent = rolled_up([c | {"stale": False} for c in children])
        total = sum(exact(c["weight"]) for c in children)
        parent["missing_share"] = sum(
            exact(c["weight"]) * (1 if c["clamped"] is None else exact(c["missing_share"])) for c in children) / total
        parent["stale_share"] = sum(exact(c["weight"]) * exact(c["stale_share"]) for c in children) / total
        known = [c for c in children if c["clamped"] is not None]
        bottom = min((c["worst_below"] or worst(c["name"], c["clamped"], c["status"]) for c in known), key=badness)
        other = bottom["name"] != parent["worst_child"]
        below = {"worst_below": bottom["name"] if other else None, "worst_below_clamped": plain(bottom["clamped"]) if other else None,
                 "worst_below_status": bottom["status"] if other else None}
        yield {"name": name, "expected": plainly(parent) | below,
               "children": [c | {"weight": plain(c["weight"]), "clamped": plain(c["clamped"]),
                                 "missing_share": plain(c["missing_share"]), "stale_share": plain(c["stale_share"]),
                                 "worst_below": None if c["worst_below"] is None else c["worst_below"] | {"clamped": plain(c["worst_below"]["clamped"])}}
                            for c in children]}


def badness(child):
    """Less is worse: by colour, then by how far it has come."""
    colours = {"OFF_TRACK": 0, "MISSED": 0, "AT_RISK": 1, "STALE": 2, "NO_DATA": 2}
    return colours.get(child["status"], 3), exact(child["clamped"])


def rolled_up(children):
    """The parent's numbers, as decimals or fractions."""
    known = [c for c in children if c["clamped"] is not None]
    total = sum(exact(c["weight"]) for c in children)
    weight = sum(exact(c["weight"]) for c in known)
    parent = {"raw": None, "clamped": None, "worst_child": None, "worst_child_clamped": None, "worst_child_status": None,
              "missing_share": 0, "stale_share": 0}
    if weight > 0:
        parent["raw"] = parent["clamped"] = sum(exact(c["weight"]) * exact(c["clamped"]) for c in known) / weight
    if known:
        worst = min(known, key=badness)
        parent |= {"worst_child": worst["name"], "worst_child_clamped": worst["clamped"], "worst_child_status": worst["status"]}
    if total > 0:
        parent["missing_share"] = (total - weight) / total
        parent["stale_share"] = sum(exact(c["weight"]) for c in children if c["stale"]) / total
    return parent


def plainly(parent):
    numbers = ("raw", "clamped", "worst_child_clamped", "missing_share", "stale_share")
    return {field: plain(value) if field in numbers else value for field, value in parent.items()}


def verdict(progress, expected, started, ended, stale, too_early, to_be_kept, incomplete):
    if not started:
        return "NOT_STARTED"
    if progress is None:
        return "NO_DATA"
    if stale:
        return "STALE"
    if progress >= 1 and (ended or not to_be_kept) and (ended or not incomplete):
        return "NO_DATA" if incomplete else "ACHIEVED"
    if ended:
        return "MISSED"
    if too_early:
        return "TOO_EARLY"
    if to_be_kept:
        return "ON_TRACK" if progress >= 1 else "OFF_TRACK"
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
            ("reached before its time", "1", "0.2", {}), ("reached before its time, then fallen back", "0.6", "0.8", {}), ("beyond", "1.7", "1", {}), ("below the baseline", "-0.1", "0.5", {}),
            ("nothing expected yet, nothing done", "0", "0", {}), ("nothing expected yet, worse already", "-0.01", "0", {}),
            ("nothing expected yet, some done", "0.01", "0", {}),
            ("over, reached", "1", "1", {"ended": True}), ("over, nearly reached", "0.999999", "1", {"ended": True}),
            ("over, not reached", "0.4", "1", {"ended": True}), ("no value", None, "0.5", {}),
            ("no value, over", None, "1", {"ended": True}), ("stale", "0.5", "0.5", {"stale": True}),
            ("stale, though reached", "1", "0.5", {"stale": True}), ("stale, over", "0.5", "1", {"stale": True, "ended": True}),
            ("stale without a value", None, "0.5", {"stale": True}), ("not started", "0.5", "0", {"started": False}),
            ("not started, no value", None, "0", {"started": False}), ("not started, reached", "1", "0", {"started": False}),
            ("too early, far behind", "-0.5", "0.05", {"too_early": True}), ("too early, ahead", "0.5", "0.05", {"too_early": True}),
            ("too early, reached", "1", "0.05", {"too_early": True}), ("too early, no value", None, "0.05", {"too_early": True}),
            ("too early, stale", "0", "0.05", {"too_early": True, "stale": True}),
            ("too early, not started", "0", "0", {"too_early": True, "started": False}),
            ("incomplete: not reached by what is known", "1", "0.5", {"incomplete": True}),
            ("incomplete, too early", "1", "0.05", {"incomplete": True, "too_early": True}),
            ("incomplete, over: what is missing decides", "1", "1", {"incomplete": True, "ended": True}),
            ("incomplete, over, what is known is missed", "0.9", "1", {"incomplete": True, "ended": True}),
            ("incomplete, behind", "0.3", "0.5", {"incomplete": True}),
            ("to be kept, kept: it can be lost until the end", "1", "0.5", {"to_be_kept": True}),
            ("to be kept, lost: nothing between", "0", "0", {"to_be_kept": True}),
            ("to be kept, too early", "1", "0.05", {"to_be_kept": True, "too_early": True}),
            ("to be kept, over, kept", "1", "1", {"to_be_kept": True, "ended": True}),
            ("to be kept, over, lost", "0", "1", {"to_be_kept": True, "ended": True})):
        settings = {"started": True, "ended": False, "stale": False, "too_early": False, "to_be_kept": False, "incomplete": False} | flags
        yield {"name": name, "progress": plain(progress), "expected": plain(expected), **settings,
               "status": verdict(exact(progress), exact(expected), **settings)}


PROFILES = ("OKAPI", "PLAIN_MEAN", "WEAKEST_LINK", "LATEST_WINS", "DOERR")
WEAKEST_FIRST = ("MISSED", "OFF_TRACK", "AT_RISK", "NO_DATA", "STALE", "ON_TRACK", "TOO_EARLY", "NOT_STARTED", "ACHIEVED")


def weakest_of(children):
    """None when no child has a verdict."""
    judged = [c for c in children if c["status"] != "STATUS_UNSPECIFIED"]
    # Nothing is above 1, so 2 comes after every value.
    return min(judged, default=None,
               key=lambda c: (WEAKEST_FIRST.index(c["status"]), 2 if c["clamped"] is None else exact(c["clamped"])))


def rolled_up_by(profile, children, combination=None):
    """The parent's numbers, with a status if it is made of the children's."""
    if combination is not None:
        judges = profile if profile in ("WEAKEST_LINK", "LATEST_WINS") else "OKAPI"
        value = combined(children, combination)
        return rolled_up_by(judges, children) | {"raw": value, "clamped": value}
    if profile in ("PLAIN_MEAN", "DOERR"):
        plain_children = [c | {"weight": "1"} for c in children]
        parent = rolled_up(plain_children)
        if profile == "PLAIN_MEAN":
            with_zeros = [c | {"clamped": "0" if c["clamped"] is None else c["clamped"]} for c in plain_children]
            parent = rolled_up(with_zeros) | {"missing_share": parent["missing_share"]}
        return parent | {"status": None}
    parent = rolled_up(children) | {"status": None}
    weakest = weakest_of(children)
    if profile == "OKAPI" or weakest is None:
        return parent
    parent |= {"status": weakest["status"], "worst_child": weakest["name"], "worst_child_clamped": weakest["clamped"],
               "worst_child_status": weakest["status"]}
    if profile == "LATEST_WINS":
        parent["raw"] = parent["clamped"] = weakest["clamped"]
    return parent


def profile_rollups():
    for name, children in (
            ("no children", []),
            ("27, 18 and 73 %", [child("a", "1", "0.27", "OFF_TRACK"), child("b", "1", "0.18", "OFF_TRACK"), child("c", "1", "0.73")]),
            ("by weight, or not", [child("a", "6", "1", "ACHIEVED"), child("b", "4", "0.5", "AT_RISK")]),
            ("weight 0", [child("a", "1", "1", "ACHIEVED"), child("b", "0", "0", "OFF_TRACK")]),
            ("one is missing", [child("a", "3", "0.6"), child("b", "1", None, "NO_DATA")]),
            ("all are missing", [child("a", "1", None, "NO_DATA"), child("b", "2", None, "NO_DATA")]),
            ("missing is better than bad", [child("a", "1", None, "NO_DATA"), child("b", "1", "0.9", "AT_RISK")]),
            ("missing is worse than stale", [child("a", "1", "0.2", "STALE", True), child("b", "1", None, "NO_DATA"), child("c", "1", "0.1")]),
            ("stale is worse than good", [child("a", "1", "0.9", "STALE", True), child("b", "1", "0.5")]),
            ("the weakest is not the lowest", [child("a", "1", "0.4"), child("b", "1", "0.6", "AT_RISK")]),
            ("two weakest: the lower one", [child("a", "1", "0.3", "OFF_TRACK"), child("b", "1", "0.2", "OFF_TRACK")]),
            ("two weakest as low as each other: the first", [child("a", "1", "0.2", "AT_RISK"), child("b", "1", "0.2", "AT_RISK")]),
            ("two weakest, one without a value", [child("a", "1", None, "MISSED"), child("b", "1", "0.9", "MISSED")]),
            ("too early is worse than not begun, and no weakness",
             [child("a", "1", "0.1", "NOT_STARTED"), child("b", "1", "0.2", "TOO_EARLY"), child("c", "1", "0.3")]),
            ("too early and reached", [child("a", "1", "1", "ACHIEVED"), child("b", "1", "0", "TOO_EARLY")]),
            ("not begun is no weakness", [child("a", "1", None, "NOT_STARTED"), child("b", "1", "0.7")]),
            ("not begun and reached", [child("a", "1", "0", "NOT_STARTED"), child("b", "1", "1", "ACHIEVED")]),
            ("missed is worst", [child("a", "1", "0.1", "OFF_TRACK"), child("b", "1", "0.99", "MISSED")]),
            ("one without a verdict", [child("a", "1", "0.1", "STATUS_UNSPECIFIED"), child("b", "1", "0.8")]),
            ("none with a verdict", [child("a", "1", "0.1", "STATUS_UNSPECIFIED"), child("b", "3", "0.8", "STATUS_UNSPECIFIED")])):
        for profile in PROFILES:
            yield {"name": f"{profile}: {name}", "profile": profile, "expected": plainly(rolled_up_by(profile, children)),
                   "children": [c | {"weight": plain(c["weight"]), "clamped": plain(c["clamped"])} for c in children]}


def expected_by(profile, children, elapsed):
    """What is expected of the parent by the profile's own way, and whether all behind its value is stale."""
    if profile == "LATEST_WINS":
        weakest = weakest_of(children)
        if weakest is not None:
            return exact(weakest["expected"]), weakest["stale"]
    if profile in ("PLAIN_MEAN", "DOERR"):
        children = [c | {"weight": "1"} for c in children]
    if profile == "PLAIN_MEAN":
        children = [c | {"clamped": c["clamped"] or "0"} for c in children]
    return expected_of(children, "MEAN", elapsed)


def profile_expectations():
    """Like is compared with like: what is expected is of the children as the profile counts them."""
    def part(name, weight, progress, expected, status="ON_TRACK", stale=False):
        return child(name, weight, progress, status, stale) | {"expected": expected}

    for name, children in (
            ("no children", []),
            ("what is due at the end weighs most", [part("late", "9", "0", "0"), part("now", "1", "0", "0.75", "OFF_TRACK")]),
            ("weight 0", [part("a", "1", "0.5", "0.5"), part("b", "0", "0.25", "0.75", "OFF_TRACK")]),
            ("one is missing", [part("a", "3", "0.6", "0.25"), part("b", "1", None, "0.75", "NO_DATA")]),
            ("all are missing", [part("a", "1", None, "0.25", "NO_DATA")]),
            ("one is stale", [part("a", "3", "0.6", "0.25", "STALE", True), part("b", "1", "0.5", "0.75")]),
            ("all with a weight are stale", [part("a", "3", "0.6", "0.25", "STALE", True), part("b", "0", "0.5", "0.75")]),
            ("none with a verdict", [part("a", "1", "0.5", "0.25", "STATUS_UNSPECIFIED"), part("b", "3", "0.25", "0.75", "STATUS_UNSPECIFIED")])):
        for profile in PROFILES:
            elapsed = Fraction(1, 2)
            expected, stale = expected_by(profile, children, elapsed)
            yield {"name": f"{profile}: {name}", "profile": profile, "elapsed": plain(elapsed), "expected": plain(expected), "stale": stale,
                   "children": [c | {field: plain(c[field]) for field in ("weight", "clamped", "expected")} for c in children]}


def profile_combinations():
    """A combination that is given goes before the profile's number, and leaves its verdict."""
    for name, children in (
            ("by weight, one missing", [child("a", "6", "1", "ACHIEVED"), child("b", "4", "0.5", "AT_RISK"), child("c", "2", None, "NO_DATA")]),
            ("the weakest is not the lowest", [child("a", "0.5", "0.4"), child("b", "0.25", "0.6", "AT_RISK")]),
            ("the weakest has no value", [child("a", "1", None, "NO_DATA"), child("b", "1", "0.9")]),
            ("none has a value", [child("a", "1", None, "NO_DATA")]),
            ("none with a verdict", [child("a", "1", "0.1", "STATUS_UNSPECIFIED"), child("b", "3", "0.8", "STATUS_UNSPECIFIED")])):
        for profile in PROFILES:
            for combination in ("MEAN", "LEAST", "MOST", "TOTAL"):
                yield {"name": f"{profile}, {combination}: {name}", "profile": profile, "combination": combination,
                       "expected": plainly(rolled_up_by(profile, children, combination)),
                       "children": [c | {"weight": plain(c["weight"]), "clamped": plain(c["clamped"])} for c in children]}


def verdict_by(profile, progress, expected, started, ended, stale, too_early, on_track, at_risk):
    def colour(number, good, middling):
        return "ON_TRACK" if number >= good else "AT_RISK" if number >= middling else "OFF_TRACK"

    if profile == "PLAIN_MEAN":
        progress, stale = progress or Fraction(0), False
    if not started:
        return "NOT_STARTED"
    if progress is None:
        return "NO_DATA"
    if profile == "LATEST_WINS":
        return colour(progress, expected * 9 / 10, expected * 3 / 4)
    if stale:
        return "STALE"
    if profile == "DOERR":
        return colour(progress, Fraction(7, 10), Fraction(4, 10))
    if progress >= 1 or ended:
        return "ACHIEVED" if progress >= 1 else "MISSED"
    if too_early:
        return "TOO_EARLY"
    if profile == "PLAIN_MEAN":
        return colour(progress - expected, on_track - 1, at_risk - 1)
    return colour(progress, expected * on_track, expected * at_risk)


def profile_statuses():
    for name, progress, expected, flags in (
            ("half of the way at half time", "0.5", "0.5", {}), ("90 % of what is expected", "0.45", "0.5", {}),
            ("10 points behind", "0.4", "0.5", {}), ("a little more than 10 points behind", "0.399", "0.5", {}),
            ("30 points behind", "0.2", "0.5", {}), ("a little more than 30 points behind", "0.199", "0.5", {}),
            ("75 % of what is expected", "0.375", "0.5", {}), ("between 89 and 90 % of what is expected", "0.7192", "0.8", {}),
            ("in decimals that have no double", "0.63", "0.7", {}), ("0.7 early", "0.7", "0.1", {}), ("0.4 early", "0.4", "0.1", {}),
            ("0.69 late", "0.69", "1", {}), ("0.39 in time", "0.39", "0.39", {}), ("below the baseline", "-0.1", "0.5", {}),
            ("nothing expected, nothing done", "0", "0", {}), ("nothing expected, worse already", "-0.01", "0", {}),
            ("reached early", "1", "0.2", {}), ("beyond", "1.2", "1", {}), ("over, reached", "1", "1", {"ended": True}),
            ("over, 0.92", "0.92", "1", {"ended": True}), ("over, 0.7", "0.7", "1", {"ended": True}),
            ("over, 0.3", "0.3", "1", {"ended": True}), ("no value", None, "0.5", {}), ("no value at the first instant", None, "0", {}),
            ("no value, over", None, "1", {"ended": True}), ("stale", "0.5", "0.5", {"stale": True}),
            ("stale, reached", "1", "0.5", {"stale": True}), ("stale, over", "0.5", "1", {"stale": True, "ended": True}),
            ("not started", "0.5", "0", {"started": False}), ("not started, no value", None, "0", {"started": False}),
            ("too early", "0", "0.05", {"too_early": True}), ("too early, reached", "1", "0.05", {"too_early": True}),
            ("strict bands", "0.45", "0.5", {"on_track": "0.95", "at_risk": "0.9"}),
            ("strict bands, 5 points behind", "0.45", "0.5", {"on_track": "0.95", "at_risk": "0.95"})):
        settings = {"started": True, "ended": False, "stale": False, "too_early": False, "on_track": "0.9", "at_risk": "0.7"} | flags
        for profile in PROFILES:
            given = settings | {"on_track": exact(settings["on_track"]), "at_risk": exact(settings["at_risk"])}
            yield {"name": f"{profile}: {name}", "profile": profile, "progress": plain(progress), "expected": plain(expected),
                   **settings, "on_track": plain(settings["on_track"]), "at_risk": plain(settings["at_risk"]),
                   "status": verdict_by(profile, exact(progress), exact(expected), **given)}


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
    if shape == "STEP":
        return ends[part]
    return ends[part] + (ends[part + 1] - ends[part]) * (elapsed * len(shares) - part)


def curves():
    quarter = ["0.1", "0.3", "0.6", "1"]
    for shape, shares in (("LINEAR", []), ("S_CURVE", []), ("AT_END", []), ("TABLE", quarter), ("TABLE", ["1"]),
                          ("TABLE", ["0", "0", "1"]), ("STEP", quarter), ("STEP", ["1"])):
        for elapsed in ("0", "0.1", "0.25", "0.5", "0.6", "0.75", "0.99", "1"):
            yield {"name": f"{shape} {' '.join(shares)} at {elapsed}", "shape": shape, "shares": [plain(s) for s in shares],
                   "elapsed": plain(elapsed), "expected": plain(by_curve(shape, shares, exact(elapsed)))}


def ratio(actual, due, less):
    if due <= 0:
        return Fraction(int(actual <= due if less else actual >= due))
    return 2 - actual / due if less else actual / due


def attain(actual, target, direction, additive, elapsed, due_target=None, settled=True, on_track=Fraction(9, 10),
           at_risk=Fraction(7, 10)):
    """What is due of each end, attainment, status. A target is a list of its ends: none, one, or two of a range."""
    due = target
    if additive:
        due = [end * elapsed for end in target] if due_target is None else due_target
    if actual is None:
        return due, None, "NO_DATA"
    if not target:
        return due, None, "STATUS_UNSPECIFIED"
    whole = additive and direction == "INCREASE" and 0 < target[0] <= actual
    signed = target[-1] <= 0 or (direction == "WITHIN" and target[0] < 0)
    beyond = additive and direction != "INCREASE" and not signed and actual > target[-1]
    due_later = due_target is not None and not any(due_target) and any(target) and elapsed < 1 and not whole and not beyond
    if additive and (elapsed == 0 or due_later):
        return due, None, "ON_TRACK"
    if direction != "WITHIN":
        attainment = ratio(actual, due[0], direction == "DECREASE")
    elif due[0] <= actual <= due[1]:
        attainment = Fraction(1)
    else:
        attainment = ratio(actual, due[0], False) if actual < due[0] else ratio(actual, due[1], True)
    if beyond or (elapsed == 1 and settled):
        return due, attainment, "ACHIEVED" if attainment >= 1 else "MISSED"
    if attainment >= 1 and whole:
        return due, attainment, "ACHIEVED"
    if attainment >= on_track:
        return due, attainment, "ON_TRACK"
    return due, attainment, "AT_RISK" if attainment >= at_risk else "OFF_TRACK"


def ends(target):
    """None, a number, or the two ends of a range."""
    if target is None:
        return []
    return [exact(end) for end in target] if isinstance(target, tuple) else [exact(target)]


def attainment_case(name, actual, target, direction, additive, elapsed, due=None, settled=True, on_track="0.9", at_risk="0.7"):
    due_target, attainment, status = attain(exact(actual), ends(target), direction, additive, exact(elapsed),
                                            None if due is None else ends(due), settled, exact(on_track), exact(at_risk))

    def of(what, end):
        return plain(what[end]) if end < len(what) else None

    return {"name": name, "actual": plain(actual), "target": of(ends(target), 0), "target_max": of(ends(target), 1),
            "direction": direction, "additive": additive, "elapsed": plain(elapsed), "due": of(ends(due), 0), "due_max": of(ends(due), 1),
            "settled": settled, "on_track": plain(on_track), "at_risk": plain(at_risk), "due_target": of(due_target, 0),
            "due_target_max": of(due_target, 1), "attainment": plain(attainment), "status": status}


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
            ("fewer complaints, open: broken by little, at the end", "10.1", "10", "DECREASE", True, "0.99"),
            ("fewer complaints, open: all of the limit, which is not broken", "10", "10", "DECREASE", True, "0.99"),
            ("fewer complaints, at the first instant", "11", "10", "DECREASE", True, "0"),
            ("a level, open: above the limit, from where it can come back", "10.1", "10", "DECREASE", False, "0.99"),
            ("a saving of 5, open: not reached, and nothing is lost for good", "-4", "-5", "DECREASE", True, "0.99"),
            ("target 0, open: broken, where amounts may be negative", "1", "0", "DECREASE", True, "0.5"),
            ("fewer complaints, open: none yet", "0", "10", "DECREASE", True, "0.5"),
            ("target 0, kept", "0", "0", "DECREASE", True, "1"), ("target 0, broken", "1", "0", "DECREASE", True, "1"),
            ("target 0, more is better", "0", "0", "INCREASE", False, "1"),
            ("a loss of at most 5", "-4", "-5", "INCREASE", False, "1"), ("a loss of more than 5", "-6", "-5", "INCREASE", False, "1"),
            ("a negative number with a positive target", "-10", "100", "INCREASE", True, "1"),
            ("a loss of at most 3, open: the due part of it", "-1", "-3", "INCREASE", True, "0.5"),
            ("a loss of at most 3, open: more than the due part", "-2", "-3", "INCREASE", True, "0.5"),
            ("a loss of at most 3, open: a gain is not kept for good", "9", "-3", "INCREASE", True, "0.01"),
            ("a loss of at most 3, over: a gain", "9", "-3", "INCREASE", True, "1"),
            ("a sum of at least 0, open: some, which is not kept for good", "9", "0", "INCREASE", True, "0.5"),
            ("a sum of at least 0, open: none", "0", "0", "INCREASE", True, "0.5"),
            ("a sum of at least 0, open: below", "-1", "0", "INCREASE", True, "0.5"),
            ("a sum of at least 0, over", "0", "0", "INCREASE", True, "1"),
            ("a positive sum, open: below zero", "-1", "100", "INCREASE", True, "0.5"),
            ("no target: no verdict", "5", None, "INCREASE", True, "0.5"), ("no target, no samples", None, None, "INCREASE", True, "0.5"),
            ("no samples in a period that is over", None, "100", "INCREASE", True, "1")):
        yield attainment_case(name, actual, target, direction, additive, elapsed)
    yield attainment_case("little is due yet by the curve", "15", "100", "INCREASE", True, "0.5", due="10")
    yield attainment_case("nothing is due yet by the curve", "0", "100", "INCREASE", True, "0.5", due="0")
    yield attainment_case("nothing is due yet, and the whole is reached", "100", "100", "INCREASE", True, "0.5", due="0")
    yield attainment_case("nothing is due yet, and the limit is broken", "101", "100", "DECREASE", True, "0.5", due="0")
    yield attainment_case("over, beyond the limit, and late data may come", "101", "100", "DECREASE", True, "1", settled=False)
    yield attainment_case("nothing is due yet of a loss", "5", "-3", "INCREASE", True, "0.5", due="0")
    yield attainment_case("an average has no curve", "50", "100", "INCREASE", False, "0.5", due="10")
    yield attainment_case("over, but late data may come", "95", "100", "INCREASE", True, "1", settled=False)
    yield attainment_case("over and reached, and late data may come", "100", "100", "INCREASE", True, "1", settled=False)
    yield attainment_case("over, a level is reached, and late data may come", "100", "100", "INCREASE", False, "1", settled=False)
    yield attainment_case("over, far off, and late data may come", "10", "100", "INCREASE", True, "1", settled=False)
    yield attainment_case("strict bands: 94 % is a risk", "47", "100", "INCREASE", True, "0.5", on_track="0.95", at_risk="0.9")
    yield attainment_case("strict bands: exactly at the border", "45", "100", "INCREASE", True, "0.5", on_track="0.95", at_risk="0.9")
    yield attainment_case("strict bands: below", "44.9", "100", "INCREASE", True, "0.5", on_track="0.95", at_risk="0.9")
    yield attainment_case("one band only", "49.9", "100", "INCREASE", True, "0.5", on_track="1", at_risk="1")
    yield attainment_case("over, below zero as allowed, and late data may come", "-2", "-3", "INCREASE", True, "1", settled=False)
    yield from attainments_within()


def attainments_within():
    for name, actual, target, additive, elapsed in (
            ("inside, over", "5", ("4", "6"), False, "1"), ("inside, over, at the lower end", "4", ("4", "6"), False, "1"),
            ("inside, over, at the upper end", "6", ("4", "6"), False, "1"), ("below, over", "3", ("4", "6"), False, "1"),
            ("above, over", "9", ("4", "6"), False, "1"), ("above, over, by little", "6.01", ("4", "6"), False, "1"),
            ("above, over, more than twice the upper end", "15", ("4", "6"), False, "1"),
            ("inside, open: it can still leave", "5", ("4", "6"), False, "0.99"),
            ("below, open: exactly 90 % of the lower end", "3.6", ("4", "6"), False, "0.5"),
            ("below, open: exactly 70 % of the lower end", "2.8", ("4", "6"), False, "0.5"),
            ("below, open: less than 70 %", "2.79", ("4", "6"), False, "0.5"),
            ("above, open: a tenth above the upper end", "6.6", ("4", "6"), False, "0.5"),
            ("above, open: three tenths above the upper end", "7.8", ("4", "6"), False, "0.5"),
            ("above, open: more than three tenths above", "7.81", ("4", "6"), False, "0.5"),
            ("one number only, met", "3", ("3", "3"), False, "1"), ("one number only, not met", "2.7", ("3", "3"), False, "1"),
            ("a range across zero, inside", "0", ("-5", "5"), False, "1"),
            ("a range across zero, below: no share of what is not positive", "-6", ("-5", "5"), False, "0.5"),
            ("a range across zero, above", "6", ("-5", "5"), False, "0.5"),
            ("a range below zero, inside", "-3", ("-5", "-1"), False, "1"),
            ("a range below zero, above: no share of what is not positive", "0", ("-5", "-1"), False, "1"),
            ("from zero on, at zero", "0", ("0", "6"), False, "1"), ("from zero on, below", "-1", ("0", "6"), False, "1"),
            ("a sum, open: inside the due part of both ends", "25", ("40", "60"), True, "0.5"),
            ("a sum, open: at the due part of the upper end", "30", ("40", "60"), True, "0.5"),
            ("a sum, open: below the due part of the lower end", "15", ("40", "60"), True, "0.5"),
            ("a sum, open: above the due part of the upper end", "36", ("40", "60"), True, "0.5"),
            ("a sum, open: inside the whole range, too early", "50", ("40", "60"), True, "0.5"),
            ("a sum, open: beyond the whole range", "61", ("40", "60"), True, "0.99"),
            ("a sum, open: at the upper end, which is inside", "60", ("40", "60"), True, "0.99"),
            ("from zero on, a sum, open: beyond", "61", ("0", "60"), True, "0.99"),
            ("a range across zero, a sum, open: beyond, from where it can come back", "5.1", ("-5", "5"), True, "0.99"),
            ("a sum, first instant: nothing is due", "5", ("40", "60"), True, "0"),
            ("a sum, over, inside", "50", ("40", "60"), True, "1"), ("a sum, over, above", "61", ("40", "60"), True, "1"),
            ("no range: no verdict", "5", None, False, "1"), ("no samples", None, ("40", "60"), True, "0.25")):
        yield attainment_case(f"within: {name}", actual, target, "WITHIN", additive, elapsed)
    yield attainment_case("within: a sum, by the curve", "8", ("40", "60"), "WITHIN", True, "0.5", due=("10", "15"))
    yield attainment_case("within: a sum, nothing is due yet by the curve", "8", ("40", "60"), "WITHIN", True, "0.5", due=("0", "0"))
    yield attainment_case("within: from zero on, nothing is due yet by the curve", "8", ("0", "60"), "WITHIN", True, "0.5", due=("0", "0"))
    yield attainment_case("within: inside, over, and late data may come", "5", ("4", "6"), "WITHIN", False, "1", settled=False)
    yield attainment_case("within: strict bands", "3.7", ("4", "6"), "WITHIN", False, "0.5", on_track="0.95", at_risk="0.9")


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


def midway():
    """Seconds since 1970; a quarter of 90 days. The day of a change starts nothing: neither pace nor progress ask when a key result
    was added or got another way."""
    day = 86400
    end = 90 * day
    for name, own_start, ways, current, now in (
            ("there from the first day", None, (("0", "100"),), "25", 45 * day),
            ("added after a month: its pace is the cycle's", None, (("0", "100"),), "0", 30 * day),
            ("added after a month with a start of its own", 30 * day, (("0", "100"),), "0", 30 * day),
            ("half of its own time later", 30 * day, (("0", "100"),), "50", 60 * day),
            ("its own start is yet to come", 60 * day, (("0", "100"),), "10", 45 * day),
            ("another target: it holds for all of the way at once", None, (("0", "100"), ("0", "200")), "50", 45 * day),
            ("a lower target is reached by what was not enough", None, (("0", "100"), ("0", "50")), "50", 45 * day),
            ("another way from where it stood", None, (("0", "100"), ("40", "80")), "60", 45 * day),
            ("two changes: beside the last the first is shown", None, (("0", "100"), ("0", "150"), ("0", "120")), "60", 90 * day),
            ("turned around", None, (("0", "10"), ("10", "0")), "4", 45 * day)):
        ways = [(exact(baseline), exact(target)) for baseline, target in ways]
        start = 0 if own_start is None else own_start
        reached = [(exact(current) - baseline) / (target - baseline) for baseline, target in ways]
        yield {"name": name, "start": 0, "end": end, "own_start": own_start, "now": now,
               "ways": [{"baseline": plain(baseline), "target": plain(target)} for baseline, target in ways],
               "current": plain(exact(current)), "expected": plain(clamped(Fraction(now - start, end - start))),
               "raw": plain(reached[-1]), "raw_of_first": plain(reached[0])}


def seasons():
    def case(name, amounts, parts):
        given = [exact(amount) for amount in amounts]
        total = sum(given)
        shares = []
        if total > 0:
            for part in range(1, parts + 1):
                place = Fraction(part * len(given), parts)
                over = int(place)
                here = sum(given[:over]) + (given[over] * (place - over) if over < len(given) else 0)
                earlier = shares[-1] if shares else Fraction(0)
                shares.append(Fraction(1) if part == parts else min(max(earlier, here / total), Fraction(1)))
        return {"name": name, "amounts": [plain(amount) for amount in given], "parts": parts,
                "season": [plain(share) for share in shares]}

    yield case("the same every day", ["5"] * 6, 3)
    yield case("more at the end", ["1", "2", "3", "4"], 4)
    yield case("parts that cut days", ["1", "2", "3"], 4)
    yield case("more parts than days", ["3", "1"], 6)
    yield case("one day", ["7"], 4)
    yield case("days without anything", ["0", "0", "8", "0"], 4)
    yield case("what is taken back is waited out", ["4", "-2", "4", "2"], 4)
    yield case("more in between than in the end", ["10", "0", "-2", "0"], 4)
    yield case("cents", ["0.1", "0.2", "0.3"], 3)
    yield case("nothing had come", ["0", "0"], 2)
    yield case("more was taken back than came", ["1", "-2"], 2)
    yield case("no days", [], 3)


def links(text):
    """`parent<child weight`, of weight 1 without one."""
    for link in text.split(", ") if text else ():
        parent, _, rest = link.partition("<")
        child, _, weight = rest.partition(" ")
        yield {"parent": parent, "child": child, "weight": float(weight or 1)}


def distances(top, given):
    """By relaxing every link as often as there are links: no queue, no levels."""
    steps = {top: 0}
    for _ in given:
        for link in given:
            if link["parent"] in steps:
                steps[link["child"]] = min(steps[link["parent"]] + 1, steps.get(link["child"], len(given) + 1))
    return steps


def alignments():
    for name, text in (
            ("nothing below", ""), ("a chain", "top<a, a<b, b<c"), ("weights stay with their link", "top<a 2, top<b 0.5, a<c 0"),
            ("a child of both: the nearer parent has it", "top<a, a<b, top<b 3"),
            ("a child of two that are equally near: the first by name", "top<b, top<a, b<c, a<c 2"),
            ("the first by name, whatever the order of the links", "top<a, top<b, a<c 2, b<c"),
            ("nearer counts more than the name", "top<a, a<b, b<x, top<z, z<x"),
            ("all below one counts elsewhere", "top<a, top<b, a<b"),
            ("a diamond of two levels", "top<a, top<b, a<c, b<c, c<d, b<d"),
            ("what is not below the top is no part of it", "top<a, other<a, other<b, a<c"),
            ("six ways to one", "top<a, top<b, top<c, a<d, b<d, c<d, a<e, b<e, c<e, d<e")):
        given = list(links(text))
        steps = distances("top", given)
        counted = []
        for link in given:
            parent, child = link["parent"], link["child"]
            nearest = [other["parent"] for other in given
                       if other["child"] == child and steps.get(other["parent"], len(given)) + 1 == steps.get(child)]
            if nearest and parent == min(nearest):
                counted.append(link)
        yield {"name": name, "top": "top", "links": given, "counted": counted}


def loops():
    for name, text, objective, parents in (
            ("no parents", "a<b", "a", []), ("itself", "", "a", ["a"]), ("its child", "a<b", "a", ["b"]),
            ("its child's child", "a<b, b<c", "a", ["c"]), ("its parent again", "a<b", "b", ["a"]),
            ("two ways that meet above", "top<a, top<b", "c", ["a", "b"]), ("one of two parents", "a<b, b<c", "b", ["x", "c"]),
            ("a loop above that it is no part of", "a<b, b<a", "c", ["a"]), ("one nobody knows", "", "a", ["x"])):
        given = list(links(text))
        above = set(parents)
        for _ in given:
            above |= {link["parent"] for link in given if link["child"] in above}
        yield {"name": name, "links": given, "objective": objective, "parents": parents, "leads_back": objective in above}


MARGIN = Fraction(1, 10 ** 9)


def root(number):
    """To 40 decimal places."""
    return Fraction(isqrt(int(number * 10 ** 80)), 10 ** 40)


def forecast_points(points, start, end, now, additive):
    """The points of the period, one of each time, by time, at most 64."""
    values = {}
    for time, value in points:
        if time <= now and (time > start if additive else time >= start):
            values.setdefault(Fraction(time - start, end - start), []).append(exact(value))
    places = [(x, median(ys)) for x, ys in sorted(values.items())]
    if len(places) > 64:
        places = [places[i * (len(places) - 1) // 63] for i in range(64)]
    return places


def end_of(places, from_last):
    """The forecast and the typical stray, before it is widened. A total and a stock go on from their last point."""
    last, span, rest = places[-1][1], places[-1][0] - places[0][0], 1 - places[-1][0]
    pairs = [(b[0] - a[0], b[1] - a[1]) for a, b in combinations(places, 2)]
    pace = median(rise / length for length, rise in pairs if length >= span / 2 - MARGIN)
    value = last + pace * rest if from_last else median(y - pace * x for x, y in places) + pace
    gap = max(b[0] - a[0] for a, b in zip(places, places[1:]))
    shortest = max(gap, min(rest, span / 8))
    strays = []
    for length, rise in pairs:
        if shortest - MARGIN <= length <= 2 * shortest + MARGIN:
            growth = root((rest + rest * rest / span) / length)
            strays.append(abs(rise - pace * length) * (growth if from_last else max(Fraction(1), growth)))
    return value, sorted(strays)[ceil(Fraction(3 * len(strays), 4)) - 1]


def below(bound, value, width):
    exponent = float((value - bound) / width)
    return 1 / (1 + 9 ** exponent) if exponent < 300 else 0.0


def still_open(low, high, strict, last):
    """What is not decided yet of a number that only grows; None when it is lost."""
    if high is not None and (last >= high if strict else last > high):
        return None
    return (None if low is not None and (last > low if strict else last >= low) else low), high


def sober(chance, points):
    return min(max(chance, 1 / (points + 2)), (points + 1) / (points + 2))


def likelihood(low, high, strict, last, value, width, points, grows):
    """None without a bound."""
    if low is None and high is None:
        return None
    if grows:
        left = still_open(low, high, strict, last)
        if left is None:
            return 0.0
        low, high = left
        if low is None and high is None:
            return 1.0
    margin = MARGIN * max(1, abs(value))
    if width <= margin:
        chance = float((low is None or value >= low - margin) and (high is None or value <= high + margin))
    else:
        chance = (1 if high is None else below(high, value, width)) - (0 if low is None else below(low, value, width))
    return sober(chance, points)


def within(possible, value):
    low, high = possible
    value = value if low is None else max(value, low)
    return value if high is None else min(value, high)


def forecast(points, start, end, now, additive, from_last, possible, low, high, strict):
    if not start < now < end:
        return None
    places = forecast_points(points, start, end, now, additive)
    if len(places) < 3:
        return None
    span = places[-1][0] - (0 if additive else places[0][0])
    if span < Fraction(now - start, end - start) / 2 - MARGIN or span < Fraction(1, 10) - MARGIN:
        return None
    count = len(places)
    if additive:
        places = [(Fraction(0), Fraction(0))] + places
    value, stray = end_of(places, additive or from_last)
    width = stray * Fraction(3, 2) * (count + 1) / (count - 2)
    grows = additive and all(a[1] <= b[1] for a, b in zip(places, places[1:]))
    bottom = max(value - width, places[-1][1]) if grows else value - width
    return {"value": plain(within(possible, value)), "low": plain(within(possible, bottom)), "high": plain(within(possible, value + width)),
            "likelihood": likelihood(exact(low), exact(high), strict, places[-1][1], value, width, count, grows), "points": count}


def noise(count, spread, seed):
    """Whole numbers from -spread to spread, the same every time."""
    for _ in range(count):
        seed = seed * 1103515245 + 12345 & 0x7fffffff
        yield (seed >> 8) % (2 * spread + 1) - spread


DAY = 86400


def forecasts():
    """A period of 100 days, so that a day is a hundredth of it, unless a case says otherwise. Points are (day, value)."""
    straight = [(day, str(2 * day)) for day in range(10, 51, 10)]
    steady = [(day, str(2 * day + wobble)) for day, wobble in zip(range(5, 51, 5), noise(10, 4, 1))]
    lumpy = [(7, "0"), (14, "0"), (21, "60"), (28, "60"), (35, "60"), (42, "105"), (49, "105")]
    level = [(day, str(50 + wobble)) for day, wobble in zip(range(0, 51, 5), noise(11, 3, 2))]
    falling = [(day, str(Fraction(200 - day + wobble, 2))) for day, wobble in zip(range(0, 61, 4), noise(16, 5, 3))]
    walk, total = [], 0
    for day, step in enumerate(noise(80, 3, 4)):
        total += step
        walk.append((day, str(total)))
    irregular = [(1, "3"), (2, "5"), (3, "6"), (17, "33"), (18, "37"), (40, "78"), (55, "115")]
    wrong = [(day, "9999" if day == 25 else value) for day, value in steady]
    last_wrong = level[:-1] + [(50, "500")]
    losses = [(10, "5"), (20, "12"), (30, "9"), (40, "15"), (50, "22")]
    at_least, at_most, between = {"low": "200"}, {"high": "200"}, {"low": "45", "high": "55"}
    for name, points, additive, now, aim in (
            ("no points", [], True, 50, at_least), ("two points", straight[:2], True, 20, at_least),
            ("three points are enough", straight[:3], True, 30, at_least),
            ("three values of two times are not", [(10, "20"), (10, "21"), (20, "40")], True, 20, at_least),
            ("a straight total: no width, and no certainty", straight, True, 50, at_least),
            ("a straight total ends below the target", straight, True, 50, {"low": "200.01"}),
            ("a straight total at its limit", straight, True, 50, at_most),
            ("a steady total", steady, True, 50, at_least), ("a steady total, without a target", steady, True, 50, {}),
            ("a steady total, a low target", steady, True, 50, {"low": "150"}),
            ("a steady total, a limit", steady, True, 50, {"high": "190"}),
            ("a steady total, a range", steady, True, 50, {"low": "190", "high": "210"}),
            ("a total that never fell does not fall: low is the last", lumpy, True, 50, at_least),
            ("the target is reached for good", steady, True, 50, {"low": "90"}),
            ("the target is just reached for good", straight, True, 50, {"low": "100"}),
            ("just reached, and strict: still a question", straight, True, 50, {"low": "100", "strict": True}),
            ("the limit is broken for good", steady, True, 50, {"high": "90"}),
            ("just at the limit", straight, True, 50, {"high": "100"}),
            ("just at the limit, and strict: broken", straight, True, 50, {"high": "100", "strict": True}),
            ("the lower end is reached, the upper is the question", steady, True, 50, {"low": "90", "high": "200"}),
            ("a total that fell: reached is not for good", losses, True, 50, {"low": "20"}),
            ("a total that fell: a limit that is passed can be kept", losses, True, 50, {"high": "20"}),
            ("a total of nothing", [(10, "0"), (20, "0"), (30, "0")], True, 30, at_least),
            ("a total with one wrong point", wrong, True, 50, at_least),
            ("a total at the start of the period is not a point", [(0, "7")] + straight, True, 50, at_least),
            ("irregular times", irregular, True, 55, at_least),
            ("irregular times, in another order", irregular[::-1], True, 55, at_least),
            ("late in the period", irregular + [(90, "185"), (95, "193"), (98, "199")], True, 99, at_least),
            ("a level with noise", level, False, 50, between), ("a level with noise, strict", level, False, 50, between | {"strict": True}),
            ("a level with noise, at least", level, False, 50, {"low": "52"}), ("a level with noise, at most", level, False, 50, {"high": "49"}),
            ("a level that never moved", [(day, "7") for day in (0, 10, 20, 30)], False, 30, {"low": "7"}),
            ("a level that never moved, beside its range", [(day, "7") for day in (0, 10, 20, 30)], False, 30, {"low": "8", "high": "9"}),
            ("a falling level", falling, False, 60, {"high": "50"}), ("a falling level below zero", [(d, str(30 - d)) for d in (0, 20, 40, 60)], False, 60, {"high": "-60"}),
            ("the last point is the wrong one", last_wrong, False, 50, between),
            ("a level that strays", walk, False, 79, {"low": "0"}), ("more than 64 points", walk, False, 79, {"low": "10"}),
            ("several values of one time are their median", level + [(25, "0"), (25, "51"), (25, "50")], False, 50, between),
            ("an even number of values of one time", level[:5] + [(25, "40"), (25, "60")] + level[6:], False, 50, between),
            ("before the start and after now: left out", [(-10, "900"), (51, "800"), (99, "0")] + level, False, 50, between),
            ("a source that fell silent: less than half of the time", level[:5], False, 41, between),
            ("exactly half of the time", level[:5], False, 40, between),
            ("the first days: less than a tenth", [(day, "5") for day in (0, 3, 6, 9)], False, 9, between),
            ("exactly a tenth", [(day, str(50 + day % 3)) for day in (0, 3, 6, 10)], False, 10, between),
            ("a total counts from the start, a level from its first point", [(45, "1"), (46, "2"), (50, "3")], False, 50, between),
            ("a total of the same points", [(45, "1"), (46, "2"), (50, "3")], True, 50, between),
            ("not begun", straight, True, 0, at_least), ("over: the number itself is there", straight, True, 100, at_least)):
        yield forecast_case(name, [(day * DAY, value) for day, value in points], 0, 100 * DAY, now * DAY, additive, aim)
    sold_out = [(day, str(60 - day + wobble)) for day, wobble in zip(range(1, 41, 3), noise(14, 2, 5))]
    for name, points, now, aim in (
            ("a stock with noise goes on from its last point", level, 50, between), ("a stock whose last point is another: that holds", last_wrong, 50, between),
            ("a stock that grew: reached is not for good", straight, 50, {"low": "90"}),
            ("a stock that falls below zero", sold_out, 40, {"low": "5"}), ("a stock on its last day", walk, 79, {"low": "0"})):
        yield forecast_case(name, [(day * DAY, value) for day, value in points], 0, 80 * DAY if now == 79 else 100 * DAY, now * DAY, False, aim, from_last=True)
    yield forecast_case("a stock of things is not below zero", [(day * DAY, value) for day, value in sold_out], 0, 100 * DAY, 40 * DAY, False, {"low": "5"},
                        from_last=True, possible=(Fraction(0), None))
    yield forecast_case("a share is not above one", [(day * DAY, f"0.{60 + day}") for day in (5, 10, 15, 20, 25)], 0, 100 * DAY, 25 * DAY, False, {"low": "0.9"},
                        from_last=True, possible=(Fraction(0), Fraction(1)))
    quarter = (1735686000, 1743458400)
    yield forecast_case("a quarter with a change of clocks", [(quarter[0] + week * 7 * DAY + 3600, str(100 + 3 * week * week)) for week in range(9)],
                        *quarter, quarter[0] + 60 * DAY, False, {"low": "500"})


def forecast_case(name, points, start, end, now, additive, aim, from_last=False, possible=(None, None)):
    low, high, strict = aim.get("low"), aim.get("high"), aim.get("strict", False)
    return {"name": name, "start": start, "end": end, "now": now, "additive": additive, "from_last": from_last, "min": plain(low), "max": plain(high),
            "strict": strict, "possible_min": plain(possible[0]), "possible_max": plain(possible[1]),
            "points": [{"time": time, "value": plain(value)} for time, value in points],
            "forecast": forecast(points, start, end, now, additive, from_last, possible, low, high, strict)}


def days_of(days, start, end, now):
    """Day by day (place, value, weight); None when they say too little."""
    if not start < now < end:
        return None
    kept = sorted((Fraction(time - start, end - start), exact(value), exact(weight)) for time, value, weight in days
                  if start < time <= now and exact(weight) > 0)
    least = max(Fraction(now - start, end - start) / 2, Fraction(1, 10)) - MARGIN
    return kept if len(kept) >= 3 and kept[-1][0] >= least else None


def rise_of(days):
    """How far the rest lies from the days before, by a trend that stands out of the noise."""
    count, last, weight = len(days), days[-1][0], sum(w for _, _, w in days)
    places = [((days[i - 1][0] if i else 0) + x) / 2 for i, (x, _, _) in enumerate(days)]
    x_mean = sum(w * place for place, (_, _, w) in zip(places, days)) / weight
    y_mean = sum(w * y for _, y, w in days) / weight
    xx = sum(w * (place - x_mean) ** 2 for place, (_, _, w) in zip(places, days))
    xy = sum(w * (place - x_mean) * (y - y_mean) for place, (_, y, w) in zip(places, days))
    yy = sum(w * (y - y_mean) ** 2 for _, y, w in days)
    slope = xy / xx
    rest = yy - slope * xy
    if slope == 0:
        return Fraction(0)
    share = Fraction(1)
    if rest > 0:
        t2, c = (count - 2) * slope * xy / rest, 4 * Fraction(count, count - 2) ** 2
        share = 1 - c / t2 if t2 > c else Fraction(0)
    return share * slope * min((1 + last) / 2 - x_mean, last)


def taken_apart(days):
    """From running means to the days' own."""
    sums = [0] + [(i + 1) * y for i, (_, y, _) in enumerate(days)]
    return [(x, after - before, Fraction(1)) for (x, _, _), before, after in zip(days, sums, sums[1:])]


def mean_forecast(days, so_far, start, end, now, possible, low, high, strict, running=False):
    days = days_of(days, start, end, now)
    if days is None:
        return None
    if running:
        days = taken_apart(days)
    count, rest_share, mean = len(days), 1 - days[-1][0], exact(so_far)
    rest = within(possible, mean + rise_of(days))
    value = mean + (rest - mean) * rest_share
    weight = sum(w for _, _, w in days) / count
    square = sum((w / weight * (y - mean)) ** 2 for _, y, w in days) / (count - 1)
    width = Fraction(9, 7) * count / (count - 1) * root(square * rest_share / count) + abs(value - mean)
    ends = tuple(None if bound is None else mean + (bound - mean) * rest_share for bound in possible)
    return {"value": plain(value), "low": plain(within(ends, value - width)), "high": plain(within(ends, value + width)),
            "likelihood": likelihood(exact(low), exact(high), strict, None, value, width, count, False), "points": count}


def extreme_forecast(days, so_far, start, end, now, largest, possible, low, high, strict, running=False):
    days = days_of(days, start, end, now)
    if days is None:
        return None
    sign = 1 if largest else -1
    values, record = [sign * y for _, y, _ in days], sign * exact(so_far)
    low, high = (None if bound is None else sign * exact(bound) for bound in ((low, high) if largest else (high, low)))
    possible = tuple(None if bound is None else sign * bound for bound in (possible if largest else possible[::-1]))
    rises = [after - before for before, after in zip(values, values[1:])] if running else [y - median(values) for y in values]
    above = [rise for rise in rises if rise > 0]
    scale = float(sum(above) / len(above)) if above else 0.0
    ratio = float((1 - days[-1][0]) / days[-1][0])
    at = lambda chance: sign * within(possible, float(record) + scale * max(0.0, log(ratio * chance / (1 - chance))))
    up_to = lambda bound: 1.0 if scale == 0 else 1 / (1 + ratio * exp(float(record - bound) / scale))
    chance = None
    if low is not None or high is not None:
        left = still_open(low, high, strict, record)
        if left is None:
            chance = 0.0
        elif left == (None, None):
            chance = 1.0
        else:
            chance = sober((1 if left[1] is None else up_to(left[1])) - (0 if left[0] is None else up_to(left[0])), len(days))
    ends = (at(0.1), at(0.9))[::sign]
    return {"value": plain(at(0.5)), "low": plain(ends[0]), "high": plain(ends[1]), "likelihood": chance, "points": len(days)}


def daily():
    """Months of 30 days, known up to a day: (day, value, weight). Names, days, number so far or none for their mean, now, possible, aim."""
    def month(count, base, spread, seed, slope="0", weight=None):
        weights = [abs(w) + 1 for w in noise(count, 9, seed + 50)] if weight is None else [weight] * count
        return [(day, str(Fraction(base) + Fraction(slope) * day + wobble), str(w))
                for day, wobble, w in zip(range(1, count + 1), noise(count, spread, seed), weights)]

    sales = month(5, "1060", 300, 11)
    score = [(day, str(Fraction(48, 10) - Fraction(35 * day, 1000)), "5") for day in range(1, 31)]
    rate = [(1, "0", "4"), (2, "0.5", "2"), (3, "0", "1"), (4, "0.2", "5"), (5, "0", "3")]
    free, positive, share = (None, None), (Fraction(0), None), (Fraction(0), Fraction(1))
    target = {"low": "1000"}
    yield "five noisy days say little, and nothing below zero", sales, None, 5, positive, target
    yield "ten days", month(10, "1060", 300, 11), None, 10, positive, target
    yield "the last but one day: nearly the number so far", month(29, "1060", 300, 11), None, 29, positive, target
    yield "a rate of few leads", rate, None, 5, share, {"low": "0.1"}
    yield "a rate, at most", rate, None, 5, share, {"high": "0.1", "strict": True}
    yield "a score that falls by the same every day", score[:15], None, 15, free, {"low": "4"}
    yield "a score that fell, on its last day", score[:29], None, 29, free, {"low": "4"}
    yield "a trend goes on no further than it has come", score[:6], None, 6, free, {"low": "4"}
    yield "a trend that hardly stands out", month(12, "100", 9, 13, slope="1", weight=1), None, 12, positive, {"low": "110"}
    yield "a trend lost in the noise", month(12, "100", 40, 14, slope="1", weight=1), None, 12, positive, {"low": "110"}
    yield "a rising share ends at one", [(day, f"0.{80 + 2 * day}", "1") for day in range(1, 10)], None, 10, share, {"low": "0.95"}
    yield "days that never differ", [(day, "7", "2") for day in (1, 2, 3, 4)], None, 4, free, {"low": "7"}
    yield "days that never differ, beside the target", [(day, "7", "2") for day in (1, 2, 3, 4)], None, 4, free, {"low": "8", "high": "9"}
    yield "without a target", sales, None, 5, free, {}
    yield "the number so far knows more than the days", sales, "1100", 5, positive, target
    yield "below zero", month(8, "-20", 30, 15), None, 8, free, {"low": "-30", "high": "-10"}
    yield "in another order", sales[::-1], None, 5, positive, target
    yield "days without weight, to come and of before: left out", sales + [(4, "9999", "0"), (20, "1", "1"), (0, "5", "1"), (-3, "5", "1")], None, 5, positive, target
    yield "two days", sales[:2], "1000", 2, free, target
    yield "less than a tenth of the period", [(Fraction(day, 2), "5", "1") for day in (1, 2, 3, 4)], None, 2, free, target
    yield "exactly a tenth", sales[:3], None, 3, free, target
    yield "a source that fell silent", sales, None, 11, free, target
    yield "silent for half of the time", sales, None, 10, free, target
    yield "not begun", sales, "1000", 0, free, target
    yield "over", sales, "1000", 30, free, target


def in_month(days):
    return [(int(day * DAY), value, weight) for day, value, weight in days]


def period_case(name, days, so_far, now, possible, aim, running=False):
    return {"name": name, "start": 0, "end": 30 * DAY, "now": now * DAY, "days": [{"time": t, "value": plain(v), "weight": plain(w)} for t, v, w in days],
            "running": running, "so_far": plain(so_far), "min": plain(aim.get("low")), "max": plain(aim.get("high")), "strict": aim.get("strict", False),
            "possible_min": plain(possible[0]), "possible_max": plain(possible[1])}


def aim_of(aim):
    return aim.get("low"), aim.get("high"), aim.get("strict", False)


def mean_forecasts():
    for name, days, so_far, now, possible, aim in daily():
        if so_far is None:
            known = [(exact(v), exact(w)) for day, v, w in days if 0 < day <= now]
            so_far = sum(v * w for v, w in known) / sum(w for _, w in known)
        days = in_month(days)
        yield period_case(name, days, so_far, now, possible, aim) | {
            "forecast": mean_forecast(days, so_far, 0, 30 * DAY, now * DAY, possible, *aim_of(aim))}
    for name, days, now, possible, aim in running_means():
        known = in_month(days)
        yield period_case(name, known, days[-1][1], now, possible, aim, running=True) | {
            "forecast": mean_forecast(known, days[-1][1], 0, 30 * DAY, now * DAY, possible, *aim_of(aim), running=True)}


def running_means():
    """Means of all days up to each: names, days, now, possible, aim."""
    free, share = (None, None), (Fraction(0), Fraction(1))
    first = [(1, "0.5", "1"), (2, "0.625", "1"), (3, "0.5", "1"), (4, "0.5625", "1")]
    yield "running: day i has i m(i) - (i - 1) m(i - 1)", first, 4, share, {"low": "0.6"}
    weekdays = [(day, str(50 + wobble / 4), "1") for day, wobble in zip((1, 2, 3, 4, 5, 8, 9, 10, 11, 12), noise(10, 8, 23))]
    yield "running: a weekend is no days", weekdays, 14, free, {"low": "50"}
    yield "running: it moves less and less", [(day, str(Fraction(40) + Fraction(20, day)), "1") for day in range(1, 21)], 20, free, {"high": "41"}
    yield "running: a trend of the days is seen through the mean", [(day, str(Fraction(48, 10) - Fraction(day + 1, 40)), "1") for day in range(1, 16)], 15, free, {"low": "4"}
    yield "running: weights are not known", [(day, value, str(day)) for day, value, _ in first], 4, share, {"low": "0.6"}
    yield "running: two days", first[:2], 2, share, {"low": "0.6"}


def extreme_forecasts():
    days = [(day, str(50 + wobble), "1") for day, wobble in zip(range(1, 31), noise(30, 12, 21))]
    for name, count, largest, possible, aim in (
            ("the largest, early: it rises", 6, True, (None, None), {"low": "70"}), ("the largest, at most", 6, True, (None, None), {"high": "70"}),
            ("the largest, late: what is reached stays", 25, True, (None, None), {"low": "70", "high": "80"}),
            ("the largest is reached for good", 10, True, (None, None), {"low": "50"}), ("the largest is beyond its limit for good", 10, True, (None, None), {"high": "50"}),
            ("the largest, no more than a hundred", 4, True, (None, Fraction(63)), {"low": "62"}),
            ("the smallest, early: it falls", 6, False, (Fraction(0), None), {"high": "35"}), ("the smallest, late", 25, False, (Fraction(0), None), {"low": "35"}),
            ("the smallest is below its limit for good", 10, False, (Fraction(0), None), {"low": "45", "strict": True}),
            ("the smallest, without a target", 10, False, (Fraction(0), None), {}), ("two days say nothing of the largest", 2, True, (None, None), {})):
        known = in_month(days[:count])
        so_far = str((max if largest else min)(exact(v) for _, v, _ in known))
        yield period_case(name, known, so_far, count, possible, aim) | {
            "largest": largest, "forecast": extreme_forecast(known, so_far, 0, 30 * DAY, count * DAY, largest, possible, *aim_of(aim))}
    yield period_case("the smallest waiting time is not below zero", in_month([(1, "9", "1"), (2, "1", "1"), (3, "12", "1")]), "1", 3, (Fraction(0), None), {"low": "1"}) | {
        "largest": False, "forecast": extreme_forecast(in_month([(1, "9", "1"), (2, "1", "1"), (3, "12", "1")]), "1", 0, 30 * DAY, 3 * DAY, False, (Fraction(0), None), "1", None, False)}
    for name, values, largest, aim in (
            ("running, the largest: records tell how high they are", ("3", "5", "5", "5", "6", "6", "9", "9"), True, {"high": "10"}),
            ("running, the largest is beyond its limit for good", ("3", "5", "5", "5", "6", "6", "9", "9"), True, {"high": "8"}),
            ("running, the smallest", ("9", "4", "4", "4", "2.5", "2.5"), False, {"low": "2"}),
            ("running, no record after the first day", ("7", "7", "7", "7"), True, {"low": "8"})):
        known = in_month([(day + 1, value, "1") for day, value in enumerate(values)])
        yield period_case(name, known, values[-1], len(values), (Fraction(0), None), aim, running=True) | {
            "largest": largest, "forecast": extreme_forecast(known, values[-1], 0, 30 * DAY, len(values) * DAY, largest, (Fraction(0), None), *aim_of(aim), running=True)}
    same = in_month([(day, "7", "1") for day in (1, 2, 3, 4)])
    yield period_case("the largest of days that never differ", same, "7", 4, (None, None), {"low": "8"}) | {
        "largest": True, "forecast": extreme_forecast(same, "7", 0, 30 * DAY, 4 * DAY, True, (None, None), "8", None, False)}


def is_kept(value, low, high, strict):
    return (low is None or value > low or (value == low and not strict)) and (high is None or value < high or (value == high and not strict))


def range_time(steps, low, high, strict, start, end):
    """How long the value was kept, broken and unknown: each stretch between two moments is as the last step before it."""
    moments = sorted({start, end} | {time for time, _ in steps if start < time < end})
    spent = {"kept": 0, "broken": 0, "unknown": 0}
    for begin, until in zip(moments, moments[1:]):
        before = [value for time, value in steps if time <= begin]
        value = exact(before[-1]) if before else None
        spent["unknown" if value is None else "kept" if is_kept(value, low, high, strict) else "broken"] += until - begin
    return spent


def error_budget_case(name, share, start, end, now, steps, windows, low=None, high=None, strict=False):
    bounds = exact(low), exact(high), strict
    share = exact(share)
    so_far = range_time(steps, *bounds, start, now)
    budget = share * (end - start)
    left = budget - so_far["broken"]

    def burn(window):
        begin = now - window
        part = range_time(steps, *bounds, max(begin, start), now)
        unknown = part["unknown"] + max(0, min(window, start - begin))
        rate = None if unknown == window else Fraction(part["broken"], window) / share
        exhausted = None if not rate or left <= 0 else now + left / (rate * share)
        return {"spent": part["broken"], "unknown": unknown, "burn_rate": plain(rate), "exhaust_time": plain(exhausted)}

    return {"name": name, "error_budget": plain(share), "start": start, "end": end, "now": now, "min": plain(low), "max": plain(high),
            "strict": strict, "steps": [{"time": time, "value": plain(value)} for time, value in steps], "windows": windows,
            "budget": plain(budget), "spent": so_far["broken"], "left": plain(left), "spent_share": plain(so_far["broken"] / budget),
            "unknown": so_far["unknown"], "burns": [burn(window) for window in windows]}


def error_budgets():
    hour, day = 3600, 24 * 3600
    month = (0, 30 * day)
    at_least = {"low": "99"}
    good = [(0, "99.9")]
    outage = good + [(10 * day, "98"), (10 * day + hour, "99.5")]
    for name, share, now, steps, windows, bounds in (
            ("kept all the time", "0.001", 10 * day, good, [hour, 7 * day], at_least),
            ("an hour out of range, a day later", "0.01", 11 * day, outage, [hour, day, 3 * day], at_least),
            ("out of range for half an hour, still", "0.001", 10 * day + hour // 2, outage, [300, hour, day], at_least),
            ("burns so that it just lasts", "0.01", 10 * day, [(0, "98"), (day // 10, "99")], [10 * day], at_least),
            ("used up to the last second", "0.1", 20 * day, [(0, "99"), (10 * day, "0"), (13 * day, "100")], [day, 20 * day], at_least),
            ("more was spent than there was", "0.01", 12 * day, good + [(10 * day, "0")], [day], at_least),
            ("nothing before the first value", "0.01", 2 * day, [(day, "98")], [hour, day, 2 * day], at_least),
            ("no value at all", "0.01", day, [], [hour], at_least),
            ("a value from before the start holds", "0.01", day, [(-5 * day, "98"), (day // 2, "99")], [hour, day], at_least),
            ("a window that begins before the start", "0.01", hour, [(-day, "98")], [hour, 2 * hour], at_least),
            ("not begun", "0.01", 0, good, [hour], at_least),
            ("not known for a while", "0.01", 3 * day, good + [(day, None), (2 * day, "98")], [hour, day, 3 * day], at_least),
            ("not known any more", "0.01", 3 * day, [(0, "98"), (day, None)], [hour, 3 * day], at_least),
            ("not known while it was out of range", "0.01", 3 * day, good + [(day, "98"), (day + hour, None), (day + 2 * hour, "99")], [2 * day], at_least),
            ("of several values of one time the last one holds", "0.01", 2 * day, good + [(day, "98"), (day, "99"), (day, "99.5")], [2 * day], at_least),
            ("a value from the future does not hold yet", "0.01", day, good + [(2 * day, "0")], [day], at_least),
            ("at the bound, which counts", "0.01", day, [(0, "99")], [hour], at_least),
            ("at the bound, which does not count", "0.01", day, [(0, "99")], [hour], at_least | {"strict": True}),
            ("between, too low and too high", "0.5", 4 * day, [(0, "1"), (day, "3"), (2 * day, "5"), (3 * day, "2")], [day, 2 * day, 4 * day],
             {"low": "2", "high": "4"}),
            ("out and back again within seconds", "0.001", day, good + [(hour + i, "98" if i % 2 == 0 else "99") for i in range(10)], [day], at_least)):
        yield error_budget_case(name, share, *month, now, steps, windows, **bounds)
    year = (1735686000, 1767222000)
    yield error_budget_case("the end of the time", "0.001", *year, year[1], [(year[0] + 40 * day, "98"), (year[0] + 41 * day, "99.5")], [hour, 28 * day],
                            low="99")


def refused_error_budgets():
    for name, share in (("nothing may go wrong", "0"), ("anything may", "1"), ("negative", "-0.1"), ("a percentage", "99.9")):
        yield {"name": name, "error_budget": plain(share), "fields": ["error_budget"]}


def burns():
    """Whether two windows burn faster than a rate; known is what one of them says alone, where that is enough."""
    for name, long_window, short_window, rate in (
            ("both faster", "15", "20", "14.4"), ("it has stopped", "15", "0", "14.4"), ("it has just begun", "1", "30", "14.4"),
            ("exactly at the rate", "14.4", "20", "14.4"), ("a third, and decimals that have no double", "0.3", "0.3", "0.3"),
            ("the long one is not known", None, "20", "14.4"), ("the short one is not known", "20", None, "14.4"),
            ("neither is known", None, None, "1"), ("the long one is not known, and the short one burns slowly", None, "1", "14.4"),
            ("the short one is not known, and the long one burns slowly", "1", None, "14.4")):
        known = [exact(window) for window in (long_window, short_window) if window is not None]
        slow = any(window <= exact(rate) for window in known)
        faster = False if slow else True if len(known) == 2 else None
        yield {"name": name, "long_window": plain(long_window), "short_window": plain(short_window), "rate": plain(rate), "faster": faster}


def sums():
    for name, values in (
            ("nothing", []), ("one", ["0.1"]), ("ten tenths", ["0.1"] * 10), ("a thousand cents", ["0.01"] * 1000),
            ("small beside large", ["1e16", "1", "-1e16"]), ("large after small", ["1", "1e100", "1", "-1e100"]),
            ("amounts and their reversal", ["19.99", "5.01", "-19.99", "-5.01"]),
            ("a million and cents", ["1000000", "0.1", "0.2", "-1000000"])):
        # The doubles nearest to the decimals, summed exactly: what a sum of doubles can at best be.
        yield {"name": name, "values": [plain(v) for v in values], "sum": plain(sum(Fraction(plain(v)) for v in values))}


print(json.dumps({"key_results": list(key_results()), "relative_changes": list(relative_changes()),
                  "refused_relative_changes": list(refused_relative_changes()), "ranges": list(ranges()), "refused_ranges": list(refused_ranges()),
                  "milestones": list(milestones()), "scales": list(scales()), "refused_scales": list(refused_scales()),
                  "first_values": list(first_values()), "levels": list(levels()), "rollups": list(rollups()),
                  "combinations": list(combinations_of_children()), "profile_combinations": list(profile_combinations()),
                  "profile_expectations": list(profile_expectations()),
                  "nested_rollups": list(nested_rollups()),
                  "statuses": list(statuses()), "attainments": list(attainments()), "expectations": list(expectations()), "curves": list(curves()),
                  "midway": list(midway()), "seasons": list(seasons()), "alignments": list(alignments()), "loops": list(loops()), "grades": list(grades()), "forecasts": list(forecasts()),
                  "mean_forecasts": list(mean_forecasts()), "extreme_forecasts": list(extreme_forecasts()),
                  "profile_rollups": list(profile_rollups()), "profile_statuses": list(profile_statuses()),
                  "error_budgets": list(error_budgets()), "refused_error_budgets": list(refused_error_budgets()), "burns": list(burns()),
                  "sums": list(sums())}, indent=1))
