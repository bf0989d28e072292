-- One row per survey with a comment, answered in the period, with the expectations that the comment speaks of.
with spoken as (
    select
        survey_id,
        list_sort(list(expectation)) as expectations
    from comment_expectations
    group by survey_id
),
written as (
    select
        selected_surveys.*,
        responded_day as day,
        coalesce(spoken.expectations, []::varchar[]) as expectations
    from selected_surveys
    left join spoken on selected_surveys.survey_id = spoken.survey_id
    where
        responded_day between $from and $to
        and trim(comment) <> ''
        and ($only_kind is null or kind = $only_kind)
)
select * from written
