"""How does the sample company get to disk, as CSV exports in the project's own format?"""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from data.sample.company import COMPANY
from data.sample.hours import BUSINESS, TIME_ZONE, holidays
from data.sample.making import make_company
from data.sample.support_tables import survey_table, ticket_table
from data.sample.tables import customer_table, event_table, order_table, stage_table, subscription_table
from data.sample.timeline import timeline
from data.settings import WEEKDAYS

TICKETS_PER_CUSTOMER = 7.5
_IDS = {
    "customer_id": "C%06d",
    "referred_by": "C%06d",
    "survey_id": "V%07d",
    "order_id": "O%07d",
    "subscription_id": "S%06d",
}


def write_exports(
    folder: Path,
    *,
    customers: int = 8000,
    seed: int = 1,
    months: int = 24,
    tickets_per_customer: float = TICKETS_PER_CUSTOMER,
    until: dt.date | None = None,
) -> list[Path]:
    """Write the sample company's exports into `folder` (made if needed) and return the files, customers first.

    `customers` have bought (prospects come on top); about `customers` x `tickets_per_customer` tickets lie in the
    `months` up to the end of the UTC day `until`, by default yesterday. The same arguments give the same bytes, and
    another `until` moves the same firm in time. Raises ValueError for numbers that make no company.
    """
    if customers < 20 or months < 1 or seed < 0 or tickets_per_customer <= 0:
        raise ValueError(
            "The sample company needs 20 customers, 1 month, a seed of 0 or more and some tickets at least."
        )
    line = timeline(months, until or _yesterday())
    made = make_company(seed, customers, customers * tickets_per_customer, line)
    tables = {
        "customers": customer_table(made),
        "tickets": ticket_table(made, seed),
        "surveys": survey_table(made),
        "orders": order_table(made),
        "subscriptions": subscription_table(made),
        "stages": stage_table(made),
        "events": event_table(line),
    }
    folder.mkdir(parents=True, exist_ok=True)
    return [_write(table, folder / f"{name}.csv") for name, table in tables.items()]


def sample_settings(*, months: int = 24, until: dt.date | None = None) -> Mapping[str, Any]:
    """The settings under which the sample company works: its name, time zone, business hours and holidays."""
    line = timeline(months, until or _yesterday())
    free = holidays(dt.date(line.first.year, 1, 1), dt.date(line.until.year + 1, 12, 31))
    window = "{:02d}:00-{:02d}:00".format(*BUSINESS)
    schedule = {
        "time_zone": None,
        "hours": {day: [window] for day in WEEKDAYS[:5]},
        "holidays": [day.isoformat() for day in free],
    }
    return {"company": COMPANY, "time_zone": TIME_ZONE, "schedules": {"default": schedule}}


def _yesterday() -> dt.date:
    return dt.datetime.now(dt.UTC).date() - dt.timedelta(days=1)


def _write(table: pd.DataFrame, path: Path) -> Path:
    columns = ", ".join(f"printf('{_IDS[name]}', {name}) as {name}" if name in _IDS else name for name in table.columns)
    with duckdb.connect() as connection:
        connection.register("export", table)
        relation = connection.sql(f"select {columns} from export")
        relation.write_csv(str(path), header=True, timestamp_format="%Y-%m-%d %H:%M:%S")
    return path
