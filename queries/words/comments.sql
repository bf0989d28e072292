-- One row per comment of the period, beside its score: searched, narrowed, sorted and paged; total counts all pages.
-- $term finds the comments that hold a term as comment_terms counts it: a whole word or two, of the newest 50,000.
-- expectations: those that the comment speaks of, separated by commas; null for none.
with found_customers as (
    select customer_id
    from customer_facts
    where contains(lower(name), lower($search))
),
found_tickets as (
    select ticket_id
    from ticket_facts
    where contains(lower(subject), lower($search))
),
found_terms as (
    select survey_id
    from comment_words
    where
        contains(plain_text, split_part(lower($term), ' ', 1))
        and (
            contains(' ' || array_to_string(words, ' ') || ' ', ' ' || lower($term) || ' ')
            or regexp_matches($term, '^[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}ー]+$')
        )
),
found as (
    select
        commented.survey_id,
        commented.responded_at,
        case when $order = 'worst' then commented.share end as share_key,
        case
            when $order = 'customer' then lower(coalesce(customer_facts.name, commented.customer_id))
        end as customer_key
    from commented
    left join customer_facts on commented.customer_id = customer_facts.customer_id
    where
        ($rating is null or rating_band = $rating)
        and (
            $expectation is null
            or list_contains(expectations, $expectation)
            or ($expectation = 'none' and len(expectations) = 0)
        )
        and (
            $search is null
            or contains(lower(nfc_normalize(comment)), lower(nfc_normalize($search)))
            or contains(lower(ticket_id), lower($search))
            or ticket_id in (select ticket_id from found_tickets)
            or commented.customer_id in (select customer_id from found_customers)
        )
        and ($term is null or survey_id in (select survey_id from found_terms))
),
page as (
    select *
    from found
    order by
        share_key asc nulls last,
        customer_key asc nulls last,
        responded_at desc nulls last,
        survey_id
    limit $limit offset $offset
),
listed as (
    select
        commented.survey_id,
        commented.kind::varchar as kind,
        commented.day::varchar as day,
        commented.responded_at,
        commented.score,
        commented.scale::varchar as scale,
        commented.share,
        commented.rating_band as rating,
        commented.comment,
        commented.ticket_id,
        ticket_facts.subject,
        commented.customer_id,
        customer_facts.name as customer_name,
        commented.channel::varchar as channel,
        commented.team::varchar as team,
        commented.agent::varchar as agent,
        commented.category::varchar as category,
        commented.segment::varchar as segment,
        commented.plan::varchar as plan,
        nullif(array_to_string(commented.expectations, ', '), '') as expectations,
        (select count(*) from found) as total,
        page.share_key,
        page.customer_key
    from page
    inner join commented on page.survey_id = commented.survey_id and page.responded_at = commented.responded_at
    left join customer_facts on commented.customer_id = customer_facts.customer_id
    left join ticket_facts on commented.ticket_id = ticket_facts.ticket_id
)
select * exclude (share_key, customer_key) from listed
order by
    share_key asc nulls last,
    customer_key asc nulls last,
    responded_at desc nulls last,
    survey_id
