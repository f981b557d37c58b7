"""Banks to and from other programs: what is carried over and what is not is said before anything happens."""
