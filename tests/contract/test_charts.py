"""Every chart: a valid spec that survives JSON, few marks, no named colour scheme, its words and its table."""

import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from analysis import wording
from analysis.activity import WEEKDAYS
from analysis.charts.adoption_dumbbells import adoption_dumbbells
from analysis.charts.calendar_strip import calendar_strip
from analysis.charts.called_gone import called_gone
from analysis.charts.came_anyway import came_anyway
from analysis.charts.came_back import came_back
from analysis.charts.daily_actives import breaks_weekday, daily_actives
from analysis.charts.day_strip import day_strip
from analysis.charts.effects import effects
from analysis.charts.fold_cells import fold_cells
from analysis.charts.gap_histogram import gap_histogram
from analysis.charts.hour_map import hour_map
from analysis.charts.interval_dots import interval_dots
from analysis.charts.label_sizes import label_sizes
from analysis.charts.leak_map import leak_map
from analysis.charts.lifecycle_bars import lifecycle_bars
from analysis.charts.loss_trend import loss_trend
from analysis.charts.money_kept import money_kept
from analysis.charts.mrr_line import mrr_line
from analysis.charts.mrr_movements import mrr_movements
from analysis.charts.pattern_sizes import pattern_sizes
from analysis.charts.periodogram import periodogram
from analysis.charts.picture import MOST_MARKS, Picture
from analysis.charts.power_curve import power_curve
from analysis.charts.profile import hour_dots, profile_dots
from analysis.charts.quiet_quadrant import quiet_quadrant
from analysis.charts.retention_lines import retention_lines
from analysis.charts.retention_triangle import retention_triangle
from analysis.charts.rule_curves import rule_curves
from analysis.charts.share_histogram import share_histogram
from analysis.charts.shift_bars import shift_bars
from analysis.charts.silence_piles import silence_piles
from analysis.charts.size_changes import size_changes
from analysis.charts.size_curve import size_curve
from analysis.charts.spread_by_segment import spread_by_segment
from analysis.charts.state_strip import state_strip
from analysis.charts.survival_curves import survival_curves
from analysis.charts.theme import CUT, HIGHLIGHT, INK, MUTE
from analysis.charts.transition_map import transition_map
from analysis.charts.value_spread import value_spread
from analysis.fold import profile, wrapped
from analysis.knobs import Tunable, knob
from analysis.story.harmless import require_harmless

CHARTS = Path(__file__).parents[2] / "analysis" / "charts"
START = date(2024, 9, 30)


class Cut(Tunable):
    slug = "cut"
    title = "Cut"
    share: float = knob(0.6, "Share on one weekday", "", bounds=(0, 1), step=0.01, unit="share", tightens="up")
    days: int = knob(30, "Silent for", "", bounds=(2, 60), step=1, unit="days", tightens="down")


def folded(period_days: float, days: int) -> Picture:
    values = (10 + 5 * (np.arange(days) % 7 == 1)).tolist()
    table = {"start": START.isoformat(), "series": [{"values": values, "shade": values, "clock": False}]}
    averages = profile(table, period_days)
    return fold_cells(wrapped(table, period_days), averages, period=f"{period_days:g} days", unit="people active")


def hours(scale: int = 1) -> pd.DataFrame:
    count = scale * np.arange(168)
    return pd.DataFrame({"weekday": np.repeat(WEEKDAYS, 24), "hour": np.tile(np.arange(24), 7), "user_days": count})


def bins(count: int = 40) -> pd.DataFrame:
    edges = np.linspace(0, 1, count + 1)
    return pd.DataFrame({"share_from": edges[:-1], "share_to": edges[1:], "users": np.arange(count)})


def daily(days: int = 200) -> pd.DataFrame:
    users = 100.0 + 20 * (np.arange(days) % 7)
    if days > 100:
        users[100] = 400
    return pd.DataFrame({"day": [START + timedelta(days=k) for k in range(days)], "dau": users})


def states(weeks: int = 30) -> pd.DataFrame:
    rows = [
        (START + timedelta(weeks=w), state, 10 + w, w < weeks - 1)
        for w in range(weeks)
        for state in ("new", "returning", "resurrected", "dormant")
    ]
    return pd.DataFrame(rows, columns=["period", "state", "users", "complete"])


def people(count: int, days: int) -> pd.DataFrame:
    rows = [(f"u{k}", START + timedelta(days=d)) for k in range(count) for d in range(k % 3, days, 3)]
    return pd.DataFrame(rows, columns=["row", "day"])


def history(days: int) -> pd.DataFrame:
    kinds = ["on", "off", "missed", "off", "off", "off", "active"]
    return pd.DataFrame([(START + timedelta(days=k), kinds[k % 7]) for k in range(days)], columns=["day", "kind"])


def contrasts() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "name": ["plan: Pro", "role: Admin", "export"],
            "share": [0.5, 0.2, 1.0],
            "share_rest": [0.3, 0.25, 0.0],
            "difference": [0.2, -0.05, 1.0],
            "low": [0.1, -0.1, np.nan],
            "high": [0.3, 0.01, np.nan],
            "pvalue_adjusted": [0.0004, 0.3, np.nan],
        }
    )


def cohorts(count: int = 12) -> pd.DataFrame:
    """A triangle of weekly cohorts: 40 users each, cells after the data's end not complete."""
    cells = pd.DataFrame([(c, age) for c in range(count) for age in range(count)], columns=["c", "age"])
    cells = cells.assign(cohort=[START + timedelta(weeks=int(c)) for c in cells["c"]], users=40)
    cells = cells.assign(retained=40 // (1 + cells["age"]), complete=cells["c"] + cells["age"] < count)
    return cells.assign(share=(cells["retained"] / 40).where(cells["complete"]))


def stayed(ages: int = 12, *, groups: int = 2) -> pd.DataFrame:
    rows = pd.DataFrame([(f"group {g}", age) for g in range(groups) for age in range(ages)], columns=["group", "age"])
    rows = rows.assign(users=400, retained=400 // (1 + rows["age"]))
    share = rows["retained"] / 400
    return rows.assign(share=share, low=(share - 0.03).clip(0), high=(share + 0.03).clip(upper=1))


def spread(users: int = 300) -> pd.DataFrame:
    values = np.random.default_rng(1).lognormal(2, 2, users)
    groups = np.where(np.arange(users) % 2, "Tuesdays", "Everyone else")
    return pd.DataFrame({"group": groups, "value": np.append(values[:-2], [np.nan, np.inf])})


def curves(steps: int = 50) -> pd.DataFrame:
    time = np.arange(1, steps + 1, dtype=float)
    parts = []
    for name, half in (("Tuesdays", 900), ("Everyone else", 500)):
        share = 0.5 ** (time / half)
        parts.append(pd.DataFrame({"group": name, "days": time, "share": share, "low": share - 0.02, "high": share}))
    return pd.concat(parts, ignore_index=True)


def label_rows(dates: int = 26, *, labels: int = 9) -> pd.DataFrame:
    rows = [(START + timedelta(weeks=w), f"label {k}", k * (10 + w)) for w in range(dates) for k in range(labels)]
    return pd.DataFrame(rows, columns=["day", "name", "users"])


def state_rows(weeks: int = 26) -> pd.DataFrame:
    names = ("First day", "Here again", "Away long")
    rows = [(START + timedelta(weeks=w), name, 10.0 * k + w / 7) for w in range(weeks) for k, name in enumerate(names)]
    return pd.DataFrame(rows, columns=["period", "state", "users"])


def move_rows() -> pd.DataFrame:
    return pd.DataFrame({
        "from": ["Weekly", "Weekly", "Monthly", "Not here yet"], "to": ["Weekly", "Daily", "Monthly", "Daily"],
        "users": [30, 10, 5, 1], "share": [0.75, 0.25, 1.0, 1.0],
    })  # fmt: skip


def effect_rows() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "metric": ["Amount", "Active days", "Silent for"],
            "effect": [0.4, -0.1, np.nan],
            "low": [0.2, -0.3, np.nan],
            "high": [0.6, 0.1, np.nan],
        }
    )


def size_rows(name: str) -> pd.DataFrame:
    low, high = Cut.knob(name).bounds
    threshold = np.round(np.arange(low, high + 1e-9, Cut.knob(name).step), 6)
    users = np.arange(len(threshold))[::-1]
    return pd.DataFrame({"threshold": threshold, "users": users, "share": users / 500})


def change_rows() -> pd.DataFrame:
    """Sizes of three segments over a threshold, with what each is more or less than at 0.6."""
    frame = size_rows("share")[["threshold", "users"]]
    return pd.concat(
        [
            frame.assign(name=name, change=sign * (frame["users"] - 40))
            for name, sign in (("A", 1), ("B", -1), ("C", 0))
        ],
        ignore_index=True,
    )


SHARED = (START + timedelta(days=100), START + timedelta(days=9000))


def repeats(*, asked: int = 34) -> pd.DataFrame:
    """Periods of 2 to 35 days, strong at 10 and 5 and at a month; undefined from the `asked`-th on."""
    period = np.arange(2, 36)
    strong = np.where(np.isin(period, [5, 10, 30, 31]), 60.0, 8.0)
    frame = pd.DataFrame({"period_days": period, "tested_users": 600, "strong_users": strong, "share": strong / 600})
    frame = frame.assign(expected_share=0.01, band_low_share=0.002, band_high_share=0.02)
    frame = frame.assign(excess_users=strong - 6, excess_low_users=strong - 14, excess_high_users=strong + 9)
    frame.loc[frame.index >= asked, frame.columns[3:]] = np.nan
    return frame


PEAKS = pd.DataFrame({"period_days": [10, 31, 5], "fold_days": [10, 30.44, 5], "overtone_of_days": [0, 0, 10]})
PEAK_NAMES = {10.0: "10 days", 30.44: "a month"}
SIZES = pd.DataFrame({"name": ["Tuesdays", "Every 10 days"], "users": [2188, 1967], "share": [0.11, 0.098]})
SHIFTS = pd.DataFrame({"shift_hours": np.arange(-12, 13), "users": np.abs(np.arange(-12, 13))}).assign(
    changed=0, gained=0, lost=lambda frame: frame["users"]
)
GAPS = pd.DataFrame({"gap_days": [1, 2, 7, 10, 30, 400], "gaps": [50, 20, 90, 30, 10, 3]})


def values(cut: float | None = 24) -> Picture:
    bars = pd.DataFrame({"from": np.arange(0, 400, 10), "to": np.arange(9, 409, 10), "count": np.arange(40, 0, -1)})
    bars = bars.assign(kept=bars["from"] >= (cut or 0), shown=bars["from"].map("from {}".format))
    return value_spread(bars, cut=cut, label="at least 24", title="Active days", unit_word="people")


def back_rows(flagged: int = 40) -> pd.DataFrame:
    """Of those called gone at each number of days: half of them back, nobody called at the last."""
    rows = pd.DataFrame({"threshold": np.arange(2.0, 61), "flagged": flagged, "came_back": flagged // 2, "share": 0.5})
    rows = rows.assign(low=0.4, high=0.6, recall=0.5, false_alarm_share=0.1)
    undefined = {"flagged": 0, "came_back": 0, "share": np.nan, "low": np.nan, "high": np.nan}
    rows.loc[len(rows) - 1, list(undefined)] = list(undefined.values())
    return rows.astype({"flagged": int, "came_back": int})


def groups_after(low: float) -> pd.DataFrame:
    groups = ["Contacted", "Would have come anyway"]
    return pd.DataFrame({"group": groups, "share": [0.3, 0.25], "low": [low, 0.2], "high": [low + 0.2, 0.3]})


def strips_called_gone(count: int = 3, days: int = 540) -> Picture:
    rows = [f"{chr(65 + k)} · Weekends" for k in range(count)]
    seen = [(row, START + timedelta(days=d)) for row in rows for d in range(0, days, 40)]
    gone = [(row, day + timedelta(days=30), day + timedelta(days=39)) for row, day in seen]
    return called_gone(pd.DataFrame(seen, columns=["row", "day"]), pd.DataFrame(gone, columns=["row", "from", "to"]))


def rule_rows() -> pd.DataFrame:
    recall = np.linspace(0, 1, 62)
    parts = [
        pd.DataFrame({"rule": f"Rule {k}", "threshold": recall, "in_use": recall == recall[9 + k], "recall": recall,
                      "precision": np.append(np.nan, 1 - 0.1 * k - 0.3 * recall[1:])})
        for k in range(5)
    ]  # fmt: skip
    return pd.concat(parts, ignore_index=True)


CORNERS = pd.DataFrame({"often": [True, True, False, False], "much": [True, False] * 2, "people": [510, 19, 477, 15]})
CORNERS = CORNERS.assign(name=["Often, gets much", "Often, gets little", "Seldom, gets much", "Seldom, gets little"])


def quadrant(title: str = "Share of days with an action of value") -> Picture:
    places = pd.DataFrame(
        [(row, column) for row in range(20) for column in range(20)], columns=["days_from", "value_from"]
    )
    places = places.assign(days_to=places["days_from"] + 1, value_to=places["value_from"] + 1, people=7)
    titles = {"days": "Active days in the last 90 days", "value": title, "unit": "people"}
    return quiet_quadrant(places, CORNERS, cuts={"days": 8.0, "value": 0.1}, titles=titles)


def revenue(months: int = 24) -> pd.DataFrame:
    """Months that each begin with 1,000, win 40 + 10 + 5 and lose 8 + 20."""
    days = [date(2000 + k // 12, 1 + k % 12, 1) for k in range(months)]
    frame = pd.DataFrame({"month": days, "mrr_start": 1000.0, "new": 40.0, "expansion": 10.0, "reactivation": 5.0})
    return frame.assign(contraction=8.0, churn=20.0, mrr_end=1027.0, customers=30)


def kept_cells(months: int = 24) -> pd.DataFrame:
    cells = pd.DataFrame([(c, age) for c in range(months) for age in range(months - c)], columns=["c", "months_since"])
    cells = cells.assign(cohort=[date(2000 + c // 12, 1 + c % 12, 1) for c in cells["c"]], start_amount=500.0)
    return cells.assign(now=500 / (1 + 0.1 * cells["months_since"]), share=1 / (1 + 0.1 * cells["months_since"]))


LOSSES = pd.DataFrame({"name": [f"{1990 + k}" for k in range(150)], "share": 0.02, "low": 0.01, "high": 0.04})
LOSSES = LOSSES.assign(lost="3 customers")
DOTS = pd.DataFrame({"name": ["Basic", "Pro", "Team"], "value": [0.04, 0.01, np.nan], "low": [0.03, 0.0, np.nan]})
DOTS = DOTS.assign(high=[0.05, 0.02, np.nan], size="3 of 9 customers left")
LEAKS = pd.DataFrame({
    "plan": ["Basic", "Basic", "Pro"], "kind": ["Chose to leave", "Payment failed", "Not known"],
    "amount": [120.5, 30.0, 9.0], "customers": [3, 1, 1],
})  # fmt: skip
KINDS_SHOWN = ["Chose to leave", "Payment failed", "Never got started", "Not known"]


DRAWN: dict[str, Callable[[], Picture]] = {
    "leak_map": lambda: leak_map(LEAKS, ["Basic", "Pro"], KINDS_SHOWN),
    "loss_trend": lambda: loss_trend(LOSSES, measure="Revenue"),
    "interval_dots": lambda: interval_dots(DOTS, axis_title="Lost", reference=0.02, as_share=True),
    "interval_dots_ratio": lambda: interval_dots(
        DOTS.drop(columns="size"), axis_title="Times the average", reference=np.nan, as_share=False
    ),
    "mrr_movements": lambda: mrr_movements(revenue()),
    "mrr_movements_thirty_years": lambda: mrr_movements(revenue(360)),
    "mrr_movements_nothing": lambda: mrr_movements(revenue(1).assign(**dict.fromkeys(wording.MOVEMENTS, 0.0))),
    "mrr_line": lambda: mrr_line(revenue()),
    "money_kept": lambda: money_kept(kept_cells()),
    "money_kept_ten_years": lambda: money_kept(kept_cells(120)),
    "money_kept_one_month": lambda: money_kept(kept_cells(1)),
    "quiet_quadrant": quadrant,
    "came_back": lambda: came_back(back_rows(), Cut.knob("days"), value=30),
    "came_back_nobody": lambda: came_back(back_rows(0), Cut.knob("days"), value=30),
    "called_gone": strips_called_gone,
    "rule_curves": lambda: rule_curves(rule_rows()),
    "quiet_quadrant_money": lambda: quadrant("Money an active day"),
    "value_spread": values,
    "hour_map": lambda: hour_map(hours()),
    "hour_map_empty": lambda: hour_map(hours(0)),
    "power_curve": lambda: power_curve(pd.DataFrame({"active_days": np.arange(1, 29), "users": np.arange(28)[::-1]})),
    "daily_actives": lambda: daily_actives(daily()),
    "daily_actives_ten_years": lambda: daily_actives(daily(3650)),
    "daily_actives_shared": lambda: daily_actives(daily(), shared=SHARED),
    "daily_actives_one_day": lambda: daily_actives(daily(1)),
    "lifecycle_bars": lambda: lifecycle_bars(states()),
    "lifecycle_bars_ten_years": lambda: lifecycle_bars(states(520)),
    "gap_histogram": lambda: gap_histogram(GAPS, cut_days=21, label="long gap: over 21 days"),
    "gap_histogram_no_cut": lambda: gap_histogram(GAPS),
    "share_histogram": lambda: share_histogram(bins(), title="Share on one weekday", cut=0.6),
    "share_histogram_most": lambda: share_histogram(bins(), title="Share", cut=0.25, keeps="most"),
    "periodogram": lambda: periodogram(repeats(), PEAKS, names=PEAK_NAMES),
    "periodogram_flat": lambda: periodogram(repeats(asked=9), PEAKS.iloc[:0], names={}),
    "pattern_sizes": lambda: pattern_sizes(SIZES),
    "silence_piles": lambda: silence_piles(
        pd.DataFrame({"name": ["Late", "Gone"], "users": [3, 9], "amount": [50.0, 20.5]}), unit="people"
    ),
    "pattern_sizes_changed": lambda: pattern_sizes(SIZES.assign(change=[31, 0])),
    "shift_bars": lambda: shift_bars(SHIFTS),
    "shift_bars_none": lambda: shift_bars(SHIFTS.assign(users=0, lost=0), unit="accounts"),
    "size_curve": lambda: size_curve(size_rows("share"), Cut.knob("share"), value=0.6),
    "size_curve_days": lambda: size_curve(size_rows("days"), Cut.knob("days"), value=30),
    "size_curve_flat": lambda: size_curve(size_rows("share"), Cut.knob("share"), value=0.6, flat=[(0.1, 0.3)]),
    "size_changes": lambda: size_changes(change_rows(), Cut.knob("share"), value=0.6, drawn={"A", "B"}),
    "came_anyway": lambda: came_anyway(groups_after(0.2), days=30),
    "came_anyway_counted": lambda: came_anyway(groups_after(np.nan), days=1),
    "effects": lambda: effects(effect_rows(), axis_title="standard deviations", group_a="Tuesdays"),
    "survival_curves": lambda: survival_curves(curves()),
    "survival_curves_long": lambda: survival_curves(curves(4000)),
    "day_strip": lambda: day_strip(people(5, 300)),
    "day_strip_wall": lambda: day_strip(people(40, 728)),
    "calendar_strip": lambda: calendar_strip(history(728)),
    "calendar_strip_months": lambda: calendar_strip(history(728), layout="months"),
    "calendar_strip_ten_years": lambda: calendar_strip(history(3650)),
    "calendar_strip_one_day": lambda: calendar_strip(history(1)),
    "profile_dots": lambda: profile_dots(contrasts(), segment="Tuesdays", everything=contrasts()),
    "profile_dots_one": lambda: profile_dots(contrasts()[:1], segment="Tuesdays", everything=contrasts()),
    "hour_dots": lambda: hour_dots(contrasts().assign(hour=[8, 9, 10]), segment="Tuesdays"),
    "retention_triangle": lambda: retention_triangle(cohorts()),
    "label_sizes": lambda: label_sizes(label_rows(), quiet=frozenset({"label 8"})),
    "label_sizes_nobody": lambda: label_sizes(label_rows(labels=1)),
    "state_strip": lambda: state_strip(state_rows(), left_out="Away long"),
    "transition_map": lambda: transition_map(move_rows(), ["Daily", "Weekly", "Monthly", "Not here yet"]),
    "retention_triangle_long": lambda: retention_triangle(cohorts(90), unit="month"),
    "retention_triangle_none": lambda: retention_triangle(cohorts(2).assign(complete=False, share=np.nan)),
    "retention_lines": lambda: retention_lines(stayed()),
    "retention_lines_long": lambda: retention_lines(stayed(520, groups=5), unit="month"),
    "spread_by_segment": lambda: spread_by_segment(spread(), title="Amount"),
    "fold_cells": lambda: folded(7.0, 200),
    "fold_cells_long": lambda: folded(30.44, 5_000),
    "spread_by_segment_many": lambda: spread_by_segment(spread(20_000), title="Amount"),
    "adoption_dumbbells": lambda: adoption_dumbbells(
        contrasts().rename(columns={"name": "event"}), group_a="Tuesdays", group_b="Weekends"
    ),
}
CUTS = {
    "value_spread": 24,
    "gap_histogram": 21,
    "share_histogram": 0.6,
    "share_histogram_most": 0.25,
    "size_curve": 0.6,
    "size_curve_days": 30,
    "size_curve_flat": 0.6,
    "size_changes": 0.6,
    "came_back": 30,
    "came_back_nobody": 30,
}
MARKS = {
    "value_spread": ["bar", "rule", "text"],
    "hour_map": ["rect"],
    "power_curve": ["bar"],
    "daily_actives": ["line", "line", "point"],
    "daily_actives_shared": ["line", "line", "point", "point"],
    "lifecycle_bars": ["bar"],
    "gap_histogram": ["bar", "rule", "text"],
    "share_histogram": ["bar", "rule", "text"],
    "periodogram": ["bar", "bar", "text", "bar"],
    "pattern_sizes": ["bar", "text"],
    "silence_piles": ["bar", "text"],
    "shift_bars": ["bar"],
    "size_curve": ["line", "rule", "text", "point"],
    "size_curve_flat": ["line", "rect", "rule", "text", "point"],
    "size_changes": ["line", "rule", "text"],
    "came_anyway": ["rule", "point", "text"],
    "effects": ["rule", "rule", "point"],
    "survival_curves": ["area", "line", "text"],
    "day_strip": ["tick"],
    "day_strip_wall": ["rect"],
    "calendar_strip": ["rect", "rect"],
    "profile_dots": ["rule", "point", "point"],
    "hour_dots": ["rule", "point", "point"],
    "retention_triangle": ["rect"],
    "fold_cells": ["rect"],
    "label_sizes": ["line"],
    "state_strip": ["bar"],
    "transition_map": ["rect", "text"],
    "retention_lines": ["area", "line", "point"],
    "spread_by_segment": ["line"],
    "adoption_dumbbells": ["rule", "point", "point"],
}


class Specs(dict):
    """Each spec, validated against the schema of Vega-Lite when it is first asked for."""

    def __missing__(self, name: str) -> dict:
        self[name] = DRAWN[name]().chart.to_dict()
        return self[name]


@pytest.fixture(scope="module")
def specs() -> Specs:
    return Specs()


def layers(spec: dict) -> list[dict]:
    if "layer" not in spec:
        return [spec]
    return [leaf for layer in spec["layer"] for leaf in layers({"data": spec.get("data"), **layer})]


def rows(spec: dict, layer: dict) -> list[dict]:
    data = layer.get("data") or spec.get("data")
    return spec["datasets"][data["name"]] if "name" in data else data["values"]


def walk(part: object) -> list[tuple[str, object]]:
    if isinstance(part, list):
        return [pair for each in part for pair in walk(each)]
    if not isinstance(part, dict):
        return []
    return [pair for key, value in part.items() for pair in [(key, value), *walk(value)]]


def test_every_chart_is_drawn_here():
    charts = {path.stem for path in CHARTS.glob("*.py") if ") -> Picture:" in path.read_text(encoding="utf-8")}
    here = re.findall(r"^from analysis\.charts\.(\w+) import", Path(__file__).read_text(encoding="utf-8"), re.MULTILINE)
    assert not charts - {*here}


@pytest.mark.parametrize("name", DRAWN)
def test_survives_json(name, specs):
    assert json.loads(json.dumps(specs[name], allow_nan=False)) == specs[name]


@pytest.mark.parametrize("name", DRAWN)
def test_a_story_file_may_hold_it(name, specs):
    require_harmless(specs[name])


@pytest.mark.parametrize("name", DRAWN)
def test_no_axis_writes_counts_as_powers_of_ten(name, specs):
    """An axis gives "," the precision of its ticks, and 4,000 reads "4e+3"."""
    axes = [value for key, value in walk(specs[name]) if key == "axis" and value]
    assert not [axis for axis in axes if axis.get("format") == ","]


@pytest.mark.parametrize("name", DRAWN)
def test_what_is_sent_are_the_same_rows(name):
    drawn = DRAWN[name]()
    sent = {key: pa.ipc.open_stream(table).read_all().to_pylist() for key, table in drawn.sent["datasets"].items()}
    columns = {key: {column for row in rows for column in row} for key, rows in drawn.spec["datasets"].items()}
    assert sent == {
        key: [{column: row.get(column) for column in columns[key]} for row in rows]
        for key, rows in drawn.spec["datasets"].items()
    }


@pytest.mark.parametrize("name", DRAWN)
def test_has_few_marks(name, specs):
    assert max(len(rows(specs[name], layer)) for layer in layers(specs[name])) <= MOST_MARKS


@pytest.mark.parametrize("name", DRAWN)
def test_names_no_colour_scheme_and_takes_its_text_colour_from_the_page(name, specs):
    assert "scheme" not in dict(walk({key: part for key, part in specs[name].items() if key != "datasets"}))
    assert specs[name]["config"]["axisX"]["labelColor"] == INK
    assert specs[name]["config"]["text"]["color"] == INK
    for layer in layers(specs[name]):
        if layer["mark"]["type"] == "text":
            assert layer["mark"].get("color", INK) == INK
            assert "color" not in layer["encoding"]


@pytest.mark.parametrize("name", DRAWN)
def test_has_words_and_a_table(name):
    drawn = DRAWN[name]()
    assert drawn.alt.endswith(".")
    assert "nan" not in drawn.alt
    assert len(drawn.alt) > 25
    assert len(drawn.table)
    assert not [column for column in drawn.table.columns if column != column.strip() or "_" in column]


@pytest.mark.parametrize("name", MARKS)
def test_is_made_of_these_marks(name, specs):
    assert [layer["mark"]["type"] for layer in layers(specs[name])] == MARKS[name]


@pytest.mark.parametrize("name", CUTS)
def test_the_cut_line_equals_the_setting(name, specs):
    lines = [layer for layer in layers(specs[name]) if layer["mark"].get("color") == CUT]
    assert len(lines) == 1
    field = lines[0]["encoding"]["x"]["field"]
    assert [row[field] for row in rows(specs[name], lines[0])] == [CUTS[name]]


@pytest.mark.parametrize("name", DRAWN)
def test_orange_is_only_what_a_person_sets_or_should_look_at(name, specs):
    oranges = [layer for layer in layers(specs[name]) if layer["mark"].get("color") == CUT]
    assert {layer["mark"]["type"] for layer in oranges} <= {"rule", "point"}
    assert bool(oranges) == (name in CUTS or name.startswith("daily_actives"))


@pytest.mark.parametrize("name", [*CUTS, "gap_histogram_no_cut"])
def test_threshold_axes_end_where_their_values_end(name, specs):
    scale = layers(specs[name])[0]["encoding"]["x"]["scale"]
    assert scale["nice"] is False
    assert len(scale["domain"]) == 2


def test_weekdays_stay_in_calendar_order(specs):
    assert specs["hour_map"]["encoding"]["y"]["sort"] == list(WEEKDAYS)


def test_dormant_lies_below_zero(specs):
    for row in rows(specs["lifecycle_bars"], specs["lifecycle_bars"]):
        assert (row["users"] < 0) == (row["state"] == "gone quiet")


def test_an_unfinished_period_is_left_out():
    assert len(lifecycle_bars(states(30)).table) == 29


def test_only_days_that_break_their_weekday_are_ringed():
    assert np.flatnonzero(breaks_weekday(daily()["dau"].to_numpy())).tolist() == [100]
    assert not breaks_weekday(np.random.default_rng(0).poisson(400, 728).astype(float)).sum() > 3


def test_shared_dates_are_filled_points_and_named(specs):
    filled = layers(specs["daily_actives_shared"])[3]
    assert filled["mark"]["filled"] is True
    assert [row["users"] for row in rows(specs["daily_actives_shared"], filled)] == [400]
    drawn = daily_actives(daily(), shared=SHARED)
    assert drawn.alt.endswith("Dates many people share: 8 Jan 2025.")
    assert np.flatnonzero(drawn.table["Many people share it"]).tolist() == [100]


def test_blue_is_an_interval_clear_of_zero(specs):
    assert effects(effect_rows(), axis_title="sd").table["Interval"].tolist() == ["clears 0", "does not", "does not"]
    assert "clear of zero: Amount" in effects(effect_rows(), axis_title="sd").alt


def test_kept_bars_lie_on_the_kept_side(specs):
    for row in rows(specs["share_histogram"], layers(specs["share_histogram"])[0]):
        assert row["kept"] == (row["from"] >= 0.6)
    for row in rows(specs["share_histogram_most"], layers(specs["share_histogram_most"])[0]):
        assert row["kept"] == (row["to"] <= 0.25)


def test_survival_starts_with_everyone_and_labels_do_not_overlap(specs):
    spec = specs["survival_curves"]
    first = {row["group"]: row["share"] for row in rows(spec, layers(spec)[0])[::-1]}
    assert first == {"Tuesdays": 1, "Everyone else": 1}
    places = sorted(row["place"] for row in rows(spec, layers(spec)[2]))
    assert places[1] > places[0]


def test_a_month_is_both_its_whole_days_and_every_bar_can_be_picked(specs):
    spec = specs["periodogram"]
    bars = {row["period_days"]: row for row in rows(spec, layers(spec)[0])}
    assert {bars[30]["kind"], bars[31]["kind"], bars[10]["kind"]} == {"stands out"}
    assert bars[5]["kind"] == "overtone"
    assert (bars[30]["fold_days"], bars[31]["fold_days"], bars[12]["fold_days"]) == (30.44, 30.44, 12)
    assert [row["name"] for row in rows(spec, layers(spec)[2])] == ["10 days", "a month"]
    assert spec["params"][0]["select"]["fields"] == ["fold_days"]
    assert len(rows(spec, layers(spec)[3])) == len(bars)


def test_undefined_periods_are_not_drawn():
    flat = DRAWN["periodogram_flat"]()
    assert flat.table["Period, days"].max() == 10
    assert flat.alt.endswith("None stands out.")


def test_the_line_of_a_profile_ends_where_the_interval_puts_the_segment(specs):
    spec = specs["profile_dots"]
    first = rows(spec, layers(spec)[0])[0]
    assert (first["left"], first["right"]) == pytest.approx((0.4, 0.6))
    assert "plan: Pro 50 % against 30 %" in DRAWN["profile_dots"]().alt


def test_every_day_of_a_calendar_has_its_place(specs):
    for row in rows(specs["calendar_strip"], layers(specs["calendar_strip"])[0]):
        assert row["row"] == date.fromisoformat(row["day"][:10]).strftime("%a")
        assert date.fromisoformat(row["start"][:10]).weekday() == 0
    for row in rows(specs["calendar_strip_months"], layers(specs["calendar_strip_months"])[0]):
        assert row["row"] == date.fromisoformat(row["day"][:10]).day


def test_a_long_history_keeps_its_last_days():
    table = DRAWN["calendar_strip_ten_years"]().table
    assert len(table) == MOST_MARKS
    assert table["Day"].iloc[-1] == START + timedelta(days=3649)


def test_cells_whose_time_has_not_come_are_not_drawn(specs):
    spec = specs["retention_triangle"]
    assert len(rows(spec, spec)) == 12 * 13 // 2
    assert spec["encoding"]["color"]["scale"]["domain"] == [0, 1]
    drawn = DRAWN["retention_triangle"]()
    assert "50 % in week 1" in drawn.alt
    assert drawn.table.loc[11, "Week 1"] == "–"


def test_a_long_triangle_keeps_its_newest_cohorts(specs):
    spec = specs["retention_triangle_long"]
    assert "month" in DRAWN["retention_triangle_long"]().alt
    assert max(rows(spec, spec), key=lambda row: (row["start"], row["age"]))
    assert len(DRAWN["retention_triangle_long"]().table) == 90


def test_the_largest_labels_get_a_line_and_all_are_in_the_table(specs):
    lines = {row["name"] for row in rows(specs["label_sizes"], specs["label_sizes"])}
    assert lines == {f"label {k}" for k in range(2, 8)}
    table = DRAWN["label_sizes"]().table
    assert table["label 8"].iloc[-1] == 280
    assert "label 0" not in table  # nobody ever


def test_who_is_long_away_has_no_bar(specs):
    assert {row["state"] for row in rows(specs["state_strip"], specs["state_strip"])} == {"First day", "Here again"}
    assert "Away long" in DRAWN["state_strip"]().table


def test_a_move_is_blue_and_who_kept_their_label_grey(specs):
    rect = layers(specs["transition_map"])[0]
    assert rect["encoding"]["color"]["scale"] == {"domain": [True, False], "range": [HIGHLIGHT, MUTE]}
    assert rect["encoding"]["y"]["sort"] == ["Weekly", "Monthly", "Not here yet"]
    for row in rows(specs["transition_map"], rect):
        assert row["changed"] == (row["from"] != row["to"])
    assert "10 from Weekly to Daily and 1 from Not here yet to Daily" in DRAWN["transition_map"]().alt


def test_the_label_of_a_cut_has_room_above_the_bars(specs):
    bars = next(each for each in specs["value_spread"]["layer"] if each["mark"]["type"] == "bar")
    assert bars["encoding"]["y"]["scale"]["domainMax"] > 1.3 * 40


def test_a_spread_ends_with_everybody(specs):
    for name in ("spread_by_segment", "spread_by_segment_many"):
        spec = specs[name]
        last = {row["group"]: row["share"] for row in rows(spec, spec)}
        assert last == {"Tuesdays": 1, "Everyone else": 1}
        assert spec["encoding"]["x"]["scale"]["type"] == "log"
    assert DRAWN["spread_by_segment"]().table["Users"].sum() == 298


def test_intervals_of_a_few_customers_do_not_press_the_losses_to_the_ground():
    few = LOSSES.head(24).assign(high=[0.9] * 2 + [0.05] * 22)
    drawn = loss_trend(few, measure="Revenue")
    layers = drawn.chart.to_dict()["layer"]
    ends = [each["encoding"]["y"]["scale"]["domain"] for each in layers if each["mark"]["type"] == "point"]
    assert ends == [[0, pytest.approx(0.06)]]
    assert next(each for each in layers if each["mark"].get("strokeWidth") == 3)["mark"]["clip"]
    assert "90.0 %" in drawn.table["To"].tolist()


def test_small_shares_have_labels_of_their_own(specs):
    """0.05 % and 0.1 % were both written 0.1 %."""
    axes = [each["encoding"]["x"].get("axis") for each in specs["interval_dots"]["layer"]]
    assert {axis["format"] for axis in axes if axis} == {"~%"}


def test_a_fold_puts_days_of_one_weekday_below_each_other(specs):
    cells = rows(specs["fold_cells"], specs["fold_cells"])
    assert {row["phase"] for row in cells if row["value"] == 15} == {"Tue"}
    assert "Most people active on Tue: 15.0 on average" in DRAWN["fold_cells"]().alt
    long = rows(specs["fold_cells_long"], specs["fold_cells_long"])
    assert max(row["day"] for row in long)[:10] == str(START + timedelta(days=4_999))


def test_dumbbells_name_what_is_clear(specs):
    drawn = DRAWN["adoption_dumbbells"]()
    assert "plan: Pro 50 % against 30 %" in drawn.alt
    assert "role" not in drawn.alt
    assert list(drawn.table.columns)[:3] == ["Event", "Tuesdays", "Weekends"]


def test_flat_stretches_are_bands_from_their_first_value_to_their_last(specs):
    band = next(each for each in layers(specs["size_curve_flat"]) if each["mark"]["type"] == "rect")
    assert rows(specs["size_curve_flat"], band) == [{"from": 0.1, "to": 0.3}]


def test_only_chosen_changes_are_drawn_and_all_are_in_the_table(specs):
    line = layers(specs["size_changes"])[0]
    assert {row["name"] for row in rows(specs["size_changes"], line)} == {"A", "B"}
    assert line["encoding"]["color"]["scale"]["domain"] == ["A", "B"]
    assert set(DRAWN["size_changes"]().table["Who"]) == {"A", "B", "C"}


def test_a_size_says_its_change_unless_there_is_none(specs):
    spec = specs["pattern_sizes_changed"]
    assert [row["label"] for row in rows(spec, layers(spec)[0])] == ["2,188 · 11 % · +31", "1,967 · 9.8 %"]


def test_the_cut_of_a_rule_stands_at_its_days_and_nobody_called_gone_is_not_drawn(specs):
    drawn = rows(specs["came_back"], layers(specs["came_back"])[1])
    assert [row["threshold"] for row in drawn] == list(range(2, 60))
    text = json.dumps(specs["came_back"])
    assert CUT in text
    assert "30 days" in text
    assert "nobody was called gone" in DRAWN["came_back_nobody"]().alt


def test_what_a_rule_calls_gone_is_grey_and_never_orange(specs):
    assert MUTE in json.dumps(specs["called_gone"])
    assert CUT not in json.dumps(specs["called_gone"])


def test_each_rule_has_one_point_in_use(specs):
    points = rows(specs["rule_curves"], layers(specs["rule_curves"])[1])
    assert [row["rule"] for row in points] == [f"Rule {k}" for k in range(5)]
