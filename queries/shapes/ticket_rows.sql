-- One row per counted ticket, newest first: searched, sorted and paged; total counts all pages.
-- Only what is searched and sorted by is read of every ticket; the rest is looked up for the page that is shown.
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
found as not materialized (
    select
        ticket_id,
        day,
        created_at,
        case $sort
            when 'ticket_id' then ticket_id
            when 'customer_id' then customer_id
            when 'subject' then lower(subject)
            when 'status' then status::varchar
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
            when 'created_at' then epoch(created_at)
            when 'first_reply_minutes' then case
                when is_replied and $clock = 'calendar' then reply_calendar_minutes
                when is_replied then reply_business_minutes
            end
            when 'resolution_minutes' then case
                when is_resolved and $clock = 'calendar' then resolution_calendar_minutes
                when is_resolved then resolution_business_minutes
            end
            when 'reopens' then reopens
            when 'replies' then replies
            when 'handoffs' then handoffs
            when 'csat_score' then csat_score
            when 'quality_score' then quality_score
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
            or contains(lower(subject), lower($search))
            or contains(lower(ticket_id), lower($search))
            or customer_id in (select customer_id from found_customers)
        )
        and ($customer is null or customer_id = $customer)
        and ($stage is null or coalesce(stage::varchar, '(none)') = $stage)
        and ($reply_speed is null or coalesce(reply_speed, '(none)') = $reply_speed)
        and ($reopened is null or coalesce(reopened, '(none)') = $reopened)
),
page as (
    select *
    from found
    order by
        case when $descending then text_key end desc nulls last,
        case when not $descending then text_key end asc nulls last,
        case when $descending then number_key end desc nulls last,
        case when not $descending then number_key end asc nulls last,
        created_at desc,
        ticket_id
    limit $limit offset $offset
),
listed as (
    select
        described.ticket_id,
        described.created_at,
        described.subject,
        described.status::varchar as status,
        described.priority::varchar as priority,
        described.channel::varchar as channel,
        described.team::varchar as team,
        described.agent::varchar as agent,
        described.category::varchar as category,
        described.segment::varchar as segment,
        described.plan::varchar as plan,
        described.stage::varchar as stage,
        described.customer_id,
        customer_facts.name as customer_name,
        case
            when described.is_replied and $clock = 'calendar' then described.reply_calendar_minutes
            when described.is_replied then described.reply_business_minutes
        end as first_reply_minutes,
        case
            when described.is_resolved and $clock = 'calendar' then described.resolution_calendar_minutes
            when described.is_resolved then described.resolution_business_minutes
        end as resolution_minutes,
        described.is_replied_within_target,
        described.is_resolved_within_target,
        described.is_one_touch,
        described.is_reopened,
        described.reopens,
        described.replies,
        described.handoffs,
        described.csat_score,
        described.csat_scale::varchar as csat_scale,
        described.is_satisfied,
        described.is_poor,
        described.is_good,
        described.quality_score,
        described.day::varchar as day,
        described.is_hit,
        described.value,
        described.is_observed,
        (select count(*) from found) as total,
        page.text_key,
        page.number_key
    from page
    inner join described on page.ticket_id = described.ticket_id and page.day = described.day
    left join customer_facts on described.customer_id = customer_facts.customer_id
)
select * exclude (text_key, number_key) from listed
order by
    case when $descending then text_key end desc nulls last,
    case when not $descending then text_key end asc nulls last,
    case when $descending then number_key end desc nulls last,
    case when not $descending then number_key end asc nulls last,
    created_at desc,
    ticket_id
