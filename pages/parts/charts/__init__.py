"""Small frames become figures: one function per kind of chart."""
