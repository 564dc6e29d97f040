"""Clients have botocore's own handlers of their service, and of no other."""

from typing import Any

import botocore.session
import pytest
from botocore.handlers import BUILTIN_HANDLERS

from irctl.sources.handlers import HandledSession

SERVICES = ("s3", "sts", "sso-oidc", "signin")
"""Those with handlers of their own, of what irctl reads and of what issues credentials."""


def handlers(session: Any, service: str) -> dict[str, list[Any]]:
    """Return what handles each event of a service's client, in order."""
    client = session.create_client(
        service, region_name="us-east-1", aws_access_key_id="made", aws_secret_access_key="up"
    )
    prefixes = {event.split(".")[0] for event, *_ in BUILTIN_HANDLERS} - {"docs"}
    own = {e for e, *_ in BUILTIN_HANDLERS if e.split(".")[1:2] == [service]}
    events = {*own, *prefixes, *(f"{prefix}.{service}.Operation" for prefix in prefixes)}
    emitter = client.meta.events._emitter
    return {event: list(map(name, emitter._handlers.prefix_search(event))) for event in events}


def name(handler: Any) -> str:
    return getattr(handler, "__qualname__", type(handler).__name__)


@pytest.mark.parametrize("service", SERVICES)
def test_a_client_has_the_handlers_that_botocore_gives_it(service: str) -> None:
    assert handlers(HandledSession(), service) == handlers(botocore.session.Session(), service)


def test_the_handlers_of_a_service_are_registered_with_its_first_client() -> None:
    session = HandledSession()
    before = handlers(session, "sts")
    handlers(session, "s3")
    assert handlers(session, "sts") == before
