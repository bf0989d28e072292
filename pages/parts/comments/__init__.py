"""What stands on the page of comments."""
