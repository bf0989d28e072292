-- One row per day of risk_moments and customer inside the filters who was there on it (who came back later is not
-- counted as there), with the tenure on that day and whether the customer was lost within the next 90 days. On past
-- days about $most_customers are looked at, by a lot that follows from their ids.
with chosen as (
    select coalesce(least(1, $most_customers / count(*)), 1) as share
    from selected_relations
),
drawn as (
    select
        relations.*,
        relations.lot < chosen.share as is_drawn
    from selected_relations as relations
    cross join chosen
    where not coalesce($observed, false) or relations.lot < chosen.share
),
present as (
    select
        risk_moments.as_of,
        risk_moments.is_now,
        drawn.customer_number,
        drawn.basis,
        drawn.segment,
        drawn.plan,
        drawn.monthly_revenue,
        (risk_moments.as_of - drawn.start_day)::integer as tenure,
        drawn.is_lost and drawn.tenure_days <= risk_moments.as_of - drawn.start_day + 90 as is_lost_soon
    from drawn
    inner join risk_moments
        on
            drawn.start_day <= risk_moments.as_of
            and drawn.entry_days <= risk_moments.as_of - drawn.start_day
            and not (drawn.is_lost and drawn.end_day <= risk_moments.as_of)
            and (
                risk_moments.is_now
                or (drawn.is_drawn and drawn.follow_days >= risk_moments.as_of - drawn.start_day + 90)
            )
)
select * from present
