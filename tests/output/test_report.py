"""Fields, tables and what people see of them."""

from irctl.output.report import Note, Report, Table, columns

from .rows import Row, field, report


def test_a_cell_is_the_value_as_people_read_it_on_one_harmless_line() -> None:
    name = field("name", show=lambda value: f"<{value}>")
    assert name.text({"name": "a\nb"}) == r"<a\nb>"


def test_a_missing_value_is_a_dash_and_0_is_not_missing() -> None:
    count = field("count")
    assert [count.text(row) for row in ({}, {"count": None}, {"count": ""})] == ["-", "-", "-"]
    assert [count.text({"count": value}) for value in (0, 0.0, False)] == ["0", "0.0", "False"]


def test_a_field_serves_rows_that_hold_what_it_describes() -> None:
    outer = field("name", heading="Name", keep=3).on(lambda pair: pair[1])
    assert outer.get((0, {"name": "n"})) == "n"
    assert (outer.key, outer.heading, outer.keep) == ("name", "Name", 3)


def test_columns_in_which_no_row_has_a_value_are_left_out() -> None:
    rows: list[Row] = [{"a": 1}, {"b": None, "c": 0}]
    shown = columns([field(key) for key in "abcd"], rows)
    assert [(each.key, texts) for each, texts in shown] == [("a", ["1", "-"]), ("c", ["-", "0"])]


def test_a_column_that_is_asked_for_is_there_without_values() -> None:
    shown = columns([field("a"), field("b")], [{"a": 1}], always={"b"})
    assert [each.key for each, _ in shown] == ["a", "b"]


def test_a_table_of_no_rows_has_no_pages() -> None:
    assert list(Table.of((), ()).pages) == []
    assert list(Table.of((), (1, 2)).pages) == [(1, 2)]


def test_people_see_the_table_unless_there_are_blocks() -> None:
    plain = report([field("a")])
    assert plain.body == (plain.table,)
    note = Note("n")
    assert Report(plain.document, (), plain.table, (note,)).body == (note,)
