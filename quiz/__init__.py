"""Learning: the web application, its schedule and its database."""
