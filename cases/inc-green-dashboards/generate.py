"""Build the exhibits of this case from the telemetry in ``exhibits/source``.

Run ``python generate.py`` to write the CSV files into ``exhibits``, or ``python generate.py DIR``
to write them somewhere else. Nothing is drawn at random: the same source gives the same bytes.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
SOURCE = HERE / "exhibits" / "source"

# Minutes since 10 March 00:00 UTC, as counted in the source.
MODEL_LIVE, CAMPAIGN, SLIDE, PLATEAU, PAGE = 1080, 1440, 1560, 1680, 1890
CHART_FROM = 1170
SEGMENTS = {
    "iOS, signed in": "ios_signed_in",
    "Android, signed in": "android_signed_in",
    "web, signed in": "web_signed_in",
    "signed out": "signed_out",
}
FEATURES_DAY_BEFORE, FEATURES_NOW = "2025-03-10T07:00", "2025-03-11T07:00"

DEPLOYS = (
    ("time_utc", "component", "version", "team", "change"),
    ("10 Mar 09:05", "search-api", "2.31.4", "search", "query cache grows from 2 to 3 GB"),
    ("10 Mar 11:40", "feed-web", "8.2.0", "web", "fonts load in a new way"),
    ("10 Mar 14:20", "feature-store-sdk", "1.9.2", "ml-platform", "three retries after a timeout"),
    ("10 Mar 18:00", "feed-ranker-model", "v42", "feed-ml", "replaces v41, which keeps 2 %"),
    ("10 Mar 21:15", "payments-gw", "5.0.7", "payments", "new TLS certificate"),
    ("11 Mar 00:00", "growth-campaign", "SPRING-25", "growth", "paid social ads in BR and MX"),
    ("11 Mar 00:12", "item_embedding_nightly", "11 March", "feed-ml", "FAILED: machines withdrawn"),
    (
        "11 Mar 01:40",
        "event-collector",
        "5.12.0",
        "client-platform",
        "CP-4471 tidies identity code, live 01:55, registry ok",
    ),
    ("11 Mar 02:08", "feed-serving", "autoscale", "sre", "40 to 34 machines; 40 again at 02:24"),
    ("11 Mar 05:30", "email-digest", "3.3.1", "crm", "new wording in a template"),
)

RAW_EVENTS = (
    ("time_utc", "client", "client_version", "collector", "event", "user_id"),
    ("01:12", "ios", "11.4.0", "5.11.3", "feed_click", "7be1f0c2-94d3-4f0a-a1c8-55e2d90b6f17"),
    (
        "01:33",
        "android",
        "11.5.1",
        "5.11.3",
        "feed_click",
        "c04d2a9b-1e77-4b52-8f3d-0a6b7719e2cd",
    ),
    ("01:58", "ios", "11.4.0", "5.12.0", "feed_click", "7BE1F0C294D34F0AA1C855E2D90B6F17"),
    ("02:31", "android", "11.5.1", "5.12.0", "feed_click", "C04D2A9B1E774B528F3D0A6B7719E2CD"),
    ("02:40", "web", "8.2.0", "web-4.4.1", "feed_click", "e8a15d70-3c2b-4e19-b6f4-9d0c21aa7b3e"),
    ("06:15", "ios", "11.3.2", "5.12.0", "feed_click", "91f3c7de-08ab-4d65-9a2e-6be4f0715c88"),
)

# What the incident's world does after an action: the share of last week's click rate that app, web
# and signed-out users reach, whether the campaign still runs, and the minutes it takes.
APP, WEB, OUT = 0.0681, 0.0579, 0.0431
FAULT = 0.7863
ACTIONS = (
    ("no action yet", 0, FAULT, 1.0, 1.0, True),
    ("00:00 copy of the four user features", 11, 0.94, 1.0, 1.0, True),
    ("popular list for app users", 5, 0.87, 1.0, 1.0, True),
    ("popular list for everybody", 5, 0.87, 0.87, 0.97, True),
    ("campaign paused", 7, FAULT, 1.0, 1.0, False),
    ("embeddings rebuilt", 47, FAULT, 1.0, 1.0, True),
    ("model trained again on last night", 42, FAULT, 1.0, 1.0, True),
    ("event-collector back to 5.11.3", 33, 0.90, 1.0, 1.0, True),
    ("lookup accepts both id forms", 35, 1.0, 1.0, 1.0, True),
    ("user rows since 01:55 rebuilt", 28, 1.0, 1.0, 1.0, True),
)

Rows = list[dict[str, str]]
Table = list[tuple[object, ...]]


def read(name: str) -> Rows:
    with (SOURCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def total(rows: Rows, week: str, column: str, start: int, end: int) -> int:
    """The sum of ``column`` over the quarter hours of ``week`` from ``start`` up to ``end``."""
    return sum(
        int(row[column])
        for row in rows
        if row["week"] == week and start <= int(row["minute_of_window"]) < end
    )


def percent(part: float, whole: float, digits: int) -> str:
    return f"{100 * part / whole:.{digits}f}"


def change(now: float, before: float) -> str:
    relative = round(100 * (now / before - 1), 1)
    return f"{relative:+.1f}" if relative else "0.0"


def click_rate(rows: Rows) -> Table:
    table: Table = [
        (
            "start_utc",
            "impressions_last_week",
            "clicks_last_week",
            "impressions_this_week",
            "clicks_this_week",
            "ctr_last_week",
            "ctr_this_week",
            "change",
        )
    ]
    for start in range(CHART_FROM, PAGE, 30):
        counts = [
            total(rows, week, column, start, start + 30)
            for week in ("last_week", "this_week")
            for column in ("impressions", "clicks")
        ]
        seen_before, clicked_before, seen, clicked = counts
        hour, minute = divmod(start % 1440, 60)
        table.append(
            (
                f"{hour:02d}:{minute:02d}",
                *counts,
                percent(clicked_before, seen_before, 2),
                percent(clicked, seen, 2),
                change(clicked / seen, clicked_before / seen_before),
            )
        )
    return table


def segments(rows: Rows) -> Table:
    table: Table = [
        (
            "segment",
            "impressions_last_week",
            "clicks_last_week",
            "impressions_this_week",
            "clicks_this_week",
            "share_last_week",
            "share_this_week",
            "ctr_last_week",
            "ctr_this_week",
            "change",
        )
    ]
    all_before, all_now = (
        total(rows, week, "impressions", PLATEAU, PAGE) for week in ("last_week", "this_week")
    )
    for label, suffix in [*((k, f"_{v}") for k, v in SEGMENTS.items()), ("all", "")]:
        counts = [
            total(rows, week, column + suffix, PLATEAU, PAGE)
            for week in ("last_week", "this_week")
            for column in ("impressions", "clicks")
        ]
        seen_before, clicked_before, seen, clicked = counts
        table.append(
            (
                label,
                *counts,
                percent(seen_before, all_before, 1),
                percent(seen, all_now, 1),
                percent(clicked_before, seen_before, 2),
                percent(clicked, seen, 2),
                change(clicked / seen, clicked_before / seen_before),
            )
        )
    return table


def model_versions(rows: Rows) -> Table:
    table: Table = [
        (
            "hours_utc",
            "ctr_last_week",
            "impressions_v42",
            "clicks_v42",
            "ctr_v42",
            "change_v42",
            "impressions_v41",
            "clicks_v41",
            "ctr_v41",
            "change_v41",
        )
    ]
    windows = {
        "18:00-24:00": (MODEL_LIVE, CAMPAIGN),
        "00:00-02:00": (CAMPAIGN, SLIDE),
        "02:00-04:00": (SLIDE, PLATEAU),
        "04:00-07:30": (PLATEAU, PAGE),
    }
    for label, (start, end) in windows.items():
        before = total(rows, "last_week", "clicks", start, end) / total(
            rows, "last_week", "impressions", start, end
        )
        seen_old = total(rows, "this_week", "holdback_v41_impressions", start, end)
        clicked_old = total(rows, "this_week", "holdback_v41_clicks", start, end)
        seen_new = total(rows, "this_week", "impressions", start, end) - seen_old
        clicked_new = total(rows, "this_week", "clicks", start, end) - clicked_old
        table.append(
            (
                label,
                percent(before, 1, 2),
                seen_new,
                clicked_new,
                percent(clicked_new, seen_new, 2),
                change(clicked_new / seen_new, before),
                seen_old,
                clicked_old,
                percent(clicked_old, seen_old, 2),
                change(clicked_old / seen_old, before),
            )
        )
    return table


def app_versions(rows: Rows) -> Table:
    table: Table = [
        (
            "app_version",
            "impressions_last_week",
            "clicks_last_week",
            "impressions_this_week",
            "clicks_this_week",
            "share_this_week",
            "ctr_last_week",
            "ctr_this_week",
            "change",
        )
    ]
    new, both = [], []
    for week in ("last_week", "this_week"):
        for column in ("impressions", "clicks"):
            new.append(total(rows, week, f"app_{column}_sdk_new", PLATEAU, PAGE))
            both.append(
                sum(
                    total(rows, week, f"{column}_{system}_signed_in", PLATEAU, PAGE)
                    for system in ("ios", "android")
                )
            )
    old = [every - part for every, part in zip(both, new, strict=True)]
    for label, counts in (("11.4 and newer", new), ("older than 11.4", old), ("all app", both)):
        seen_before, clicked_before, seen, clicked = counts
        table.append(
            (
                label,
                *counts,
                percent(seen, both[2], 1),
                percent(clicked_before, seen_before, 2),
                percent(clicked, seen, 2),
                change(clicked / seen, clicked_before / seen_before),
            )
        )
    return table


def feature_values(rows: Rows) -> Table:
    table: Table = [
        (
            "feature",
            "source_table",
            "missing_day_before",
            "missing_now",
            "shift",
            "age_min",
            "limit_min",
            "board",
        )
    ]
    before = {row["feature"]: row for row in rows if row["hour"] == FEATURES_DAY_BEFORE}
    for row in (row for row in rows if row["hour"] == FEATURES_NOW):
        table.append(
            (
                row["feature"],
                row["source_table"],
                percent(float(before[row["feature"]]["served_null_rate"]), 1, 1),
                percent(float(row["served_null_rate"]), 1, 1),
                f"{float(row['psi_vs_prev_week']):.2f}",
                row["freshness_min"],
                row["freshness_sla_min"],
                row["freshness_status"],
            )
        )
    return table


def effects() -> Table:
    def feed(app: float, web: float, out: float, campaign: bool) -> float:
        signed_out = 0.21 if campaign else 0.18
        signed_in = (1 - signed_out) / 0.82
        return signed_in * (0.61 * APP * app + 0.21 * WEB * web) + signed_out * OUT * out

    usual = feed(1.0, 1.0, 1.0, campaign=False)
    table: Table = [
        ("action", "minutes", "feed_change", "app_change", "web_change", "signed_out_change")
    ]
    for name, minutes, app, web, out, campaign in ACTIONS:
        table.append(
            (
                name,
                minutes,
                change(feed(app, web, out, campaign), usual),
                change(app, 1),
                change(web, 1),
                change(out, 1),
            )
        )
    return table


def main() -> None:
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "exhibits"
    target.mkdir(parents=True, exist_ok=True)
    metrics = read("metrics-15m.csv")
    tables = {
        "click-rate": click_rate(metrics),
        "segments": segments(metrics),
        "model-versions": model_versions(metrics),
        "app-versions": app_versions(metrics),
        "feature-values": feature_values(read("feature-health-hourly.csv")),
        "deploys": list(DEPLOYS),
        "raw-events": list(RAW_EVENTS),
        "effects": effects(),
    }
    for name, table in tables.items():
        with (target / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(table)


if __name__ == "__main__":
    main()
