-- One row per band of the first answer to the recommendation question in the period: customers who gave it, those of
-- them who referred others, and whom they referred: customers won after the answer, up to the end of the data.
-- customer_years end when a customer is lost.
with referred as (
    select
        first_answers.customer_id,
        count(*) as referrals
    from first_answers
    cross join data_status
    inner join customer_facts as newcomers
        on
            first_answers.customer_id = newcomers.referred_by
            and newcomers.acquired_day > first_answers.day
            and newcomers.acquired_day <= data_status.last_day
    group by first_answers.customer_id
),
bands as (
    select
        first_answers.band,
        case first_answers.band when 1 then 'promoter' when 0 then 'passive' else 'detractor' end as bucket,
        count(*) as customers,
        count(referred.referrals) as referrers,
        coalesce(sum(referred.referrals), 0)::bigint as referrals,
        (
            sum(
                greatest(
                    least(data_status.last_day, coalesce(own.churned_day, data_status.last_day)) - first_answers.day, 0
                )
            ) / 365.25
        )::double as customer_years
    from first_answers
    cross join data_status
    left join customer_facts as own on first_answers.customer_id = own.customer_id
    left join referred on first_answers.customer_id = referred.customer_id
    group by first_answers.band
)
select * exclude (band) from bands
order by band desc
