-- One row per support in the first $landmark days: customers compared, and what is known of the 365 days after them:
-- lost, kept (still there at their end), or the data end before (censored); whole_*: only those whose 365 days the data
-- covers. The tickets that nobody rated, of the lost and of the kept. Who is not compared is counted the same on every
-- row.
with levels as (
    select unnest(case $exposure_of
        when 'overall' then ['good', 'neither', 'poor', 'no contact']
        else ['yes', 'no', 'not known', 'no contact']
    end) as exposure
),
standings as (
    select
        count(*) filter (where standing = 'lost before') as lost_before,
        count(*) filter (where standing = 'not yet there') as not_yet_there,
        count(*) filter (where standing = 'cannot be judged') as cannot_be_judged
    from landmark_relations
),
judged as (
    select
        *,
        is_lost and days_after <= 365 as is_lost_in_time,
        follow_days - $landmark >= 365 as is_whole
    from landmark_exposures
),
summed as (
    select
        exposure,
        count(*) as customers,
        count(*) filter (where is_lost_in_time) as lost,
        count(*) filter (where is_lost_in_time and is_involuntary) as involuntary,
        count(*) filter (where is_whole and not is_lost_in_time) as kept,
        count(*) filter (where not is_whole and not is_lost_in_time) as censored,
        count(*) filter (where is_whole) as whole_customers,
        count(*) filter (where is_whole and is_lost_in_time) as whole_lost,
        sum(tickets) filter (where is_lost_in_time) as tickets_of_lost,
        sum(unrated) filter (where is_lost_in_time) as unrated_of_lost,
        sum(tickets) filter (where not is_lost_in_time) as tickets_of_kept,
        sum(unrated) filter (where not is_lost_in_time) as unrated_of_kept
    from judged
    group by exposure
),
completed as (
    select
        levels.exposure,
        coalesce(customers, 0) as customers,
        coalesce(lost, 0) as lost,
        coalesce(involuntary, 0) as involuntary,
        coalesce(kept, 0) as kept,
        coalesce(censored, 0) as censored,
        coalesce(whole_customers, 0) as whole_customers,
        coalesce(whole_lost, 0) as whole_lost,
        coalesce(tickets_of_lost, 0)::bigint as tickets_of_lost,
        coalesce(unrated_of_lost, 0)::bigint as unrated_of_lost,
        coalesce(tickets_of_kept, 0)::bigint as tickets_of_kept,
        coalesce(unrated_of_kept, 0)::bigint as unrated_of_kept,
        standings.*
    from levels
    cross join standings
    left join summed on levels.exposure = summed.exposure
)
select * from completed
