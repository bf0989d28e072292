-- One row per day of risk_moments and customer inside the filters who was there on it (who came back later is not
-- counted as there), with the tenure on that day and whether the customer was lost within the next 90 days. On past
-- days about $most_customers are looked at, by a lot that follows from their ids.
with chosen as (
    select coalesce(least(1, $most_customers / count(*)), 1) as share
    from selected_relations
),
present as (
    select
        risk_moments.as_of,
        risk_moments.is_now,
        relations.customer_number,
        relations.basis,
        (risk_moments.as_of - relations.start_day)::integer as tenure,
        relations.is_lost and relations.tenure_days <= risk_moments.as_of - relations.start_day + 90 as is_lost_soon
    from selected_relations as relations
    cross join chosen
    inner join risk_moments
        on
            relations.start_day <= risk_moments.as_of
            and relations.entry_days <= risk_moments.as_of - relations.start_day
            and not (relations.is_lost and relations.end_day <= risk_moments.as_of)
            and (
                risk_moments.is_now
                or (
                    relations.follow_days >= risk_moments.as_of - relations.start_day + 90
                    and relations.lot < chosen.share
                )
            )
)
select * from present
