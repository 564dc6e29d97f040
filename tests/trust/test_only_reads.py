"""irctl is read-only: a run changes nothing in AWS, and no file except its cache."""

import os
from datetime import datetime, timezone
from pathlib import Path

import botocore.session
import pytest

from irctl.errors import IrctlError
from irctl.sources import price_list
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
    "rank job --prices aws",
    "rank --model-package churn",
    "check job --max latency=200",
    "check job --max latency=200 --print-policy",
    "wait job",
    "scaling job --max-rate 10/s",
    "describe ai-job",
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
        command
        for command in EVERYTHING
        if {"job", "ai-job", "churn"} & {*command.split()}
        and not {"--print-policy", "--demo"} & {*command.split()}
    ),
)


@pytest.fixture
def server(server: Server) -> Server:
    """An account with two jobs."""
    server.add(samples.job("job"), samples.job("other"))
    return server


@pytest.fixture
def irctl(tmp_path: Path, server: Server) -> Irctl:
    return Irctl.installed(tmp_path, tmp_path / "cache", server.url)


def account() -> Account:
    return Account(Settings(), now=lambda: datetime(2026, 11, 20, tzinfo=timezone.utc))


def all_operations() -> list[str]:
    """Every operation of SageMaker that the installed botocore supports."""
    model = botocore.session.get_session().get_service_model("sagemaker")
    return list(model.operation_names)


def test_the_client_has_exactly_the_documented_operations(server: Server) -> None:
    client = account()._client
    assert sorted(client.meta.service_model.operation_names) == sorted(OPERATIONS)
    assert sorted(client.meta.method_to_api_mapping.values()) == sorted(OPERATIONS)


def test_no_other_operation_is_sent_even_with_the_full_service_model(
    server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """With a folder of custom models, botocore loads its full model."""
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


def test_every_documented_operation_is_read_only() -> None:
    everything = (*OPERATIONS, *price_list.OPERATIONS)
    assert all(name.startswith(("Describe", "Get", "List")) for name in everything)
    assert {*OPERATIONS} <= {*all_operations()}


def test_the_commands_call_no_other_operation(server: Server, tmp_path: Path) -> None:
    for command in FROM_AWS:
        Run()(*command.split())
    assert set(server.operations) == {*OPERATIONS, *price_list.OPERATIONS}


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
def test_no_error_of_aws_reveals_a_credential(server: Server, command: str) -> None:
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
    """Every file and folder below a folder, with its time and content."""
    return {
        str(path.relative_to(folder)): (
            path.stat().st_mtime_ns if path.is_file() else 0,
            path.read_bytes() if path.is_file() else b"",
        )
        for path in folder.rglob("*")
    }


def test_only_the_cache_is_written(irctl: Irctl, tmp_path: Path) -> None:
    """In a home directory that contains only a saved response."""
    saved = irctl.inside("describe", "resnet50-default", "--demo", "--json").out
    (tmp_path / "job.json").write_text(saved)
    own = irctl.but(XDG_CACHE_HOME=str(tmp_path / "cache"))
    before = tree(tmp_path)

    commands = [command.replace("job.json", "./job.json").split() for command in EVERYTHING]
    results = own.each_inside(commands)

    assert {result.code for result in results} <= {0, 2, 3}
    after = tree(tmp_path)
    written = [name for name in after if after[name] != before.get(name)]
    assert {name.split(os.sep)[0] for name in written} <= {"cache"}
    assert {os.sep.join(name.split(os.sep)[:2]) for name in written} <= {"cache", "cache/irctl"}
    assert before.items() <= after.items()


def test_only_the_user_can_read_the_cache(irctl: Irctl, tmp_path: Path) -> None:
    irctl.but(XDG_CACHE_HOME=str(tmp_path / "cache"))("list", "--demo")
    folder = tmp_path / "cache" / "irctl"
    assert folder.stat().st_mode & 0o077 == 0
    assert all(path.stat().st_mode & 0o077 == 0 for path in folder.iterdir())
