"""A SageMaker client that only reads, and the botocore events it handles."""

import os
from collections.abc import Callable, Mapping
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
    with translated_errors(session.target(settings.region), Stage.CLIENT):
        client = _plain_client(session, settings)
        _check_endpoint(client.meta.endpoint_url)
    events = client.meta.events
    events.register("before-parameter-build.sagemaker", _only_read)
    events.register("before-call.sagemaker", session.refresh_credentials)
    events.register("before-parse.sagemaker", responses.check)
    events.register("after-call.sagemaker", responses.shorten_signature_error)
    events.register("after-call.sagemaker", responses.add_unknown_members)
    events.register_first("needs-retry.sagemaker", _stop_retries)
    if settings.demo:
        from irctl.sources.demo.wire import Wire

        events.register("before-send.sagemaker", cast("Callable[..., None]", Wire(now)))
    if trace is not None:
        events.register("response-received.sagemaker", _tracer(trace))
    return client


def _plain_client(session: Session, settings: Settings) -> "SageMakerClient":
    region = session.region(settings.region)
    if region and region != region.strip():  # botocore accepts a line break
        raise InvalidRegionError(region_name=region)
    config = session.bounds.config.merge(
        Config(max_pool_connections=MOST_REQUESTS, user_agent_extra=f"irctl/{__version__}")
    )
    is_configured = "retry_mode" in session.botocore.get_scoped_config()
    if "AWS_RETRY_MODE" not in os.environ and not is_configured:
        config = config.merge(Config(retries={"mode": "standard"}))
    client = session.botocore.create_client(
        "sagemaker",
        region_name=region,
        endpoint_url=_DEMO_ENDPOINT if settings.demo else settings.endpoint_url,
        config=config,
    )
    return cast("SageMakerClient", client)


def _check_endpoint(url: str) -> None:
    """Raise ValueError for an unusable URL; botocore accepts some."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and parts.port != 0
    except ValueError:  # the port is not a number
        usable = False
    if not usable:
        raise ValueError(f"Invalid endpoint: {url}")


def _only_read(model: Any, **_: Any) -> None:
    if model.name not in OPERATIONS:
        raise IrctlError(f"refused to call {model.name}: irctl only reads")


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
            request_id = response_dict["headers"].get("x-amzn-requestid", "-")
            trace(f"{operation}: HTTP {response_dict['status_code']}, request id {request_id}")

    return log
