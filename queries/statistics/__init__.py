"""Pure statistics: numbers in, estimates with their uncertainty out; nothing here knows SQL or pages."""
