"""What is asked of the data: one .sql file per question, composed, checked and asked here."""
