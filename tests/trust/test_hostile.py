"""Text from AWS or a file is data: no format lets it control a terminal, a spreadsheet or CI.

Neither can it control a shell or a web page. JSON keeps the exact text. IRCTL_FUZZ=48 tries every
text in every place with every command.
"""

import ast
import json
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from markdown_it import MarkdownIt

from irctl.completion import engine
from irctl.errors import ExitCode
from irctl.invocation import World
from irctl.output.formats import FORMATS
from irctl.output.text import plain
from tests.e2e.server import Server, failing, normal, raw
from tests.program import NOON, Done, irctl

from . import rounds
from .hostile import (
    SGR,
    TEXTS,
    benchmark_job,
    csv_rows,
    formulas,
    harms,
    job,
    on_a_terminal,
    recommendation_job,
    results,
    save,
    steps,
    tsv_rows,
)

ROUNDS = min(rounds(2), len(TEXTS))
FIRSTS = range(0, len(TEXTS), max(1, len(TEXTS) // ROUNDS))
_STEP = max(1, len(TEXTS) // ROUNDS // 2)
PARSER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])

# {a} and {b} are two different jobs, {f} a failed job, {u} a job with an unknown status, {s} the
# steps of a job, {r} an AI recommendation job, {m} an AI benchmark job,
# {p} a file of AIPerf.
COMMANDS = (
    "describe {a}",
    "describe {f}",
    "describe {u}",
    "list {a} {f} {u}",
    "steps {a}",
    "steps {s}",
    "rank {a}",
    "rank {a} {b} {f} {u}",
    "rank {a} --pareto --weight latency=1 --max latency=150",
    "rank {a} --max latency=1",
    "compare {a} {b}",
    "compare {a} {a}",
    "compare {a} --baseline endpoint",
    "plan {a} --traffic 10/s",
    "plan {a} {b} --average 10/s --peak 20/s",
    "plan {a} --traffic 10/s --max latency=1",
    "check {a} --max latency=150",
    "check {a} --max latency=1",
    "check {a} {f} --max latency=150 --all",
    "check {b} --baseline {a} --max-regression cost=5%",
    "describe {p}",
    "rank {p}",
    "compare {p} {p}",
    "plan {p} --traffic 10/s",
    "check {p} --max ttft:p90=1",
    "check {a} --max latency=1 --traffic 10/s --max monthly-cost=1",
    "describe {r}",
    "describe {m}",
    "rank {r} --max ttft=150",
    "compare {m} {r}",
    "check {r} --baseline {m} --max-regression ttft:p90=5% --max ttft:p99=1",
)
EXPORTS = tuple(
    f"export {{a}} --as {tool}" for tool in ("aws-cli", "cloudformation", "terraform", "python")
) + tuple(f"export {{r}} --as {tool}" for tool in ("aws-cli", "cloudformation", "python"))
CASES = (
    *((command, name) for command in COMMANDS for name in FORMATS),
    *(
        (command, name)
        for command in COMMANDS
        if command.startswith("check")
        for name in ("junit", "github")
    ),
    *(
        (command, name)
        for command in COMMANDS
        if command.startswith(("rank", "compare", "plan"))
        for name in ("plot", "svg")
        if (command[:7], name) != ("compare", "plot")  # long names put panels below each other
    ),
    *((command, "table") for command in EXPORTS),
    *(("export {a}", name) for name in ("json", "jsonl")),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hostile")


def line(folder: Path, command: str, first: int | None) -> list[str]:
    """Return a command's arguments, with files full of the texts from this number on."""
    subfolder = folder / f"from-{first}"
    if not subfolder.exists():
        subfolder.mkdir()
        save(subfolder / "a.json", job(first, region=True))
        later = job(first)
        for entry in later["InferenceRecommendations"]:
            entry["Metrics"]["CostPerHour"] = 0.4
        later["InferenceRecommendations"].pop()
        save(subfolder / "b.json", later)
        save(subfolder / "f.json", job(first, status="FAILED"))
        save(subfolder / "u.json", job(first, status=None))
        save(subfolder / "s.json", steps(first))
        save(subfolder / "r.json", recommendation_job(first))
        save(subfolder / "m.json", benchmark_job(first))
        save(subfolder / "p.json", results(first))
    files = {name: str(subfolder / f"{name}.json") for name in "abfusrmp"}
    return command.format(**files).split()


def lines(text: str) -> int:
    return text.count("\n")


@pytest.mark.parametrize(("command", "form"), CASES)
def test_no_text_has_an_effect_or_changes_the_number_of_lines(
    folder: Path, command: str, form: str
) -> None:
    usual = irctl(*line(folder, command, None), "-o", form)
    for first in FIRSTS:
        done = irctl(*line(folder, command, first), "-o", form)

        assert done.code == usual.code, done.err
        assert (lines(done.out), lines(done.err)) == (lines(usual.out), lines(usual.err))
        assert harms(done.err) == []
        if form == "github":
            assert_only_annotations(done.out)
        else:
            assert harms(done.out, "\n\t" if form in ("tsv", "text") else "\n") == []
        if form in _CHECKS:
            _CHECKS[form](done.out)


def assert_only_annotations(text: str) -> None:
    for annotation in text.splitlines():
        head, _, data = annotation.removeprefix("::").partition("::")
        assert re.fullmatch(r"(notice|error) title=irctl check%3A [^:,]*", head)
        assert harms(data) == []
        assert "\r" not in data


def assert_complete_rows(rows: list[list[str]]) -> None:
    assert {len(row) for row in rows} == {len(rows[0])}
    assert formulas(rows) == []


def assert_plain_markdown(text: str) -> None:
    allowed = {"text", "text_special", "strong_open", "strong_close", "softbreak"}
    for token in PARSER.parse(text):
        assert token.type != "html_block"
        piece = ""
        for child in token.children or []:
            if (child.type, child.content) == ("html_inline", "<!-- -->"):
                piece = ""
                continue
            assert child.type in allowed, child
            piece += child.content
            assert not re.search(r"@\w|#\d", piece), "a mention or a reference"


_CHECKS: dict[str, Any] = {
    "json": json.loads,
    "jsonl": lambda text: [json.loads(row) for row in text.splitlines()],
    "csv": lambda text: assert_complete_rows(csv_rows(text)),
    "tsv": lambda text: assert_complete_rows([[c.lstrip('"') for c in r] for r in tsv_rows(text)]),
    "markdown": assert_plain_markdown,
    "junit": ElementTree.fromstring,
}


@pytest.mark.parametrize("first", range(len(TEXTS)))
def test_every_text_is_harmless_in_every_place_of_a_response(folder: Path, first: int) -> None:
    usual = irctl(*line(folder, "describe {a}", None))
    done = irctl(*line(folder, "describe {a}", first))
    assert harms(done.out + done.err) == []
    assert lines(done.out) == lines(usual.out)

    table = csv_rows(irctl(*line(folder, "describe {a}", first), "-o", "csv").out)
    assert_complete_rows(table)
    assert len(table) == 3

    assert_plain_markdown(irctl(*line(folder, "describe {a}", first), "-o", "markdown").out)


@pytest.mark.parametrize("first", range(len(TEXTS)))
def test_json_keeps_the_exact_text_in_plain_ascii(folder: Path, first: int) -> None:
    for name in ("a", "f", "u"):
        command = line(folder, f"describe {{{name}}}", first)
        document = json.loads(Path(command[1]).read_text(encoding="utf-8"))
        for form in ("json", "jsonl"):
            done = irctl(*command, "-o", form)
            assert json.loads(done.out) == document
            assert done.out.isascii()
            assert harms(done.out) == []


@pytest.mark.parametrize("command", [*COMMANDS, *EXPORTS])
@pytest.mark.parametrize("width", [20, 80, 200])
def test_a_terminal_receives_only_colour_codes(folder: Path, command: str, width: int) -> None:
    for first in FIRSTS[:2]:
        done = on_a_terminal(*line(folder, command, first), width=width)
        assert harms(SGR.sub("", done.out)) == []
        assert harms(SGR.sub("", done.err)) == []
        for code in SGR.findall(done.out + done.err):
            assert code in _OWN, "a colour that irctl does not use"


_OWN = {f"\x1b[{code}m" for code in ("0", "1", "2", "31", "32", "33", "4", "1;31", "1;32", "1;4")}


def test_junit_contains_the_verdict(folder: Path) -> None:
    for first in FIRSTS:
        arguments = line(folder, "check {a} --max latency=1", first)
        verdict = json.loads(irctl(*arguments, "--json").out)["Verdict"]
        xml = ElementTree.fromstring(irctl(*arguments, "-o", "junit").out)
        gate = xml.find(".//testcase[@name='gate']/failure")
        assert gate is not None
        assert gate.get("message") == plain(verdict)


def test_exported_text_stays_text(folder: Path) -> None:
    """The scripts are valid, and contain the values of the job."""
    for first in range(0, len(TEXTS), max(1, _STEP // 4)):
        arguments = line(folder, "export {a}", first)
        requests = json.loads(irctl(*arguments, "--json").out)
        environment = requests["CreateModel"]["PrimaryContainer"]["Environment"]

        script = irctl(*arguments, "--as", "python").out
        constants = {
            node.value for node in ast.walk(ast.parse(script)) if isinstance(node, ast.Constant)
        }
        assert {*environment, *environment.values()} <= constants

        shell = irctl(*arguments, "--as", "aws-cli").out
        words = shlex.split(shell, comments=True)
        model = json.loads(words[words.index("--cli-input-json") + 1])
        assert model["PrimaryContainer"]["Environment"] == environment
        for name in ("python", "aws-cli", "cloudformation", "terraform"):
            text = irctl(*arguments, "--as", name).out
            assert text.isascii() or not harms(text), name


@pytest.mark.skipif(shutil.which("sh") is None, reason="needs a shell")
def test_no_shell_runs_text_of_a_job(folder: Path, tmp_path: Path) -> None:
    """Run the exported script with an `aws` that does nothing."""
    for first in FIRSTS:
        script = irctl(*line(folder, "export {a} --as aws-cli", first)).out
        done = subprocess.run(
            ["sh", "-c", "aws() { :; }\n" + script],
            cwd=tmp_path,
            env={"PATH": "/usr/bin:/bin"},
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("status", ["FAILED", "IN_PROGRESS"])
def test_a_hint_quotes_the_name_of_a_job(tmp_path: Path, status: str) -> None:
    for name in ("x; touch gone", "$(touch gone)", "a b", "'; touch gone; '"):
        path = save(tmp_path / "job.json", {"JobName": name, "Status": status})
        hint = irctl("rank", path).err.splitlines()[1]
        assert shlex.split(hint.rpartition("irctl ")[2])[1] == name


def test_a_note_quotes_the_name_of_a_job(tmp_path: Path) -> None:
    compiled = {"CompilationJobName": "x; touch gone"}
    entry = {"EndpointConfiguration": {"InstanceType": "ml.c5"}, "ModelConfiguration": compiled}
    document = {"JobName": "j", "Status": "COMPLETED", "InferenceRecommendations": [entry]}
    done = irctl("export", save(tmp_path / "job.json", document))
    (note,) = (text for text in done.err.splitlines() if "describe-compilation-job" in text)
    assert shlex.split(note.partition("run: ")[2])[-1] == ("x; touch gone")


# An error repeats the invalid part of the command line.
ECHOES = (
    "describe {}",
    "describe ./{}",
    "describe arn:{}",
    "describe arn:aws:sagemaker:us-east-1:1:inference-recommendations-job/{}",
    "steps resnet50-default --status {}",
    "rank {} ./{}",
    "rank resnet50-default --by {}",
    "rank resnet50-default --max {}",
    "rank resnet50-default --weight {}",
    "compare resnet50-default --baseline {}",
    "compare resnet50-default --match {}",
    "plan resnet50-default --traffic {}",
    "plan resnet50-default --traffic-profile {}",
    "check resnet50-default --policy {}",
    "check resnet50-default --max latency=1 --recommendation {}",
    "check resnet50-default --max latency=1 --instance-type {}",
    "export resnet50-default --as {}",
    "export resnet50-default --recommendation {}",
    "export resnet50-default --instance-type {}",
    "export resnet50-default --endpoint-name {}",
    "scaling resnet50-default --endpoint {}",
    "scaling resnet50-default --max-rate {}",
    "list --status {}",
    "list --created-after {}",
    "list ./{}",
    "describe resnet50-default -o {}",
    "describe resnet50-default --query {}",
    "wait {}",
    "wait ./{}",
    "completion {}",
    "{}",
    "describe --{}",
)


@pytest.mark.filterwarnings("ignore:deprecated string literal:PendingDeprecationWarning")
@pytest.mark.parametrize("command", ECHOES)
def test_an_error_repeats_an_argument_harmlessly(command: str) -> None:
    for text in TEXTS[ECHOES.index(command) % _STEP :: _STEP]:
        arguments = [word.replace("{}", text) for word in command.split()]
        if command != "completion {}" and command != "{}":
            arguments.append("--demo")
        done = irctl(*arguments)
        assert harms(done.err) == [], arguments
        assert harms(done.out) == []
        errors = [text for text in done.err.splitlines() if text.startswith("irctl: error: ")]
        assert len(errors) >= (done.code not in (0, ExitCode.GATE))
        assert "Traceback" not in done.err
        assert "has a bug" not in done.err, done.err


def test_a_traceback_repeats_an_argument_harmlessly(folder: Path) -> None:
    for text in TEXTS:
        done = irctl("describe", f"./{text}", "--debug")
        assert done.code == 5
        assert "Traceback" in done.err
        assert harms(done.err) == []


def test_a_printed_policy_is_harmless_and_can_be_read_back(tmp_path: Path) -> None:
    for text in TEXTS:
        if text.startswith("-") or any("\ud800" <= c <= "\udfff" for c in text):
            continue
        done = irctl("check", "--print-policy", "--max", "latency=1", "--instance-type", text)
        assert harms(done.out) == []
        path = tmp_path / "policy.toml"
        path.write_text(done.out)
        assert irctl("check", "--print-policy", "--policy", str(path)).out == done.out


FROM_AWS = ("describe job", "list", "steps job", "rank job other", "scaling job", "wait job")


@pytest.mark.parametrize("command", FROM_AWS)
def test_an_error_message_of_aws_is_harmless(server: Server, command: str) -> None:
    for first in range(0, len(TEXTS), 24):
        text = "".join(TEXTS[first : first + 24])
        for behaviour in (
            failing("ValidationException", text),
            failing(text, text),
            failing("AccessDeniedException", text),
            raw(text.encode("utf-8", "replace"), status=400),
            raw(text.encode("utf-8", "replace"), status=200),
        ):
            server.always(behaviour)
            done = irctl(*command.split(), "--debug")
            assert done.code not in (0, 130)
            assert harms(done.err) == []
            assert done.out == "" or command.startswith("wait")


ASKED = {"JobName": "job"}
"""A response about any other job is an error."""


@pytest.mark.parametrize("form", FORMATS)
def test_a_response_of_aws_is_harmless(server: Server, form: str) -> None:
    for first in FIRSTS:
        server.jobs = {"job": job(first) | ASKED}
        server.steps = {"job": [step | ASKED for step in steps(first)["Steps"]]}
        for command in ("describe job", "list", "steps job", "rank job", "wait job"):
            server.always(normal)
            done = irctl(*command.split(), "-o", form)
            assert harms(done.out, "\n\t" if form in ("tsv", "text") else "\n") == []
            assert harms(done.err) == []
            assert done.code == (2 if (form, command) == ("name", "steps job") else 0)
            if form in _CHECKS:
                _CHECKS[form](done.out)


def scaling_answer(text: str) -> dict[str, Any]:
    metric = {"MetricName": text, "Namespace": text, "Statistic": text}
    policies = [
        {"MetricSpecification": {"Customized": metric}, "TargetValue": 5.0},
        {"MetricSpecification": {"Predefined": {"PredefinedMetricType": text}}, "TargetValue": 5},
    ]
    return {
        "InferenceRecommendationsJobName": "job",
        "RecommendationId": text,
        "EndpointName": text,
        "TargetCpuUtilizationPerCore": 50,
        "Metric": {"InvocationsPerInstance": 60, "ModelLatency": 7},
        "DynamicScalingConfiguration": {
            "MinCapacity": 1,
            "MaxCapacity": 2,
            "ScaleInCooldown": 1,
            "ScaleOutCooldown": 1,
            "ScalingPolicies": [{"TargetTracking": policy} for policy in policies],
        },
    }


@pytest.mark.parametrize(
    "options",
    ["-o table", "--json", "-o csv", "-o tsv", "-o markdown"]
    + [f"--as {tool}" for tool in ("aws-cli", "cloudformation", "terraform", "json")],
)
def test_a_scaling_recommendation_is_harmless(server: Server, options: str) -> None:
    server.jobs = {"job": job(None) | ASKED}
    for text in TEXTS[len(options) % _STEP :: _STEP]:
        server.then(normal, raw(json.dumps(scaling_answer(text)).encode()))
        done = irctl("scaling", "job", *options.split())
        assert done.code == 0, done.err
        assert harms(done.out, "\n\t" if "tsv" in options else "\n") == []
        assert harms(done.err) == []


@pytest.mark.parametrize("status", ["FAILED", "IN_PROGRESS", None])
def test_wait_reports_a_job_harmlessly(server: Server, status: str | None) -> None:
    for first in FIRSTS:
        server.jobs = {"job": job(first, status=status) | ASKED}
        server.steps = {"job": [step | ASKED for step in steps(first)["Steps"]]}
        done = irctl("wait", "job", "--timeout", "1s")
        assert harms(done.out + done.err) == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_a_completion_is_harmless(
    folder: Path, shell: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Only a name without special characters is offered, with a harmless description."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    world = World(None, None, None, {}, lambda: NOON)
    for number, text in enumerate(TEXTS):
        entry = {"RecommendationId": "good/1", "EndpointConfiguration": {"InstanceType": text}}
        other = {"RecommendationId": text, "EndpointConfiguration": {"InstanceType": "ml.c5"}}
        document = {"JobName": text, "InferenceRecommendations": [entry, other]}
        path = save(tmp_path / f"job-{number}.json", document)
        answer = engine.answer(shell, f"irctl export {path} --recommendation ", world)
        assert [offer.partition("\t")[0] for offer in answer.splitlines()][:1] == ["good/1"]
        for offer in answer.splitlines():
            value, _, description = offer.partition("\t")
            assert re.fullmatch(r"[\w./:=,+@%-]*", value, re.ASCII)
            assert harms(description) == []


def test_the_name_of_a_file_is_harmless(tmp_path: Path) -> None:
    for text in TEXTS:
        if any(c in text for c in "/\0") or any("\ud800" <= c <= "\udfff" for c in text):
            continue
        path = tmp_path / f"{text}.json"
        path.write_text("{}", encoding="utf-8")
        for form in ("table", "csv", "markdown"):
            assert _quiet(irctl("describe", str(path), "-o", form))
        assert _quiet(irctl("rank", str(path), str(path)))
        path.write_text("[", encoding="utf-8")
        assert _quiet(irctl("describe", str(path)))


def _quiet(done: Done) -> bool:
    return harms(done.out + done.err) == []
