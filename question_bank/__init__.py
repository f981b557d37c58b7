"""Content: sources, facts and questions, without any learner, Flask or database."""
