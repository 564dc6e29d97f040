"""Tables and outlines for people, with rich.

A table that is too wide for its terminal gives up its least important columns first;
what they held is listed below it, row by row, and never cut, under the first column or,
where that has the same value twice, under a number. Those that matter most go on
in a further block of the same rows. Sentences are broken between words; labelled values are
printed without a line break of ours, so that a long ARN can be copied whole.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from irctl.output import layout
from irctl.output.numbers import NOTHING
from irctl.output.report import Block, Entry, Field, Note, Outline, Report, Table, columns
from irctl.output.style import Style
from irctl.output.text import plain, wrapped

_TONES = {"good": "green", "bad": "bold red", "busy": "yellow", "dim": "dim", "strong": "bold"}
_BESIDE = 3
"""Spaces between labelled values in one line."""
_ASCII_HEAD = box.Box("    \n    \n -- \n    \n    \n    \n    \n    \n", ascii=True)

_ROOM = "(widen the terminal, or use -o csv)"
_NUMBER: Field[Any] = Field("row_number", "#", lambda row: None, numeric=True, keep=0)
"""Tells rows apart that look alike otherwise. A row doesn't know its number."""
_Row = tuple[str, list[tuple[Field[Any], str]]]
"""What is told of a row below its table: what it is known by, and its values."""


def render(report: Report, style: Style) -> Iterator[str]:
    paper = _Paper(style)
    for index, block in enumerate(report.body):
        if index:
            yield "\n"
        yield from paper.block(block)


class _Paper:
    """Turns blocks into text by way of a rich console that writes into memory."""

    def __init__(self, style: Style):
        self.style = style

    def block(self, block: Block) -> Iterator[str]:
        match block:
            case Table():
                yield from self.table(block)
            case Outline(title, entries):
                yield self.outline(title, entries)
            case Note(text, tone):
                yield self.sentence(text, _TONES.get(tone or "", ""))

    def lines(self, texts: Sequence[Text]) -> str:
        """Lines of any length, each as it is."""
        return self._print(*texts, width=max((text.cell_len for text in texts), default=1))

    def sentence(self, text: str, style: str) -> str:
        return self.lines([Text(line, style) for line in wrapped(text, self.style.width)])

    def title(self, title: str) -> str:
        return self.lines([Text(plain(title), "bold underline" if self.style.color else "")])

    def outline(self, title: str, entries: Sequence[Entry]) -> str:
        labels = ["  " * entry.depth + plain(entry.label) for entry in entries]
        width = max((cell_len(label) for label in labels), default=0) + layout.GAP
        texts: list[Text] = []
        for label, entry in zip(labels, entries, strict=True):
            if entry.value:
                start = Text(label + " " * (width - cell_len(label)), "dim")
                style = _TONES.get(entry.tone or "", "")
                texts += self._labelled(start, entry.value, style, entry.sentence)
            else:
                texts.append(Text(label, "bold"))
        return (self.title(title) if title else "") + self.lines(texts)

    def _labelled(self, label: Text, value: str, style: str, sentence: bool) -> list[Text]:
        """A value beside its label; a sentence goes on below its own beginning, or stands
        below the label where there is no room beside it."""
        column, width = label.cell_len, self.style.width
        if not sentence or width is None or column + cell_len(value) <= width:
            return [Text.assemble(label, (plain(value), style))]
        starts = [label]
        if width - column < layout.SENTENCE:
            starts, column = [label, Text("  ")], 2
        lines = [Text(line, style) for line in wrapped(value, width - column)]
        return [
            *starts[:-1],
            Text.assemble(starts[-1], lines[0]),
            *(Text.assemble(" " * column, line) for line in lines[1:]),
        ]

    def table(self, table: Table[Any]) -> Iterator[str]:
        shown: list[list[Field[Any]]] = []
        widths: dict[str, int] = {}
        least: dict[str, int] = {}
        below: list[_Row] = []
        left_out: dict[str, None] = {}
        who = {_NUMBER.key, *(each.key for each in table.fields[: table.who])}
        count = 0
        for page in table.pages:
            # A later page keeps the columns of the earlier ones in their places.
            filled = columns(table.fields, page, always=widths)
            if not page:
                continue
            numbers = [str(number) for number in range(count + 1, count + len(page) + 1)]
            count += len(page)
            cells = {_NUMBER.key: numbers, **{each.key: texts for each, texts in filled}}
            fields = [each for each, _ in filled]
            for each in (_NUMBER, *fields):
                texts = cells[each.key]
                known = widths.get(each.key, cell_len(each.heading))
                widths[each.key] = max(known, *map(cell_len, texts))
                least[each.key] = layout.least(
                    each, texts, widths[each.key], least.get(each.key, 0)
                )
            blocks = layout.blocks(fields, least, who, self.style.width)
            told = layout.told(fields, blocks, cells, table.details)
            if (shown and _NUMBER in shown[0]) or not layout.are_clear(blocks, told, cells):
                fields = [_NUMBER, *fields]
                blocks = layout.blocks(fields, least, who, self.style.width)
                told = layout.told(fields, blocks, cells, table.details)
            if not shown and table.title:
                yield self.title(table.title)
            again = len(blocks) == 1 and shown == blocks
            for index, block in enumerate(blocks):
                if index:
                    yield "\n"
                yield self._rows(
                    block,
                    layout.shared(block, widths, least, self.style.width),
                    cells,
                    page,
                    head=not again,
                )
            shown = blocks
            for index, key in enumerate(cells[blocks[0][0].key]):
                values = [(each, cells[each.key][index]) for each in told]
                values = [(each, text) for each, text in values if text != NOTHING]
                if values:
                    below.append((key, values))
            there = [*told, *(each for block in blocks for each in block)]
            left_out |= {each.heading: None for each in fields if each not in there}
        if not shown:
            if table.title:
                yield self.title(table.title)
            yield self.lines([Text(table.empty or "(none)", "dim")])
        if below:
            yield "\n" + self._below(below)
        if left_out:
            yield self.sentence(f"No room here for: {', '.join(left_out)} {_ROOM}", "dim")

    def _rows(
        self,
        fields: Sequence[Field[Any]],
        widths: Mapping[str, int],
        cells: dict[str, list[str]],
        page: Sequence[Any],
        head: bool,
    ) -> str:
        grid = RichTable(
            box=box.SIMPLE_HEAD if self.style.unicode else _ASCII_HEAD,
            show_header=head,
            show_edge=False,
            pad_edge=False,
            padding=(0, layout.GAP - 1, 0, 0),  # and the box draws a space
            header_style="bold",
        )
        for each in fields:
            grid.add_column(
                Text(each.heading),
                justify="right" if each.numeric else "left",
                no_wrap=True,
                width=widths[each.key],
            )
        cells = _lines({each.key: cells[each.key] for each in fields}, fields, widths)
        # A page is one row of cells with a line for each of its rows: rich takes a third
        # of the time for it, and the lines of every row are counted already.
        grid.add_row(*(self._column(each, cells[each.key], page) for each in fields))
        return self._print(grid, width=sum(widths[each.key] + layout.GAP for each in fields))

    def _column(self, each: Field[Any], cells: Sequence[str], page: Sequence[Any]) -> Text:
        column = Text("\n".join(cells))
        start = 0
        for cell, tone in zip(cells, self._tones(each, page), strict=True):
            if tone:
                column.stylize(tone, start, start + len(cell))
            start += len(cell) + 1
        return column

    def _tones(self, each: Field[Any], page: Sequence[Any]) -> list[str]:
        values = [each.get(row) for row in page]
        there = [value for value in values if value is not None]
        best = None
        if each.higher_is_better is not None and len(set(there)) > 1:
            best = max(there) if each.higher_is_better else min(there)
        return [
            "bold green"
            if best is not None and value == best
            else _TONES.get(each.tone(value) or "", "")
            for value in values
        ]

    def _below(self, rows: Sequence[_Row]) -> str:
        """What had no room, under the first column's value of its row. Short values share a
        line; sentences of one kind need no label."""
        kinds = {each for _, values in rows for each, _ in values}
        bare = len(kinds) == 1 and all(each.sentence for each in kinds)
        column = max(cell_len(key) for key, _ in rows) + layout.GAP
        room = self.style.width or 0
        texts: list[Text] = []
        for key, values in rows:
            start = Text(key + " " * (column - cell_len(key)), "bold")
            lines: list[Text] = []
            shared = False
            for each, value in values:
                label = Text("" if bare else f"{each.heading}: ", "dim")
                size = label.cell_len + cell_len(value)
                shared = shared and not each.sentence
                if shared and lines[-1].cell_len + _BESIDE + size <= room:
                    lines[-1] = Text.assemble(lines[-1], " " * _BESIDE, label, value)
                else:
                    label = Text.assemble(Text(" " * column) if lines else start, label)
                    lines += self._labelled(label, value, "", each.sentence)
                shared = not each.sentence
            texts += lines
        return self.lines(texts)

    def _print(self, *renderables: Any, width: int) -> str:
        console = Console(
            file=io.StringIO(),
            width=max(width, 1),
            color_system="standard" if self.style.color else None,
            force_terminal=self.style.color,
            legacy_windows=False,
            no_color=not self.style.color,
            _environ={},  # what the environment says of colour is in the style
            highlight=False,
            emoji=False,
            markup=False,
        )
        for each in renderables:
            console.print(each, crop=False, no_wrap=True, overflow="ignore")
        text = console.file.getvalue()  # type: ignore[attr-defined]
        return "".join(line.rstrip() + "\n" for line in text.splitlines())


def _lines(
    cells: dict[str, list[str]], fields: Sequence[Field[Any]], widths: Mapping[str, int]
) -> dict[str, list[str]]:
    """The cells with a line break after each line of a sentence, and as many in the cells
    beside it."""
    told = {
        each.key: [wrapped(cell, widths[each.key]) for cell in cells[each.key]]
        for each in fields
        if each.sentence
    }
    if not told:
        return cells
    heights = [max(map(len, row)) for row in zip(*told.values(), strict=True)]
    return {
        key: [
            "\n".join(lines) + "\n" * (height - len(lines))
            for lines, height in zip(
                told.get(key) or [[cell] for cell in texts], heights, strict=True
            )
        ]
        for key, texts in cells.items()
    }
