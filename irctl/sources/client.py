"""Clients that only read, and the botocore events that they handle."""

import os
from collections.abc import Callable, Collection, Mapping
from contextvars import ContextVar
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from botocore.config import Config
from botocore.exceptions import InvalidRegionError

from irctl import __version__
from irctl.errors import IrctlError
from irctl.sources import responses
from irctl.sources.aws_errors import translated_errors
from irctl.sources.failures import Stage
from irctl.sources.pacing import MOST_REQUESTS
from irctl.sources.service_model import OPERATIONS
from irctl.sources.session import Session
from irctl.sources.settings import Settings

if TYPE_CHECKING:
    from types_boto3_sagemaker.client import SageMakerClient

_DEMO_ENDPOINT = "https://demo.invalid"
"""Never contacted; set so that botocore ignores any configured endpoint."""

single_attempt: ContextVar[bool] = ContextVar("single_attempt", default=False)
"""Whether requests are made once, without retries."""


def sagemaker_client(
    session: Session,
    settings: Settings,
    *,
    now: Callable[[], datetime],
    trace: Callable[[str], None] | None,
) -> "SageMakerClient":
    """A client for the region and endpoint of the settings. Raise IrctlError.

    `now` is the demo account's clock, `trace` logs each response.
    """
    client = reading_client(
        session,
        "sagemaker",
        session.region(settings.region),
        OPERATIONS,
        endpoint_url=_DEMO_ENDPOINT if settings.demo else settings.endpoint_url,
        trace=trace,
    )
    if settings.demo:
        from irctl.sources.demo.wire import Wire

        handler = cast("Callable[..., None]", Wire(now))
        client.meta.events.register("before-send.sagemaker", handler)
    return cast("SageMakerClient", client)


def reading_client(
    session: Session,
    service: str,
    region: str | None,
    operations: Collection[str],
    *,
    endpoint_url: str | None = None,
    trace: Callable[[str], None] | None = None,
) -> Any:
    """A client of a service that refuses all but some operations. Raise IrctlError.

    `trace` logs each response.
    """
    with translated_errors(session.target(region), Stage.CLIENT):
        client = _plain_client(session, service, region, endpoint_url)
        _check_endpoint(client.meta.endpoint_url)
    events = client.meta.events
    events.register(f"before-parameter-build.{service}", _only(operations))
    events.register(f"before-call.{service}", session.refresh_credentials)
    events.register(f"after-call.{service}", responses.shorten_signature_error)
    if client.meta.service_model.metadata["protocol"] == "json":
        events.register(f"before-parse.{service}", responses.check)
        events.register(f"after-call.{service}", responses.add_unknown_members)
    events.register_first(f"needs-retry.{service}", _stop_retries)
    if trace is not None:
        events.register(f"response-received.{service}", _tracer(trace))
    return client


def _plain_client(
    session: Session, service: str, region: str | None, endpoint_url: str | None
) -> Any:
    if region and region != region.strip():  # botocore accepts a line break
        raise InvalidRegionError(region_name=region)
    config = session.bounds.config.merge(
        Config(max_pool_connections=MOST_REQUESTS, user_agent_extra=f"irctl/{__version__}")
    )
    is_configured = "retry_mode" in session.botocore.get_scoped_config()
    if "AWS_RETRY_MODE" not in os.environ and not is_configured:
        config = config.merge(Config(retries={"mode": "standard"}))
    return session.botocore.create_client(
        service, region_name=region, endpoint_url=endpoint_url, config=config
    )


def _check_endpoint(url: str) -> None:
    """Raise ValueError for an unusable URL; botocore accepts some."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and parts.port != 0
    except ValueError:  # the port is not a number
        usable = False
    if not usable:
        raise ValueError(f"Invalid endpoint: {url}")


def _only(operations: Collection[str]) -> Callable[..., None]:
    def check(model: Any, **_: Any) -> None:
        if model.name not in operations:
            raise IrctlError(f"refused to call {model.name}: irctl only reads")

    return check


def _stop_retries(caught_exception: Exception | None, response: Any, **_: Any) -> None:
    """Raise the failure of a single attempt before botocore decides to retry."""
    if not single_attempt.get():
        return
    if caught_exception is not None:
        raise caught_exception
    if response[0].status_code >= 300:
        raise IrctlError(f"HTTP status {response[0].status_code}")


def _tracer(trace: Callable[[str], None]) -> Callable[..., None]:
    """Log the operation and status of each response; never a header or a credential."""

    def log(
        response_dict: Mapping[str, Any] | None,
        exception: Exception | None,
        event_name: str,
        **_: Any,
    ) -> None:
        operation = event_name.rpartition(".")[2]
        if response_dict is None:
            trace(f"{operation}: {type(exception).__name__}")
        else:
            headers = response_dict["headers"]
            request_id = headers.get("x-amzn-requestid") or headers.get("x-amz-request-id", "-")
            trace(f"{operation}: HTTP {response_dict['status_code']}, request id {request_id}")

    return log
