"""What the result of each command comes down to, in a sentence: a module a command."""
