"""Fields, rows and what each format takes of them."""

from irctl.output.report import Note, Report, Rows, Table, columns, documents

from .rows import Row, field, report


def test_a_cell_is_the_value_as_people_read_it_on_one_harmless_line() -> None:
    name = field("name", show=lambda value: f"<{value}>")
    assert name.text({"name": "a\nb"}) == r"<a\nb>"


def test_a_cell_may_depend_on_the_whole_row() -> None:
    name = field("name", cell=lambda row: row["name"] + row["mark"] if "mark" in row else None)
    assert [name.text({"name": "n", "mark": "*"}), name.text({"name": "n"})] == ["n*", "-"]


def test_a_missing_value_is_a_dash_and_0_is_not_missing() -> None:
    count = field("count")
    assert [count.text(row) for row in ({}, {"count": None}, {"count": ""})] == ["-", "-", "-"]
    assert [count.text({"count": value}) for value in (0, 0.0, False)] == ["0", "0.0", "False"]


def test_several_texts_are_one_cell() -> None:
    notes = field("notes")
    assert notes.text({"notes": ["one", "two"]}) == "one; two"
    assert notes.text({"notes": []}) == "-"


def test_a_field_serves_rows_that_hold_what_it_describes() -> None:
    outer = field(
        "name", heading="Name", keep=3, cell=lambda row: row["name"] + "!", tone=lambda row: "bad"
    ).on(lambda pair: pair[1])
    row = (0, {"name": "n"})
    assert (outer.get(row), outer.text(row), outer.tone(row)) == ("n", "n!", "bad")
    assert (outer.column, outer.heading, outer.keep) == ("name", "Name", 3)


def test_a_json_row_is_what_irctl_says_laid_over_the_apis_own_document() -> None:
    rows = Rows(
        [field("Rank"), field("Name")], [[{"Rank": 1}]], base=lambda row: {"Name": "n", "Of": 2}
    )
    assert list(rows.json()) == [[{"Rank": 1, "Name": None, "Of": 2}]]


def test_a_field_without_a_member_is_not_in_json() -> None:
    assert list(Rows([field("a"), field("b", member="")], [[{"a": 1, "b": 2}]]).json()) == [
        [{"a": 1}]
    ]


def test_a_long_page_is_written_in_portions() -> None:
    portions = list(Rows([field("a")], [[{"a": n} for n in range(2500)]]).json())
    assert [len(portion) for portion in portions] == [1000, 1000, 500]
    assert [row["a"] for portion in portions for row in portion] == list(range(2500))


def test_a_list_of_several_texts_stays_a_list_in_json() -> None:
    row: Row = {"notes": ["one", "two"]}
    assert list(Rows([field("notes")], [[row]]).json()) == [[row]]


def test_columns_in_which_no_row_has_a_value_are_left_out() -> None:
    rows: list[Row] = [{"a": 1}, {"b": None, "c": 0}]
    shown = columns([field(key) for key in "abcd"], rows)
    assert {each.heading: cells for each, cells in shown.items()} == {
        "a": ["1", "-"],
        "c": ["-", "0"],
    }


def test_a_column_that_is_asked_for_is_kept_without_values() -> None:
    a, b = field("a"), field("b")
    assert list(columns([a, b], [{"a": 1}], always={b})) == [a, b]


def test_the_columns_of_a_table_are_the_fields_with_a_heading() -> None:
    a, b = field("a"), field("b", heading="")
    assert Table(rows=Rows([a, b], [])).fields == [a]


def test_people_see_the_rows_unless_there_are_blocks() -> None:
    rows = Rows([field("a")], [])
    (table,) = Report(rows=rows).body
    assert isinstance(table, Table)
    assert table.rows is rows
    note = Note("n")
    assert Report(rows=rows, blocks=[note]).body == [note]


def test_the_document_is_made_of_the_json_rows() -> None:
    full = report([field("a")], [{"a": 1}], [{"a": 2}])
    assert full.json() == [{"a": 1}, {"a": 2}]
    assert Report(rows=full.rows, records=documents(["the only one"])).json() == "the only one"
