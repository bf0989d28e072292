-- One row per customer who can be compared (or was drawn) and wrote in the first $landmark days (announcing to leave
-- aside): how many tickets, and what was known of them on that day: poor and good ones, what the first was about, and
-- each part of the quality by itself.
with contacts as (
    select
        interactions.customer_number,
        created_at,
        category,
        priority,
        case
            when rated_tenure <= $landmark then rating
            when poor_tenure <= $landmark then 'poor'
            when good_tenure <= $landmark then 'good'
            when handled_tenure <= $landmark then 'neither'
        end as kind,
        rated_tenure <= $landmark as is_rated,
        case when rated_tenure <= $landmark then is_satisfied end as csat,
        case when replied_tenure <= $landmark then is_replied_within_target end as fast_reply,
        case
            when settled_tenure <= $landmark then is_resolved_within_target
            when first_solved_tenure <= $landmark then is_first_in_target
        end as resolved_in_target,
        case
            when settled_tenure <= $landmark then not is_reopened
            when first_solved_tenure <= $landmark then is_reopened is not null
        end as not_reopened
    from interaction_facts as interactions
    inner join landmark_asked as relations on interactions.customer_number = relations.customer_number
    where relations.standing = 'compared' and created_tenure <= $landmark and not is_cancelling
),
summed as (
    select
        customer_number,
        count(*) as tickets,
        count(*) filter (where kind = 'poor') as poor,
        count(*) filter (where kind = 'good') as good,
        count(*) filter (where is_rated is not true) as unrated,
        max(created_at) filter (where kind = 'poor') as last_poor_at,
        max(created_at) filter (where kind is not null) as last_judged_at,
        min(struct_pack(created_at, category, priority)) as first_one,
        bool_and(fast_reply) as fast_reply,
        bool_and(resolved_in_target) as resolved_in_target,
        bool_and(not_reopened) as not_reopened,
        bool_and(csat) as csat
    from contacts
    group by customer_number
)
select * from summed
