"""Shell completion: scripts of the shells, and the engine that they ask for suggestions."""
