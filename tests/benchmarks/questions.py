"""How long does every question take, warm and without the app's caches?"""

import statistics
import time
from pathlib import Path

from data.versions import open_for_reading
from queries import questions
from queries.parameters import PARAMETERS
from queries.periods import Coverage, Period, named
from queries.registry import METRICS

TIMES = 5
AIM = 100  # milliseconds
SHOWN = 12


def run(store: Path) -> int:
    """Print the slowest questions and how many are over the aim. Returns 1 when something was measured."""
    connection = open_for_reading(store)
    tickets = connection.execute("select count(*) from ticket_facts").fetchall()[0][0]
    coverage = Coverage.from_status(questions.ask(connection, "data_status", {}).iloc[0].to_dict())
    periods = {
        "13 weeks": named("last_13_weeks", coverage),
        "26 weeks": named("last_26_weeks", coverage),
        "all": named("all", coverage),
    }
    one = connection.execute("select any_value(ticket_id) from ticket_facts").fetchall()[0][0]
    rows: list[tuple[float, str, int]] = []
    for name in questions.names():
        for label, parameters in _cases(name, periods, one):
            found, milliseconds = _ask(connection, name, parameters)
            rows.append((milliseconds, f"{name} {label}", found))
    rows.sort(reverse=True)
    over = [row for row in rows if row[0] > AIM]
    print(f"\nQuestions at {tickets:,} tickets: {len(rows)} cases, median {statistics.median(row[0] for row in rows):.0f} ms, "
          f"{len(over)} over {AIM} ms; the slowest {SHOWN}:")  # fmt: skip
    for milliseconds, label, found in rows[:SHOWN]:
        print(f"  {label:58} {milliseconds:7.0f} ms   {found:6,} rows")
    return int(bool(rows))


def _cases(name: str, periods: dict[str, Period], ticket: str) -> list[tuple[str, dict[str, object]]]:
    takes = questions.parameters_of(name)
    if "ticket_id" in takes:
        return [("", {"ticket_id": ticket})]
    if "load_id" in takes:
        return [("", {"load_id": 1})]
    if "from" not in takes:
        return [("", {})]
    choices = ["all", "week", "team"] if name in METRICS and "by" in takes else [None]
    cases: list[tuple[str, dict[str, object]]] = []
    for label, period in periods.items():
        given = {key: value for key, value in period.parameters().items() if key in takes and key in PARAMETERS}
        cases += [(f"{label} by {by}" if by else label, given | ({"by": by} if by else {})) for by in choices]
    return cases


def _ask(connection: object, name: str, parameters: dict[str, object]) -> tuple[int, float]:
    times = []
    found = len(questions.ask(connection, name, parameters))  # type: ignore[arg-type]
    for _ in range(TIMES):
        start = time.perf_counter()
        questions.ask(connection, name, parameters)  # type: ignore[arg-type]
        times.append((time.perf_counter() - start) * 1000)
    return found, statistics.median(times)
