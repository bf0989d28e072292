"""What the pages share: words, charts, tiles, cards, filters, states."""
