-- One row per bucket of $by and expectation: answers to survey questions on it, the satisfied among them, and the mean
-- answer as a share of its scale (0 to 1).
with answers as (
    select
        coalesce(bucket_day::varchar, bucket_name) as bucket,
        expectation,
        count(*) as n,
        count(*) filter (where is_satisfied) as satisfied,
        avg(share)::double as mean_share
    from bucketed
    group by bucket_day, bucket_name, expectation
),
completed as (
    select
        answers.bucket,
        answers.expectation,
        answers.n,
        answers.satisfied,
        answers.mean_share,
        coalesce(calendar.is_complete, period.is_complete) as is_complete
    from answers
    left join calendar on answers.bucket = calendar.bucket
    cross join period
)
select * from completed
order by bucket nulls last, expectation
