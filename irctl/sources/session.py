"""A botocore session configured as the AWS CLI would be, and its credentials."""

import os
from collections.abc import Callable
from typing import Any

from botocore.exceptions import NoCredentialsError

from irctl.errors import UsageError
from irctl.sources import service_model
from irctl.sources.aws_errors import translated_errors
from irctl.sources.bounds import DEFAULT_BOUNDS, Bounds, bound
from irctl.sources.failures import Stage
from irctl.sources.handlers import HandledSession
from irctl.sources.settings import Settings
from irctl.sources.target import Target

_DEMO_REGION = "us-east-1"


class Session:
    """One profile's configuration and credentials, shared by the clients of all regions."""

    def __init__(
        self,
        settings: Settings,
        ask: Callable[[str], str] | None = None,
        bounds: Bounds = DEFAULT_BOUNDS,
    ):
        """`ask` asks the user for an MFA code, in place of botocore's own prompt.

        Raise IrctlError when the configuration or the credentials cannot be loaded.
        """
        self._settings = settings
        self.bounds = bounds
        self._target = Target(settings.profile, settings.region)
        with translated_errors(self._target, Stage.CLIENT):
            self.botocore = (
                _demo_session() if settings.demo else _user_session(settings.profile, ask, bounds)
            )
            if service_model.applies(os.environ):
                self.botocore.register_component("data_loader", service_model.TrimmedLoader())
            self._default_region = _DEMO_REGION if settings.demo else _configured(self.botocore)
            self._target = Target(
                profile=self.botocore.profile,
                region=settings.region or self._default_region,
                config=self.botocore.full_config,
                # botocore prefers them to any profile but one given by --profile.
                uses_environment_keys=(
                    settings.profile is None and bool(os.environ.get("AWS_ACCESS_KEY_ID"))
                ),
            )
        # Before the first request, so that a problem is reported once for all jobs.
        with translated_errors(self._target, Stage.CREDENTIALS):
            self._credentials = self.botocore.get_credentials()
        self.account_id = self._target.account_id
        """The AWS account, as far as it is known."""

    @property
    def profile(self) -> str | None:
        """The profile in use; None for the default one."""
        return self._target.profile

    def every_region(self) -> list[str]:
        """The regions that offer SageMaker, in the partition of the configured region."""
        with translated_errors(self._target, Stage.CLIENT):
            region = self._default_region
            partition = self.botocore.get_partition_for_region(region) if region else "aws"
            return self.botocore.get_available_regions("sagemaker", partition)

    def target(self, region: str | None) -> Target:
        """The session's account in a region, for error messages."""
        return self._target._replace(region=self.region(region))

    def region(self, region: str | None) -> str | None:
        """A region, or the configured one for None; the demo account has only one."""
        return self._default_region if self._settings.demo else region or self._default_region

    def refresh_credentials(self, **_: Any) -> None:
        """Renew the credentials if they are about to expire. Raise IrctlError.

        botocore would do so during a request, where a failure looks like SageMaker's.
        """
        with translated_errors(self._target, Stage.CREDENTIALS):
            if self._credentials is None:
                raise NoCredentialsError
            _check_credentials(self._credentials.get_frozen_credentials())


class _BoundedSession(HandledSession):
    """A session whose clients keep the bounds, also those that it gets credentials with."""

    def __init__(self, bounds: Bounds, **settings: Any):
        super().__init__(**settings)
        self._bounds = bounds

    def create_client(self, *arguments: Any, **settings: Any) -> Any:
        client = super().create_client(*arguments, **settings)
        bound(client, self._bounds)
        return client


def _demo_session() -> HandledSession:
    """A session that reads no environment variable and no file."""
    unset = (None, None, None, None)
    no_file = (None, None, os.devnull, None)
    session = HandledSession(
        session_vars={"profile": unset, "config_file": no_file, "credentials_file": no_file}
    )
    session.set_credentials("demo", "demo")
    return session


def _user_session(
    profile: str | None, ask: Callable[[str], str] | None, bounds: Bounds
) -> HandledSession:
    session = _BoundedSession(bounds, profile=profile)
    _check_numbers(session)
    # Also for the services that credentials come from.
    session.set_default_client_config(bounds.config)
    if ask is not None:
        by_role = session.get_component("credential_provider").get_provider("assume-role")
        by_role._prompter = ask
    return session


_NUMBERS = {
    "metadata_service_timeout": "AWS_METADATA_SERVICE_TIMEOUT",
    "metadata_service_num_attempts": "AWS_METADATA_SERVICE_NUM_ATTEMPTS",
    "max_attempts": "AWS_MAX_ATTEMPTS",
}
"""The numbers of a profile, and the variables that override them."""


def _check_numbers(session: HandledSession) -> None:
    """Raise UsageError that names the setting which is not a whole number; botocore's doesn't."""
    for name, variable in _NUMBERS.items():
        try:
            session.get_config_variable(name)
        except ValueError:
            given = os.environ.get(variable)
            source = variable if given is not None else f"{name} in ~/.aws/config"
            value = session.get_scoped_config().get(name) if given is None else given
            raise UsageError(
                f"{source} is not a whole number: {value!r}",
                "set it to a number such as 3; environment variables override ~/.aws/config",
            ) from None


def _configured(session: HandledSession) -> str | None:
    """The region that the AWS CLI would use; the session uses it for credentials, too."""
    configured: str | None = session.get_config_variable("region")
    # The AWS CLI prefers AWS_REGION, which botocore ignores.
    region = os.environ.get("AWS_REGION") or configured
    if region != configured:
        session.set_config_variable("region", region)
    return region


def _check_credentials(credentials: Any) -> None:
    """Raise ValueError for a value that no HTTP header can contain.

    A secret read from a file may end with a line break; the error of a request made with it
    would quote it.
    """
    values = {
        "access key": credentials.access_key,
        "secret key": credentials.secret_key,
        "session token": credentials.token or "",
    }
    for name, value in values.items():
        if not (value.isascii() and value.isprintable() and value == value.strip()):
            raise ValueError(f"the {name} contains a space, a line break or an invalid character")
