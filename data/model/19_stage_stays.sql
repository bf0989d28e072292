-- stage_stays: one row per stay of a customer in a stage of the journey, by step: from the entry to the next one, or to
-- the end of the relation. same_until_day: when the customer's earlier stay in the same stage ended.
create or replace table stage_stays as
with
ended as (
    select
        *,
        coalesce(left_at > entered_at and left_at < coalesce(next_entered_at, timestamp '9999-12-31'), false) as is_left
    from moves
),

stays as (
    select
        customer_number,
        customer_group,
        step,
        position,
        next_position,
        coalesce(position < position_before, false) as is_return,
        is_derived,
        cohort_day,
        entered_at,
        entered_day,
        case when is_left then left_at else next_entered_at end as until_at,
        case when is_left then left_day else next_entered_day end as until_day
    from ended
),

repeated as (
    select
        stays.customer_number,
        stays.step,
        lag(stays.until_day) over (
            partition by stays.customer_number, stays.position
            order by stays.step
        ) as same_until_day
    from stays
    inner join moves_back
        on moves_back.customer_number = stays.customer_number and moves_back.position = stays.position
)

select
    stays.*,
    repeated.same_until_day
from stays
left join repeated on repeated.customer_number = stays.customer_number and repeated.step = stays.step;

create or replace temp view stage_spans as
select
    customer_number,
    position,
    entered_at,
    coalesce(until_at, timestamp '9999-12-31') as next_entered_at
from stage_stays
where until_at is null or until_at > entered_at;
