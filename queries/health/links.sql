-- One row per table, what its rows are linked to and by what, in the order in which it is tried; null: not linked.
with summed as (
    select
        table_name,
        linked_to,
        linked_by,
        sum(n)::bigint as n,
        sum(sum(n)) over (partition by table_name, linked_to)::bigint as of_all,
        (sum(n) / sum(sum(n)) over (partition by table_name, linked_to))::double as share,
        coalesce(list_position(['id', 'e-mail', 'organisation', 'ticket', 'domain'], linked_by), 9) as place
    from link_status
    group by table_name, linked_to, linked_by
)
select * exclude (place) from summed
order by linked_to, list_position(['tickets', 'surveys', 'orders', 'subscriptions', 'stages'], table_name), place
