-- One row per mail address that several customers of the customers table have.
with addresses as (
    select
        customer_id,
        name,
        lower(trim(email)) as email
    from customers
    where trim(email) <> ''
),
several as (
    select email
    from addresses
    group by email
    having count(*) > 1
),
described as (
    select
        addresses.email,
        count(*) as customers,
        array_to_string(list_sort(list(addresses.customer_id))[1:5], ', ') as customer_ids,
        array_to_string(list_sort(list(distinct addresses.name))[1:3], ', ') as names
    from addresses
    inner join several on addresses.email = several.email
    group by addresses.email
)
select * from described
