"""Decimal points stand in one column."""

from irctl.output.decimals import lined_up
from irctl.output.grid import render
from irctl.output.markdown import render as markdown
from irctl.output.report import Table
from irctl.output.style import Style

from .rows import field, report


def aligned(*cells: str) -> list[str]:
    lined = lined_up(cells)
    width = max(map(len, lined))
    return [cell.rjust(width) for cell in lined]


def test_decimals_line_up() -> None:
    assert aligned("$0.204", "$0.99", "$1,408.5", "-") == [
        "    $0.204",
        "    $0.99 ",
        "$1,408.5  ",
        "         -",
    ]


def test_units_and_what_follows_them_line_up_too() -> None:
    assert aligned("74 ms  base", "7.5 ms  -90%", "1,000 ms     ~") == [
        "   74 ms    base",
        "    7.5 ms  -90%",
        "1,000 ms       ~",
    ]
    assert aligned("* $23.70", "$16,976.88 (57)") == ["  * $23.70     ", "$16,976.88 (57)"]


def test_columns_without_fractions_stay_as_they_are() -> None:
    cells = ["44 min 22 s", "1 h 33 min", "-"]
    assert lined_up(cells) == cells


def test_values_of_several_units_are_not_lined_up() -> None:
    cells = ["300 to 12,000/min", "176.2", "50%"]
    assert lined_up(cells) == cells


ROWS = [{"a": "x", "env": "A=1"}, {"a": "y", "env": "A=1"}]
FIELDS = (field("a"), field("env", once=True))


def test_a_text_that_all_rows_share_is_printed_once() -> None:
    shared = report(FIELDS, ROWS)
    assert isinstance(shared.body[0], Table)
    text = "".join(render(shared.body[0], Style()))
    assert text.splitlines()[0].split() == ["a"]
    assert text.count("A=1") == 1
    assert "".join(markdown(shared, Style())).count("A=1") == 1


def test_a_text_that_rows_do_not_share_has_a_column() -> None:
    for rows in (ROWS[:1], [*ROWS, {"a": "z"}], [*ROWS, {"a": "z", "env": "B=2"}]):
        differing = report(FIELDS, rows)
        assert isinstance(differing.body[0], Table)
        text = "".join(render(differing.body[0], Style()))
        assert text.splitlines()[0].split() == ["a", "env"]


def test_a_text_without_room_is_shortened_before_it_is_dropped() -> None:
    fields = (field("a", keep=0), field("b", short=lambda text: text[-3:]), field("c", keep=2))
    table = report(fields, [{"a": "x", "b": "long" * 30 + "end", "c": "y"}], details="none")
    assert isinstance(table.body[0], Table)
    narrow = "".join(render(table.body[0], Style(width=20)))
    assert narrow.splitlines()[2].split() == ["x", "end", "y"]
    assert "longend" in "".join(render(table.body[0], Style()))
