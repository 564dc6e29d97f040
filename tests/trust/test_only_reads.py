"""irctl reads: nothing in AWS, and no file but its cache, is different after a run."""

import os
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path

import botocore.session
import pytest

from irctl.errors import IrctlError
from irctl.sources.aws import Account
from irctl.sources.service_model import OPERATIONS
from irctl.sources.settings import Settings
from tests.e2e import samples
from tests.e2e.program import ACCESS_KEY, SECRET, SESSION_TOKEN, Irctl
from tests.e2e.server import Server, failing, normal, raw
from tests.program import Run

EVERYTHING = (
    "describe job",
    "describe job.json --json",
    "list",
    "list job.json -o csv",
    "steps job",
    "rank job job.json",
    "compare job other",
    "plan job --traffic 10/s",
    "check job --max latency=200",
    "check job --max latency=200 --print-policy",
    "wait job",
    "scaling job --max-rate 10/s",
    "scaling resnet50-default --demo --max-rate 10/s --as terraform",
    "export job --as terraform",
    "export job.json --as cloudformation",
    "completion bash",
    "list --demo",
    "--version",
)
FROM_AWS = (
    "list",
    *(
        each
        for each in EVERYTHING
        if "job" in each.split() and not {"--print-policy", "--demo"} & {*each.split()}
    ),
)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Server]:
    running = Server([samples.job("job"), samples.job("other")])
    monkeypatch.setenv("AWS_ENDPOINT_URL_SAGEMAKER", running.url)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", ACCESS_KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    monkeypatch.setenv("AWS_SESSION_TOKEN", SESSION_TOKEN)
    monkeypatch.setenv("AWS_REGION", "us-east-2")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    yield running
    running.stop()


@pytest.fixture
def irctl(tmp_path: Path, server: Server) -> Irctl:
    return Irctl.installed(tmp_path, tmp_path / "cache", server.url)


def account() -> Account:
    return Account(Settings(), now=lambda: datetime(2026, 11, 20, tzinfo=timezone.utc))


def all_operations() -> list[str]:
    """Every operation of SageMaker, as the installed botocore knows it."""
    model = botocore.session.get_session().get_service_model("sagemaker")
    return list(model.operation_names)


def test_the_client_knows_the_documented_operations_and_no_other(server: Server) -> None:
    client = account()._client
    assert sorted(client.meta.service_model.operation_names) == sorted(OPERATIONS)
    assert sorted(client.meta.method_to_api_mapping.values()) == sorted(OPERATIONS)


def test_no_other_operation_is_sent_whatever_the_client_knows(
    server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """With a folder of models of the user's own, botocore loads its whole model."""
    monkeypatch.setenv("AWS_DATA_PATH", str(tmp_path))
    client = account()._client
    known = client.meta.service_model.operation_names
    assert sorted(known) == sorted(all_operations())
    assert len(known) > 300

    for operation in known:
        if operation not in OPERATIONS:
            with pytest.raises(IrctlError, match=f"refused to call {operation}: irctl only reads"):
                client._make_api_call(operation, {})  # type: ignore[attr-defined]
    assert server.requests == []


def test_every_documented_operation_is_one_that_reads() -> None:
    assert all(each.startswith(("Describe", "Get", "List")) for each in OPERATIONS)
    assert {*OPERATIONS} <= {*all_operations()}


def test_the_commands_ask_for_nothing_else(server: Server, tmp_path: Path) -> None:
    for command in FROM_AWS:
        Run()(*command.split())
    assert set(server.operations) == {*OPERATIONS}


SIGNED = (
    "The request signature we calculated does not match the signature you provided.\n\n"
    "The Canonical String for this request should have been\n'POST\n/\n\n"
    f"host:x\nx-amz-security-token:{SESSION_TOKEN}\n'\n\n"
    f"The String-to-Sign should have been\n'AWS4-HMAC-SHA256\n{ACCESS_KEY}'"
)
HEADER = (
    "Authorization header requires 'Signature' parameter. Authorization=AWS4-HMAC-SHA256 "
    f"Credential={ACCESS_KEY}/20261120/us-east-2/sagemaker/aws4_request, Signature=abc"
)


@pytest.mark.parametrize("command", FROM_AWS)
def test_no_credential_is_told_whatever_aws_says_of_it(server: Server, command: str) -> None:
    for behaviour in (
        normal,
        raw(b"", status=500),
        failing("InvalidSignatureException", SIGNED),
        failing("SignatureDoesNotMatch", SIGNED, status=403),
        failing("IncompleteSignatureException", HEADER),
        failing("ExpiredTokenException", "The security token is expired"),
        raw(b"<html>no</html>", status=403),
    ):
        server.always(behaviour)
        run = Run()(*command.split(), "--debug")
        assert "irctl: debug: " in run.err
        for secret in (SECRET, SESSION_TOKEN, ACCESS_KEY, "Credential=", "AWS4-HMAC", "Signature="):
            assert secret.lower() not in (run.out + run.err).lower()


def tree(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every file and folder below, with its time and content."""
    return {
        str(path.relative_to(folder)): (
            path.stat().st_mtime_ns if path.is_file() else 0,
            path.read_bytes() if path.is_file() else b"",
        )
        for path in folder.rglob("*")
    }


def test_no_file_is_written_but_the_cache(irctl: Irctl, tmp_path: Path) -> None:
    """Of the installed command, in a home that is empty but for a saved response."""
    saved = irctl("describe", "resnet50-default", "--demo", "--json").out
    (tmp_path / "job.json").write_text(saved)
    own = irctl.but(XDG_CACHE_HOME=str(tmp_path / "cache"))
    before = tree(tmp_path)

    results = own.each(*(each.replace("job.json", "./job.json").split() for each in EVERYTHING))

    assert {each.code for each in results} <= {0, 2, 3}
    after = tree(tmp_path)
    written = [name for name in after if after[name] != before.get(name)]
    assert {name.split(os.sep)[0] for name in written} <= {"cache"}
    assert {os.sep.join(name.split(os.sep)[:2]) for name in written} <= {"cache", "cache/irctl"}
    assert before.items() <= after.items()


def test_only_irctl_itself_can_read_its_cache(irctl: Irctl, tmp_path: Path) -> None:
    irctl.but(XDG_CACHE_HOME=str(tmp_path / "cache"))("list", "--demo")
    folder = tmp_path / "cache" / "irctl"
    assert folder.stat().st_mode & 0o077 == 0
    assert all(each.stat().st_mode & 0o077 == 0 for each in folder.iterdir())
