-- One row: how much the quality score differs within customers and between them, for customers with at least two scored
-- tickets created in the period; and how many of those with three judged ones had a poor contact (with_poor).
with contacts as (
    select
        customer_id,
        count(quality_score) as scored,
        avg(quality_score) as mean,
        var_pop(quality_score) as variance,
        count(is_poor) as judged,
        count(*) filter (where is_poor) as poor
    from selected_tickets
    where customer_id is not null and created_day between $from and $to
    group by customer_id
),
middle as (
    select sum(scored * mean) / nullif(sum(scored), 0) as mean
    from contacts
    where scored >= 2
),
spread as (
    select
        count(*) filter (where contacts.scored >= 2) as customers,
        coalesce(sum(contacts.scored) filter (where contacts.scored >= 2), 0)::bigint as tickets,
        coalesce(sum(contacts.scored ^ 2) filter (where contacts.scored >= 2), 0)::bigint as sum_sizes_squared,
        sum(contacts.scored * contacts.variance) filter (where contacts.scored >= 2)::double as within_squares,
        sum(contacts.scored * (contacts.mean - middle.mean) ^ 2)
            filter (where contacts.scored >= 2)::double as between_squares,
        any_value(middle.mean)::double as mean,
        count(*) filter (where contacts.judged >= 3) as customers3,
        count(*) filter (where contacts.judged >= 3 and contacts.poor > 0) as with_poor
    from contacts
    cross join middle
)
select * from spread
