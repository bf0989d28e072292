-- survey_facts: one row per survey sent or answered; ratings that only the ticket carries are answered surveys too.
create or replace table survey_facts as
with
every_survey as (
    select
        survey_id,
        kind,
        coalesce(by_email, customer_id) as owner_id,
        case when by_email is not null then 'e-mail' else 'id' end as link,
        by_domain,
        lower(trim(customer_email)) as address,
        ticket_id,
        score,
        coalesce(scale, case kind when 'nps' then '0-10' when 'ces' then '1-7' else '1-5' end) as scale,
        comment,
        sent_at,
        responded_at,
        sent_at is not null as is_sent,
        false as is_day_approximate
    from surveys
    left join row_links on row_links.table_name = 'surveys' and row_links.row_id = survey_id
    union all
    select
        'ticket ' || ticket_facts.ticket_id,
        'csat',
        ticket_facts.customer_id,
        ticket_facts.linked_by,
        null,
        null,
        ticket_facts.ticket_id,
        ticket_facts.csat_score,
        ticket_facts.csat_scale,
        null,
        case when is_csat_sent and is_solved then coalesce(left_at, created_at) end,
        case when csat_score is not null then coalesce(left_at, created_at) end,
        coalesce(is_csat_sent, false),
        true
    from ticket_facts
    left join (select distinct ticket_id from surveys where kind = 'csat') as surveyed
        on surveyed.ticket_id = ticket_facts.ticket_id
    where (ticket_facts.csat_score is not null or is_csat_sent) and surveyed.ticket_id is null
),

placed as (
    select
        every_survey.*,
        customers.customer_id is not null as is_linked,
        ticket_facts.linked_by is not null as is_linked_by_ticket,
        ticket_facts.customer_id as ticket_customer_id,
        customers.segment,
        customers.plan,
        customers.region,
        ticket_facts.segment as ticket_segment,
        ticket_facts.plan as ticket_plan,
        ticket_facts.region as ticket_region,
        ticket_facts.priority,
        ticket_facts.channel,
        ticket_facts.category,
        ticket_facts.team,
        ticket_facts.agent,
        ticket_facts.origin,
        ticket_facts.exclusion,
        ticket_facts.reply_speed,
        ticket_facts.is_reopened,
        sent_at + to_seconds(case when cast(floor(epoch(sent_at)) as bigint) % 21600 >= sent.shift_second
            then sent.offset_after else sent.offset_before end) as sent_local,
        responded_at + to_seconds(case when cast(floor(epoch(responded_at)) as bigint) % 21600 >= responded.shift_second
            then responded.offset_after else responded.offset_before end) as responded_local
    from every_survey
    left join customers on customers.customer_id = every_survey.owner_id
    left join ticket_facts on ticket_facts.ticket_id = every_survey.ticket_id
    left join calendar as sent
        on sent.schedule = 'default' and sent.quarter = cast(floor(epoch(sent_at)) as bigint) // 21600
    left join calendar as responded
        on responded.schedule = 'default'
        and responded.quarter = cast(floor(epoch(responded_at)) as bigint) // 21600
),

linked as (
    -- Through its ticket a survey is linked before the domain is tried. Without any link the ticket's way of naming who
    -- asked comes before the address, so that both name the same person alike.
    select
        placed.* exclude (segment, plan, region, link),
        case
            when is_linked then owner_id
            when is_linked_by_ticket then ticket_customer_id
            else coalesce(by_domain, owner_id, ticket_customer_id, address)
        end as customer_id,
        case
            when is_linked then link
            when is_linked_by_ticket then 'ticket'
            when by_domain is not null then 'domain'
        end as linked_by,
        case
            when is_linked then placed.segment
            when is_linked_by_ticket then ticket_segment
            else distant.segment
        end as segment,
        case
            when is_linked then placed.plan
            when is_linked_by_ticket then ticket_plan
            else distant.plan
        end as plan,
        case
            when is_linked then placed.region
            when is_linked_by_ticket then ticket_region
            else distant.region
        end as region
    from placed
    left join customers as distant on distant.customer_id = placed.by_domain
)

select
    survey_id,
    kind,
    linked.customer_id,
    ticket_id,
    score,
    linked.scale,
    comment,
    sent_at,
    responded_at,
    is_sent,
    score is not null as is_answered,
    cast(sent_local as date) as sent_day,
    cast(date_trunc('week', sent_local) as date) as sent_week,
    cast(responded_local as date) as responded_day,
    cast(date_trunc('week', responded_local) as date) as responded_week,
    cast(date_trunc('month', responded_local) as date) as responded_month,
    is_day_approximate,
    (score - rating_scales.lowest) / (rating_scales.highest - rating_scales.lowest) as share,
    case when kind <> 'nps' then score >= rating_scales.satisfied_from end as is_satisfied,
    case
        when kind <> 'nps' or score is null then null
        when score >= 9 then 1
        when score >= 7 then 0
        else -1
    end as nps_band,
    case
        when score is null then null
        when kind = 'nps' then case when score >= 9 then 'good' when score >= 7 then 'neutral' else 'poor' end
        when score <= rating_scales.poor_to then 'poor'
        when score >= rating_scales.good_from then 'good'
        when rating_scales.scale is not null then 'neutral'
    end as rating_band,
    priority,
    channel,
    category,
    team,
    agent,
    origin,
    exclusion,
    segment,
    plan,
    region,
    journey_stages.stage,
    reply_speed,
    is_reopened,
    linked_by
from linked
left join rating_scales on rating_scales.scale = linked.scale
left join journey_customers on journey_customers.customer_id = linked.customer_id
left join stage_spans
    on stage_spans.customer_number = journey_customers.customer_number
    and coalesce(sent_at, responded_at) >= stage_spans.entered_at
    and coalesce(sent_at, responded_at) < stage_spans.next_entered_at
left join journey_stages on journey_stages.position = stage_spans.position;
