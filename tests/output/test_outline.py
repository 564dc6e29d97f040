"""Documents of the API as outlines."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irctl.output.outline import outline
from irctl.output.report import Entry


@pytest.mark.parametrize(
    ("document", "lines"),
    [
        ({"A": "x", "B": 2, "C": True}, ["A: x", "B: 2", "C: true"]),
        ({"A": None, "B": [], "C": {}, "D": "d"}, ["D: d"]),
        ({"A": 0, "B": False, "C": 1e-05}, ["A: 0", "B: false", "C: 1e-05"]),
        ({"A": {"B": 1, "C": "x", "D": None}}, ["A: B 1, C x"]),
        ({"A": ["x", "y"]}, ["A: x, y"]),
        ({"A": [{"B": 1}]}, ["A: B 1"]),
        ({"A": [{"B": 1}, {"B": 2}]}, ["A", "  1: B 1", "  2: B 2"]),
        ({"A": {"B": {"C": 1}, "D": 2}}, ["A", "  B: C 1", "  D: 2"]),
        ({"A": [{"B": ["x"]}]}, ["A 1", "  B: x"]),
        ({"A": [{"B": {"C": 1}}, {"D": 2}]}, ["A 1", "  B: C 1", "A 2: D 2"]),
        ({"A": [["x"], ["y", "z"]]}, ["A 1: x", "A 2: y, z"]),
    ],
)
def test_an_outline_has_flat_objects_on_one_line_and_others_level_by_level(
    document: dict[str, object], lines: list[str]
) -> None:
    def line(entry: Entry) -> str:
        return "  " * entry.depth + entry.label + (f": {entry.value}" if entry.value else "")

    assert [line(entry) for entry in outline(document)] == lines


documents = st.dictionaries(
    st.sampled_from("ABCD"),
    st.recursive(
        st.none() | st.integers(1000, 9999) | st.sampled_from(["leaf-x", "leaf-y"]),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from("ABCD"), inner, max_size=3)
        ),
        max_leaves=12,
    ),
)


@given(documents)
def test_an_outline_has_every_leaf_as_often_as_the_document(document: dict[str, Any]) -> None:
    def leaves(value: Any) -> list[str]:
        if isinstance(value, dict):
            return [leaf for item in value.values() for leaf in leaves(item)]
        if isinstance(value, list):
            return [leaf for item in value for leaf in leaves(item)]
        return [] if value is None else [str(value)]

    text = " ".join(entry.value or "" for entry in outline(document))
    assert sorted(re.findall(r"\d{4}|leaf-\w", text)) == sorted(leaves(document))
