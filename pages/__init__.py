"""What people see: pages in section folders, and in parts what the pages share."""
