-- buying_facts: one row per day of tenure on which a customer without a contract bought something.
create or replace table buying_facts as
select
    relation_facts.customer_number,
    cast(buying_days.ordered_day - relation_facts.start_day as integer) as tenure,
    cast(buying_days.amount as double) as amount
from buying_days
inner join relation_facts on relation_facts.customer_id = buying_days.customer_id
where relation_facts.basis = 'orders' and buying_days.ordered_day >= relation_facts.start_day;
