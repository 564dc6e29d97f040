"""Where jobs come from: AWS, saved files, standard input, the built-in demo account."""

MOST_REQUESTS = 16
"""Requests under way at once: quick for hundreds of jobs, well below what AWS throttles."""
