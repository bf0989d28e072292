-- One row per rating of a ticket and how it had been handled by the day of the rating, the rating left aside: tickets.
with rated as (
    select
        interactions.rating,
        case
            when interactions.poor_tenure <= interactions.rated_tenure then 'poor'
            when interactions.good_tenure <= interactions.rated_tenure then 'good'
            when interactions.handled_tenure <= interactions.rated_tenure then 'neither'
            else 'not known'
        end as handling
    from interaction_facts as interactions
    inner join selected_relations as relations on interactions.customer_number = relations.customer_number
    where interactions.rating is not null
),
counted as (
    select
        rating,
        handling,
        count(*) as tickets
    from rated
    group by rating, handling
)
select * from counted
order by rating, handling
