"""Where jobs come from: AWS, saved files, standard input, the built-in demo account."""
