"""The command line itself: options, formats, queries, help, debugging."""

import csv
import io
import json
from pathlib import Path

import pytest

from . import samples
from .program import ACCESS_KEY, SECRET, SESSION_TOKEN, Irctl, Result
from .server import Server, failing, on_the_wire, raw

JOB = json.dumps(on_the_wire(samples.job("saved")))
METRICS = "cost-per-hour, cost-per-inference, latency, throughput, cpu, memory, setup-time"


@pytest.fixture(autouse=True)
def jobs(irctl: Irctl, server: Server) -> None:
    (irctl.home / "job.json").write_text(JOB)
    server.add(samples.job("resnet50"))


# What is wrong -> the command line, words of the error, and words of the error or its hint.
WRONG: dict[str, tuple[tuple[str, ...], str, str]] = {
    "an unknown command": (("nope",), "unknown command 'nope'", "irctl --help"),
    "a command with a slip": (("descirbe", "job.json"), "did you mean describe?", "irctl --help"),
    "an unknown option": (("describe", "job.json", "--bogus"), "--bogus", "irctl describe --help"),
    "an option with a slip": (("describe", "job.json", "--jso"), "--json", "--help"),
    "an option before the command": (("--json", "describe", "job.json"), "--json", "--help"),
    "no job": (("describe",), "JOB", "irctl describe --help"),
    "no jobs": (("rank",), "JOB", "- for standard input; see --help"),
    "a job too many": (
        ("describe", "job.json", "job.json"),
        "job.json",
        "irctl compare take several",
    ),
    "an option without its value": (("list", "--region"), "--region", "--help"),
    "a format of other commands": (
        ("export", "job.json", "-o", "csv"),
        *("unknown format 'csv'", "the formats are table, json, jsonl"),
    ),
    "an unknown format": (
        ("describe", "job.json", "-o", "xml"),
        *("unknown format 'xml'", "table, json, jsonl, csv, tsv, markdown"),
    ),
    "two formats": (("rank", "job.json", "--json", "-o", "csv"), "--json", "csv"),
    "a query of a table": (
        ("rank", "job.json", "--query", "By", "-o", "table"),
        *("--query", "table"),
    ),
    "a query that is none": (
        ("describe", "job.json", "--query", "InferenceRecommendations["),
        *("--query", "jmespath.org"),
    ),
    "a query of the impossible": (
        ("describe", "job.json", "--query", "sum(JobName)"),
        *("sum()", "jmespath.org"),
    ),
    "an unknown metric": (("rank", "job.json", "--by", "speed"), "'speed'", METRICS),
    "an unknown metric to limit": (("rank", "job.json", "--max", "speed=1"), "'speed'", METRICS),
    "a limit without a number": (("rank", "job.json", "--max", "latency=soon"), "latency", "100"),
    "a limit without a value": (("rank", "job.json", "--min", "latency"), "METRIC=VALUE", "100"),
    "a weight without a number": (("rank", "job.json", "--weight", "cost=x"), "--weight", "=2"),
    "a negative weight": (("rank", "job.json", "--weight", "cost=-1"), "--weight", "0 or more"),
    "the best none": (("rank", "job.json", "--top", "0"), "--top", "irctl rank --help"),
    "the best few": (("rank", "job.json", "--top", "few"), "--top", "irctl rank --help"),
    "a limit of none": (("list", "--limit", "0"), "--limit", "irctl list --help"),
    "an unknown status": (("list", "--status", "DONE"), "'DONE'", "COMPLETED, FAILED"),
    "an unknown time": (("list", "--since", "yesterday"), "'yesterday'", "7d"),
    "an unknown order": (("list", "--sort", "cost"), "'cost'", "created, name, status"),
}


@pytest.fixture(scope="module")
def refused(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> dict[str, Result]:
    """The result of each; fetched once, to save time."""
    home = tmp_path_factory.mktemp("home")
    (home / "job.json").write_text(JOB)
    server = Server()
    irctl = Irctl.installed(home, cache, server.url)
    results = irctl.each_inside(arguments for arguments, _, _ in WRONG.values())
    server.stop()
    assert server.requests == [], "a wrong command line is reported before a request"
    return dict(zip(WRONG, results, strict=True))


@pytest.mark.parametrize("kind", WRONG)
def test_a_wrong_command_line_is_reported_with_what_is_valid(
    refused: dict[str, Result], kind: str
) -> None:
    _, problem, advice = WRONG[kind]

    result = refused[kind]

    assert (result.code, result.out) == (2, "")
    assert problem in result.error
    assert advice in result.err
    assert [line.split(": ")[0] for line in result.err.splitlines()] == ["irctl", "hint"]


def test_help_has_two_names_and_shows_examples_with_the_demo_account(irctl: Irctl) -> None:
    for command in ("", "list", "describe", "steps", "rank"):
        arguments = [command] if command else []
        short, long = irctl.each([*arguments, "-h"], [*arguments, "--help"])

        assert (short.code, short.err) == (0, "")
        assert short.out == long.out
        assert max(map(len, short.out.splitlines())) <= 80
        if command:
            assert short.out.count("--demo") >= 2


def test_help_is_also_a_command(irctl: Irctl) -> None:
    for command in ([], ["rank"]):
        asked, given = irctl.each(["help", *command], [*command, "--help"])
        assert (asked.code, asked.out) == (0, given.out)


def test_the_version_is_printed(irctl: Irctl) -> None:
    result = irctl("--version")

    assert result.code == 0
    assert result.out.startswith("irctl ")


def test_json_is_the_short_name_of_a_format(irctl: Irctl) -> None:
    for command in ("describe", "rank", "steps", "list"):
        short, long, both = irctl.each_inside(
            [
                (command, "job.json", "--json"),
                (command, "job.json", "--output", "json"),
                (command, "job.json", "--json", "-o", "JSON"),
            ]
        )

        assert short.out == long.out == both.out
        json.loads(short.out, parse_constant=pytest.fail)


def test_every_format_of_every_command_holds_every_job(irctl: Irctl) -> None:
    for command in ("describe", "rank", "steps", "list"):
        forms = ("table", "json", "jsonl", "csv", "tsv", "markdown")
        results = irctl.each_inside((command, "job.json", "-o", form) for form in forms)

        assert [result.code for result in results] == [0] * len(forms)
        lines, rows = results[2].out.splitlines(), csv.DictReader(io.StringIO(results[3].out))
        assert len(lines) == (1 if command in ("describe", "list") else 3)
        assert len(list(rows)) == (1 if command == "list" else 3)
        for result in results:
            assert "ml.g4dn.xlarge" in result.out.replace("\\", "") or command == "list"


def test_a_query_chooses_from_the_json(irctl: Irctl) -> None:
    types = "InferenceRecommendations[].EndpointConfiguration.InstanceType"
    chosen, by_line, nothing, ranked = irctl.each_inside(
        [
            ("describe", "job.json", "--query", types),
            ("describe", "job.json", "--query", types, "-o", "jsonl"),
            ("describe", "job.json", "--query", "Nope"),
            ("rank", "job.json", "--query", "Recommendations[0].Rank"),
        ]
    )

    assert json.loads(chosen.out) == ["ml.c5.xlarge", "ml.g4dn.xlarge"]
    assert by_line.out == '"ml.c5.xlarge"\n"ml.g4dn.xlarge"\n'
    assert (nothing.code, nothing.out) == (0, "null\n")
    assert ranked.out == "1\n"


def test_a_metric_is_known_by_all_its_names(irctl: Irctl) -> None:
    names = ("cost", "cost-per-inference", "CostPerInference", "costperinference", "COST")

    results = irctl.each_inside(("rank", "job.json", "--json", "--by", name) for name in names)

    assert {result.out for result in results} == {results[0].out}
    assert json.loads(results[0].out)["By"] == ["CostPerInference"]


@pytest.mark.parametrize(
    "command",
    [("describe", "resnet50"), ("list", "--kind", "inference"), ("rank", "resnet50")],
)
def test_debug_logs_requests_and_never_credentials(
    irctl: Irctl, server: Server, command: tuple[str, ...]
) -> None:
    server.then(raw(b"", status=500))

    result = irctl.inside(*command, "--debug")

    assert result.code == 0
    traced = [line for line in result.err.splitlines() if line.startswith("irctl: debug: ")]
    assert ["500" in line for line in traced] == [True, False]
    assert "HTTP 200, request id 00000000-1111-2222-3333-444444444444" in traced[1]
    assert_no_secret(result.out + result.err)


def assert_no_secret(text: str) -> None:
    for secret in (SECRET, SESSION_TOKEN, ACCESS_KEY, "Authorization", "Signature=", "AWS4-HMAC"):
        assert secret.lower() not in text.lower()


def test_a_wrong_signature_is_reported_without_secrets(irctl: Irctl, server: Server) -> None:
    """AWS repeats the signed headers in its message, with the session token."""
    server.always(
        failing(
            "InvalidSignatureException",
            "The request signature we calculated does not match the signature you provided.\n\n"
            "The Canonical String for this request should have been\n'POST\n/\n\n"
            f"host:x\nx-amz-security-token:{SESSION_TOKEN}\n'\n\n"
            f"The String-to-Sign should have been\n'AWS4-HMAC-SHA256\n{ACCESS_KEY}'",
        )
    )

    for command in (("describe", "resnet50"), ("list", "--debug"), ("rank", "resnet50")):
        result = irctl.inside(*command)

        assert result.code == 4
        assert "does not match" in result.error
        assert_no_secret(result.err)


def test_only_debug_prints_a_traceback(irctl: Irctl, server: Server) -> None:
    server.always(failing("AccessDeniedException", "No."))
    (irctl.home / "bad.json").write_text("[")
    commands = (("describe", "resnet50"), ("describe", "bad.json"), ("list",))

    with_it = irctl.each_inside((*command, "--debug") for command in commands)
    without = irctl.each_inside(commands)

    for debugged, usual in zip(with_it, without, strict=True):
        assert "Traceback" in debugged.err
        assert "Traceback" not in usual.err
        assert (debugged.code, debugged.error, debugged.hint) == (
            usual.code,
            usual.error,
            usual.hint,
        )
        assert_no_secret(debugged.err)


def test_the_demo_account_needs_no_settings_and_no_network(irctl: Irctl, server: Server) -> None:
    nothing = irctl.but(
        **dict.fromkeys(
            ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_REGION")
        ),
        AWS_PROFILE="nope",
        HOME="/nonexistent",
        HTTPS_PROXY="http://127.0.0.1:1",
    )

    listed = nothing.inside("list", "--demo", "--quiet", "-o", "name")

    assert (listed.code, listed.err) == (0, "")
    names = listed.out.splitlines()
    described = nothing.each_inside(("describe", name, "--demo") for name in names)
    assert [result.code for result in described] == [0] * len(names)
    assert nothing("describe", "no-such-job", "--demo").code == 3
    assert server.requests == []
