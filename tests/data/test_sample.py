"""Is the sample company the same for the same seed, free of contradictions, and are its planted effects in it?"""

import csv
import datetime as dt
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import numpy as np
import pytest

from data.sample import TRUTH, sample_settings, write_exports
from data.sample.company import CANCELLATION, PRIORITIES
from data.sample.drawing import MONTH
from data.sample.experience import experience
from data.sample.hours import clock, easter
from data.sample.leaving import INVOLUNTARY
from data.sample.making import make_company
from data.sample.timeline import timeline
from data.schema import STATUSES, TABLES
from data.settings import DEFAULTS, parse

UNTIL = dt.date(2026, 5, 28)  # a Thursday: the running week began on Monday the 25th
LINE = timeline(24, UNTIL)


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return write_exports(tmp_path_factory.mktemp("sample"), customers=6000, seed=1, until=UNTIL)


@pytest.fixture(scope="module")
def store(exports: list[Path]) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        for path in exports:
            connection.execute(
                f"create table {path.stem} as select * from read_csv('{path}', header = true, strict_mode = true)"
            )
        connection.execute("create table targets (priority varchar, first_reply integer, resolution integer)")
        for priority in PRIORITIES:
            connection.execute(
                "insert into targets values (?, ?, ?)", [priority, *DEFAULTS["targets"][priority].values()]
            )
        connection.execute(
            "create table counted as select * from tickets left join targets using (priority) where exclusion is null"
        )
        yield connection


def one(store: duckdb.DuckDBPyConnection, question: str) -> tuple[Any, ...]:
    """The only row of the answer."""
    row = store.execute(question).fetchone()
    assert row is not None
    return row


# The files


def test_same_arguments_give_the_same_bytes(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("one", "two")]
    for folder in folders:
        write_exports(folder, customers=400, seed=7, until=UNTIL)
    for path in folders[0].iterdir():
        assert path.read_bytes() == (folders[1] / path.name).read_bytes()


def test_another_seed_gives_another_company(tmp_path: Path) -> None:
    one_seed = write_exports(tmp_path / "one", customers=400, seed=7, until=UNTIL)
    other = write_exports(tmp_path / "two", customers=400, seed=8, until=UNTIL)
    differs = [a.read_bytes() != b.read_bytes() for a, b in zip(one_seed, other, strict=True)]
    assert differs == [path.stem != "events" for path in one_seed]


def test_the_data_end_yesterday_by_default(tmp_path: Path) -> None:
    before = dt.datetime.now(dt.UTC).date()
    path = write_exports(tmp_path, customers=400)[1]
    after = dt.datetime.now(dt.UTC).date()
    with duckdb.connect() as connection:
        (last,) = one(connection, f"select max(updated_at)::date from read_csv('{path}')")
    assert last in {day - dt.timedelta(days=1) for day in (before, after)}


@pytest.mark.parametrize("wrong", [{"customers": 3}, {"months": 0}, {"seed": -1}, {"tickets_per_customer": 0}])
def test_numbers_that_make_no_company_are_refused(tmp_path: Path, wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="The sample company needs"):
        write_exports(tmp_path, until=UNTIL, **wrong)


@pytest.mark.parametrize("until", [dt.date(2025, 3, 30), dt.date(2026, 1, 1), dt.date(2024, 2, 29)])
@pytest.mark.parametrize("months", [1, 7, 40])
def test_any_span_can_be_made(tmp_path: Path, until: dt.date, months: int) -> None:
    files = write_exports(tmp_path, customers=60, months=months, until=until)
    assert [path.stem for path in files] == [
        "customers", "tickets", "surveys", "orders", "subscriptions", "stages", "events",
    ]  # fmt: skip


def test_files_have_the_canonical_columns_and_formats(exports: list[Path]) -> None:
    stamp = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")
    for path in exports:
        table = TABLES[path.stem]
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file, strict=True)
            assert rows.fieldnames is not None
            assert list(rows.fieldnames) == [name for name in table.names if name in rows.fieldnames]
            assert {column.name for column in table.required} <= set(rows.fieldnames)
            for row in rows:
                for name, value in row.items():
                    column = table.column(name)
                    assert value or not column.required, (path.stem, name, row)
                    assert not value or column.type != "timestamp" or stamp.fullmatch(value)
                    assert not value or not column.choices or value in column.choices


# Consistency: each question returns the rows that should not be

END = f"timestamp '{UNTIL} 23:59:59'"
CONTRADICTIONS = {
    "reply before creation": "select * from tickets where first_reply_at < created_at",
    "solved before the reply": "select * from tickets where solved_at < first_reply_at",
    "first solved before the reply": "select * from tickets where first_solved_at < first_reply_at",
    "first solved after last solved": "select * from tickets where first_solved_at > solved_at",
    "solved, never first solved": "select * from tickets where solved_at is not null and first_solved_at is null",
    "closed before solved": "select * from tickets where closed_at < solved_at",
    "updated before something happened": """select * from tickets
        where updated_at is null or updated_at < greatest(created_at, first_reply_at, first_solved_at, solved_at, closed_at)""",
    "updated after the end": f"select * from tickets where updated_at > {END}",
    "status against times": """select * from counted where (status in ('solved', 'closed')) != (solved_at is not null)
        or (status = 'closed') != (closed_at is not null)""",
    "new with a reply": "select * from tickets where status = 'new' and first_reply_at is not null",
    "replies against the first reply": "select * from counted where (replies > 0) != (first_reply_at is not null)",
    "solved twice, never reopened": "select * from counted where first_solved_at < solved_at and reopens = 0",
    "open again, never reopened": """select * from counted
        where first_solved_at is not null and solved_at is null and reopens = 0""",
    "reopened, never solved": "select * from tickets where reopens > 0 and first_solved_at is null",
    "waited longer than it took": """select * from tickets where requester_wait_minutes < 0
        or requester_wait_minutes > 1 + date_diff('second', created_at, solved_at) / 60""",
    "ticket twice": "select ticket_id from tickets group by all having count(*) > 1",
    "customer twice": "select customer_id from customers group by all having count(*) > 1",
    "address twice": "select email from customers group by all having count(*) > 1",
    "survey twice": "select survey_id from surveys group by all having count(*) > 1",
    "order twice": "select order_id from orders group by all having count(*) > 1",
    "stage entered twice": "select customer_id, stage from stages group by all having count(*) > 1",
    "unknown customer": """select customer_id from (from tickets select customer_id union from surveys select customer_id
        union from orders select customer_id union from stages select customer_id union from customers select referred_by)
        where customer_id not in (select customer_id from customers)""",
    "survey on an unknown ticket": "select * from surveys where ticket_id not in (select ticket_id from tickets)",
    "survey of another customer": """select * from surveys join tickets using (ticket_id)
        where surveys.customer_id != tickets.customer_id or exclusion is not null""",
    "survey before the solution": """select * from surveys join tickets using (ticket_id)
        where solved_at is null or sent_at < solved_at""",
    "answered before sent": "select * from surveys where responded_at < sent_at",
    "score against answer": "select * from surveys where (score is null) != (responded_at is null)",
    "comment without answer": "select * from surveys where comment is not null and score is null",
    "score off its scale": """select * from surveys where score not between split_part(scale, '-', 1)::int
        and split_part(scale, '-', 2)::int""",
    "survey after the end": f"select * from surveys where sent_at > {END} or responded_at > {END}",
    "ticket after leaving": "select * from tickets join customers using (customer_id) where created_at > churned_at",
    "usual ticket of a stranger": """select * from tickets join customers using (customer_id)
        where category != 'Pre-sales' and (acquired_at is null or created_at < acquired_at)""",
    "left before bought": f"""select * from customers where churned_at <= acquired_at or churned_at > {END}
        or acquired_at > {END} or (churned_at is not null and acquired_at is null)""",
    "reason against leaving": "select * from customers where (churned_at is null) != (churn_reason is null)",
    "referrer not there": """select * from customers c join customers r on c.referred_by = r.customer_id
        where r.acquired_at is null or r.acquired_at >= c.acquired_at or r.churned_at < c.acquired_at""",
    "order outside the relation": f"""select * from orders join customers using (customer_id)
        where ordered_at < acquired_at or ordered_at > churned_at or ordered_at > {END} or acquired_at is null""",
    "amount of the wrong sign": """select * from orders
        where (kind in ('refund', 'contraction') and amount > 0) or (kind not in ('refund', 'contraction') and amount < 0)""",
    "bought in the timeline without a first order": f"""select * from customers where acquired_at >= '{LINE.first}'
        and customer_id not in (select customer_id from orders where kind = 'new')""",
    "subscription against customer": """select * from customers full join subscriptions using (customer_id)
        where (acquired_at is null) != (subscription_id is null) or acquired_at != started_at
        or churned_at is distinct from ended_at or monthly_amount != monthly_revenue""",
    "stage outside the relation": f"""select * from stages join customers using (customer_id)
        where entered_at > {END} or entered_at > churned_at or (stage = 'Purchase' and entered_at != acquired_at)""",
    "stages of buying out of order": """select customer_id from stages group by all having
        max(entered_at) filter (stage = 'Discover') > min(entered_at) filter (stage != 'Discover')
        or max(entered_at) filter (stage = 'Evaluate') > max(entered_at) filter (stage = 'Purchase')
        or max(entered_at) filter (stage = 'Purchase') > min(entered_at) filter (stage in ('Onboard', 'Adopt', 'Renew'))
        or max(entered_at) filter (stage = 'Onboard') > max(entered_at) filter (stage = 'Adopt')""",
}


@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_nothing_contradicts_itself(store: duckdb.DuckDBPyConnection, name: str) -> None:
    assert store.execute(CONTRADICTIONS[name]).fetchmany(3) == []


# What a manager would see


def test_figures_are_those_of_a_decent_but_imperfect_firm(store: duckdb.DuckDBPyConnection) -> None:
    tickets, excluded, proactive, reopened, backlog = one(
        store,
        """select count(*), avg((exclusion is not null)::int), avg((origin = 'proactive')::int),
            avg((reopens > 0)::int) filter (first_solved_at is not null),
            count(*) filter (solved_at is null and exclusion is null) from tickets""",
    )
    assert tickets == pytest.approx(6000 * 7.5, rel=0.06)
    assert 0.03 < excluded < 0.045
    assert 0.02 < proactive < 0.035
    assert 0.06 < reopened < 0.085
    assert 150 < backlog < 700
    csat, nps, rate = one(
        store,
        """select avg((score >= 4)::int) filter (kind = 'csat' and score is not null),
            100 * avg(case when score >= 9 then 1 when score <= 6 then -1 else 0 end) filter (kind = 'nps' and score is not null),
            avg((score is not null)::int) from surveys""",
    )
    assert 0.8 < csat < 0.87
    assert 20 < nps < 42
    assert 0.2 < rate < 0.27


def test_most_tickets_keep_their_targets(store: duckdb.DuckDBPyConnection) -> None:
    columns: dict[str, Any] = store.execute(
        f"""select epoch(created_at)::bigint as created, epoch(coalesce(first_reply_at, {END}))::bigint as reply,
            epoch(coalesce(solved_at, {END}))::bigint as solution, first_reply_at is not null as is_replied,
            first_reply, resolution from counted"""
    ).fetchnumpy()
    business = clock(LINE.first, LINE.until).business
    reply = business.between(columns["created"], columns["reply"]) / 60
    solution = business.between(columns["created"], columns["solution"]) / 60
    assert 0.8 < np.mean(reply <= columns["first_reply"]) < 0.9
    assert 0.8 < np.mean(solution <= columns["resolution"]) < 0.9
    assert 60 < np.median(reply[columns["is_replied"]]) < 120


def test_weeks_and_days_have_a_rhythm(store: duckdb.DuckDBPyConnection) -> None:
    days = dict(store.execute("select isodow(created_at), count(*) from tickets group by 1").fetchall())
    assert max(days, key=days.__getitem__) == 1
    assert days[6] + days[7] < 0.5 * days[5]
    first, last, year_end, before = one(
        store,
        """select count(*) filter (created_at < '2024-08-01'), count(*) filter (created_at >= '2026-03-28'),
            count(*) filter (created_at between '2025-12-22' and '2025-12-29'),
            count(*) filter (created_at between '2025-12-08' and '2025-12-15') from counted""",
    )
    assert last > 1.5 * first
    assert year_end < 0.6 * before


def test_the_outage_is_visible(store: duckdb.DuckDBPyConnection) -> None:
    week = LINE.weeks_ago(7)
    question = """select count(*), avg((priority = 'urgent')::int), median(first_reply_at - created_at) from counted
        where date_trunc('week', created_at)::date {} and category = 'Availability'"""
    tickets, urgent, reply = one(store, question.format(f"= '{week}'"))
    usual = f"between date '{week}' - 70 and date '{week}' - 7"
    usual_tickets, usual_urgent, usual_reply = one(store, question.format(usual))
    assert tickets > 8 * usual_tickets / 10
    assert urgent > 1.3 * usual_urgent
    assert reply > 2 * usual_reply
    happy = "select avg((score >= 4)::int) from surveys where kind = 'csat' and date_trunc('week', sent_at)::date {}"
    assert one(store, happy.format(f"= '{week}'"))[0] < one(store, happy.format(usual))[0] - 0.08


def test_the_new_tool_is_visible(store: duckdb.DuckDBPyConnection) -> None:
    columns = """median(first_reply_at - created_at) filter (channel in ('email', 'web form')
            and isodow(created_at) < 5 and hour(created_at) between 7 and 12),
        avg((replies = 1)::int) filter (solved_at is not null), avg(handoffs)"""
    span = f"created_at between date '{LINE.tool}' + {{}} and date '{LINE.tool}' + {{}}"
    question = f"select {columns} from counted where {span}"
    before, first_weeks, later = (one(store, question.format(*days)) for days in ((-84, 0), (0, 28), (28, 98)))
    assert later[0] < 0.82 * before[0]
    assert later[1] > before[1] + 0.03
    assert first_weeks[2] > 1.3 * before[2]
    assert later[2] < 1.15 * before[2]


def test_billing_slows_down_by_email_after_the_pricing_change(store: duckdb.DuckDBPyConnection) -> None:
    question = f"""select epoch(median(first_reply_at - created_at) filter (created_at >= '{LINE.pricing}'))
        / epoch(median(first_reply_at - created_at) filter (created_at < '{LINE.pricing}')) from counted
        where created_at >= date '{LINE.pricing}' - 84 and team {{}} and channel = 'email'"""
    teams = ("= 'Billing'", "not in ('Billing', 'Technical')")
    billing, others = (one(store, question.format(team))[0] for team in teams)
    assert billing > 1.3
    assert 0.75 < others < 1.25
    assert billing > 1.3 * others


def test_events_name_what_the_charts_show(store: duckdb.DuckDBPyConnection) -> None:
    days = {
        kind: day for day, kind in store.execute("select happened_at::date, kind from events order by 1").fetchall()
    }
    assert days["outage"] == LINE.outage
    assert days["tool"] == LINE.tool
    assert days["policy"] == LINE.pricing
    assert "release" in days


def test_open_tickets_are_mostly_recent_with_an_old_tail(store: duckdb.DuckDBPyConnection) -> None:
    median, oldest, states = one(
        store,
        f"""select median(date_diff('day', created_at, {END})), max(date_diff('day', created_at, {END})),
            count(distinct status) from counted where solved_at is null""",
    )
    assert median <= 14
    assert oldest > 90
    assert states == len(STATUSES) - 2


# The planted effects


def test_the_unhappy_and_the_delighted_answer_more() -> None:
    made = make_company(3, 3000, 22500, LINE)
    ratings = made.support.ratings
    asked = (ratings.kind == 0) & (ratings.sent <= LINE.end)
    rates = [np.mean(ratings.responded[asked & (ratings.score == score)] < LINE.end) for score in range(1, 6)]
    assert min(rates[0], rates[1], rates[4]) > 1.4 * max(rates[2], rates[3])
    assert rates == pytest.approx(TRUTH.answers_by_score, abs=0.05)


LANDMARK = f"""
with rated as (
    select ticket_id, score from surveys where kind = 'csat' and score is not null
),
interactions as (
    select
        counted.*,
        -- twice the target, and 4.2 calendar hours for a business hour
        case when score is not null then score <= 2 else reopens > 0
            or date_diff('minute', created_at, coalesce(solved_at, {END})) > 2 * 4.2 * resolution
            or date_diff('minute', created_at, coalesce(first_reply_at, {END})) > 2 * 4.2 * first_reply
        end as is_poor
    from counted left join rated using (ticket_id)
    where origin = 'customer' and category is distinct from 'Cancellation'
),
customers_at_90_days as (
    select
        customer_id,
        any_value(segment) as segment,
        avg(is_poor::int) > 0.3 as had_poor_support,
        any_value(churned_at is not null and churn_reason != 'Payment failed')::int as has_left,
        any_value(date_diff('day', acquired_at, coalesce(churned_at, {END})) - 90) as days
    from customers join interactions using (customer_id)
    where acquired_at >= '{LINE.first}' and acquired_at <= {END} - interval 90 day
        and created_at between acquired_at and acquired_at + interval 90 day
        and (churned_at is null or churned_at > acquired_at + interval 90 day)
    group by customer_id
)
select {{dimension}} as segment, had_poor_support, sum(has_left), sum(days) from customers_at_90_days group by all
"""


def rate_ratio(store: duckdb.DuckDBPyConnection, dimension: str) -> float:
    """Leaving after poor against other support in the first 90 days, within the dimension (Mantel-Haenszel)."""
    rows = store.execute(LANDMARK.format(dimension=dimension)).fetchall()
    top = bottom = 0.0
    for level in {row[0] for row in rows}:
        (poor_left, poor_days), (left, days) = (
            next(row[2:] for row in rows if row[:2] == (level, poor)) for poor in (True, False)
        )
        top += poor_left * days / (poor_days + days)
        bottom += left * poor_days / (poor_days + days)
    return float(top / bottom)


def test_poor_support_goes_with_leaving_and_the_crude_comparison_overstates_it(
    store: duckdb.DuckDBPyConnection,
) -> None:
    within = rate_ratio(store, "segment")
    assert 1.25 < within < 2.3
    assert rate_ratio(store, "'all'") > 1.05 * within


def test_large_customers_get_faster_support_and_stay(store: duckdb.DuckDBPyConnection) -> None:
    question = "select segment, {} group by 1"
    reply = "epoch(median(first_reply_at - created_at)) from counted join customers using (customer_id) where channel = 'email'"
    replies = dict(store.execute(question.format(reply)).fetchall())
    left = dict(
        store.execute(
            question.format("avg((churned_at is not null)::int) from customers where acquired_at is not null")
        ).fetchall()
    )
    assert replies["Enterprise"] < 0.7 * min(replies["Mid-market"], replies["Small business"])
    assert left["Enterprise"] < 0.6 * left["Mid-market"] < 0.6 * left["Small business"]


def test_leavers_send_cancellations_and_rate_them_lower(store: duckdb.DuckDBPyConnection) -> None:
    near, stayers = one(
        store,
        """select avg((churned_at <= created_at + interval 25 day)::int), avg((churned_at is null)::int)
            from counted join customers using (customer_id) where category = 'Cancellation'""",
    )
    assert near > 0.4
    assert stayers > 0.1  # not every cancellation is meant: no rule tells leavers apart for sure
    lower, usual = one(
        store,
        """select avg(score) filter (category = 'Cancellation'), avg(score) filter (category != 'Cancellation')
            from surveys join tickets using (ticket_id) where kind = 'csat'""",
    )
    assert lower < usual - 0.4


def test_promoters_refer_more(store: duckdb.DuckDBPyConnection) -> None:
    bands = dict(
        store.execute(
            """with last_answer as (
                select customer_id, arg_max(score, sent_at) as score from surveys
                where kind = 'nps' and score is not null group by 1
            )
            select case when score >= 9 then 'promoter' when score <= 6 then 'detractor' else 'passive' end,
                avg((customer_id in (select referred_by from customers where referred_by is not null))::int)
            from last_answer group by 1"""
        ).fetchall()
    )
    assert bands["promoter"] > 1.25 * bands["passive"] > 1.25 * bands["detractor"]


def test_the_hazard_of_leaving_is_the_one_that_truth_documents() -> None:
    """Poisson regression on person-months (Newton's method) finds every planted coefficient within its error."""
    made = make_company(2, 40000, 300000, LINE)
    cases, ratings = made.support.cases, made.support.ratings
    ratings.is_poor[cases.kind == CANCELLATION] = False
    ratings.is_good[cases.kind == CANCELLATION] = False
    lived, customers, at = experience(made.customers, cases, ratings, LINE), made.customers, made.leaving.at
    months = np.arange(lived.poor.shape[1])
    begins = lived.begins[:, None] + months * MONTH
    is_at_risk = customers.has_bought[:, None] & (at[:, None] >= begins) & (begins >= LINE.start)
    row, month = np.nonzero(is_at_risk & (begins + MONTH <= LINE.end))
    leaves = (at[row] < begins[row, month] + MONTH) & (made.leaving.reason[row] != INVOLUNTARY)
    tenure = lived.first_month[row] + month
    is_renewal = tenure % 12 == 11
    planted = {
        "mid_size": customers.segment[row] == 1,
        "large_size": customers.segment[row] == 2,
        "poor_interaction": np.minimum(lived.early_poor[row, month], TRUTH.interactions_cap),
        "good_interaction": np.minimum(lived.early_good[row, month], TRUTH.interactions_cap),
        "recent_poor": lived.recently(lived.poor, TRUTH.recent_months)[row, month] > 0,
        "proactive": lived.recently(lived.proactive, TRUTH.proactive_months)[row, month] > 0,
    }
    nuisance = [
        np.ones(len(row)),
        tenure < 6,
        customers.is_yearly[row] & is_renewal,
        customers.is_yearly[row] & ~is_renewal,
    ]
    nuisance += [customers.plan[row] == plan for plan in (0, 2, 3)]
    nuisance += [customers.channel[row] == channel for channel in range(1, 6)]
    design = np.column_stack([*planted.values(), *nuisance]).astype(float)
    beta = np.zeros(design.shape[1])
    beta[len(planted)] = np.log(leaves.mean())
    for _ in range(12):
        expected = np.exp(design @ beta)
        information = design.T @ (design * expected[:, None])
        beta += np.linalg.solve(information, design.T @ (leaves - expected))
    errors = np.sqrt(np.diag(np.linalg.inv(information)))
    for number, name in enumerate(planted):
        assert abs(beta[number] - getattr(TRUTH, name)) < 3 * errors[number] + 0.01, (
            name,
            beta[number],
            errors[number],
        )
    assert errors[2] < 0.05  # precise enough to tell the effect from none
    assert TRUTH.good_ones_per_poor == pytest.approx(4.0)


# The working calendar


def test_easter_falls_on_the_known_days() -> None:
    assert [easter(year) for year in (2000, 2024, 2025, 2026, 2038)] == [
        dt.date(2000, 4, 23), dt.date(2024, 3, 31), dt.date(2025, 4, 20), dt.date(2026, 4, 5), dt.date(2038, 4, 25),
    ]  # fmt: skip


def test_business_seconds_equal_a_count_of_minutes() -> None:
    hours = clock(LINE.first, LINE.until)
    free = {dt.date.fromisoformat(day) for day in sample_settings(until=UNTIL)["schedules"]["default"]["holidays"]}
    zone, draw = ZoneInfo("Europe/Berlin"), random.Random(5)
    for _ in range(60):
        start = int(dt.datetime(2024, 6, 1, tzinfo=dt.UTC).timestamp()) + 60 * draw.randrange(700 * 1440)
        end = start + 60 * draw.randrange(6 * 1440)
        local = (dt.datetime.fromtimestamp(second, zone) for second in range(start, end, 60))
        counted = sum(at.weekday() < 5 and 9 <= at.hour < 17 and at.date() not in free for at in local)
        assert hours.business.between(np.array([start]), np.array([end]))[0] == 60 * counted


def test_work_ends_when_its_seconds_have_passed() -> None:
    staff = clock(LINE.first, LINE.until).staff
    draw = np.random.default_rng(4)
    starts = LINE.start + draw.integers(0, LINE.days * 86400, 2000)
    work = draw.integers(1, 200 * 3600, 2000)
    ends = staff.after(starts, work)
    assert np.array_equal(staff.between(starts, ends), work)
    assert np.all(ends >= starts)


def test_the_settings_of_the_sample_are_valid() -> None:
    settings = parse(sample_settings(until=UNTIL))
    assert settings.time_zone.key == "Europe/Berlin"
    assert dt.date(2025, 12, 25) in settings.schedules["default"].holidays
