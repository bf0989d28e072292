"""What the lifetime value page shows: the value and how it builds up, by customers and support, scenarios, orders, costs."""
