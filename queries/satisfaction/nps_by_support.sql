-- One row per support in the 90 days before an answer to the recommendation question: promoters, passives, detractors,
-- and the net promoter score. The support is missing without a known customer, and in the first 90 days of the data.
with bands as (
    select
        support_before.support as bucket,
        count(*) filter (where nps.band = 1) as promoters,
        count(*) filter (where nps.band = 0) as passives,
        count(*) filter (where nps.band = -1) as detractors,
        count(*) as n
    from nps
    inner join support_before on nps.survey_id = support_before.survey_id
    where nps.day between $from and $to and support_before.kind = 'nps'
    group by support_before.support
),
scored as (
    select
        *,
        (100.0 * (promoters - detractors) / n)::double as value
    from bands
)
select * from scored
order by
    case bucket
        when 'no contact' then 1
        when 'good only' then 2
        when 'neither good nor poor' then 3
        when 'some poor' then 4
        when 'still open' then 5
        else 6
    end
