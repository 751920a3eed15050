"""图表: what a chart shows, as `charts.js` draws it and as the table beside it says it.

Every value carries the address of its rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from console.web.rendering import to_query
from storage.views.lead_counts import Bar


@dataclass(frozen=True, kw_only=True)
class Series:
    """One row of values with where each leads to."""

    name: str
    values: Sequence[int]
    links: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Chart:
    """Lines over days or ranked bars."""

    title: str
    kind: str
    """lines or bars."""
    names: Sequence[str]
    series: Sequence[Series]

    @property
    def data(self) -> dict[str, object]:
        """What the page hands to the script."""
        return {
            "kind": self.kind,
            "title": self.title,
            "names": list(self.names),
            "series": [
                [series.name, list(series.values), list(series.links)] for series in self.series
            ],
        }

    @property
    def is_single(self) -> bool:
        """Whether it is one bar, which compares nothing: a number says it."""
        return self.kind == "bars" and len(self.names) == 1

    @property
    def rows(self) -> list[tuple[str, list[tuple[int, str]]]]:
        """The table: (name, (value, where) of each series)."""
        columns = [list(zip(series.values, series.links, strict=True)) for series in self.series]
        return [
            (name, [column[place] for column in columns]) for place, name in enumerate(self.names)
        ]


def bars_chart(title: str, parameter: str, bars: Sequence[Bar]) -> Chart:
    """Ranked bars of leads; each leads to the view that its filter gives."""
    links = ["/leads" + to_query({"tab": "all", parameter: bar.key}) for bar in bars]
    series = Series(name="线索", values=[bar.count for bar in bars], links=links)
    return Chart(title=title, kind="bars", names=[bar.name for bar in bars], series=[series])


def days_chart(
    title: str, days: Sequence[date], opened: Sequence[int], decided: Sequence[int]
) -> Chart:
    """New leads and leads given a verdict, day by day."""
    new = ["/leads" + to_query({"tab": "all", "since": day, "until": day}) for day in days]
    judged = ["/leads" + to_query({"tab": "all", "decided": day}) for day in days]
    return Chart(
        title=title,
        kind="lines",
        names=[f"{day.month}-{day.day:02d}" for day in days],
        series=[
            Series(name="新线索", values=opened, links=new),
            Series(name="核查", values=decided, links=judged),
        ],
    )
