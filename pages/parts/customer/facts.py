"""How is one customer doing: with us since when, in which stage, with how much support, and was the last contact poor?"""

import datetime as dt

import pandas as pd

from pages.parts import asking, words
from pages.parts.cards import Source
from pages.parts.customer.line import last_of
from pages.parts.tiles import Tile

ABOUT = ("segment", "plan", "region", "industry", "acquisition_channel", "organisation", "email")


def found(customer: str) -> pd.Series | None:
    """Everything known of a customer; None where there is no such customer."""
    frame = Source("customer", {"customer": customer}).ask()
    return None if frame.empty else frame.iloc[0]


def name_of(row: pd.Series) -> str:
    """The name, else the id."""
    return str(row["customer_id"] if words.is_missing(row["name"]) else row["name"])


def described(row: pd.Series) -> str:
    """What stands under the name: the id, then whatever is known of segment, plan and the others."""
    parts = [str(row[name]) for name in ABOUT if not words.is_missing(row[name])]
    brought = ""
    if not words.is_missing(row["referred_by"]):
        who = row["referred_by"] if words.is_missing(row["referred_by_name"]) else row["referred_by_name"]
        brought = f"referred by {who}"
    referred = 0 if words.is_missing(row["referrals"]) else int(row["referrals"])
    brings = f"referred {words.plural(referred, 'customer')}" if referred else ""
    return " · ".join(filter(None, [f"Customer {row['customer_id']}", *parts, brought, brings]))


def sentence(row: pd.Series) -> str:
    """With us for 2.4 years, in stage Adopt; the last contact was poor."""
    parts = [_relation(row), _stage(row)]
    return f"{', '.join(filter(None, parts))}; {_last_contact(row)}".removeprefix("; ")


def tiles(row: pd.Series) -> list[Tile]:
    """Six figures of a customer; what is not in the data says so."""
    return [_since(row), _stage_tile(row), _tickets(row), _rating(row), _revenue(row), _orders(row)]


def is_lost(row: pd.Series) -> bool:
    return not words.is_missing(row["churned_day"])


def _relation(row: pd.Series) -> str:
    start, end = row["acquired_day"], row["churned_day"]
    if words.is_missing(start):
        return f"Left on {words.date_text(end)}" if is_lost(row) else "Not known since when a customer"
    lasted = words.age(_days(start, end if is_lost(row) else _today()))
    if not is_lost(row):
        return f"With us for {lasted}"
    why = "" if words.is_missing(row["churn_reason"]) else f" ({words.shorten(str(row['churn_reason']), 40)})"
    return f"Left on {words.date_text(end)} after {lasted}{why}"


def _stage(row: pd.Series) -> str:
    if words.is_missing(row["stage"]):
        return ""
    return f"{'last ' if is_lost(row) else ''}in stage {words.shorten(str(row['stage']))}"


def _last_contact(row: pd.Series) -> str:
    if not row["tickets"]:
        return "no contact with support in this data"
    last = last_of(str(row["customer_id"]), "ticket")
    if last is None:
        return f"{words.plural(row['tickets'], 'ticket')}"
    judged = {"poor": "was poor", "good": "was good", "neutral": "was neither good nor poor"}
    said = judged.get(str(last["role"]), "is not judged")
    return f"the last contact, on {words.date_text(str(last['day']))}, {said}"


def _today() -> dt.date:
    return asking.status().last_day


def _days(first: object, last: object) -> int:
    return max((words.as_date(str(last)) - words.as_date(str(first))).days, 0)


def _tile(label: str, value: str, caption: str, about: str) -> Tile:
    return Tile(label, value, None, "off", "gray", "", [], caption, about)


def _missing(label: str, about: str, needs: str) -> Tile:
    return _tile(label, words.MISSING, f"Not in this data: needs {needs}", about)


def _since(row: pd.Series) -> Tile:
    label, about = "Customer since", "The start of the relation, from acquired_at of customers."
    if words.is_missing(row["acquired_day"]):
        left = f"left {words.date_text(row['churned_day'])}" if is_lost(row) else "start not in this data"
        return _tile(label, words.MISSING, left, about)
    end = f"left {words.date_text(row['churned_day'])}" if is_lost(row) else "still with us"
    lasted = words.age(_days(row["acquired_day"], row["churned_day"] if is_lost(row) else _today()))
    return _tile(label, words.date_text(row["acquired_day"]), f"{end} · {lasted}", about)


def _stage_tile(row: pd.Series) -> Tile:
    label, about = "Stage", "The stage of the journey that the customer was in last."
    if words.is_missing(row["stage"]):
        return _missing(label, about, "stages")
    since = "" if words.is_missing(row["stage_day"]) else f"since {words.date_text(row['stage_day'])}"
    return _tile(label, words.shorten(str(row["stage"]), 16), since, about)


def _tickets(row: pd.Series) -> Tile:
    about = "Tickets that count: without spam, deleted, merged and test tickets. Poor: see Definitions."
    poor = 0 if words.is_missing(row["poor_tickets"]) else int(row["poor_tickets"])
    last = row["last_contact_day"]
    parts = [f"{words.count(poor)} poor" if row["tickets"] else "no contact in this data"]
    parts += [] if words.is_missing(last) else [f"last {words.date_text(last)}"]
    return _tile("Tickets", words.count(row["tickets"]), " · ".join(parts), about)


def _rating(row: pd.Series) -> Tile:
    label, about = "Last rating", "The newest answer to any survey: satisfaction, recommendation or effort."
    last = last_of(str(row["customer_id"]), "rating")
    if last is None:
        return _tile(label, words.MISSING, "no answer in this data", about)
    judged = {"poor": "▼ poor", "good": "● good", "neutral": "○ neither"}.get(str(last["role"]), "")
    when = words.date_text(str(last["day"]))
    score, _, scale = str(last["label"]).partition(" (")  # NPS 10 (0-10): too long for a tile
    on = f"on {scale.rstrip(')')}" if scale else ""
    return _tile(label, words.shorten(score, 16), " · ".join(filter(None, [judged, on, when])), about)


def _revenue(row: pd.Series) -> Tile:
    label, about = "Revenue a month", "monthly_revenue of customers, in the currency of the file."
    if words.is_missing(row["monthly_revenue"]):
        return _missing(label, about, "monthly revenue")
    return _tile(label, words.money(float(row["monthly_revenue"])), "lost" if is_lost(row) else "at present", about)


def _orders(row: pd.Series) -> Tile:
    label, about = "Paid in all", "The sum of the orders in this data, refunds taken off, in the currency of the file."
    if not row["orders"] or words.is_missing(row["order_amount"]):
        return _tile(label, words.MISSING, "no orders in this data", about)
    return _tile(label, words.money(float(row["order_amount"])), words.plural(int(row["orders"]), "order"), about)
