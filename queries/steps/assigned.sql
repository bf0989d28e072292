-- One row per customer inside the filters who was there when the $experiment started: whether a lot, which follows from
-- the id and the name of the experiment alone, holds back the customer ($held_back is the share), and the course since.
with drawn as (
    select
        relations.*,
        ('0x' || substr(md5($experiment || ':' || relations.customer_id), 1, 8))::bigint / 4294967296.0 as draw,
        $starts - relations.start_day as started_tenure
    from selected_relations as relations
    where
        relations.start_day <= $starts
        and not (relations.is_lost and relations.end_day <= $starts)
        and relations.entry_days <= $starts - relations.start_day
),
sides as (
    select
        *,
        case when draw < $held_back then 'held back' else 'contacted' end as side
    from drawn
)
select * from sides
