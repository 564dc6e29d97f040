"""What a renderer is told of where its text goes."""

from typing import NamedTuple


class Style(NamedTuple):
    width: int | None = None
    """Columns of the terminal; None for a pipe or a file, where nothing is ever moved,
    wrapped or cut."""
    color: bool = False
    unicode: bool = True
    """Whether the stream can show more than ASCII."""
