-- customer_groups: one row per combination of segment, plan, region, industry and acquisition channel that customers
-- have, and one without any of them for those who are not known. grouped_customers: one row per customer with its own.
create or replace table customer_groups as
with
combinations as (
    select
        segment,
        plan,
        region,
        industry,
        acquisition_channel
    from customers
    union
    select
        null,
        null,
        null,
        null,
        null
)

select
    cast(row_number() over (order by segment, plan, region, industry, acquisition_channel) as integer)
        as customer_group,
    segment,
    plan,
    region,
    industry,
    acquisition_channel
from combinations;

create or replace temp table unknown_group as
select customer_group
from customer_groups
where coalesce(segment, plan, region, industry, acquisition_channel) is null;

create or replace temp table grouped_customers as
select
    customers.customer_id,
    customers.segment,
    customers.plan,
    customers.region,
    customers.churned_at,
    customers.monthly_revenue,
    customer_group
from customers
inner join customer_groups
    on customer_groups.segment is not distinct from customers.segment
    and customer_groups.plan is not distinct from customers.plan
    and customer_groups.region is not distinct from customers.region
    and customer_groups.industry is not distinct from customers.industry
    and customer_groups.acquisition_channel is not distinct from customers.acquisition_channel;
