"""What a command hands to output: one report, from which every format is rendered."""

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, Literal, NamedTuple, TypeVar

from irctl.output.numbers import NOTHING
from irctl.output.text import plain

Row = TypeVar("Row")
Json = Any
"""A value that the json module prints as standard JSON."""
Tone = Literal["good", "bad", "busy", "dim", "strong"]
"""What a text means to its reader; a renderer turns it into a colour, or not."""


@dataclass(frozen=True)
class Field(Generic[Row]):
    """One column, in every format."""

    key: str
    """Its name in CSV and TSV: snake_case, with the unit."""
    heading: str
    get: Callable[[Row], Any]
    """The value for machines; None where there is none."""
    show: Callable[[Any], str] = str
    """The value for people."""
    numeric: bool = False
    keep: int = 1
    """How long it stays in the row of a table that is too wide for its terminal: the
    highest number goes first; 0 never goes: it stands in a further block of the same rows,
    and is listed below where there is no room for that."""
    higher_is_better: bool | None = None
    """Where the best of several values is worth marking."""
    tone: Callable[[Any], Tone | None] = lambda value: None
    """What a value means to its reader."""
    sentence: bool = False
    """Whether a terminal may show it in several lines, broken between words; where it has no
    room in its row, it is listed below whatever the table's `details`."""

    def text(self, row: Row) -> str:
        """The value as a cell for people: one harmless line, `-` where there is none."""
        value = self.get(row)
        return NOTHING if value is None or value == "" else plain(self.show(value))

    def on(self, inner: Callable[[Any], Row]) -> "Field[Any]":
        """The same column for rows that hold what it describes."""
        get = self.get
        return replace(self, get=lambda row: get(inner(row)))


@dataclass(frozen=True)
class Table(Generic[Row]):
    """Rows, and the fields that make its columns."""

    fields: Sequence[Field[Row]]
    pages: Iterable[Sequence[Row]]
    """The rows, in the portions in which they arrive."""
    title: str = ""
    empty: str = ""
    """What to tell people when there are no rows."""
    details: Literal["all", "distinguishing", "none"] = "all"
    """On a terminal that is too narrow, which of the values that have no room are listed
    below the table, row by row: all, or those that tell rows apart. What is left out is
    named."""
    who: int = 1
    """How many of the fields, the first, tell of which row it is; further blocks of the
    same rows begin with them too."""

    @classmethod
    def of(
        cls, fields: Sequence[Field[Row]], rows: Sequence[Row], title: str = "", empty: str = ""
    ) -> "Table[Row]":
        """A table whose rows are all there."""
        return cls(fields, [rows] if rows else [], title, empty)


def columns(
    fields: Sequence[Field[Row]], rows: Sequence[Row], always: Container[str] = ()
) -> list[tuple[Field[Row], list[str]]]:
    """What people see of some rows: the fields in which any row has a value, and those
    whose key is in `always`, each with its cells. Rows without any value are rows too."""
    filled = []
    for each in fields:
        texts = [each.text(row) for row in rows]
        if each.key in always or any(text != NOTHING for text in texts):
            filled.append((each, texts))
    return filled or [(each, [NOTHING] * len(rows)) for each in fields[:1] if rows]


class Entry(NamedTuple):
    """A label and its value, at some depth of an outline; a heading has no value."""

    label: str
    value: str = ""
    depth: int = 0
    tone: Tone | None = None
    sentence: bool = False
    """Whether a terminal may show it in several lines, broken between words."""


class Outline(NamedTuple):
    """Labelled values, some of them nested."""

    title: str
    entries: Sequence[Entry]


class Note(NamedTuple):
    """A sentence among the blocks, which a terminal may show in several lines."""

    text: str
    tone: Tone | None = None


class Finding(NamedTuple):
    """Something that was judged."""

    name: str
    passed: bool
    text: str


Block = Table[Any] | Outline | Note


class Report(NamedTuple):
    """A command's result."""

    document: Callable[[], Json]
    """For `json` and `--query`: called once, when it is needed."""
    records: Iterable[Sequence[Json]]
    """For `jsonl`, one a line; in the portions in which they arrive."""
    table: Table[Any]
    """For `csv` and `tsv`; for people too unless `blocks` says otherwise."""
    blocks: Sequence[Block] = ()
    warnings: Sequence[str] = ()
    findings: Sequence[Finding] = ()
    """For `junit` and `github`, of a command that judges."""

    @property
    def body(self) -> Sequence[Block]:
        return self.blocks or (self.table,)
