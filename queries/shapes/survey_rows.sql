-- One row per counted survey, newest first: searched, sorted and paged; total counts all pages.
-- Only what is searched and sorted by is read of every survey; the rest is looked up for the page that is shown.
with described as not materialized (
    -- columns that a relation does not have are added as missing
    select * from counted
    union all by name
    select
        null::boolean as is_hit,
        null::double as value,
        null::boolean as is_observed
    where false
),
found_customers as (
    select customer_id
    from customer_facts
    where contains(lower(name), lower($search))
),
found_tickets as (
    select ticket_id
    from ticket_facts
    where contains(lower(subject), lower($search))
),
found as not materialized (
    select
        survey_id,
        day,
        responded_at,
        case $sort
            when 'ticket_id' then ticket_id
            when 'customer_id' then customer_id
            when 'priority' then priority::varchar
            when 'channel' then channel::varchar
            when 'team' then team::varchar
            when 'agent' then agent::varchar
            when 'category' then category::varchar
            when 'segment' then segment::varchar
            when 'plan' then plan::varchar
        end as text_key,
        case $sort
            when 'day' then epoch(day)
            when 'created_at' then epoch(sent_at)
            when 'csat_score' then score
            when 'value' then value
        end as number_key
    from described
    where
        day between $from and $to
        and ($hit is null or is_hit = $hit)
        and ($observed is null or is_observed = $observed)
        and ($least is null or value >= $least)
        and ($below is null or value < $below)
        and (
            $search is null
            or contains(lower(comment), lower($search))
            or contains(lower(ticket_id), lower($search))
            or ticket_id in (select ticket_id from found_tickets)
            or customer_id in (select customer_id from found_customers)
        )
),
page as (
    select *
    from found
    order by
        case when $descending then text_key end desc nulls last,
        case when not $descending then text_key end asc nulls last,
        case when $descending then number_key end desc nulls last,
        case when not $descending then number_key end asc nulls last,
        responded_at desc nulls last,
        survey_id
    limit $limit offset $offset
),
listed as (
    select
        described.survey_id,
        described.kind::varchar as kind,
        described.day::varchar as day,
        described.score,
        described.scale::varchar as scale,
        described.share,
        described.is_satisfied,
        described.nps_band,
        described.comment,
        described.is_answered,
        described.sent_at,
        described.responded_at,
        described.is_day_approximate,
        described.ticket_id,
        ticket_facts.subject,
        described.customer_id,
        customer_facts.name as customer_name,
        described.priority::varchar as priority,
        described.channel::varchar as channel,
        described.team::varchar as team,
        described.agent::varchar as agent,
        described.category::varchar as category,
        described.segment::varchar as segment,
        described.plan::varchar as plan,
        described.is_hit,
        described.value,
        (select count(*) from found) as total,
        page.text_key,
        page.number_key
    from page
    inner join described on page.survey_id = described.survey_id and page.day = described.day
    left join customer_facts on described.customer_id = customer_facts.customer_id
    left join ticket_facts on described.ticket_id = ticket_facts.ticket_id
)
select * exclude (text_key, number_key) from listed
order by
    case when $descending then text_key end desc nulls last,
    case when not $descending then text_key end asc nulls last,
    case when $descending then number_key end desc nulls last,
    case when not $descending then number_key end asc nulls last,
    responded_at desc nulls last,
    survey_id
