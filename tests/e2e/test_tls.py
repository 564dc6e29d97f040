"""TLS that fails: told apart from other faults, never fallen back from, and mended by what
the hint says."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from . import samples
from .commands import COMMANDS
from .program import Irctl, Result
from .server import Server

CERTIFICATE = Path(__file__).with_name("loopback.pem")
"""Self-signed, for 127.0.0.1; with its key, which guards nothing."""


@pytest.fixture
def signed_by_itself() -> Iterator[Server]:
    """As behind a proxy that re-signs TLS."""
    server = Server([samples.job()], CERTIFICATE)
    yield server
    server.stop()


def told(result: Result, command: str) -> None:
    assert result.seconds < 10, command
    assert "SSL" in result.err, command
    assert "gate met" not in result.out + result.err
    if command == "wait":
        assert (result.code, result.out) == (8, "no job was seen\n")
        return
    assert result.code == 1, command
    assert result.out == "" or command == "check"
    assert "SSL" in result.error
    assert "AWS_CA_BUNDLE" in result.hint


def test_a_certificate_that_nobody_vouches_for_is_refused_by_every_command(
    irctl: Irctl, signed_by_itself: Server
) -> None:
    there = irctl.but(AWS_ENDPOINT_URL_SAGEMAKER=signed_by_itself.url, AWS_MAX_ATTEMPTS="1")

    results = there.each_inside(COMMANDS.values())
    for command, result in zip(COMMANDS, results, strict=True):
        told(result, command)
        assert "certificate" in result.err.lower()
    assert signed_by_itself.requests == [], "nothing was asked of a stranger"


def test_a_certificate_that_is_named_is_trusted(irctl: Irctl, signed_by_itself: Server) -> None:
    there = irctl.but(AWS_ENDPOINT_URL_SAGEMAKER=signed_by_itself.url)

    result = there.but(AWS_CA_BUNDLE=str(CERTIFICATE))("describe", "resnet50")

    assert (result.code, result.err) == (0, "")
    assert "ml.g4dn.xlarge" in result.out


def test_a_bundle_that_cannot_be_used_is_pointed_at(irctl: Irctl, signed_by_itself: Server) -> None:
    (irctl.home / "empty.pem").touch()
    for bundle in ("/gone/bundle.pem", str(irctl.home / "empty.pem")):
        there = irctl.but(
            AWS_ENDPOINT_URL_SAGEMAKER=signed_by_itself.url,
            AWS_CA_BUNDLE=bundle,
            AWS_MAX_ATTEMPTS="1",
        )

        result = there("describe", "resnet50")

        assert (result.code, result.out) == (1, "")
        assert "is AWS_CA_BUNDLE right?" in result.hint


def test_a_server_without_tls_is_told_apart_by_every_command(irctl: Irctl, server: Server) -> None:
    url = server.url.replace("http:", "https:")
    there = irctl.but(AWS_ENDPOINT_URL_SAGEMAKER=url, AWS_MAX_ATTEMPTS="1")

    results = there.each_inside(COMMANDS.values())
    for command, result in zip(COMMANDS, results, strict=True):
        told(result, command)
    assert server.requests == [], "nothing was sent in the clear"
