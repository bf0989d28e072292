"""Where do millions of tickets come from? One query writes each file of a company of any size.

The sample company tells a story; this one is only large: as many columns, as long texts, as uneven waits.

    python -m tests.benchmarks.making FOLDER [--tickets N] [--customers N]
"""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path

import duckdb

CUSTOMERS = 1_000_000
DAYS = 730  # of tickets
_FIRST_ID = 10_000

# One row of `range` per record; chance(row, what) is a number from 0 to 1 that is the same on every run.
_MACROS = f"""
create macro chance(row, what) as hash(row, what) / 18446744073709551616.0;
create macro one_of(row, what, words) as words[1 + cast(floor(chance(row, what) * len(words)) as integer)];
create macro normal(row, what) as
    sqrt(-2 * ln(1 - chance(row, what))) * cos(2 * pi() * chance(row, what || ', too'));
create macro minutes(row, what, middle, spread) as
    to_seconds(cast(60 * exp(ln(middle) + spread * normal(row, what)) as bigint));
create macro customer(row) as printf('C%07d', cast(1 + floor(chance(row, 'customer') * getvariable('customers')) as integer));
create macro reached(moment) as case when moment < getvariable('until') then moment end;
create macro created(row) as
    timestamp '2026-01-01' - to_seconds(cast((1 - row / getvariable('tickets')) * {DAYS} * 86400 as bigint) + 1);
"""

_CUSTOMERS = """
select
    printf('C%07d', range + 1) as customer_id,
    one_of(range, 'first', ['Ada', 'Bea', 'Cyd', 'Dan', 'Eve', 'Finn']) || ' ' || 'Customer' || range as name,
    'person' || range || '@firm' || range // 20 || '.example' as email,
    one_of(range, 'segment', ['Small business', 'Mid-market', 'Enterprise']) as segment,
    one_of(range, 'plan', ['Starter', 'Team', 'Business']) as plan,
    one_of(range, 'region', ['Northern Europe', 'Southern Europe', 'North America', 'Asia']) as region,
    one_of(range, 'channel', ['Referral', 'Organic search', 'Outbound sales', 'Partner']) as acquisition_channel,
    timestamp '2022-01-01' + to_seconds(cast(chance(range, 'start') * 1400 * 86400 as bigint)) as acquired_at,
    case when chance(range, 'churn') < 0.15 then timestamp '2025-12-31' - minutes(range, 'end', 200000, 0.8) end
        as churned_at_told,
    case when churned_at_told > acquired_at then churned_at_told end as churned_at,
    round(20 * exp(normal(range, 'revenue')), 2) as monthly_revenue
from range(getvariable('customers'))
"""

_TICKETS = """
with
waits as (
    select
        range as number,
        created(range) as created_at,
        reached(created_at + minutes(range, 'reply', 90, 1.6)) as first_reply_at,
        reached(created_at + minutes(range, 'reply', 90, 1.6) + minutes(range, 'solution', 600, 1.4)) as first_solved_at,
        chance(range, 'reopen') < 0.08 as is_reopened,
        case when is_reopened then reached(first_solved_at + minutes(range, 'again', 900, 1.2)) else first_solved_at end
            as solved_at,
        reached(solved_at + interval 4 days) as closed_at
    from range(cast(getvariable('last') as bigint))
)

select
    number + 10000 as ticket_id,
    created_at,
    customer(number) as customer_id,
    first_reply_at,
    first_solved_at,
    solved_at,
    closed_at,
    coalesce(closed_at, solved_at, first_solved_at, first_reply_at, created_at) as updated_at,
    case
        when closed_at is not null then 'closed'
        when solved_at is not null then 'solved'
        when first_reply_at is null then 'new'
        else 'open'
    end as status,
    one_of(number, 'priority', ['low', 'normal', 'normal', 'high', 'urgent']) as priority,
    one_of(number, 'channel', ['email', 'email', 'chat', 'phone', 'web']) as channel,
    one_of(number, 'category', ['Billing', 'Login', 'Export', 'Availability', 'Feature request', 'Account & access'])
        as category,
    one_of(number, 'team', ['Billing', 'Technical', 'Enterprise desk', 'Customer care', 'Onboarding']) as team,
    'Agent ' || cast(floor(chance(number, 'agent') * 240) as integer) as agent,
    one_of(number, 'verb', ['Cannot open', 'Question about', 'Wrong amount in', 'How do I change', 'Lost access to'])
        || ' ' || one_of(number, 'thing', ['the invoice of', 'reports for', 'our account', 'the export of', 'users of'])
        || ' ' || cast(floor(chance(number, 'matter') * 100000) as integer) as subject,
    one_of(number, 'tags', ['availability', 'permissions', 'idea roadmap', 'refund', '']) as tags,
    case when is_reopened and first_solved_at is not null then 1 else 0 end as reopens,
    case when first_reply_at is null then 0 else 1 + cast(floor(chance(number, 'replies') * 4) as integer) end as replies,
    cast(floor(chance(number, 'handoffs') * 2.2) as integer) as handoffs,
    cast(floor(epoch(coalesce(solved_at, getvariable('until')) - created_at) / 60 * chance(number, 'wait')) as bigint)
        as requester_wait_minutes,
    'customer' as origin,
    case when chance(number, 'exclusion') < 0.02 then 'spam' end as exclusion
from waits
"""

_SURVEYS = """
with
asked as (
    select
        range as number,
        created(range) + minutes(range, 'sent', 1500, 1) as sent_at,
        chance(range, 'nps') < 0.08 as is_nps
    from range(cast(getvariable('tickets') as bigint))
    where chance(range, 'asked') < 0.6
),

answered as (
    select
        *,
        case when chance(number, 'answer') < 0.25 then reached(sent_at + minutes(number, 'late', 300, 1.5)) end
            as responded_at
    from asked
    where sent_at < timestamp '2026-01-01'
)

select
    printf('V%08d', number) as survey_id,
    case when is_nps then 'nps' else 'csat' end as kind,
    customer(number) as customer_id,
    case when not is_nps then number + 10000 end as ticket_id,
    case
        when responded_at is null then null
        when is_nps then cast(floor(11 * sqrt(chance(number, 'score'))) as integer)
        else 1 + cast(floor(5 * sqrt(chance(number, 'score'))) as integer)
    end as score,
    case when is_nps then '0-10' else '1-5' end as scale,
    sent_at,
    responded_at,
    case when responded_at is not null and chance(number, 'comment') < 0.2
        then one_of(number, 'said', ['Quick and friendly', 'Took far too long', 'Solved my problem', 'Nobody listened'])
            || ' ' || number % 500
    end as comment
from answered
"""

_ORDERS = """
select
    printf('O%08d', range) as order_id,
    customer(range) as customer_id,
    timestamp '2026-01-01' - to_seconds(cast(chance(range, 'ordered') * 1400 * 86400 as bigint) + 1) as ordered_at,
    round(50 * exp(normal(range, 'amount')), 2) as amount,
    'EUR' as currency,
    one_of(range, 'kind', ['renewal', 'renewal', 'expansion', 'one-off']) as kind
from range(3 * getvariable('customers'))
"""

_STAGES = """
select
    printf('C%07d', range // 4 + 1) as customer_id,
    ['Discover', 'Purchase', 'Onboard', 'Adopt'][1 + range % 4] as stage,
    timestamp '2022-01-01' + to_seconds(cast(chance(range // 4, 'stages') * 1000 * 86400 as bigint))
        + to_days(cast(30 * (range % 4) as integer)) as entered_at
from range(4 * getvariable('customers'))
"""

_QUERIES = {
    "customers": f"select * exclude (churned_at_told) from ({_CUSTOMERS})",
    "tickets": _TICKETS,
    "surveys": _SURVEYS,
    "orders": _ORDERS,
    "stages": _STAGES,
}


def make_files(folder: Path, *, tickets: int, customers: int = CUSTOMERS) -> Mapping[str, Path]:
    """Write the exports of a company into `folder` (made if needed): canonical table -> CSV file. Same arguments, same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {name: folder / f"{name}.csv" for name in _QUERIES}
    with _generator(tickets, customers) as connection:
        for name, query in _QUERIES.items():
            connection.execute(f"copy ({query}) to '{files[name]}' (timestampformat '%Y-%m-%d %H:%M:%S')")
    return files


def make_daily_file(path: Path, *, tickets: int, rows: int = 10_000, customers: int = CUSTOMERS) -> Path:
    """Write what the tickets' export says a day later: half of the rows are new tickets, the others have changed."""
    new = rows // 2
    changed = f"from ({_TICKETS}) where updated_at >= timestamp '2026-01-01' and ticket_id < {tickets + _FIRST_ID}"
    with _generator(tickets, customers) as connection:
        connection.execute("set variable until = timestamp '2026-01-02'")
        connection.execute("set variable last = $last", {"last": tickets + new})
        connection.execute(
            f"copy ((from ({_TICKETS}) where ticket_id >= {tickets + _FIRST_ID}) union all ({changed} limit {rows - new})) "
            f"to '{path}' (timestampformat '%Y-%m-%d %H:%M:%S')"
        )
    return path


def _generator(tickets: int, customers: int) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(config={"memory_limit": "2GB"})
    connection.execute(_MACROS)
    for name, value in (("tickets", tickets), ("last", tickets), ("customers", customers)):
        connection.execute(f"set variable {name} = {value}")
    connection.execute("set variable until = timestamp '2026-01-01'")
    return connection


def main() -> int:
    """Write the files that were asked for, and name them."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.making", description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--tickets", type=int, default=10_000_000, help="how many (default 10 million)")
    parser.add_argument("--customers", type=int, default=CUSTOMERS, help="how many (default 1 million)")
    options = parser.parse_args()
    for file in make_files(options.folder, tickets=options.tickets, customers=options.customers).values():
        print(file)
    return 0


if __name__ == "__main__":
    sys.exit(main())
