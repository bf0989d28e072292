"""The parts of the data health page, one module per section: what is wrong there, and what it does to the numbers."""
