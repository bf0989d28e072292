-- One row per step of the journey: customers of the cohort who entered the stage itself, in order, and what had become
-- of them at the landmark ($stage_days after the entry, at most half of the window). Only those still in the stage and
-- known for longer are compared: by the contact with support that they had had by then, as good as it was known to be
-- then.
with counts as (
    select
        stage_standings.position,
        stage_standings.stage,
        stage_standings.window_days,
        stage_standings.landmark_days as landmark,
        case when selected_entries.days <= stage_standings.landmark_days then stage_standings.early_standing end
            as early_standing,
        count(*) as customers
    from selected_entries
    inner join stage_standings
        on selected_entries.position = stage_standings.position and selected_entries.state = stage_standings.state
    group by all
),
contacted as (
    select
        position,
        exposure,
        count(*) as customers
    from stage_contacts
    group by position, exposure
),
contacts as (
    select
        position,
        sum(customers) as customers,
        coalesce(sum(customers) filter (where exposure = 'good'), 0)::bigint as good,
        coalesce(sum(customers) filter (where exposure = 'neither'), 0)::bigint as neither,
        coalesce(sum(customers) filter (where exposure = 'poor'), 0)::bigint as poor
    from contacted
    group by position
),
standings as (
    select
        position,
        stage,
        window_days,
        landmark,
        sum(customers)::bigint as entered,
        coalesce(sum(customers) filter (where early_standing = 'moved on'), 0)::bigint as moved_on,
        coalesce(sum(customers) filter (where early_standing = 'lost'), 0)::bigint as lost,
        coalesce(sum(customers) filter (where early_standing = 'young'), 0)::bigint as young,
        coalesce(sum(customers) filter (where early_standing is null), 0)::bigint as compared
    from counts
    group by all
),
landmarks as (
    select
        standings.*,
        (standings.compared - coalesce(contacts.customers, 0))::bigint as no_contact,
        coalesce(contacts.good, 0) as good,
        coalesce(contacts.neither, 0) as neither,
        coalesce(contacts.poor, 0) as poor
    from standings
    left join contacts on standings.position = contacts.position
)
select * from landmarks
order by position
