"""An answer, described once: rows by their fields, from which every format is rendered."""

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import inf
from typing import TYPE_CHECKING, Any, Generic, Literal, NamedTuple, TypeVar

from irctl.jobs.metrics import Number
from irctl.output.numbers import NOTHING
from irctl.output.text import plain

if TYPE_CHECKING:
    from irctl.output.scene import Picture

Row = TypeVar("Row")
Json = Any
"""A value that the json module prints as standard JSON."""
Document = dict[str, Any]
Tone = Literal["good", "bad", "busy", "dim", "strong"]
"""What a text means to its reader; a renderer turns it into a colour, or not."""

_PORTION = 1000
"""How many rows are written at once for machines, so that many need little memory."""


def _no_tone(row: Any) -> None:
    """Give no row a tone."""


# Compared and hashed by identity, as the classes below: two fields with equal settings are still
# two columns. Methods that nothing uses, and frozen classes, would take a thirtieth of the time
# of irctl rank FILE.
@dataclass(kw_only=True, eq=False, repr=False)
class Field(Generic[Row]):
    """One value of a row, described once for every format.

    An empty `member`, `column` or `heading` keeps the value out of the formats that use it.
    """

    get: Callable[[Row], Any]
    """The value for machines; None if it is missing. A list of texts is a list in JSON
    and one text elsewhere."""
    member: str = ""
    """Its member in JSON and JSON Lines, in irctl's own part of a row."""
    column: str = ""
    """Its column in CSV and TSV: snake_case, with the unit."""
    column_value: Callable[[Row], Any] | None = None
    """The value in CSV and TSV, where that is not the one in JSON."""
    heading: str = ""
    """Its column in tables and Markdown."""
    show: Callable[[Any], str] = str
    """The value for people."""
    cell: Callable[[Row], str | None] | None = None
    """What people see, where that depends on more of the row than the value."""
    short: Callable[[str], str] | None = None
    """The text for people in fewer columns, where the whole one has no room."""
    once: bool = False
    """Whether a text that is the same in all rows is printed once, below them."""
    numeric: bool = False
    keep: int = 1
    """How long it stays in the row of a table that is too wide for its terminal: the highest
    number goes first. 0 never goes: it moves to a further block of the same rows, and is listed
    below where that has no room either."""
    higher_is_better: bool | None = None
    """Which of several values is the best, where that is worth marking."""
    above: Number | None = None
    """A value up to this is never the best: it cannot be."""
    tone: Callable[[Row], Tone | None] = _no_tone
    sentence: bool = False
    """Whether a terminal may show it in several lines, broken between words; without room in its
    row it is listed below whatever the table's `details`."""
    link: Callable[[Row], str | None] | None = None
    """The address of a page about the value, for a terminal that shows hyperlinks."""
    stays: bool = False
    """Whether a table shows it though no row has a value."""

    def text(self, row: Row) -> str:
        """Return the cell for people: one harmless line, `-` where there is no value."""
        if self.cell:
            text = self.cell(row)
        else:
            value = flat(self.get(row))
            text = None if value is None else self.show(value)
        return plain(text) if text else NOTHING

    def best(self, values: Sequence[Number | None]) -> Number | None:
        """Return the best of several values; None where that is not worth marking."""
        if self.higher_is_better is None:
            return None
        least = -inf if self.above is None else self.above
        known = {value for value in values if value is not None and value > least}
        if len(known) < 2:
            return None
        return max(known) if self.higher_is_better else min(known)

    def on(self, inner: Callable[[Any], Row]) -> "Field[Any]":
        """Return the same field for rows that hold what it describes."""
        get, cell, tone, link = self.get, self.cell, self.tone, self.link
        column_value = self.column_value
        return replace(
            self,
            get=lambda row: get(inner(row)),
            column_value=column_value and (lambda row: column_value(inner(row))),
            cell=cell and (lambda row: cell(inner(row))),
            link=link and (lambda row: link(inner(row))),
            tone=tone if tone is _no_tone else lambda row: tone(inner(row)),
        )

    def for_machines(self) -> "Field[Row]":
        """Return the same field without a heading."""
        return replace(self, heading="")


def flat(value: Any) -> Any:
    """Return a list as one text, None if it is empty; any other value as it is."""
    return "; ".join(value) or None if isinstance(value, list) else value


@dataclass(eq=False, repr=False)
class Rows(Generic[Row]):
    """Rows, and the fields that describe them."""

    fields: Sequence[Field[Row]]
    pages: Iterable[Sequence[Row]]
    """The rows, in the portions in which they arrive."""
    base: Callable[[Row], Document] | None = None
    """The API's own document of a row, which its JSON contains."""
    name: Callable[[Row], str | None] | None = None
    """What another command knows the row by: the name of a job, the ID of a recommendation."""

    def portions(self) -> Iterator[Sequence[Row]]:
        """Yield the rows in portions of bounded size; a page without rows is one too."""
        for page in self.pages:
            for start in range(0, len(page) or 1, _PORTION):
                yield page[start : start + _PORTION] if len(page) > _PORTION else page

    def values(self) -> Iterator[list[list[Any]]]:
        """Yield the values of the columns of CSV, in portions."""
        getters = [field.column_value or field.get for field in self.fields if field.column]
        for page in self.portions():
            yield [[get(row) for get in getters] for row in page]

    def names(self) -> Iterator[list[str]]:
        """Yield the names of the rows that have one, in portions."""
        if self.name is not None:
            for page in self.portions():
                yield [name for name in map(self.name, page) if name]

    def json(self) -> Iterator[list[Document]]:
        """Yield the rows as JSON, in portions."""
        members = [(field.member, field.get) for field in self.fields if field.member]
        base = self.base or _no_document
        for page in self.portions():
            yield [
                _laid_over({member: get(row) for member, get in members}, base(row)) for row in page
            ]


def _no_document(row: Any) -> Document:
    return {}


def _laid_over(own: Document, document: Json) -> Json:
    """Return what irctl says of a row with the API's own document of it.

    What irctl says is not for the response to say.
    """
    if not own:
        return document
    row: Document = own | document
    return row if len(row) == len(own) + len(document) else row | own


def documents(rows: Sequence[Json]) -> Rows[Json]:
    """Return rows that are JSON already."""
    return Rows((), [rows], base=lambda row: row)


@dataclass(kw_only=True, eq=False, repr=False)
class Table(Generic[Row]):
    """Rows for people; the fields with a heading are its columns."""

    rows: Rows[Row]
    title: str = ""
    empty: str = "(none)"
    """What people read when there are no rows."""
    details: Literal["all", "distinguishing", "none"] = "all"
    """Which values without room on a narrow terminal are listed below the table, row by row:
    all, or those that tell rows apart. What is left out is named."""
    who: int = 1
    """How many of the fields, the first, identify a row; further blocks of the same rows begin
    with them too."""

    @property
    def fields(self) -> list[Field[Row]]:
        return [field for field in self.rows.fields if field.heading]


def with_shared_apart(table: Table[Row]) -> tuple[Table[Row], dict[str, str]]:
    """Return a table without the fields whose text all rows share, and these texts by heading.

    Only fields that are printed `once`, and only of several rows that are known at once.
    """
    pages = table.rows.pages
    if not isinstance(pages, (list, tuple)) or len(pages) != 1:
        return table, {}
    texts = {field: _shared_text(field, pages[0]) for field in table.fields}
    shared = {field: text for field, text in texts.items() if text is not None}
    fields = [field for field in table.rows.fields if field not in shared]
    without = replace(table, rows=replace(table.rows, fields=fields)) if shared else table
    return without, {field.heading: text for field, text in shared.items()}


def _shared_text(field: Field[Row], rows: Sequence[Row]) -> str | None:
    """Return the text of a field that is printed once for all rows; None where it is not."""
    if len(rows) < 2 or not field.once or field.stays:
        return None
    first, *others = {field.text(row) for row in rows}
    return None if others or first == NOTHING else first


def columns(
    fields: Sequence[Field[Row]], rows: Sequence[Row], always: Container[Field[Any]] = ()
) -> dict[Field[Row], list[str]]:
    """Return the cells by their field, of the fields in which any row has a value.

    Those that stay, or are in `always`, are kept without values. Rows without any value are rows
    too.
    """
    cells = {field: [field.text(row) for row in rows] for field in fields}
    filled = {
        field: texts
        for field, texts in cells.items()
        if field.stays or field in always or set(texts) - {NOTHING}
    }
    return filled or {field: [NOTHING] * len(rows) for field in fields[:1] if rows}


class Entry(NamedTuple):
    """A label and its value, at some depth of an outline; a heading has no value."""

    label: str
    value: str | None = None
    depth: int = 0
    tone: Tone | None = None
    sentence: bool = False
    """Whether a terminal may show it in several lines, broken between words."""
    link: str | None = None
    """The address of a page about the value."""


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


def only(rows: Sequence[Json]) -> Json:
    """Return the document of a report on one thing."""
    (row,) = rows
    return row


@dataclass(kw_only=True, eq=False, repr=False)
class Report:
    """A command's result."""

    rows: Rows[Any]
    """One a row of CSV and TSV, and one a line of JSON Lines unless `records` says otherwise."""
    records: Rows[Any] | None = None
    """One a line of JSON Lines, and in the document."""
    document: Callable[[list[Json]], Json] = only
    """Makes the JSON document of the JSON rows."""
    blocks: Sequence[Block] | Callable[[], Sequence[Block]] = ()
    """For people, or how to make them; without any they see the rows as a table."""
    warnings: Sequence[str] = ()
    findings: Sequence[Finding] = ()
    """For `junit` and `github`, of a command that judges."""
    verdicts: Sequence[str] = ()
    """What the result comes down to, in a sentence each."""
    jobs: Sequence[str] = ()
    """What the result is about: the names of jobs, or those of what they are about."""
    left_out: Sequence[str] = ()
    """Why some jobs are not part of it, in a sentence each."""
    page: Callable[[], Iterator[str]] | None = None
    """What `html` prints."""
    comment: Callable[[], Iterator[str]] | None = None
    """What `markdown` prints in place of the blocks: a comment on a pull request."""
    picture: "Picture | None" = None
    """What `plot`, `svg` and `png` draw."""

    @property
    def body(self) -> Sequence[Block]:
        blocks = self.blocks() if callable(self.blocks) else self.blocks
        return blocks or (Table(rows=self.rows),)

    def json_rows(self) -> Iterator[list[Json]]:
        """Yield what JSON Lines prints, in portions."""
        return (self.records or self.rows).json()

    def json(self) -> Json:
        """Return the whole document."""
        return self.document([row for page in self.json_rows() for row in page])
