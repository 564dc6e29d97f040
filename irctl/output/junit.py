"""JUnit's XML, which CI systems show: a test case for each finding."""

from collections.abc import Iterator
from xml.etree import ElementTree

from irctl.output.report import Report
from irctl.output.style import Style
from irctl.output.text import plain


def render(report: Report, style: Style) -> Iterator[str]:
    """Render the findings; plain() leaves no character that XML cannot represent."""
    findings = report.findings
    failures = sum(not finding.passed for finding in findings)
    suite = ElementTree.Element(
        "testsuite", name="irctl check", tests=str(len(findings)), failures=str(failures)
    )
    for finding in findings:
        case = ElementTree.SubElement(
            suite, "testcase", classname="irctl.check", name=plain(finding.name)
        )
        if finding.passed:
            ElementTree.SubElement(case, "system-out").text = plain(finding.text)
        else:
            ElementTree.SubElement(case, "failure", message=plain(finding.text))
    suites = ElementTree.Element("testsuites")
    suites.append(suite)
    ElementTree.indent(suites)
    # ASCII with character references: no declared encoding can be wrong.
    yield ElementTree.tostring(suites, "us-ascii", xml_declaration=True).decode() + "\n"
