"""The entries of the metric registry, one module per family."""
