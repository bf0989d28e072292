"""What the page of beliefs shows."""
