"""What do statistics make of the answers to questions? Answers that are computed, by family; each is asked by its name."""
