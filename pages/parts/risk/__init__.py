"""What the page of customers at risk shows: the list with its words, how far chances carry, contacts, experiments."""
