"""How the schema came to be, a step per file; a step that was released is never edited."""
