-- One row per comment, of the newest 50,000, with the words of its first 1,000 letters: letters and digits of any
-- script in lower case, with apostrophes inside a word.
-- words: in their order. A run of other signs stands among them, so that words on its two sides are no neighbours; runs
-- of scripts without spaces (Chinese, Japanese, Thai) are one entry each. Hyphens part words like spaces do.
with latest as (
    select
        survey_id,
        rating_band,
        left(comment, 1000) as comment
    from commented
    order by responded_at desc nulls last, survey_id
    limit 50000
),
texts as (
    select
        survey_id,
        rating_band,
        replace(replace(replace(replace(replace(
            lower(nfc_normalize(comment)), '’', ''''), '‘', ''''), 'ʼ', ''''), '`', ''''), '´', '''') as plain_text
    from latest
),
parted as (
    select
        * exclude (plain_text),
        case
            when regexp_matches(
                plain_text, '[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}ー]'
            )
                then regexp_replace(
                    plain_text,
                    '([\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}ー]+)',
                    ' \1 ',
                    'g'
                )
            else plain_text
        end as plain_text
    from texts
),
split_texts as (
    select
        *,
        regexp_extract_all(
            plain_text,
            '[\p{L}\p{M}\p{N}\x{200C}\x{200D}]+(?:''[\p{L}\p{M}\p{N}\x{200C}\x{200D}]+)*'
            || '|[^\p{L}\p{M}\p{N}\x{200C}\x{200D}\s\p{Z}\-‐‑]+'
        ) as words
    from parted
)
select * from split_texts
