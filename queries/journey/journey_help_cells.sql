-- One row per combination of contact with support, what was known of customers at the landmark, months after it, and
-- whether they moved on in the last of these: customers of the cohort who were then still in the stage ($stage; each if
-- none). Contact is that of the first $stage_days in the stage, at most half of the window, as good as it was known to
-- be then. A month is 30 days, the last one up to the end of the window; only whole ones count, and a move in a month
-- that the data do not cover is not known yet. Who left without moving on stays counted: not moved on. Rare categories
-- are 'other'.
with compared as (
    select
        landmarks.customer_group,
        landmarks.position,
        4 * year(landmarks.reached_day) + quarter(landmarks.reached_day) - 1 as quarters,
        coalesce(contacts.exposure, 'no contact') as exposure,
        least(coalesce(contacts.tickets, 0), 3) as tickets,
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
    left join stage_contacts as contacts on landmarks.entry_number = contacts.entry_number
),
kinds as (
    select
        customer_group,
        position,
        quarters,
        exposure,
        tickets,
        first_category,
        first_priority,
        least(coalesce(event_month, known_months), known_months)::integer as months,
        coalesce(event_month <= known_months, false) as is_event,
        count(*) as customers
    from compared
    group by all
),
largest as (
    select first_category as large_category
    from kinds
    where first_category is not null
    group by first_category
    order by sum(customers) desc, first_category
    limit 12
),
cells as (
    select
        journey_stages.stage,
        kinds.exposure,
        coalesce(groups.segment, '(none)') as segment,
        coalesce(groups.plan, '(none)') as plan,
        coalesce(groups.region, '(none)') as region,
        coalesce(groups.industry, '(none)') as industry,
        coalesce(groups.acquisition_channel, '(none)') as acquisition_channel,
        (kinds.quarters // 4)::varchar || '-Q' || (kinds.quarters % 4 + 1)::varchar as start_quarter,
        case when kinds.tickets >= 3 then '3 or more' else kinds.tickets::varchar end as tickets_band,
        case
            when kinds.first_category is null then '(none)'
            else coalesce(largest.large_category, 'other')
        end as first_category,
        coalesce(kinds.first_priority, '(none)') as first_priority,
        kinds.months,
        kinds.is_event,
        sum(kinds.customers)::bigint as customers
    from kinds
    inner join journey_stages on kinds.position = journey_stages.position
    inner join customer_groups as groups on kinds.customer_group = groups.customer_group
    left join largest on kinds.first_category = largest.large_category
    group by all
)
select * from cells
order by all
