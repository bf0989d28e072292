-- comment_expectations: one row per comment and expectation that it speaks of, by the word lists of the settings.
create or replace table comment_expectations as
with
texts as (
    select distinct comment
    from survey_facts
    where trim(comment) <> ''
),

prepared as materialized (
    select
        comment,
        -- one by one is several times faster than translate
        replace(replace(replace(replace(replace(
            nfc_normalize(comment), '’', ''''), '‘', ''''), 'ʼ', ''''), '`', ''''), '´', '''') as text
    from texts
),

spoken as (
    select
        comment,
        unnest([
            case when regexp_matches(text, getvariable('timely_pattern')) then 'timely' end,
            case when regexp_matches(text, getvariable('empathetic_pattern')) then 'empathetic' end,
            case when regexp_matches(text, getvariable('solution_oriented_pattern')) then 'solution-oriented' end
        ]) as expectation
    from prepared
)

select
    survey_facts.survey_id,
    spoken.expectation
from survey_facts
inner join spoken on spoken.comment = survey_facts.comment
where spoken.expectation is not null;
