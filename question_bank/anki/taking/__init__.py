"""Notes of an Anki package as questions of a bank."""
