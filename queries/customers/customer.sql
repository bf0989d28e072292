-- One row: who $customer is, since when, at which stage of the journey, what the customer pays and whom they referred,
-- and the counted tickets. No row where nobody is known by this id.
with known as (
    select $customer as customer_id
    where
        exists (select 1 from customer_facts where customer_id = $customer)
        or exists (select 1 from journey_customers where customer_id = $customer)
        or exists (select 1 from ticket_facts where customer_id = $customer)
),
contacts as (
    select
        count(*) as tickets,
        count(*) filter (where is_open) as open_tickets,
        count(*) filter (where is_poor) as poor_tickets,
        max(created_day) as last_contact_day
    from ticket_facts
    where customer_id = $customer and exclusion is null
),
bought as (
    select
        count(*) as orders,
        sum(amount)::double as order_amount
    from order_facts
    where customer_id = $customer
),
referred as (
    select count(*) as referrals
    from customer_facts
    where referred_by = $customer and customer_id <> $customer
),
stays as (
    select
        arg_max(journey_stages.stage, stage_stays.step) as stage,
        max(stage_stays.entered_day) as stage_day
    from stage_stays
    inner join journey_customers on stage_stays.customer_number = journey_customers.customer_number
    inner join journey_stages on stage_stays.position = journey_stages.position
    where journey_customers.customer_id = $customer
),
described as (
    select
        known.customer_id,
        customers.name,
        customers.email,
        customers.organisation,
        customers.segment,
        customers.plan,
        customers.region,
        customers.industry,
        customers.acquisition_channel,
        facts.acquired_day::varchar as acquired_day,
        facts.churned_day::varchar as churned_day,
        customers.churn_reason,
        customers.monthly_revenue,
        customers.referred_by,
        referrers.name as referred_by_name,
        referred.referrals,
        stays.stage,
        stays.stage_day::varchar as stage_day,
        contacts.tickets,
        contacts.open_tickets,
        contacts.poor_tickets,
        contacts.last_contact_day::varchar as last_contact_day,
        bought.orders,
        bought.order_amount
    from known
    cross join contacts
    cross join bought
    cross join referred
    cross join stays
    left join customers on known.customer_id = customers.customer_id
    left join customer_facts as facts on known.customer_id = facts.customer_id
    left join customer_facts as referrers on customers.referred_by = referrers.customer_id
)
select * from described
