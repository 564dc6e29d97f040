"""What each command's answer looks like: one file a command, from core's values to a Report."""
