"""The answer of each command: a module a command, from the values of decisions to a Report."""
