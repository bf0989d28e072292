"""What the retention page shows: curves, the comparison of good and poor support, one poor interaction, cohorts."""
