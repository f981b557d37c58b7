"""Speaking with an Anki that runs on the same computer, by way of its add-on AnkiConnect."""
