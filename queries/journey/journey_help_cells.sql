-- One row per combination of contact with support, what was known of customers at the landmark, months after it, and
-- whether they moved on in the last of these: customers of the cohort who were then still in the stage ($stage; each if
-- none). Contact is that of the first $stage_days in the stage, at most half of the window, as good as it was known to
-- be then. A month is 30 days, the last one up to the end of the window; only whole ones count, and a move in a month
-- that the data do not cover is not known yet. Who left without moving on stays counted: not moved on. Rare categories
-- are 'other'.
with compared as (
    select
        landmarks.customer_group,
        standings.stage,
        landmarks.reached_day,
        coalesce(contacts.exposure, 'no contact') as exposure,
        coalesce(contacts.tickets, 0) as tickets,
        contacts.first_category,
        contacts.first_priority,
        case
            when standings.is_mature then ceil((standings.window_days - standings.landmark_days) / 30)
            else greatest(0, (journey_status.last_day - landmarks.landmark_day) // 30)
        end as known_months,
        case when standings.outcome = 'converted' then ceil((landmarks.days - standings.landmark_days) / 30) end
            as event_month
    from stage_landmarks as landmarks
    cross join journey_status
    inner join stage_standings as standings
        on landmarks.position = standings.position and landmarks.state = standings.state
    left join stage_contacts as contacts
        on landmarks.customer_number = contacts.customer_number and landmarks.position = contacts.position
),
largest as (
    select first_category as large_category
    from compared
    where first_category is not null
    group by first_category
    order by count(*) desc, first_category
    limit 12
),
described as (
    select
        compared.stage,
        compared.exposure,
        groups.segment,
        groups.plan,
        groups.region,
        groups.industry,
        groups.acquisition_channel,
        year(compared.reached_day)::varchar || '-Q' || quarter(compared.reached_day)::varchar as start_quarter,
        case when compared.tickets >= 3 then '3 or more' else compared.tickets::varchar end as tickets_band,
        case when compared.first_category is not null then coalesce(largest.large_category, 'other') end
            as first_category,
        compared.first_priority,
        least(coalesce(compared.event_month, compared.known_months), compared.known_months)::integer as months,
        coalesce(compared.event_month <= compared.known_months, false) as is_event
    from compared
    inner join customer_groups as groups on compared.customer_group = groups.customer_group
    left join largest on compared.first_category = largest.large_category
),
cells as (
    select
        stage,
        exposure,
        coalesce(segment, '(none)') as segment,
        coalesce(plan, '(none)') as plan,
        coalesce(region, '(none)') as region,
        coalesce(industry, '(none)') as industry,
        coalesce(acquisition_channel, '(none)') as acquisition_channel,
        start_quarter,
        tickets_band,
        coalesce(first_category, '(none)') as first_category,
        coalesce(first_priority, '(none)') as first_priority,
        months,
        is_event,
        count(*) as customers
    from described
    group by all
)
select * from cells
order by all
