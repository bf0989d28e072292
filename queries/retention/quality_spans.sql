-- One row per customer and stretch of tenure with the same support in the 90 days before: start < day <= stop, and
-- whether the customer was lost at its end. Support is looked at every 30 days, as it was known 14 days earlier;
-- tickets that announce leaving do not count. Of very many rows about $most_rows are kept, whole customers by lot.
with watched as (
    select
        relations.customer_number,
        relations.lot,
        relations.segment,
        relations.plan,
        relations.is_lost,
        relations.is_involuntary,
        relations.tenure_days,
        -- the first look whose 104 days before are in the data
        30 * ceil(greatest(
            relations.entry_days,
            case
                when relations.start_day < status.support_from
                    then status.support_from - relations.start_day + 104
            end,
            0
        ) / 30.0)::integer as first_start
    from selected_relations as relations
    cross join relation_status as status
    where status.support_from is not null
),
lots as (
    select least(1, $most_rows / sum(ceil((tenure_days - first_start) / 30.0))) as share
    from watched
    where tenure_days > first_start
),
chosen as (
    select watched.*
    from watched
    inner join lots on watched.lot < coalesce(lots.share, 1)
    where watched.tenure_days > watched.first_start
),
looks as (
    select
        *,
        unnest(range(first_start, tenure_days, 30))::integer as start
    from chosen
),
support as (
    select
        looks.customer_number,
        looks.start,
        count(*) as tickets,
        count(*) filter (
            where case
                when interactions.rated_tenure <= looks.start - 14 then interactions.rating = 'poor'
                else interactions.poor_tenure <= looks.start - 14
            end
        ) as poor,
        count(*) filter (
            where case
                when interactions.rated_tenure <= looks.start - 14 then interactions.rating = 'good'
                when interactions.poor_tenure <= looks.start - 14 then false
                else interactions.good_tenure <= looks.start - 14
            end
        ) as good
    from looks
    inner join interaction_facts as interactions
        on
            looks.customer_number = interactions.customer_number
            and interactions.created_tenure > looks.start - 104
            and interactions.created_tenure <= looks.start - 14
    where not interactions.is_cancelling
    group by looks.customer_number, looks.start
),
described as (
    select
        looks.* exclude (first_start),
        coalesce(support.tickets, 0) as tickets,
        coalesce(support.poor, 0) as poor,
        coalesce(support.good, 0) as good
    from looks
    left join support on looks.customer_number = support.customer_number and looks.start = support.start
),
changes as (
    select
        *,
        (tickets, poor, good) is distinct from lag((tickets, poor, good)) over looked as is_new
    from described
    window looked as (partition by customer_number order by start)
),
stretches as (
    select
        *,
        sum(is_new::integer) over (partition by customer_number order by start) as stretch
    from changes
),
spans as (
    select
        customer_number,
        min(start) as start,
        least(max(start) + 30, any_value(tenure_days)) as stop,
        any_value(is_lost) and max(start) + 30 >= any_value(tenure_days) as is_event,
        any_value(is_involuntary) and max(start) + 30 >= any_value(tenure_days) as is_involuntary,
        any_value(tickets)::integer as tickets,
        any_value(coalesce(poor / nullif(tickets, 0), 0))::double as poor_share,
        any_value(coalesce(good / nullif(tickets, 0), 0))::double as good_share,
        any_value(coalesce(segment, '(none)')) as segment,
        any_value(coalesce(plan, '(none)')) as plan
    from stretches
    group by customer_number, stretch
)
select * from spans
order by customer_number, start
