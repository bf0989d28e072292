"""How is time drawn: few dates on the axis, and the events the user entered on every chart alike?"""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from pages.parts import words
from pages.parts.charts import canvas, colours, texts

MOST_DATES = 5
EVENT_LABEL = 20
EVENT_ROWS = 3
_NARROW = 300  # pixels of a time axis on a phone: so far are labels of events kept apart
_WIDE_MARGIN = 100
_STEP = {"day": 1, "week": 7, "month": 30}


class Timeline:
    """The time axis of buckets (ISO dates, in order of time); `by` is day, week or month."""

    def __init__(self, buckets: Iterable[object], by: str) -> None:
        self.by = by
        self.days = [pd.Timestamp(words.as_date(str(bucket))) for bucket in buckets]
        self.x = [day.date().isoformat() for day in self.days]
        self.half = pd.Timedelta(days=_STEP.get(by, 1)) / 2
        self.first, self.last = self.days[0] - self.half, self.days[-1] + self.half

    def edges(self, start: int, stop: int) -> tuple[str, str]:
        """From half a step before the bucket `start` to half a step after the last one before `stop`."""
        return str(self.days[start] - self.half), str(self.days[stop - 1] + self.half)

    def axis(self, most: int = MOST_DATES, *, beside: int = 0, **settings: Any) -> dict[str, Any]:
        """The axis with at most so many dates, the newest always; the year where it begins or changes.

        beside: pixels that labels take at the right; with many, one date less has room on a phone.
        """
        most -= beside > _WIDE_MARGIN
        shown = self.days[:: -max(1, -(-len(self.days) // most))][::-1]
        labels = [self._tick(day, shown[index - 1] if index else None) for index, day in enumerate(shown)]
        return canvas.axis(
            type="date",
            range=[str(self.first), str(self.last)],
            tickvals=[day.date().isoformat() for day in shown],
            ticktext=labels,
            tickangle=0,
            **settings,
        )

    def _tick(self, day: pd.Timestamp, before: pd.Timestamp | None) -> str:
        text = words.MONTHS[day.month - 1] if self.by == "month" else words.day_text(day)
        return text if before is not None and before.year == day.year else f"{text}<br>{day.year}"

    def fraction(self, moment: pd.Timestamp) -> float:
        """Where a moment stands on the axis, 0 at its left end and 1 at its right end."""
        return (moment - self.first) / (self.last - self.first)


def events_on(timeline: Timeline, events: pd.DataFrame | None, *, height: int) -> tuple[list[dict], list[dict], int]:
    """Lines and labels for the events (happened_day or happened_at, label) in the shown time, and the pixels above.

    height: pixels of the plot if there were no labels. Labels share up to three rows above the plot, each at the end of
    its line; where there is no room for one, only its line stays.
    """
    lines: list[dict] = []
    labels: list[dict] = []
    ends: list[float] = []
    for moment, text in _within(timeline, events):
        at, x = timeline.fraction(moment), str(moment)
        shown = words.shorten(text, EVENT_LABEL)
        width = (canvas.width_of(shown) + 10) / _NARROW
        left = at if at + width <= 1 else max(at - width, 0.0)
        row = next((index for index, end in enumerate([*ends, 0.0][:EVENT_ROWS]) if left >= end), None)
        if row is not None:
            ends[row : row + 1] = [left + width]
            side: dict[str, Any] = (
                {"xanchor": "left", "xshift": 3} if left == at else {"xanchor": "right", "xshift": -3}
            )
            hover = texts.hover(text, words.date_text(moment))
            place = {"x": x, "y": 1, "yref": "paper", "yanchor": "middle", "yshift": 2 + (row + 0.5) * canvas.LINE}
            labels.append(canvas.note(texts.escaped(shown), bgcolor=colours.PAPER, hovertext=hover, **place, **side))
        up = 0 if row is None else row + 1
        lines.append(canvas.line(colour=colours.CONTEXT, x0=x, x1=x, y0=0, y1=up, yref="paper"))
    above = len(ends) * canvas.LINE
    for line in lines:
        line["y1"] = 1 + line["y1"] * canvas.LINE / (height - above)
    return lines, labels, above


def _within(timeline: Timeline, events: pd.DataFrame | None) -> list[tuple[pd.Timestamp, str]]:
    if events is None or events.empty:
        return []
    column = next(name for name in ("day", "happened_day", "happened_at") if name in events)
    dated = zip(pd.to_datetime(events[column]), events["label"], strict=True)
    return sorted((moment, str(text)) for moment, text in dated if timeline.first <= moment <= timeline.last)
