"""From a file's rows to the canonical tables: recognise, map, type, check, merge, report."""
