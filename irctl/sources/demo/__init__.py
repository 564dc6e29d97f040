"""The built-in account behind `--demo`: its jobs, and the wire that serves them."""
