"""One file a command: read the options, get the jobs, call core, hand over a report."""
