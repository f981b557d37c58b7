"""Pages on which banks, reviews and cards travel between a learner and Anki."""
