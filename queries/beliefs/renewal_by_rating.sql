-- One row per last rating of the year before an anniversary of the start: anniversaries that came due, and the
-- customers who were still there 30 days after them. Ratings of the last 30 days before it do not count: who leaves
-- rates on the way out. Only who was there 30 days before; $kind says which question was rated.
with due as (
    select
        relations.*,
        unnest(range(365, relations.follow_days - 29, 365))::integer as due_days
    from selected_relations as relations
),
facing as (
    select
        due.*,
        due.start_day + due.due_days - 30 as rated_until
    from due
    cross join relation_status as status
    where
        due.entry_days <= due.due_days - 30
        and not (due.is_lost and due.tenure_days <= due.due_days - 30)
        and due.start_day + due.due_days - 395 >= status.support_from
),
answers as (
    select
        customer_id,
        responded_day,
        responded_at,
        rating_band
    from survey_facts
    where kind = $kind and is_answered and rating_band is not null and exclusion is null
),
rated as (
    select
        facing.customer_number,
        facing.due_days,
        max_by(answers.rating_band, answers.responded_at) as rating
    from facing
    inner join answers
        on
            facing.customer_id = answers.customer_id
            and answers.responded_day <= facing.rated_until
            and answers.responded_day > facing.rated_until - 365
    group by facing.customer_number, facing.due_days
),
counted as (
    select
        coalesce(rated.rating, 'not rated') as rating,
        count(*) as due,
        count(*) filter (where not (facing.is_lost and facing.tenure_days <= facing.due_days + 30)) as renewed
    from facing
    left join rated on facing.customer_number = rated.customer_number and facing.due_days = rated.due_days
    group by rating
)
select * from counted
order by rating
