"""What went wrong on the way to AWS, as a message, a hint and an exit code."""

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from botocore import exceptions as aws
from botocore.parsers import ResponseParserError

from irctl.errors import ExitCode, IrctlError, ThrottledError, UsageError
from irctl.jobs.parse import ParseError
from irctl.redaction import redacted


class Where(NamedTuple):
    """Which account and region was meant, for messages."""

    profile: str | None = None
    region: str | None = None
    config: Mapping[str, Any] = MappingProxyType({})
    """The AWS configuration files, as botocore reads them."""
    keys_in_environment: bool = False
    """Whether the credentials are those of AWS_ACCESS_KEY_ID."""

    @property
    def signs_in_with_sso(self) -> bool:
        return "sso_session" in self._settings or "sso_start_url" in self._settings

    @property
    def _settings(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.config.get("profiles", {}).get(
            self.profile or "default", {}
        )
        return found

    @property
    def sign_in(self) -> str:
        option = f" --profile {self.profile}" if self.profile else ""
        if self.keys_in_environment:
            return (
                "AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN are in use: "
                "set new ones, or choose a profile: --profile NAME"
            )
        if "credential_process" in self._settings:
            return _PROCESS
        if self.signs_in_with_sso:
            return f"sign in: aws sso login{option}"
        return (
            f"set credentials: aws configure{option}, or aws sso login --profile NAME, "
            "or set AWS_PROFILE; try irctl without any: --demo"
        )


_PROCESS = "run the profile's credential_process by hand; it stands in ~/.aws/config"
_BETWEEN = (
    "is something between here and AWS answering in its place? "
    "look at --endpoint-url, AWS_ENDPOINT_URL and HTTPS_PROXY"
)


def unreadable(message: str) -> IrctlError:
    return IrctlError(message, _BETWEEN, ExitCode.UNREADABLE)


def no_client(failure: ValueError, where: Where) -> IrctlError:
    """Why no client can be made, of what botocore says with a ValueError."""
    text = _text(failure)
    if isinstance(failure, aws.BotoCoreError):
        return told(failure, where, None) or IrctlError(text)
    if "endpoint" in text or "URL" in text:
        return UsageError(
            f"the endpoint's URL is wrong: {text}",
            "it looks like https://HOST:PORT; look at --endpoint-url and AWS_ENDPOINT_URL",
        )
    return _configuration(ValueError(f"the AWS configuration is wrong: {text}"), where)


def no_credentials(failure: Exception, where: Where) -> IrctlError:
    """Why the credentials cannot be had."""
    if isinstance(failure, IrctlError):
        return failure
    if isinstance(failure, aws.ClientError):  # of STS or of the access portal
        error = _from_client_error(failure, where, None)
        if error.code is ExitCode.AWS:
            return error
        text = _text(failure)
        hint = f"look at the profile's role in ~/.aws/config, or {where.sign_in}"
        return IrctlError(text, hint, ExitCode.CREDENTIALS)
    if isinstance(failure, aws.BotoCoreError):
        return told(failure, where, None) or _credentials(failure, where)
    if isinstance(failure, json.JSONDecodeError):
        failure = ValueError(f"no JSON where they should come from: {_text(failure)}")
    return _credentials(ValueError(f"the credentials cannot be loaded: {_text(failure)}"), where)


def told(failure: Exception, where: Where, job: str | None) -> IrctlError | None:
    """The failure as irctl tells it; None for what is not AWS's or the network's."""
    if isinstance(failure, IrctlError):
        return failure
    if isinstance(failure, ParseError):
        return unreadable(f"AWS's response: {failure}")
    if isinstance(failure, aws.ClientError):
        return _from_client_error(failure, where, job)
    for kinds, tell in _TOLD:
        if isinstance(failure, kinds):
            return tell(failure, where)
    if isinstance(failure, aws.BotoCoreError):
        return IrctlError(_text(failure), "--debug tells where it arose")
    return None


_THROTTLED = {
    "Throttling",
    "ThrottlingException",
    "ThrottledException",
    "RequestThrottled",
    "RequestThrottledException",
    "TooManyRequestsException",
    "RequestLimitExceeded",
    "BandwidthLimitExceeded",
    "SlowDown",
    "PriorRequestNotComplete",
    "TransactionInProgressException",
    "ProvisionedThroughputExceededException",
}
_EXPIRED = {"ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired"}
_CLOCK = ("Signature expired", "Signature not yet current", "RequestTimeTooSkewed")
_DENIED = {"AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "NotAuthorized"}
_NOT_FOUND = {"ResourceNotFound", "ResourceNotFoundException"}


def _from_client_error(failure: aws.ClientError, where: Where, job: str | None) -> IrctlError:
    error = failure.response.get("Error", {})
    code, said = str(error.get("Code", "")), str(error.get("Message", "")).strip()
    status = failure.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    operation = failure.operation_name
    told = f"{code}: {said}" if said else code or f"HTTP status {status}"
    # What botocore makes of an answer that names no error.
    foreign = code == str(status)
    page = foreign and said.startswith("<")
    if foreign:
        said = "a web page" if page else " ".join(said.split())[:200]
        told = f"HTTP status {status}" + (f": {said}" if said else "")

    missing = code in _NOT_FOUND or (
        code == "ValidationException" and any(s in said for s in ("not find", "not exist"))
    )
    if job and missing:
        region = f" in {where.region}" if where.region else ""
        return IrctlError(f"no job named {job}{region}", code=ExitCode.NO_SUCH_JOB)
    if code in _THROTTLED or status == 429:
        return ThrottledError(
            f"AWS throttled {operation} until the retries ran out ({told})",
            "wait a little, or allow more tries: AWS_MAX_ATTEMPTS=10",
        )
    if code in _EXPIRED:
        return IrctlError(
            f"the credentials have expired ({told})", where.sign_in, ExitCode.CREDENTIALS
        )
    if any(sign in told for sign in _CLOCK):
        return IrctlError(
            f"AWS refused the signature's time ({told})",
            "set this machine's clock",
            ExitCode.CREDENTIALS,
        )
    if code in _DENIED:
        return IrctlError(
            f"not allowed: {told}",
            f"allow sagemaker:{operation} to this identity, or use another: --profile NAME",
            ExitCode.CREDENTIALS,
        )
    if foreign and status < 500 and (page or status not in (401, 403)):
        return IrctlError(f"{operation} was not answered by AWS ({told})", _BETWEEN)
    if status in (401, 403) or code in (
        "UnrecognizedClientException",
        "InvalidClientTokenId",
        "InvalidSignatureException",
        "SignatureDoesNotMatch",
        "MissingAuthenticationToken",
        "MissingAuthenticationTokenException",
        "IncompleteSignature",
        "IncompleteSignatureException",
    ):
        return IrctlError(
            f"AWS refused the credentials ({told})", where.sign_in, ExitCode.CREDENTIALS
        )
    if code in ("ValidationException", "ValidationError", "InvalidParameterValue"):
        return IrctlError(
            f"AWS refused the request: {told}",
            "correct the value that it names; the command's --help tells what is valid",
            ExitCode.USAGE,
        )
    if status >= 500:
        return IrctlError(
            f"{operation} failed in AWS ({told})",
            "try again; see https://health.aws.amazon.com/health/status",
        )
    return IrctlError(
        f"{operation} failed ({told})", "--debug prints the request id, for AWS support"
    )


def _text(failure: Exception) -> str:
    return " ".join(redacted(str(failure)).split()) or type(failure).__name__


def _credentials(failure: Exception, where: Where) -> IrctlError:
    return IrctlError(_text(failure).rstrip(":"), where.sign_in, ExitCode.CREDENTIALS)


def _no_dependency(failure: Exception, where: Where) -> IrctlError:
    return IrctlError(
        _text(failure),
        "install it beside irctl, or set credentials with the output of: "
        "aws configure export-credentials --format env",
        ExitCode.CREDENTIALS,
    )


def _none_found(failure: Exception, where: Where) -> IrctlError:
    return IrctlError("no AWS credentials found", where.sign_in, ExitCode.CREDENTIALS)


def _no_profile(failure: Exception, where: Where) -> IrctlError:
    return IrctlError(
        _text(failure),
        "see the profiles there are: aws configure list-profiles",
        ExitCode.CREDENTIALS,
    )


def _bad_region(failure: Exception, where: Where) -> IrctlError:
    return UsageError(
        _text(failure), "a region looks like us-east-1; look at --region and AWS_REGION"
    )


def _no_region(failure: Exception, where: Where) -> IrctlError:
    return IrctlError(
        "no AWS region is set",
        "set it with --region REGION, AWS_REGION, or: aws configure set region REGION",
        ExitCode.USAGE,
    )


def _configuration(failure: Exception, where: Where) -> IrctlError:
    return IrctlError(
        _text(failure),
        "mend ~/.aws/config or ~/.aws/credentials, or the AWS_ environment variables",
        ExitCode.USAGE,
    )


def _endpoint(failure: Exception, where: Where) -> IrctlError:
    return IrctlError(
        _text(failure),
        "is the region right, and the network up? look at --region, --endpoint-url and HTTPS_PROXY",
    )


def _slow(failure: Exception, where: Where) -> IrctlError:
    return IrctlError(_text(failure), "try again; allow more tries: AWS_MAX_ATTEMPTS=10")


def _tls(failure: Exception, where: Where) -> IrctlError:
    return IrctlError(
        _text(failure),
        "is AWS_CA_BUNDLE right? behind a proxy that re-signs TLS, it is the FILE with the "
        "proxy's certificates",
    )


def _garbage(failure: Exception, where: Where) -> IrctlError:
    # What Python says of a list where an object should be helps nobody.
    unforeseen = isinstance(failure, (TypeError, AttributeError, KeyError))
    why = "a value is not of the API's type" if unforeseen else _text(failure)
    return unreadable(f"AWS's response cannot be read: {why}")


def _system(failure: Exception, where: Where) -> IrctlError:
    return IrctlError(_text(failure), "--debug tells where it arose")


_Kinds = type[Exception] | tuple[type[Exception], ...]
# The first that fits is told, so the special come before the general.
_TOLD: tuple[tuple[_Kinds, Callable[[Exception, Where], IrctlError]], ...] = (
    (aws.NoCredentialsError, _none_found),
    (aws.MissingDependencyException, _no_dependency),
    (aws.ProfileNotFound, _no_profile),
    (
        (
            aws.PartialCredentialsError,
            aws.CredentialRetrievalError,
            aws.SSOError,
            aws.LoginError,
            aws.TokenRetrievalError,
            aws.UnknownCredentialError,
            aws.RefreshWithMFAUnsupportedError,
            aws.NoAuthTokenError,
            aws.MetadataRetrievalError,
        ),
        _credentials,
    ),
    (aws.NoRegionError, _no_region),
    (aws.InvalidRegionError, _bad_region),
    (
        (
            aws.ConfigParseError,
            aws.ConfigNotFound,
            aws.InvalidConfigError,
            aws.InvalidRetryConfigurationError,
            aws.InvalidMaxRetryAttemptsError,
            aws.InvalidRetryModeError,
            aws.InvalidDefaultsMode,
            aws.InvalidSTSRegionalEndpointsConfigError,
            aws.InvalidChecksumConfigError,
            aws.InvalidIMDSEndpointError,
            aws.InvalidIMDSEndpointModeError,
            aws.ParamValidationError,
            aws.UnknownEndpointError,
        ),
        _configuration,
    ),
    (aws.SSLError, _tls),
    ((aws.ReadTimeoutError, aws.ConnectTimeoutError, aws.ConnectionClosedError), _slow),
    ((aws.EndpointConnectionError, aws.ProxyConnectionError, aws.HTTPClientError), _endpoint),
    # botocore's parser, on a body it was never meant to see.
    (
        (
            ResponseParserError,
            ValueError,
            TypeError,
            AttributeError,
            KeyError,
            RuntimeError,
            OverflowError,
        ),
        _garbage,
    ),
    (OSError, _system),
)
