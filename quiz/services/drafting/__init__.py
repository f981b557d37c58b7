"""From an article to questions: what is found in it, written into a bank as drafts, and looked through."""
