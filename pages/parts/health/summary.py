"""Can the numbers be trusted, in six figures and a short list?"""

from collections.abc import Sequence

import streamlit as st

from pages.parts import asking, words
from pages.parts.health import doubts, duplicates, exclusions, fields, freshness, links, loads, needed, periods
from pages.parts.health.findings import LEVELS, Finding
from pages.parts.tiles import Tile
from queries.registry import METRICS

TITLES = {
    freshness.SECTION: "Freshness",
    fields.SECTION: "Fields",
    links.SECTION: "Links",
    duplicates.SECTION: "Duplicates",
    exclusions.SECTION: "Exclusions",
    doubts.SECTION: "Doubtful values",
    loads.SECTION: "Last loads",
}


def described() -> str:
    """What the page is about, under its title."""
    status = asking.status()
    through = words.moment_text(periods.local(status.data_through))
    tickets = words.plural(status.tickets, "ticket")
    return f"All data, no filters · {tickets} · data through {through} · time zone {status.time_zone}"


def figures() -> list[Tile]:
    """The six figures, one per question that an analyst asks first."""
    return [_reach(), _answered(), _linked(), _repeated(), _excluded(), _rejected()]


def show_findings(first: Sequence[Finding], others: Sequence[Finding]) -> None:
    """The list of what to know, the most serious first, each with the way to its section."""
    if not first:
        return
    with st.container(border=True, gap="xsmall"):
        st.markdown("**What to know, the most serious first**")
        for finding in first:
            _finding(finding)
        if others:
            with st.expander(f"{len(others)} more", type="compact"):
                for finding in others:
                    _finding(finding)


def footer() -> str:
    """What the words of the page mean, and by which rules it judges."""
    weeks, months = periods.last_weeks(), periods.last_months()
    lately, effects = (words.period_text(days.start, days.end) for days in (weeks, months))
    return (
        f"Lately: {lately}, the last {periods.WEEKS} complete weeks or what there is of them. "
        f"Effects on metrics: tickets created {effects}, the last {periods.MONTHS} complete months. "
        "Serious is what makes a number wrong or leaves out a fifth of what it is about; to know is what begins to "
        "matter. Every list can be had as CSV and as a question of the command line."
    )


def _finding(finding: Finding) -> None:
    word, icon, colour = LEVELS[finding.level]
    said = words.plain(f"{finding.text} {finding.action}".strip())
    st.markdown(f":{colour}-badge[{icon} {word}] {said} [{TITLES[finding.section]}](#{finding.section})")


def _tile(label: str, value: str, caption: str, about: str) -> Tile:
    return Tile(label, value, None, "off", "gray", "", [], caption, about)


def _reach() -> Tile:
    frame = freshness.answer()
    behind = list(frame.loc[frame["is_behind"], "table_name"])
    loaded = int((frame["rows"] > 0).sum())
    thin = freshness.thin_weeks()
    caption = (
        f"{words.plural(thin, 'thin week')} at the end"
        if thin
        else f"{words.list_text(behind)} behind"
        if behind
        else f"{words.plural(loaded, 'table')}, none lags"
    )
    return _tile(
        "Data through",
        words.date_text(periods.local(asking.status().data_through)),
        caption,
        "The last instant that tickets tell of.",
    )


def _answered() -> Tile:
    lacking = needed.absent()
    leaving = int((needed.left_out()["share"] >= needed.NOTABLE).sum())
    absent = f"{len(lacking)} not in this data" if lacking else ""
    caption = ", ".join(filter(None, [absent, f"{leaving} leave out 5% or more" if leaving else ""]))
    caption = caption or "each leaves out less than 5%"
    return _tile(
        "Metrics answered",
        f"{len(METRICS) - len(lacking)} of {len(METRICS)}",
        caption,
        "Metrics for which the loaded files carry what is needed.",
    )


def _linked() -> Tile:
    about = "Tickets that belong to a customer of the customers table, excluded tickets too."
    rate = links.of_tickets()
    if rate is None:
        return _tile(
            "Tickets linked",
            words.MISSING,
            "no tickets are loaded" if links.has_customers() else "no customers are loaded",
            about,
        )
    of = f"of {words.plural(rate.n, 'ticket')}, to a known customer"
    return _tile("Tickets linked", words.percent(rate.share, rate.n), of, about)


def _repeated() -> Tile:
    about = "Tickets with the same customer and subject as another, created within 10 minutes after it."
    row = duplicates.of_tickets()
    if not row["of_all"]:
        return _tile("Probable duplicates", words.MISSING, "no subject or customer to tell by", about)
    return _tile(
        "Probable duplicates",
        words.percent(row["share"], row["of_all"]),
        f"{words.count(row['n'])} of {words.plural(row['of_all'], 'ticket')}",
        about,
    )


def _excluded() -> Tile:
    status = asking.status()
    about = "Spam, deleted, merged and test tickets: they are in no metric."
    return _tile(
        "Excluded",
        words.percent(exclusions.share(), status.tickets),
        f"{words.count(status.excluded)} of {words.plural(status.tickets, 'ticket')}",
        about,
    )


def _rejected() -> Tile:
    frame = loads.answer()
    rejected, rows = int(frame["rejected"].sum()), int(frame["rows"].sum())
    share = rejected / rows if rows else 0.0
    return _tile(
        "Rows rejected",
        words.percent(share, rows),
        f"{words.count(rejected)} of {words.plural(rows, 'row')} of the last loads",
        "Rows that could not be used; they are in no number.",
    )
