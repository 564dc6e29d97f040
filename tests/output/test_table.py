"""Tables and outlines lose no value, and fit the width of a terminal."""

from collections.abc import Iterator, Sequence
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irctl.jobs import parse
from irctl.output import table
from irctl.output.fields import JOB_NAME, RECOMMENDATION_FIELDS, SUMMARY_FIELDS
from irctl.output.report import Entry, Field, Note, Outline, Report, Rows
from irctl.output.style import Style
from irctl.output.text import plain
from irctl.output.text import width as cell_len

from .rows import HOSTILE, Row, blocks, field, report, texts, without_colour

PIPE = Style()


def rendered(given_report: Report, style: Style = PIPE) -> str:
    return "".join(table.render(given_report, style))


def lines(given_report: Report, style: Style = PIPE) -> list[str]:
    return rendered(given_report, style).splitlines()


def widest(all_lines: Sequence[str]) -> int:
    return max(map(cell_len, all_lines), default=0)


# Into a pipe


def test_a_table_is_a_header_a_rule_and_a_line_a_row() -> None:
    fields = [field("a", heading="Name"), field("b", heading="Rate", numeric=True)]
    assert lines(report(fields, [{"a": "first", "b": 5}, {"a": "x", "b": 12345}])) == [
        "Name    Rate",
        "────────────",
        "first      5",
        "x      12345",
    ]


@given(
    st.lists(st.fixed_dictionaries({"a": texts, "b": texts, "c": texts}), min_size=1, max_size=4)
)
def test_into_a_pipe_each_row_is_one_line_with_every_value_whole(rows: list[Row]) -> None:
    full = [{"k": f"<{index}>", **row} for index, row in enumerate(rows)]
    _, _, *body = lines(report([field(key) for key in "kabc"], full))
    assert len(body) == len(full)
    for row, line in zip(full, body, strict=True):
        start = 0
        for key in "kabc":
            shown = plain(row[key]).rstrip().removeprefix("-")  # alone it is no value
            assert shown in line[start:]
            start = line.index(shown, start) + len(shown)


@pytest.mark.parametrize("length", [100, 1000, 20_000])
def test_into_a_pipe_no_value_is_cut_or_wrapped_at_any_length(length: int) -> None:
    value = "v" * length
    (_, _, line) = lines(report([field("a"), field("b")], [{"a": value, "b": value + "!"}]))
    assert line == f"{value}  {value}!"


def test_into_a_pipe_there_are_no_colours() -> None:
    fields = [field("a", tone=lambda value: "bad"), field("b", higher_is_better=True)]
    full = (report(fields, [{"a": 1, "b": 1}, {"a": 2, "b": 2}], title="T"), blocks(Note("n")))
    assert not any("\x1b" in rendered(each) for each in full)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NO_COLOR", "1"),
        ("FORCE_COLOR", "1"),
        ("CLICOLOR_FORCE", "1"),
        ("TTY_COMPATIBLE", "1"),
        ("COLUMNS", "10"),
        ("LINES", "2"),
        ("TERM", "dumb"),
        ("COLORTERM", "truecolor"),
        ("JUPYTER_COLUMNS", "10"),
    ],
)
def test_the_style_decides_and_not_the_environment(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    full = report([field("a", tone=lambda value: "bad")], [{"a": "x" * 30}], title="T")
    styles = (PIPE, Style(width=80), Style(width=80, color=True))
    before = [rendered(full, each) for each in styles]
    monkeypatch.setenv(name, value)
    assert [rendered(full, each) for each in styles] == before


def test_columns_line_up_whatever_the_width_of_their_letters() -> None:
    rows: list[Row] = [
        {"a": "世界", "b": "|"},
        {"a": "e\u0301te\u0301", "b": "|"},
        {"a": "😀", "b": "|"},
        {"a": "plain", "b": "|"},
    ]
    _, _, *body = lines(report([field("a"), field("b")], rows))
    assert {cell_len(line) for line in body} == {8}


# On a terminal

NARROW = [
    field("name", keep=0),
    field("rate", keep=0, numeric=True),
    field("mode", keep=2),
    field("note", keep=5),
]
ROWS: list[Row] = [
    {"name": "first", "rate": 10, "mode": "slow", "note": "some words about it"},
    {"name": "second", "rate": 200, "mode": "fast"},
]


def test_what_fits_stays_in_its_row() -> None:
    assert lines(report(NARROW, ROWS), Style(width=39)) == [
        "name    rate  mode  note",
        "───────────────────────────────────────",
        "first     10  slow  some words about it",
        "second   200  fast  -",
    ]


def test_what_has_no_room_is_listed_below_the_least_important_first() -> None:
    assert lines(report(NARROW, ROWS), Style(width=38)) == [
        "name    rate  mode",
        "──────────────────",
        "first     10  slow",
        "second   200  fast",
        "",
        "first  note: some words about it",
    ]
    assert lines(report(NARROW, ROWS), Style(width=17)) == [
        "name    rate",
        "────────────",
        "first     10",
        "second   200",
        "",
        "first   mode: slow",
        "        note: some words about it",
        "second  mode: fast",
    ]
    assert lines(report(NARROW, ROWS), Style(width=11)) == [
        "name",
        "──────",
        "first",
        "second",
        "",
        "first   rate: 10",
        "        mode: slow",
        "        note: some words about it",
        "second  rate: 200",
        "        mode: fast",
    ]


def test_short_values_below_a_table_share_a_line_and_a_sentence_has_its_own() -> None:
    fields = [field("k", keep=0), field("wide", keep=0), *map(field, "abc")]
    fields += [field("why", sentence=True), field("d")]
    rows: list[Row] = [
        {"k": 1, "a": "a" * 9, "b": "b" * 9, "c": "c" * 9, "why": "it is far too warm", "d": "d"},
        {"k": 2, "c": "c"},
    ]
    rows = [{"wide": "w" * 26, **row} for row in rows]
    assert lines(report(fields, rows), Style(width=30))[5:] == [
        f"1  a: {'a' * 9}   b: {'b' * 9}",
        f"   c: {'c' * 9}",
        "   why: it is far too warm",
        "   d: d",
        "2  c: c",
    ]


def test_of_columns_that_matter_as_much_the_narrow_one_stays() -> None:
    fields = [field("k", keep=0), field("wide"), field("slim")]
    rows: list[Row] = [{"k": 1, "wide": "w" * 20, "slim": "s"}]
    assert lines(report(fields, rows), Style(width=15))[:3] == ["k  slim", "───────", "1  s"]


def test_a_value_wider_than_the_terminal_is_not_cut() -> None:
    text = rendered(report([field("a"), field("b")], [{"a": "x" * 50, "b": "y" * 50}]), Style(20))
    assert "x" * 50 in text
    assert "y" * 50 in text


wide_tables = st.tuples(
    st.lists(st.integers(0, 4), min_size=1, max_size=6),
    st.lists(
        st.lists(st.text("ab界", max_size=18), min_size=6, max_size=6), min_size=1, max_size=3
    ),
    st.integers(20, 500),
)


@given(wide_tables)
def test_on_a_terminal_the_rows_fit_and_no_value_is_lost(
    given_table: tuple[list[int], list[list[str]], int],
) -> None:
    keeps, cells, width = given_table
    fields = [field(f"f{index}", keep=keep) for index, keep in enumerate(keeps)]
    rows = [
        {f"f{index}": f"{row}:{index}{text}" for index, text in enumerate(each)}
        for row, each in enumerate(cells)
    ]
    text = rendered(report(fields, rows), Style(width=width))
    if all(cell_len(each.text(row)) <= 20 for row in rows for each in fields):
        assert widest(text.split("\n\n")[0].splitlines()) <= width
    for row in rows:
        for each in fields:
            assert row[each.column] in text


INSTANCES = ["ml.c5.large", "ml.g4dn.12xlarge", "ml.p6e-gb200.36xlarge", None]


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "RecommendationId": st.just("my-resnet-job/1a2b3c4d"),
                "Metrics": st.fixed_dictionaries(
                    {},
                    optional={
                        "CostPerHour": st.floats(2.0**-6, 100, width=32),
                        "CostPerInference": st.floats(2.0**-30, 2.0**-6, width=32),
                        "MaxInvocations": st.integers(0, 10**6),
                        "ModelLatency": st.integers(0, 10**5),
                        "CpuUtilization": st.floats(0, 400, width=32),
                        "ModelSetupTime": st.integers(0, 10**7),
                    },
                ),
                "EndpointConfiguration": st.fixed_dictionaries(
                    {"InstanceType": st.sampled_from(INSTANCES), "EndpointName": st.just("sm-epc")},
                    optional={
                        "InitialInstanceCount": st.integers(1, 50),
                        "ServerlessConfig": st.just(
                            {"MemorySizeInMB": 6144, "MaxConcurrency": 200}
                        ),
                    },
                ),
                "ModelConfiguration": st.just(
                    {"EnvironmentParameters": [{"Key": "OMP_NUM_THREADS", "Value": "16"}]}
                ),
            }
        ),
        min_size=1,
        max_size=4,
    ),
    st.integers(25, 500),
)
def test_recommendations_fit_any_terminal_and_lose_nothing(
    entries: list[dict[str, Any]], width: int
) -> None:
    found = parse.job({"JobName": "my-resnet-job", "InferenceRecommendations": entries})
    fields = (JOB_NAME, *RECOMMENDATION_FIELDS)
    full = Report(rows=Rows(fields, [found.recommendations]))
    text = rendered(full, Style(width=width))
    assert widest(text.split("\n\n")[0].splitlines()) <= width
    for row in found.recommendations:
        for each in fields:
            assert each.text(row) in text


def test_at_80_columns_a_recommendation_shows_what_it_is_and_what_it_measured() -> None:
    entry = {
        "Metrics": {
            "CostPerHour": 16.559999,
            "CostPerInference": 2.1e-05,
            "MaxInvocations": 33403,
            "ModelLatency": 1070,
        },
        "EndpointConfiguration": {
            "InstanceType": "ml.g4dn.12xlarge",
            "InitialInstanceCount": 1,
            "EndpointName": "sm-epc-af216969-4028-4f0a-a571-1618ad2f441c",
        },
    }
    found = parse.job({"InferenceRecommendations": [entry]}, "j").recommendations
    full = Report(rows=Rows(RECOMMENDATION_FIELDS, [found]))
    head, _, row, *_ = lines(full, Style(width=80))
    assert head.split("  ")[0] == "Instance type"
    for each in ("ml.g4dn.12xlarge", "$16.56", "$21.00", "1,070 ms", "33,403/min"):
        assert each in row


@pytest.mark.parametrize("details", ["none", "distinguishing"])
def test_what_is_not_listed_below_is_named(details: Literal["none", "distinguishing"]) -> None:
    fields = [field("k", keep=0), field("same"), field("rate", numeric=True)]
    rows: list[Row] = [{"k": 1, "same": "s" * 30, "rate": 5}, {"k": 2, "same": "s" * 30, "rate": 6}]
    text = lines(report(fields, rows, details=details), Style(width=9))
    assert " ".join(text[4:]) == "Not shown: same (widen the terminal or use -o csv)"
    assert "s" * 30 not in text


@pytest.mark.parametrize("details", ["none", "distinguishing"])
def test_a_sentence_that_has_no_room_is_listed_below_even_if_it_tells_no_rows_apart(
    details: Literal["none", "distinguishing"],
) -> None:
    fields = [field("k", keep=0), field("same"), field("why", sentence=True)]
    rows: list[Row] = [{"k": n, "same": "s" * 30, "why": "it is cold"} for n in (1, 2)]
    assert rendered(report(fields, rows, details=details), Style(width=11)).count("cold") == 2


def test_rows_of_the_same_first_value_get_numbers_where_something_is_told_of_them_below() -> None:
    fields = [field("type", keep=0), field("job", keep=0), field("mode", keep=2)]
    rows: list[Row] = [
        {"type": "ml.x", "job": "one", "mode": "m" * 30},
        {"type": "ml.y", "job": "one"},
        {"type": "ml.x", "job": "two", "mode": "n" * 30},
    ]
    assert lines(report(fields, rows), Style(width=20)) == [
        "#  type  job",
        "────────────",
        "1  ml.x  one",
        "2  ml.y  one",
        "3  ml.x  two",
        "",
        "1  mode: " + "m" * 30,
        "3  mode: " + "n" * 30,
    ]
    named = lines(report(fields, rows, details="none"), Style(width=20))
    assert named[0] == "type  job"
    assert lines(report(fields, rows), Style(width=60))[0] == "type  job  mode"


def test_rows_that_a_further_block_would_not_tell_apart_get_numbers() -> None:
    fields = [field(key, keep=0) for key in ("k", "a", "b")]
    rows: list[Row] = [{"k": "k", "a": "a" * 12, "b": f"{n}" * 12} for n in (1, 2)]
    text = lines(report(fields, rows), Style(width=20))
    assert (text[0], text[5]) == ("#  k  a", "#  k  b")


def test_numbers_go_on_from_page_to_page() -> None:
    fields = [field("k", keep=0), field("b")]
    pages: list[list[Row]] = [[{"k": "k", "b": f"{n}" * 30} for n in some] for some in ("12", "3")]
    text = lines(report(fields, *pages), Style(width=20))
    assert text == [
        *["#  k", "────", "1  k", "2  k", "3  k", ""],
        *(f"{n}  b: " + f"{n}" * 30 for n in (1, 2, 3)),
    ]


def test_sentences_that_are_all_that_is_told_below_have_no_label() -> None:
    fields = [field("k", keep=0), field("n"), field("why", sentence=True)]
    why = "it is far too warm in here"
    rows: list[Row] = [{"k": "a", "n": "n" * 30, "why": why}, {"k": "b"}]
    narrow = Style(width=28)
    assert lines(report(fields, rows, details="none"), narrow)[4:7] == ["", "a", f"  {why}"]
    assert "   why:" in lines(report(fields, rows), narrow)


def test_only_what_tells_rows_apart_is_listed_below_when_asked_for() -> None:
    fields = [field("k", keep=0), field("same"), field("mode")]
    rows: list[Row] = [
        {"k": 1, "same": "s" * 30, "mode": "m" * 30 + "1"},
        {"k": 2, "same": "s" * 30, "mode": "m" * 30 + "2"},
    ]
    text = rendered(report(fields, rows, details="distinguishing"), Style(width=20))
    assert "m" * 30 + "1" in text
    assert "m" * 30 + "2" in text
    assert "s" * 30 not in text


TOLD: tuple[Literal["all", "distinguishing", "none"], ...] = ("all", "distinguishing", "none")


@pytest.mark.parametrize("details", TOLD)
def test_what_matters_most_goes_on_in_a_further_block_of_the_same_rows(
    details: Literal["all", "distinguishing", "none"],
) -> None:
    fields = [field("k", keep=0), *(field(key, keep=0, numeric=True) for key in ("a", "b", "c"))]
    rows: list[Row] = [{"k": "x", "a": 1000, "b": 2000, "c": 3}, {"k": "y", "a": 4, "b": 5, "c": 6}]
    assert lines(report(fields, rows, details=details), Style(width=13)) == [
        "k     a     b",
        "─────────────",
        "x  1000  2000",
        "y     4     5",
        "",
        "k  c",
        "────",
        "x  3",
        "y  6",
    ]


def test_a_further_block_repeats_what_tells_of_which_row_it_is_if_that_leaves_room() -> None:
    fields = [field(key, keep=0) for key in ("kind", "size", "a", "b")]
    rows: list[Row] = [{"kind": "k" * 6, "size": "s" * 6, "a": "a" * 12, "b": "b" * 12}]
    full = report(fields, rows, who=2)
    heads = [line for line in lines(full, Style(width=28)) if line.startswith("kind")]
    assert heads == ["kind    size    a", "kind    size    b"]
    heads = [line for line in lines(full, Style(width=20)) if line.startswith("kind")]
    assert heads == ["kind    size", "kind    a", "kind    b"]


@pytest.mark.parametrize("details", TOLD)
def test_what_matters_most_is_listed_below_where_not_even_a_block_has_room_for_it(
    details: Literal["all", "distinguishing", "none"],
) -> None:
    fields = [field("k", keep=0), field("status", keep=0), field("more")]
    rows: list[Row] = [{"k": "k" * 20, "status": "s" * 20, "more": "m"}]
    text = lines(report(fields, rows, details=details), Style(width=25))
    assert text[:3] == ["k", "─" * 20, "k" * 20]
    assert f"{'k' * 20}  status: {'s' * 20}" in text


def test_below_the_table_values_line_up_whatever_the_width_of_their_letters() -> None:
    fields = [field("k", keep=0), field("b")]
    rows: list[Row] = [{"k": "世界", "b": "1" * 30}, {"k": "ab", "b": "2" * 30}]
    *_, first, second = lines(report(fields, rows), Style(width=20))
    assert cell_len(first[: first.index("1")]) == cell_len(second[: second.index("2")])


# Colours


@given(
    st.lists(st.fixed_dictionaries({"a": texts, "b": st.none() | st.integers(0, 5)}), max_size=4),
    st.none() | st.integers(20, 100),
)
def test_colours_change_nothing_but_colours(rows: list[Row], width: int | None) -> None:
    fields = [field("a", tone=lambda value: "good"), field("b", higher_is_better=False)]
    full = report(fields, rows, title="T")
    coloured = rendered(full, Style(width=width, color=True))
    bare = [line.rstrip() for line in without_colour(coloured).splitlines()]
    assert bare == lines(full, Style(width=width))


@pytest.mark.parametrize("text", HOSTILE)
def test_text_sets_no_colours_and_moves_no_cursor(text: str) -> None:
    full = blocks(
        Outline(text, (Entry(text, text), Entry("l", text, 1, "bad"))),
        *report([field("a", keep=0), field("b")], [{"a": text, "b": text}], title=text).body,
        Note(text, "good"),
    )
    for width in (None, 20, 80):
        for color in (False, True):
            seen = without_colour(rendered(full, Style(width=width, color=color)))
            assert all(c == "\n" or plain(c) == c for c in seen)
            assert seen.count(plain(text).strip()) >= 5


def green(text: str) -> str:
    return f"\x1b[1;32m{text}"


def test_the_best_of_several_values_is_marked() -> None:
    def marked(better: bool | None, *values: int | None) -> str:
        rows: list[Row] = [{"a": each} for each in values]
        return rendered(report([field("a", higher_is_better=better)], rows), Style(80, color=True))

    assert green("3") in marked(True, 1, 3, None)
    assert green("1") not in marked(True, 1, 3)
    assert green("1") in marked(False, 1, 3)
    assert "\x1b[1;32m" not in marked(False, 3, 3)
    assert "\x1b[1;32m" not in marked(False, 3)
    assert "\x1b[1;32m" not in marked(None, 1, 3)


def test_a_value_has_the_colour_of_what_it_means() -> None:
    status = field("s", tone=lambda row: "bad" if row["s"] == "FAILED" else None)
    text = rendered(report([status], [{"s": "FAILED"}, {"s": "FINE"}]), Style(80, color=True))
    assert "\x1b[1;31mFAILED" in text
    assert "\nFINE" in text


def test_titles_headings_and_labels_stand_out_in_colour() -> None:
    outline = Outline("Title", (Entry("Group"), Entry("label", "value", 1, "good")))
    full = blocks(outline, *report([field("head")], [{"head": 1}]).body, Note("careful", "busy"))
    text = rendered(full, Style(80, color=True))
    assert "\x1b[1;4mTitle" in text
    assert "\x1b[1mGroup" in text
    assert "\x1b[2m  label" in text
    assert "\x1b[32mvalue" in text
    assert "\x1b[1mhead" in text
    assert "\x1b[33mcareful" in text


def test_what_is_listed_below_a_table_stands_out_by_its_row() -> None:
    rows: list[Row] = [{"name": "first", "note": "n" * 30}]
    full = report([field("name", keep=0), field("note")], rows)
    last = rendered(full, Style(20, color=True)).splitlines()[-1]
    assert last.startswith("\x1b[1mfirst")
    assert "\x1b[2mnote" in last
    assert last.endswith("\x1b[0m" + "n" * 30)


def test_a_stream_that_shows_ascii_only_gets_no_lines_of_other_letters() -> None:
    full = report(NARROW, ROWS, title="Title")
    for style in (Style(unicode=False), Style(width=20, unicode=False, color=True)):
        assert rendered(full, style).isascii()
    assert lines(full, Style(unicode=False))[2] == "-" * 39


# Pages that arrive one after the other


def test_a_page_is_printed_before_the_next_is_known() -> None:
    def pages() -> Iterator[list[Row]]:
        yield [{"a": "one"}]
        raise ConnectionError

    portions = table.render(report([field("a")], stream=pages(), title="T"), Style())
    assert next(portions) == "T\n"
    assert "one" in next(portions)
    with pytest.raises(ConnectionError):
        next(portions)


def test_a_page_of_the_same_columns_goes_on_without_a_header() -> None:
    pages: list[list[Row]] = [[{"a": "first", "b": 1}], [], [{"a": "next", "b": 2}], [{"a": "end"}]]
    assert lines(report([field("a"), field("b")], *pages, title="T")) == [
        "T",
        "a      b",
        "────────",
        "first  1",
        "next   2",
        "end    -",
    ]


def test_a_page_with_a_new_column_brings_a_new_header() -> None:
    pages: list[list[Row]] = [[{"a": "x"}], [{"a": "y", "b": "new"}], [{"a": "z"}]]
    assert lines(report([field("a"), field("b")], *pages)) == [
        "a",
        "─",
        "x",
        "a  b",
        "──────",
        "y  new",
        "z  -",
    ]


def test_pages_that_grow_still_fit_the_terminal_and_lose_nothing() -> None:
    pages: list[list[Row]] = [[{"a": "x", "b": "y"}], [{"a": "x" * 10, "b": "y" * 15}]]
    text = rendered(report([field("a", keep=0), field("b")], *pages), Style(width=20))
    assert widest(text.split("\n\n")[0].splitlines()) <= 20
    assert "y" * 15 in text


def test_what_had_no_room_is_listed_below_the_last_page() -> None:
    pages: list[list[Row]] = [[{"a": n, "b": f"{n}" * 30}] for n in (1, 2)]
    text = lines(report([field("a", keep=0), field("b")], *pages), Style(width=20))
    assert text == ["a", "─", "1", "2", "", "1  b: " + "1" * 30, "2  b: " + "2" * 30]


def test_listed_jobs_go_on_in_the_same_columns() -> None:
    pages = [
        [parse.job_summary({"JobName": f"job-{n}", "Status": "COMPLETED", "CreationTime": n})]
        for n in range(3)
    ]
    full = Report(rows=Rows(SUMMARY_FIELDS, pages))
    for style in (PIPE, Style(width=80)):
        text = lines(full, style)
        assert len(text) == 5
        assert text[0].split() == ["Job", "Status", "Kind", "Created"]


# Nothing, outlines and notes


def test_no_rows_are_told_in_words() -> None:
    assert lines(report([field("a")], empty="no jobs match")) == ["no jobs match"]
    assert lines(report([field("a")], [], title="T")) == ["T", "(none)"]


def test_rows_without_any_value_are_rows_too() -> None:
    found = lines(report([field("a"), field("b")], [{}, {}], title="T"))
    assert found == ["T", "a", "─", "-", "-"]


def test_columns_in_which_no_row_has_a_value_are_left_out() -> None:
    assert lines(report([field("a"), field("b")], [{"a": 0}]))[0] == "a"


def test_an_outline_lines_up_its_values_and_keeps_each_whole_on_its_line() -> None:
    arn = "arn:aws:sagemaker:eu-north-1:012345678901:inference-recommendations-job/" + "x" * 200
    entries = (Entry("Job", "j"), Entry("Input"), Entry("Model", arn, 1), Entry("世界", "w"))
    for style in (PIPE, Style(width=20), Style(width=80)):
        assert lines(blocks(Outline("Title", entries)), style) == [
            "Title",
            "Job      j",
            "Input",
            f"  Model  {arn}",
            "世界     w",
        ]


def test_an_outline_of_nothing_is_its_title() -> None:
    assert lines(blocks(Outline("Title", ()))) == ["Title"]
    assert rendered(blocks(Outline("", ()))) == ""


def test_a_note_is_one_line_of_any_length_in_a_pipe_and_broken_between_words_elsewhere() -> None:
    note = "ends " * 100 + "with " + "x" * 30
    assert rendered(blocks(Note(note))) == note + "\n"
    assert lines(blocks(Note(note)), Style(width=24)) == [
        *["ends ends ends ends ends"] * 20,
        "with",
        "x" * 30,
    ]


def test_a_sentence_of_an_outline_goes_on_below_its_beginning() -> None:
    said = "the container did not start within 600 seconds"
    outline = blocks(Outline("", [Entry("Reason", said, sentence=True)]))
    assert lines(outline) == ["Reason  " + said]
    assert lines(outline, Style(width=40)) == [
        "Reason  the container did not start",
        "        within 600 seconds",
    ]
    assert lines(outline, Style(width=25)) == [
        "Reason",
        "  the container did not",
        "  start within",
        "  600 seconds",
    ]


def test_a_sentence_stays_in_its_row_while_there_is_room_to_read_it() -> None:
    said = field("why", sentence=True)
    rows: list[Row] = [
        {"k": "a", "why": "the container did not start within 600 seconds", "n": 1},
        {"k": "b", "why": "no", "n": 2},
    ]
    full = report([field("k", keep=0), said, field("n")], rows)
    assert lines(full, Style(width=40)) == [
        "k  why                                 n",
        "────────────────────────────────────────",
        "a  the container did not start within  1",
        "   600 seconds",
        "b  no                                  2",
    ]
    assert lines(full, Style(width=30))[-4:] == [
        "a",
        "  the container did not start",
        "  within 600 seconds",
        "b  no",
    ]


def test_a_word_of_a_sentence_is_never_broken() -> None:
    arn = "arn:aws:sagemaker:eu-north-1:012345678901:model/" + "x" * 60
    said = f"the model {arn} is not there"
    fields = [field("k", keep=0), field("why", sentence=True)]
    for width in (20, 40, 80, 100, 120):
        assert arn in rendered(report(fields, [{"k": "a", "why": said}]), Style(width=width))
        assert arn in rendered(blocks(Note(said)), Style(width=width))
        outline = Outline("", [Entry("Why", said, sentence=True)])
        assert arn in rendered(blocks(outline), Style(width=width))


def test_no_line_of_a_broken_sentence_is_a_command_to_a_ci_system() -> None:
    said = "the container said ::error:: and ended"
    fields = [field("k", keep=0), field("why", sentence=True)]
    for width in range(1, 60):
        for full in (blocks(Note(said)), report(fields, [{"k": "a", "why": said}])):
            assert not [line for line in lines(full, Style(width)) if line.lstrip()[:2] == "::"]


def test_an_empty_line_keeps_blocks_apart() -> None:
    full = blocks(Note("one"), *report([field("a")], [{"a": 1}]).body, Note("two"))
    assert lines(full) == ["one", "", "a", "─", "1", "", "two"]


def test_a_field_is_shown_as_it_says() -> None:
    shown: Field[Row] = field("a", show=lambda value: f"{value} MB")
    assert lines(report([shown], [{"a": 5}, {}]))[2:] == ["5 MB", "-"]
