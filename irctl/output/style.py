"""How a stream shows text: what a renderer needs to know of where its text goes."""

from typing import NamedTuple

# Select Graphic Rendition (ECMA-48): 1 bold, 2 faint, 4 underlined, 31 to 33 colours.
_CODES = {
    "good": "32",
    "bad": "1;31",
    "busy": "33",
    "dim": "2",
    "strong": "1",
    "best": "1;32",
    "title": "1;4",
}


class Style(NamedTuple):
    width: int | None = None
    """Columns of the terminal; None for a pipe or a file, where no text is ever moved,
    wrapped or cut."""
    color: bool = False
    unicode: bool = True
    """Whether the stream can show more than ASCII."""
    headers: bool = True
    """Whether tables begin with a row of headings."""
    links: bool = False
    """Whether the stream is a terminal that shows hyperlinks."""

    def paint(self, text: str, tone: str | None) -> str:
        """Return the text with the codes of its tone, where the stream shows colours."""
        return f"\x1b[{_CODES[tone]}m{text}\x1b[0m" if self.color and tone and text else text

    def link(self, text: str, address: str | None) -> str:
        """Return the text as a hyperlink (OSC 8), where the stream shows them.

        It takes as many columns as the text.
        """
        if not (self.links and address and text):
            return text
        return f"\x1b]8;;{address}\x1b\\{text}\x1b]8;;\x1b\\"
