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
found_doses as materialized (
    select ticket_id
    from ticket_doses
    where
        ($dose_from is not null or $dose_below is not null)
        and ($dose_from is null or dose >= $dose_from)
        and ($dose_below is null or dose < $dose_below)
),
found_support as materialized (
    select survey_id
    from support_before
    where $support is not null and coalesce(support, '(none)') = $support
),
found_patterns as materialized (
    select customer_id
    from repeat_raters
    where
        ($ratings_given is not null or $pattern is not null)
        and ($ratings_given is null or ratings_given = $ratings_given)
        and ($pattern is null or pattern = $pattern)
),
found_histories as materialized (
    select survey_id
    from rated_before
    where $after is not null and history = $after
),
found_firsts as materialized (
    select survey_id
    from first_answers
    where $first
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
        and ($customer is null or customer_id = $customer)
        and ($stage is null or coalesce(stage::varchar, '(none)') = $stage)
        and ($reply_speed is null or coalesce(reply_speed, '(none)') = $reply_speed)
        and ($reopened is null or coalesce(reopened, '(none)') = $reopened)
        and ($scale is null or scale::varchar = $scale)
        and ($score_from is null or score >= $score_from)
        and ($score_below is null or score < $score_below)
        and ($commented is null or (trim(coalesce(comment, '')) <> '') = $commented)
        and (
            ($dose_from is null and $dose_below is null)
            or ticket_id in (select ticket_id from found_doses)
        )
        and ($support is null or survey_id in (select survey_id from found_support))
        and (
            ($ratings_given is null and $pattern is null)
            or customer_id in (select customer_id from found_patterns)
        )
        and ($after is null or survey_id in (select survey_id from found_histories))
        and (not $first or survey_id in (select survey_id from found_firsts))
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
        described.rating_band,
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
        described.stage::varchar as stage,
        described.reply_speed,
        described.reopened,
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
