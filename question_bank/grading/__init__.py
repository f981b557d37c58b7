"""A response and a question become a grade: correctness, and what a page needs to explain it."""
