"""The standard streams, and what is drawn on a terminal while a command works."""
