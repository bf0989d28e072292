-- One row per step of the journey ($stage alone where it is given) and state in which an entry of one's own, in order,
-- can be: the landmark, so many first days ($stage_days, at most half of the window), and what is said of those whom
-- the landmark does not find in the stage: moved on, lost, or too young. The others are compared.
select
    journey_stages.position,
    journey_stages.stage,
    journey_stages.days_to_next as window_days,
    least($stage_days, journey_stages.days_to_next // 2) as landmark_days,
    journey_states.state,
    journey_states.outcome,
    journey_states.is_mature,
    case journey_states.outcome
        when 'converted' then 'moved on'
        when 'late' then 'moved on'
        when 'lost' then 'lost'
        when 'in window' then 'young'
    end as early_standing
from journey_stages
cross join journey_states
where
    journey_stages.days_to_next is not null
    and journey_states.outcome is not null
    and not journey_states.is_skipped
    and not journey_states.is_out_of_order
    and ($stage is null or lower(journey_stages.stage) = lower($stage))
