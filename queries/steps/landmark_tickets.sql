-- One row per counted ticket that a customer created between the entry into a stage and the landmark, and how good it
-- was known to be at the landmark: one that had not ended by then, or was rated later, is neither good nor poor.
with ratings as (
    select
        ticket_id,
        min(responded_day) as rated_day
    from survey_facts
    where kind = 'csat' and is_answered and is_day_approximate is not true and ticket_id is not null
    group by ticket_id
),
asked as (
    select
        landmarks.customer_number,
        landmarks.position,
        landmarks.state,
        tickets.ticket_id,
        tickets.created_at,
        tickets.category::varchar as category,
        tickets.priority::varchar as priority,
        coalesce(
            tickets.left_day <= landmarks.landmark_day
            and coalesce(ratings.rated_day <= landmarks.landmark_day, true),
            false
        ) as is_known,
        is_known and coalesce(tickets.is_poor, false) as is_known_poor,
        is_known and coalesce(tickets.is_good, false) as is_known_good
    from stage_landmarks as landmarks
    inner join ticket_facts as tickets
        on
            landmarks.customer_number = tickets.customer_number
            and landmarks.reached_at <= tickets.created_at
            and landmarks.landmark_day >= tickets.created_day
    left join ratings on tickets.ticket_id = ratings.ticket_id
    where tickets.exclusion is null
)
select * from asked
