-- One row per bin of $dose: ratings about tickets with that dose (low <= dose < high), and the satisfied among them.
-- Minutes fall in up to 60 bins of equal count, and equal minutes in one; counts in one bin each, those above the 99th
-- percentile in the last. Only bins with ratings. left_out: ratings whose dose is not known, the same on every row.
with rated as (
    select
        csat.is_hit,
        ticket_doses.dose
    from csat
    left join ticket_doses on csat.ticket_id = ticket_doses.ticket_id
    where csat.day between $from and $to
),
totals as (
    select
        count(dose) as n,
        count(*) - count(dose) as left_out,
        quantile_disc(dose, 0.99) as many
    from rated
),
doses as (
    select
        dose,
        count(*) as n,
        count(*) filter (where is_hit) as hits
    from rated
    where dose is not null
    group by dose
),
summed as (
    select
        *,
        sum(n) over (order by dose rows unbounded preceding) as n_up_to
    from doses
),
placed as (
    select
        summed.*,
        case
            when $dose in ('first_reply', 'resolution')
                then floor(60 * (summed.n_up_to - 0.5 * summed.n) / totals.n)
            when $dose = 'hour' then summed.dose
            else least(summed.dose, totals.many + 1)
        end as place,
        totals.left_out
    from summed
    cross join totals
),
measured as (
    select
        *,
        0.5 * sum(n) over (partition by place) as half,
        sum(n) over (partition by place order by dose rows unbounded preceding) as n_in_place
    from placed
),
bins as (
    select
        min(dose) as low,
        (min(dose) filter (where n_in_place >= half) + min(dose) filter (where n_in_place > half)) / 2 as middle,
        sum(n)::bigint as n,
        sum(hits)::bigint as hits,
        any_value(left_out) as left_out
    from measured
    group by place
),
bounded as (
    select
        row_number() over (order by low)::integer as bin,
        low,
        case
            when $dose = 'hour' then low + 1
            when $dose in ('first_reply', 'resolution') then lead(low) over (order by low)
            when lead(low) over (order by low) is not null then low + 1
        end as high,
        middle,
        n,
        hits,
        left_out
    from bins
)
select * from bounded
order by bin
