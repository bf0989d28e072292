"""What holds for every number, and what do the settings of now make of it? The ground rules, in words."""

import datetime as dt
import itertools

import pandas as pd

from data.schema import Column, Table
from data.settings import Schedule, Settings
from pages.parts import definition, words
from queries.statistics.limits import LONG_RUN, MINIMUM_POINTS

OTHERS = "all others"
TYPES = {
    "id": "text that names one record",
    "text": "text",
    "timestamp": "YYYY-MM-DD HH:MM:SS, in UTC",
    "integer": "whole number",
    "number": "number with a decimal point",
    "boolean": "true or false",
}

RULES: dict[str, str] = {
    "A number is never alone": "It stands with its unit, its period, its n (how many it rests on) and its clock. An "
    "estimate has a 95% interval: in 95 of 100 such cases the true value lies inside.",
    "Missing is not zero": "No reply means no first reply time, not 0. No survey sent means no response rate. What the "
    "loaded files do not carry is “not in this data”, never 0.",
    "Rates say what of what": "The filters narrow both sides of a rate. A rate of nothing (0 of 0) is missing, not 100%.",
    "What does not count": "Spam, deleted tickets, tickets merged into another and tests are left out of every metric. "
    "The foot of each page says how many were left out, and why.",
    "Weeks and days": "Times are kept in UTC and counted in the business time zone. Weeks start on Monday and are named "
    "by that Monday. When clocks change, a day has 23 or 25 hours.",
    "Periods": "A period is compared with one of the same length on the same weekdays, of complete days, and with nothing "
    "where the data do not reach back so far. A week or month that the data hold in part, the running one or one that they "
    "begin inside, is drawn hollow and not compared. All data are all days of tickets and answers.",
    "Which day counts": "A metric says which day its tickets count on. Reply times count on the day a ticket was created, "
    "resolution times on the day it was solved, ratings on the day of the answer, the backlog at the end of each day.",
    "Business hours": "Business time is the part of a wait that lies inside opening hours. A reply given outside them can "
    "take 0 business minutes, and counts. Calendar time counts every minute.",
    "Still waiting (censored)": "A ticket without a reply has waited at least until now. It is not left out, which would "
    "flatter: when more than 2% still wait, the median is a Kaplan-Meier estimate that counts their wait so far.",
    "Within target": "A ticket counts once it was replied to, or once its target has passed without a reply. A ticket that "
    "still has time counts neither as met nor as missed.",
    "Median and p90": "Half of all tickets are faster than the median, nine of ten faster than the 90th percentile. Means "
    "are not shown for times: a few very long ones would decide them.",
    "Small numbers": f"Below {words.FEWEST} cases no value is shown, only how many there are. Below {words.FEW} the value "
    "stands with its interval and the words “few responses”.",
    "Usual range and signals": f"From {MINIMUM_POINTS} complete weeks on, a usual range is drawn: mean ± 2.66 × the mean "
    f"change from week to week (XmR limits). A signal is a week outside it, {LONG_RUN} in a row on one side of the mean, or 3 of "
    "4 nearer to a limit than to the mean. Only signals are coloured. A new tool or policy that was entered as an event "
    "starts a new range.",
    "Performance and mix": "A rate changes because groups do better or worse (performance), or because more tickets come "
    "from a group that always was different (mix); both parts add up to the change. Own changes of groups are drawn toward "
    "one another; a group is named where its change is beyond noise.",
    "Who has answered yet": "Surveys sent so lately that answers are still coming are left out of response rates: those of "
    "the last days, in which fewer than 95% of the answers have come.",
    "Who answers": "The answers stand for those who gave them. Weighted to all who were asked, they are made to match all "
    "surveys sent by reply speed, reopening, channel, priority, segment and category (raking): that allows for what is "
    "recorded, and for nothing else. The limits beside it, every silent customer unhappy or happy, hold in any case.",
    "Customers who answer often": "Answers of one customer are often alike. Where the interval is by customers, such answers "
    "count as fewer, as far as they agree (a design effect from the counts per customer). Tiles and trends take answers as "
    "independent.",
    "Where customers turn": "A point is named up to which satisfaction hardly changes with the wait and beyond which it "
    "falls, with its 95% interval (a bent line on the logit scale, profile likelihood). Where a straight fall, a fall from "
    "before, or noise would do, none is named. Counts and hours are shown by group, and the two groups that are surely farthest "
    "apart are named. What goes together need not depend on each other.",
    "What stands out in comments": "Terms are compared by how many poor and good comments hold them: log-odds with an "
    "informative Dirichlet prior (Monroe, Colaresi and Quinn 2008), corrected for the number of terms. Comments are sorted "
    "into timely, empathetic and solution-oriented by the word lists of the settings.",
    "Customers at risk": "Signs are a poor interaction or a reopened ticket in the last 90 days, a ticket open for 7 days or more, "
    "a rating that fell or two poor ones, an anniversary within 30 days; without a contract, 90 days without order and contact. The "
    "chance to leave within 90 days is a logistic model of past days, tested forward in time: each day's chances come from "
    "customers whose 90 days were over by then. At stake is the chance times what the customer pays a month. Signs go with "
    "leaving; they do not tell why somebody leaves.",
    "Comparing teams and agents": "Groups with few tickets are drawn toward the overall rate as far as their numbers are "
    "few, and shown with intervals. Groups that cannot be told apart are not ranked.",
}


def opening(schedule: Schedule) -> dict[str, str]:
    """The opening hours of each weekday: Monday: 09:00–12:00, 13:00–17:00."""
    said: dict[str, str] = {}
    for weekday, name in enumerate(words.WEEKDAYS):
        windows = sorted((one.opens, one.closes) for one in schedule.windows if one.weekday == weekday)
        said[name] = ", ".join(f"{_clock(opens)}–{_clock(closes)}" for opens, closes in windows) or "closed"
    return said


def weekly_hours(schedule: Schedule) -> str:
    """How long a schedule is open in a week without holidays: 40 hours."""
    hours = sum(window.closes - window.opens for window in schedule.windows) / 3600
    return f"{words.number(hours)} {'hour' if hours == 1 else 'hours'}"


def holidays_text(schedule: Schedule) -> str:
    """The holidays by year: 2026: 1 Jan, 3 Apr and 25 Dec."""
    days = sorted(schedule.holidays)
    years = itertools.groupby(days, key=lambda day: day.year)
    return (
        "; ".join(f"{year}: {words.list_text(words.day_text(day) for day in listed)}" for year, listed in years)
        or "none"
    )


def targets(settings: Settings) -> pd.DataFrame:
    """One row per priority with targets: Priority, First reply, Resolution, in business hours."""
    rows = [
        (
            OTHERS if priority == "*" else priority,
            *(words.duration(one, clock="business") for one in (target.first_reply, target.resolution)),
        )
        for priority, target in sorted(settings.targets.items(), key=lambda item: item[0] == "*")
    ]
    return pd.DataFrame(rows, columns=["Priority", "First reply", "Resolution"], dtype="str")


def scales(settings: Settings) -> pd.DataFrame:
    """One row per rating scale: Scale, Satisfied from, Poor up to, Good from."""
    rows = [
        (name, *(words.number(cut) for cut in (scale.satisfied_from, scale.poor_to, scale.good_from)))
        for name, scale in settings.scales.items()
    ]
    return pd.DataFrame(rows, columns=["Scale", "Satisfied from", "Poor up to", "Good from"], dtype="str")


def columns(table: Table, carried: pd.DataFrame) -> pd.DataFrame:
    """One row per column of a canonical table: Column, Required, Holds, Meaning, In this data."""
    known = {row.column_name: row for row in carried.itertuples() if row.table_name == table.name}
    rows = [
        (
            column.name,
            "required" if column.required else "",
            holds(column),
            column.meaning,
            definition.filled_text(known[column.name]),
        )
        for column in table.columns
    ]
    return pd.DataFrame(rows, columns=["Column", "Required", "Holds", "Meaning", "In this data"], dtype="str")


def holds(column: Column) -> str:
    """What may stand in a column."""
    return f"one of: {', '.join(column.choices)}" if column.choices else TYPES[column.type]


def template(table: Table) -> str:
    """A CSV file of the project's own format with the headers of a table and no rows."""
    return ",".join(table.names) + "\r\n"


def _clock(seconds: int) -> str:
    hours, minutes = divmod(seconds // 60, 60)
    return dt.time(hours, minutes).isoformat("minutes") if hours < 24 else "24:00"
