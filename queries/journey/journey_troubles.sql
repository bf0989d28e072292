-- One row per step of the journey and category of tickets, most customers first: customers of the cohort with a poor
-- interaction in it while they were in the stage, how they went on, and the monthly revenue of those who dropped and of
-- those still in the window. Beside it, of customers whose window is over and who had contact in their first
-- $stage_days: the rate of those with a poor one known by then who dropped, that of the others, and so many more or
-- fewer (excess).
with counts as (
    select
        tickets_in_stage.position,
        tickets_in_stage.category,
        count(*) as customers,
        count(*) filter (where journey_states.outcome in ('late', 'lost', 'dropped')) as dropped,
        count(*) filter (where journey_states.outcome = 'lost') as lost,
        count(*) filter (where journey_states.outcome = 'in window') as in_window,
        sum(journey_customers.monthly_revenue) filter (where journey_states.outcome in ('late', 'lost', 'dropped'))
            as monthly_revenue,
        sum(journey_customers.monthly_revenue) filter (where journey_states.outcome = 'in window')
            as open_monthly_revenue
    from tickets_in_stage
    inner join journey_states on tickets_in_stage.state = journey_states.state
    inner join journey_customers on tickets_in_stage.customer_number = journey_customers.customer_number
    where tickets_in_stage.is_poor_first and journey_states.outcome is not null
    group by tickets_in_stage.position, tickets_in_stage.category
),
known_poor as (
    select distinct
        entry_number,
        position,
        state,
        category
    from landmark_tickets
    where is_known_poor
),
compared as (
    select
        known_poor.position,
        known_poor.category,
        count(*) as compared,
        count(*) filter (where journey_states.outcome <> 'converted') as compared_dropped
    from known_poor
    inner join journey_states on known_poor.state = journey_states.state
    where journey_states.is_mature
    group by known_poor.position, known_poor.category
),
others as (
    select
        stage_contacts.position,
        count(*) as others,
        count(*) filter (where journey_states.outcome <> 'converted') as others_dropped
    from stage_contacts
    inner join journey_states on stage_contacts.state = journey_states.state
    where journey_states.is_mature and stage_contacts.exposure <> 'poor'
    group by stage_contacts.position
),
troubles as (
    select
        counts.position,
        journey_stages.stage,
        counts.* exclude (position),
        coalesce(compared.compared, 0) as compared,
        coalesce(compared.compared_dropped, 0) as compared_dropped,
        (compared.compared_dropped / compared.compared)::double as rate,
        coalesce(others.others, 0) as others,
        coalesce(others.others_dropped, 0) as others_dropped,
        (others.others_dropped / others.others)::double as others_rate,
        compared.compared * others_rate as expected,
        compared.compared_dropped - expected as excess
    from counts
    inner join journey_stages on counts.position = journey_stages.position
    left join compared
        on counts.position = compared.position and counts.category is not distinct from compared.category
    left join others on counts.position = others.position
    where $stage is null or lower(journey_stages.stage) = lower($stage)
)
select * from troubles
order by dropped desc, customers desc, position, category
