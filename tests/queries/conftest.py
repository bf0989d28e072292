"""A small store of hand-made facts in a real DuckDB file: the tables of the model, and rows that tests write down."""

import datetime as dt
import itertools
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from data.settings import DEFAULTS
from queries import questions

MODEL_TABLES = Path(__file__).parent / "model_tables.sql"
AS_READERS = {"enable_external_access": False}
DAY = dt.timedelta(days=1)
# The facts cover January to March 2024; 1 January is a Monday.
FIRST_DAY, LAST_DAY = dt.date(2024, 1, 1), dt.date(2024, 3, 31)
END = dt.datetime(2024, 4, 1)


def instant(text: str | None) -> dt.datetime | None:
    """ "2024-01-02 09:30", or a day alone for its noon."""
    return None if text is None else dt.datetime.fromisoformat(text if " " in text else f"{text} 12:00")


def day_of(at: dt.datetime | None) -> dt.date | None:
    return at.date() if at else None


class Facts:
    """Rows for a store: every method adds one, with what is not given following from what is."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.rows: dict[str, list[dict[str, Any]]] = {}
        self.numbers = itertools.count(1)

    def add(self, table: str, row: dict[str, Any]) -> None:
        self.rows.setdefault(table, []).append(row)

    def ticket(self, created: str, *, replied: str | None = None, solved: str | None = None, **given: Any) -> str:
        """A ticket in UTC whose clock never stops: business minutes are calendar minutes."""
        created_at, reply, solution = instant(created), instant(replied), instant(solved)
        assert created_at
        day = created_at.date()
        wait = ((reply or solution or END) - created_at).total_seconds() / 60
        took = ((solution or END) - created_at).total_seconds() / 60
        row = {"ticket_id": f"T{next(self.numbers)}", "created_at": created_at, "created_day": day}
        row |= {"created_week": day - day.weekday() * DAY, "created_month": day.replace(day=1)}
        row |= {"created_hour": created_at.hour, "created_weekday": created_at.isoweekday()}
        row |= {"first_reply_at": reply, "is_replied": reply is not None, "is_open": solution is None}
        row |= dict.fromkeys(("reply_calendar_minutes", "reply_business_minutes"), wait)
        row |= dict.fromkeys(("resolution_calendar_minutes", "resolution_business_minutes"), took)
        row |= dict.fromkeys(("first_solved_at", "solved_at", "left_at"), solution)
        row |= dict.fromkeys(("first_solved_day", "solved_day", "left_day"), day_of(solution))
        row |= dict.fromkeys(("is_solved", "is_ever_solved", "is_resolved"), solution is not None)
        row |= dict.fromkeys(("has_reply_data", "has_solution_data"), True)
        if solution:
            row |= dict.fromkeys(("first_resolution_calendar_minutes", "first_resolution_business_minutes"), took)
        self.add("ticket_facts", row | given)
        return str((row | given)["ticket_id"])

    def survey(self, kind: str, *, sent: str | None = None, responded: str | None = None, **given: Any) -> None:
        """A survey; answered when it has a response."""
        sent_at, responded_at = instant(sent), instant(responded)
        row = {"survey_id": f"S{next(self.numbers)}", "kind": kind, "sent_at": sent_at, "responded_at": responded_at}
        row |= {"sent_day": day_of(sent_at), "responded_day": day_of(responded_at), "is_day_approximate": False}
        row |= {"is_sent": sent_at is not None, "is_answered": responded_at is not None}
        self.add("survey_facts", row | given)

    def customer(self, acquired: str | None = None, churned: str | None = None, **given: Any) -> None:
        row = {"customer_id": f"C{next(self.numbers)}"}
        row |= {"acquired_day": day_of(instant(acquired)), "churned_day": day_of(instant(churned))}
        self.add("customer_facts", row | given)

    def relation(self, start: str, lost: str | None = None, *, through: dt.date | None = None, **given: Any) -> int:
        """A customer relation, followed to `through`: the last day of the data, if it is not another one. Returns its number."""
        number, start_day, lost_day = next(self.numbers), day_of(instant(start)), day_of(instant(lost))
        last = through or self.relation_status()["last_day"]
        assert start_day
        end = lost_day or last
        row = {"customer_number": number, "customer_id": f"R{number}", "start_day": start_day, "end_day": end}
        row |= {"is_lost": lost_day is not None, "is_involuntary": False, "basis": "contract", "entry_days": 0}
        row |= {
            "tenure_days": (end - start_day).days,
            "follow_days": (last - start_day).days,
            "lot": number % 100 / 100,
        }
        row |= {"start_quarter": f"{start_day.year}-Q{(start_day.month + 2) // 3}"}
        self.add("relation_facts", row | given)
        return number

    def relation_status(self, **given: Any) -> dict[str, Any]:
        """Since when and until when losses and support are known, where that is not January to March 2024."""
        known = {"losses_from": FIRST_DAY, "losses_through": LAST_DAY, "support_from": FIRST_DAY, "last_day": LAST_DAY}
        counts = dict.fromkeys(("without_start", "not_begun", "without_known_end", "ended_before_start"), 0)
        before = self.rows.get("relation_status", [known | counts | {"is_lapse_derived": False}])[0]
        self.rows["relation_status"] = [before | given]
        return self.rows["relation_status"][0]

    def interaction(
        self, number: int, created: int, kind: str | None = None, *, known: int | None = None, **given: Any
    ) -> None:
        """A ticket on that day of tenure, of which it is known from a day on that it was good, poor or neither."""
        since = created if known is None else known
        row = {"customer_number": number, "created_tenure": created, "is_cancelling": False}
        row |= {"created_at": dt.datetime(2024, 1, 1) + created * DAY + next(self.numbers) * dt.timedelta(seconds=1)}
        if kind:
            row |= (
                {"handled_tenure": since, f"{kind}_tenure": since} if kind != "neither" else {"handled_tenure": since}
            )
        self.add("interaction_facts", row | given)

    def bought(self, number: int, *days: int, amount: float = 10) -> None:
        """Days of tenure on which a customer without a contract bought something."""
        for day in days:
            self.add("buying_facts", {"customer_number": number, "tenure": day, "amount": amount})

    def event(self, happened: str, label: str, kind: str) -> None:
        at = instant(happened)
        self.add("event_facts", {"happened_at": at, "happened_day": day_of(at), "label": label, "kind": kind})

    def status(self, **given: Any) -> None:
        """How far the data reaches, where it is not January to March 2024."""
        row = {"data_through": END, "first_day": FIRST_DAY, "last_day": LAST_DAY, "time_zone": "UTC"}
        row |= {"last_complete_week": dt.date(2024, 3, 25), "is_sample": False, "default_schedule": "default"}
        row |= {"tickets": len(self.rows.get("ticket_facts", ())), "excluded": 0, "customers": 0}
        self.rows["data_status"] = [row | given]

    def open(self) -> duckdb.DuckDBPyConnection:
        """Write the rows, and open the file as readers do."""
        if "data_status" not in self.rows:
            self.status()
        self.relation_status()
        if "scale_facts" not in self.rows:
            self.rows["scale_facts"] = [{"scale": name} | body for name, body in DEFAULTS["scales"].items()]
        with duckdb.connect(self.path) as connection:
            connection.execute(MODEL_TABLES.read_text("utf-8"))
            for table, rows in self.rows.items():
                connection.register("incoming", pd.DataFrame(rows, dtype=object).dropna(axis="columns", how="all"))
                connection.execute(f"insert into {table} by name select * from incoming")
        return duckdb.connect(self.path, read_only=True, config=AS_READERS)


@pytest.fixture
def facts(tmp_path: Path) -> Facts:
    """An empty store to write facts into; `open()` it to ask."""
    return Facts(tmp_path / "facts.duckdb")


@pytest.fixture
def ask(facts: Facts) -> Iterator[Callable[..., pd.DataFrame]]:
    """Asks the facts written so far: `ask("csat", shape="rows", by="week", ...)`, about all of January to March 2024."""
    opened: list[duckdb.DuckDBPyConnection] = []

    def asking(name: str, *, shape: str | None = None, **given: object) -> pd.DataFrame:
        if not opened:
            opened.append(facts.open())
        return questions.ask(opened[0], name, {"from": FIRST_DAY, "to": LAST_DAY} | given, shape=shape)

    yield asking
    for connection in opened:
        connection.close()


@pytest.fixture(scope="session")
def company_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a store of 3,000 random tickets with surveys and customers."""
    facts = Facts(tmp_path_factory.mktemp("company") / "company.duckdb")
    chance = random.Random(20240101)
    for _ in range(3000):
        _random_ticket(facts, chance)
    for number in range(80):
        started = "2024-01-10" if number % 3 == 0 else None
        facts.customer(started, customer_id=f"K{number}", name=f"Customer {number}", segment="small")
    facts.open().close()
    return facts.path


@pytest.fixture(scope="session")
def company(company_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """That store, open: for what must hold whatever the data are."""
    with duckdb.connect(company_path, read_only=True, config=AS_READERS) as connection:
        yield connection


def _random_ticket(facts: Facts, chance: random.Random) -> None:
    created = dt.datetime(2024, 1, 1) + dt.timedelta(minutes=chance.randrange(91 * 1440))
    reply, solution = (created + dt.timedelta(minutes=chance.lognormvariate(mean, 1.5)) for mean in (4, 7))
    replied, solved = (f"{at:%Y-%m-%d %H:%M}" if at < END else None for at in (reply, solution))
    values: dict[str, tuple[object, ...]] = {
        "channel": ("email", "chat", "phone"),
        "team": ("Blue", "Red", None),
        "agent": ("A", "B"),
        "priority": ("low", "high", None),
        "category": ("billing", "bug"),
        "segment": ("small", "large"),
        "plan": ("pro", None),
        "region": ("north", "south"),
        "stage": ("Onboard", "Adopt", None),
        "exclusion": ("spam", *[None] * 19),
    }
    known = {name: chance.choice(choices) for name, choices in values.items()}
    known |= {"origin": "customer", "customer_id": f"K{chance.randrange(80)}"}
    flags = ("replied_within_target", "resolved_within_target", "one_touch", "reopened", "poor", "good")
    given = known | {f"is_{flag}": chance.choice((True, False, None)) for flag in (*flags, "first_contact_resolved")}
    given |= {"subject": chance.choice(("Refund", "refund 100%", "Login")), "status": "solved" if solved else "open"}
    given |= {"replies": chance.randrange(6), "handoffs": chance.randrange(3), "reopens": chance.randrange(2)}
    given |= {"requester_wait_minutes": chance.uniform(0, 9000), "quality_score": chance.uniform(0, 100)}
    given["reply_speed"] = chance.choice(("in time", "late", "very late", None))
    ticket = facts.ticket(f"{created:%Y-%m-%d %H:%M}", replied=replied, solved=solved, **given)
    if solved and chance.random() < 0.6:
        answer: dict[str, object] = {"responded": None, "is_reopened": given["is_reopened"]}
        answer["reply_speed"] = chance.choice(("in time", "late", "very late", None))
        if chance.random() < 0.4:
            answer |= {"responded": solved, "share": chance.random(), "is_satisfied": chance.random() < 0.8}
            answer |= {"score": chance.randrange(1, 6), "scale": "1-5", "nps_band": chance.randrange(-1, 2)}
            answer["rating_band"] = chance.choice(("poor", "neutral", "good"))
            answer["comment"] = chance.choice(("Quick", " ", None))
        facts.survey(chance.choice(("csat", "nps", "ces")), sent=solved, ticket_id=ticket, **known, **answer)  # type: ignore[arg-type]
