"""How results leave: one report, built once, rendered in any format."""
