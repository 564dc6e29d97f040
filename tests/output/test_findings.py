"""JUnit's XML and GitHub's annotations, of findings that hold anything."""

import re
from urllib.parse import unquote
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from irctl.output.formats import render
from irctl.output.report import Finding, Report, documents
from irctl.output.style import Style
from irctl.output.text import plain

HOSTILE = st.text() | st.sampled_from(
    ["\n::error::x", "a\r::set-env name=x::y", "%0A::stop-commands::z", "\x00\x1b]0;x\x07", "]]>"]
)
findings = st.lists(st.builds(Finding, HOSTILE, st.booleans(), HOSTILE), max_size=4)


def rendered(name: str, there: list[Finding]) -> str:
    report = Report(rows=documents([]), findings=there)
    return "".join(render(name, report, Style()))


@given(findings)
def test_junit_is_xml_with_a_case_for_each_finding(there: list[Finding]) -> None:
    text = rendered("junit", there)
    assert text.isascii()
    (suite,) = ElementTree.fromstring(text)
    cases = suite.findall("testcase")
    assert suite.get("tests") == str(len(there)) == str(len(cases))
    assert suite.get("failures") == str(sum(not each.passed for each in there))
    for case, finding in zip(cases, there, strict=True):
        assert case.get("name") == plain(finding.name)
        failure = case.find("failure")
        assert (failure is None) == finding.passed
        if failure is not None:
            assert failure.get("message") == plain(finding.text)


@given(findings)
def test_github_gets_one_annotation_for_each_finding_and_no_other_command(
    there: list[Finding],
) -> None:
    lines = rendered("github", there).split("\n")
    assert lines.pop() == ""
    assert len(lines) == len(there)
    for line, finding in zip(lines, there, strict=True):
        match = re.fullmatch(r"::(error|notice) title=irctl check%3A ([^:,]*)::(.*)", line)
        assert match, line
        assert match[1] == ("notice" if finding.passed else "error")
        # The name stands in the middle of a line, where nothing is a command.
        assert "irctl check: " + unquote(match[2]) == plain(f"irctl check: {finding.name}")
        assert unquote(match[3]) == plain(finding.text)
        assert "\r" not in line
