-- One row per thing that happened to $customer, by time: stages entered and left, counted tickets, answers to surveys,
-- orders and subscriptions, start and end of the relation, and the events of the firm while it lasted. at is UTC.
with entries as (
    select
        stage_stays.entered_at as "at",
        stage_stays.entered_day as day,
        'stage' as lane,
        journey_stages.stage as label,
        case when stage_stays.is_return then 'back' when stage_stays.is_derived then 'derived' end as detail,
        stage_stays.until_at as until
    from stage_stays
    inner join journey_customers on stage_stays.customer_number = journey_customers.customer_number
    inner join journey_stages on stage_stays.position = journey_stages.position
    where journey_customers.customer_id = $customer
),
contacts as (
    select
        created_at as "at",
        created_day as day,
        'ticket' as lane,
        subject as label,
        concat_ws(', ', category::varchar, priority::varchar, status::varchar) as detail,
        ticket_id,
        is_poor,
        is_good,
        left_at as until
    from ticket_facts
    where customer_id = $customer and exclusion is null
),
ratings as (
    select
        responded_at as "at",
        responded_day as day,
        'rating' as lane,
        upper(kind) || ' ' || regexp_replace(score::varchar, '\.0$', '') || ' (' || scale::varchar || ')' as label,
        comment as detail,
        score,
        scale::varchar as scale,
        ticket_id,
        rating_band = 'poor' as is_poor,
        rating_band = 'good' as is_good
    from survey_facts
    where customer_id = $customer and is_answered and exclusion is null
),
purchases as (
    select
        ordered_at as "at",
        ordered_day as day,
        'money' as lane,
        coalesce(kind, 'order') as label,
        currency as detail,
        amount
    from order_facts
    where customer_id = $customer
    union all
    select
        started_at,
        started_day,
        'money',
        'subscription begins',
        concat_ws(', ', plan, currency),
        monthly_amount
    from subscription_facts
    where customer_id = $customer
    union all
    select
        ended_at,
        ended_day,
        'money',
        'subscription ends',
        cancel_reason,
        monthly_amount
    from subscription_facts
    where customer_id = $customer and ended_at is not null
),
relations as (
    select
        customers.acquired_at as "at",
        customer_facts.acquired_day as day,
        'relation' as lane,
        'customer since' as label,
        customers.acquisition_channel as detail
    from customers
    inner join customer_facts on customers.customer_id = customer_facts.customer_id
    where customers.customer_id = $customer and customers.acquired_at is not null
    union all
    select
        customers.churned_at,
        customer_facts.churned_day,
        'relation',
        'left',
        customers.churn_reason
    from customers
    inner join customer_facts on customers.customer_id = customer_facts.customer_id
    where customers.customer_id = $customer and customers.churned_at is not null
    union all
    select
        customers.acquired_at,
        customer_facts.acquired_day,
        'relation',
        'referred',
        coalesce(customers.name, customers.customer_id)
    from customers
    inner join customer_facts on customers.customer_id = customer_facts.customer_id
    where customers.referred_by = $customer and customers.customer_id <> $customer and customers.acquired_at is not null
),
own as (
    select * from entries
    union all by name
    select * from contacts
    union all by name
    select * from ratings
    union all by name
    select * from purchases
    union all by name
    select * from relations
),
known as (
    select
        min(day) as first_day,
        max(case when label = 'left' and lane = 'relation' then day end) as left_day
    from own
),
happened as (
    select * from own
    union all by name
    select
        event_facts.happened_at as "at",
        event_facts.happened_day as day,
        'event' as lane,
        event_facts.label,
        event_facts.kind as detail
    from event_facts
    cross join known
    where event_facts.happened_day >= known.first_day and coalesce(event_facts.happened_day <= known.left_day, true)
),
listed as (
    select
        "at",
        day::varchar as day,
        lane,
        label,
        nullif(detail, '') as detail,
        ticket_id,
        amount,
        score,
        scale,
        is_poor,
        is_good,
        until
    from happened
)
select * from listed
order by "at", lane, label
