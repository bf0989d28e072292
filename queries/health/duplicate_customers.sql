-- One row per mail address that several customers have, the most first, with up to five of their ids.
select
    email,
    customers,
    customer_ids,
    names
from shared_addresses
order by customers desc, email
limit $limit
