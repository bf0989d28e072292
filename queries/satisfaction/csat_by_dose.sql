-- One row per bin of $dose: ratings about tickets with that dose (low <= dose < high), and the satisfied among them.
-- Minutes fall in up to $bins bins of equal count, and equal minutes in one; hours in one each; counts in one each, the
-- largest together: at least 30 ratings (of fewer than 300 a tenth and at least 5; 0.5 % of many). Only bins with
-- ratings. customers: who gave them; squares: over customers, the squared sum of what each one's ratings differ from
-- the share of the bin. The same on every row: left_out, ratings whose dose is not known; design_effect, how many times
-- as large the variance is as if every rating were another customer's (at least 1).
with rated as materialized (
    select
        csat.is_hit,
        csat.customer_id,
        case when csat.customer_id is null then csat.survey_id end as single,
        ticket_doses.dose
    from csat
    left join ticket_doses on csat.ticket_id = ticket_doses.ticket_id
    where csat.day between $from and $to
),
doses as (
    select
        dose,
        count(*) as n
    from rated
    where dose is not null
    group by dose
),
totals as (
    select
        count(dose) as n,
        count(*) - count(dose) as left_out
    from rated
),
summed as (
    select
        doses.dose,
        doses.n,
        sum(doses.n) over (order by doses.dose rows unbounded preceding) as n_up_to,
        totals.n as n_in_all,
        totals.left_out
    from doses
    cross join totals
),
tails as (
    select max(dose) as many
    from summed
    where n_in_all - n_up_to + n >= greatest(5, least(30, n_in_all / 10), n_in_all / 200)
),
placed as (
    select
        summed.*,
        case
            when $dose in ('first_reply', 'resolution')
                then floor($bins * (summed.n_up_to - 0.5 * summed.n) / summed.n_in_all)
            when $dose = 'hour' then summed.dose
            else least(summed.dose, coalesce(tails.many, 0))
        end as place
    from summed
    cross join tails
),
measured as (
    select
        *,
        0.5 * sum(n) over (partition by place) as half,
        sum(n) over (partition by place order by dose rows unbounded preceding) as n_in_place
    from placed
),
spans as (
    select
        place,
        min(dose) as low,
        max(dose) as largest,
        (min(dose) filter (where n_in_place >= half) + min(dose) filter (where n_in_place > half)) / 2 as middle,
        any_value(left_out) as left_out
    from measured
    group by place
),
by_customer as (
    select
        placed.place,
        rated.customer_id,
        rated.single,
        count(*) as n,
        count(*) filter (where rated.is_hit) as hits
    from rated
    inner join placed on rated.dose = placed.dose
    group by placed.place, rated.customer_id, rated.single
),
counts as (
    select
        place,
        sum(n) as n,
        sum(hits) as hits,
        sum(hits) / sum(n) as share,
        count(*) as customers
    from by_customer
    group by place
),
left_over as (
    select
        by_customer.place,
        by_customer.customer_id,
        by_customer.single,
        by_customer.hits - counts.share * by_customer.n as residual
    from by_customer
    inner join counts on by_customer.place = counts.place
),
squared as (
    select
        place,
        sum(residual ^ 2) as squares
    from left_over
    group by place
),
customers as (
    select sum(residual) as residual
    from left_over
    group by customer_id, single
),
clustered as (
    select
        sum(residual ^ 2) as squares,
        count(*) as customers
    from customers
),
independent as (
    select
        sum(n * share * (1 - share)) as squares,
        sum(n) as n
    from counts
),
effects as (
    select
        case
            when clustered.customers > 1 and independent.squares > 0
                then greatest(
                    1,
                    clustered.squares
                    / independent.squares
                    * (clustered.customers / (clustered.customers - 1))
                    * ((independent.n - 1) / independent.n)
                )
            else 1
        end as design_effect
    from clustered
    cross join independent
),
bins as (
    select
        row_number() over (order by spans.low)::integer as bin,
        spans.low,
        case
            when $dose = 'hour' then spans.low + 1
            when $dose in ('first_reply', 'resolution') then lead(spans.low) over (order by spans.low)
            when spans.largest = spans.low then spans.low + 1
        end as high,
        spans.middle,
        counts.n::bigint as n,
        counts.hits::bigint as hits,
        counts.customers,
        squared.squares::double as squares,
        spans.left_out,
        effects.design_effect::double as design_effect
    from spans
    inner join counts on spans.place = counts.place
    inner join squared on spans.place = squared.place
    cross join effects
)
select * from bins
order by bin
