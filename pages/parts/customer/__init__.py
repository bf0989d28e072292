"""Parts of the page of customers: the list, and everything known of one."""
