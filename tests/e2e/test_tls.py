"""Failures of TLS: reported as such, never bypassed, and fixed by what the hint says."""

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
    """A server such as a proxy that re-signs TLS traffic."""
    server = Server([samples.job()], CERTIFICATE)
    yield server
    server.stop()


def assert_tls_failed(result: Result, command: str) -> None:
    assert "SSL" in result.err, command
    assert "gate met" not in result.out + result.err
    if command == "wait":
        assert result.code == 8
        return
    assert result.code == 1, command
    assert result.out == "" or command == "check"
    assert "SSL" in result.error
    assert "AWS_CA_BUNDLE" in result.hint


def test_every_command_rejects_an_untrusted_certificate(
    irctl: Irctl, signed_by_itself: Server
) -> None:
    pointed = irctl.but(AWS_ENDPOINT_URL_SAGEMAKER=signed_by_itself.url, AWS_MAX_ATTEMPTS="1")

    results = pointed.each_inside(COMMANDS.values())
    for command, result in zip(COMMANDS, results, strict=True):
        assert_tls_failed(result, command)
        assert "certificate" in result.err.lower()
    assert signed_by_itself.requests == []


def test_a_certificate_in_aws_ca_bundle_is_trusted(irctl: Irctl, signed_by_itself: Server) -> None:
    pointed = irctl.but(AWS_ENDPOINT_URL_SAGEMAKER=signed_by_itself.url)

    result = pointed.but(AWS_CA_BUNDLE=str(CERTIFICATE))("describe", "resnet50")

    assert (result.code, result.err) == (0, "")
    assert "ml.g4dn.xlarge" in result.out


def test_the_hint_for_an_unusable_bundle_names_it(irctl: Irctl, signed_by_itself: Server) -> None:
    (irctl.home / "empty.pem").touch()
    for bundle in ("/gone/bundle.pem", str(irctl.home / "empty.pem")):
        pointed = irctl.but(
            AWS_ENDPOINT_URL_SAGEMAKER=signed_by_itself.url,
            AWS_CA_BUNDLE=bundle,
            AWS_MAX_ATTEMPTS="1",
        )

        result = pointed.inside("describe", "resnet50")

        assert (result.code, result.out) == (1, "")
        assert "AWS_CA_BUNDLE" in result.hint


def test_every_command_reports_a_server_without_tls(irctl: Irctl, server: Server) -> None:
    url = server.url.replace("http:", "https:")
    pointed = irctl.but(AWS_ENDPOINT_URL_SAGEMAKER=url, AWS_MAX_ATTEMPTS="1")

    results = pointed.each_inside(COMMANDS.values())
    for command, result in zip(COMMANDS, results, strict=True):
        assert_tls_failed(result, command)
    assert server.requests == []
