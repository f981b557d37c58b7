"""Anki's packages read safely, in a process of its own; `reader.read_package` is the way in."""
