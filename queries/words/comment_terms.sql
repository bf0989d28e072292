-- One row per term, a word or two neighbouring words: how many poor and how many good comments hold it, each once.
-- In scripts without spaces a term is two neighbouring characters. Of the newest 50,000 comments, the 3,000 terms that
-- most of them hold. Numbers, single letters, and terms in fewer than $least_comments poor and good ones are left out.
with newest as (
    select
        words,
        rating_band = 'poor' as is_poor,
        row_number() over () as number
    from comment_words
    where rating_band in ('poor', 'good')
),
placed as (
    select
        number,
        is_poor,
        unnest(words) as word,
        unnest(list_append(words[2:], null)) as next_word
    from newest
),
characters as (
    select
        number,
        is_poor,
        word,
        unnest(range(1, length_grapheme(word))) as place
    from placed
    where regexp_matches(word, '^[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}ー]+$')
),
held as (
    select
        number,
        is_poor,
        unnest([word, word || ' ' || next_word]) as term
    from placed
    union
    select
        number,
        is_poor,
        substring_grapheme(word, place, 2) as term
    from characters
),
counts as (
    select
        term,
        count(*) filter (where is_poor) as n_poor,
        count(*) filter (where not is_poor) as n_good
    from held
    group by term
    having count(*) >= $least_comments
),
described as (
    select
        term,
        n_poor::bigint as n_poor,
        n_good::bigint as n_good,
        (select count(*) filter (where is_poor) from newest)::bigint as poor_comments,
        (select count(*) filter (where not is_poor) from newest)::bigint as good_comments
    from counts
    where
        regexp_matches(term, '\p{L}')
        and length(term) > 1
        and (
            length_grapheme(term) = 2
            or not regexp_matches(term, '[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}ー]')
        )
        and not regexp_matches(term, '(^| )[^\p{L}\p{M}\p{N}\x{200C}\x{200D}]')
    order by n_poor + n_good desc, term
    limit 3000
)
select * from described
order by n_poor + n_good desc, term
