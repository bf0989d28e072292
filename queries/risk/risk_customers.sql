-- One row per customer who is there today, most at stake first: the signs known of each, the chance to leave that
-- follows from their $weights, and what is at stake: that chance times what the customer pays a month. Where no revenue
-- is known the chance decides, where there are no weights the number of signs. total: those found, on all pages.
select * exclude (place) from risk_listed
order by place
