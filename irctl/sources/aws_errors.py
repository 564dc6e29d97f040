"""What can go wrong on the way to AWS: one ordered table, from a failure to an IrctlError."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

import botocore
from botocore import exceptions as aws
from botocore.parsers import ResponseParserError

from irctl.errors import (
    NO_ANSWER,
    ExitCode,
    IrctlError,
    NotOfferedError,
    RefusedError,
    RejectedError,
    ThrottledError,
)
from irctl.jobs.parse import ParseError
from irctl.machine import exhausted
from irctl.sources.failures import ErrorResponse, Failure, Stage
from irctl.sources.target import Target

_SIGN_IN = "{target.sign_in_hint}"
_MORE_ATTEMPTS = "allow more attempts: AWS_MAX_ATTEMPTS=10"
_PROXY = (
    "is a proxy answering instead of AWS? check --endpoint-url, AWS_ENDPOINT_URL and HTTPS_PROXY"
)
_CONFIGURATION = "fix ~/.aws/config or ~/.aws/credentials, or the AWS_ environment variables"
_FIRST_BOTOCORE = "1.42.93"
"""The first with the operations of AI jobs."""
_DEBUG = "run it again with --debug to see where the error occurred"


@contextmanager
def translated_errors(
    target: Target,
    stage: Stage = Stage.REQUEST,
    name: str | None = None,
    noun: str = "job",
) -> Iterator[None]:
    """Raise an IrctlError for whatever goes wrong between irctl and AWS; let others pass.

    `name` and `noun` say what was asked for, which may not exist.
    """
    try:
        yield
    except IrctlError:
        raise
    except Exception as error:
        failure = Failure(error, target, stage, name, noun)
        translated = exhausted(error) or _translated(failure)
        if translated is None:
            raise
        # --debug prints the messages of causes, too.
        raise translated from None if failure.quotes_a_process else error


def unreadable(message: str) -> IrctlError:
    """A response that SageMaker cannot have sent."""
    return IrctlError(message, _PROXY, ExitCode.UNREADABLE)


def unknown_to_botocore(operation: str) -> RefusedError:
    """An operation that the installed botocore does not have."""
    old = f"botocore {botocore.__version__} is older than {_FIRST_BOTOCORE}"
    return RefusedError(
        f"{operation} cannot be called: {old}",
        f"upgrade it: pip install 'boto3>={_FIRST_BOTOCORE}'",
        ExitCode.USAGE,
        reason=old,
    )


def _translated(failure: Failure) -> IrctlError | None:
    rule = next((rule for rule in _RULES if rule.applies_to(failure)), None)
    return rule and rule.error(failure)


_Kinds = type[Exception] | tuple[type[Exception], ...]
_Condition = Callable[[Failure], bool]


class _Rule(NamedTuple):
    """One line of the table: which failures it applies to, and how they are reported.

    Message and hint are templates; `{failure}`, `{response}` and `{target}` stand for the
    failure, the error response of AWS if it is one, and the account that was asked.
    """

    kinds: _Kinds
    hint: str | None
    code: ExitCode = ExitCode.AWS
    message: str = "{failure.text}"
    when: _Condition | None = None
    raises: type[IrctlError] = IrctlError
    reason: str = ""
    """A clause for a sentence about several failures, a template too; without it, the message."""

    def applies_to(self, failure: Failure) -> bool:
        return isinstance(failure.error, self.kinds) and (self.when is None or self.when(failure))

    def error(self, failure: Failure) -> IrctlError:
        values = {"failure": failure, "response": failure.response, "target": failure.target}
        hint = self.hint and self.hint.format(**values)
        reason = self.reason.format(**values)
        return self.raises(self.message.format(**values), hint, self.code, reason)


def _responded(condition: Callable[[ErrorResponse], bool]) -> _Condition:
    return lambda failure: failure.response is not None and condition(failure.response)


def _has_code(*codes: str) -> Callable[[ErrorResponse], bool]:
    return lambda response: response.code in codes


def _during(stage: Stage) -> _Condition:
    return lambda failure: failure.stage is stage


def _is_missing(failure: Failure) -> bool:
    response = failure.response
    if failure.name is None or response is None:
        return False
    if response.code == "ValidationException":
        return any(words in response.text for words in ("not find", "not exist"))
    return response.code in ("ResourceNotFound", "ResourceNotFoundException")


_THROTTLING_CODES = (
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
)
_CLOCK_ERRORS = ("Signature expired", "Signature not yet current", "RequestTimeTooSkewed")
_is_throttled = _has_code(*_THROTTLING_CODES)
_is_expired = _has_code(
    "ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired"
)
_is_denied = _has_code(
    "AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "NotAuthorized"
)
_is_rejected = _has_code(
    "UnrecognizedClientException",
    "InvalidClientTokenId",
    "InvalidAccessKeyId",
    "InvalidToken",
    "InvalidSignatureException",
    "SignatureDoesNotMatch",
    "MissingAuthenticationToken",
    "MissingAuthenticationTokenException",
    "IncompleteSignature",
    "IncompleteSignatureException",
)
_is_invalid = _has_code("ValidationException", "ValidationError", "InvalidParameterValue")


def _is_clock_skew(response: ErrorResponse) -> bool:
    return any(words in response.summary for words in _CLOCK_ERRORS)


def _is_refusal(response: ErrorResponse) -> bool:
    """Whether AWS answered, and asking again would not help."""
    named = (_is_expired, _is_clock_skew, _is_denied, _is_rejected, _is_invalid)
    return response.status in (401, 403) or any(condition(response) for condition in named)


# The first rule that applies is used, so special cases come before general ones.
_RULES: tuple[_Rule, ...] = (
    _Rule(
        ParseError,
        _PROXY,
        ExitCode.UNREADABLE,
        message="AWS's response: {failure.error}",
    ),
    # An error response.
    _Rule(
        aws.ClientError,
        None,  # the caller knows better
        ExitCode.NO_SUCH_JOB,
        message="no {failure.noun} named {failure.name}{target.in_region}",
        when=_is_missing,
    ),
    _Rule(
        aws.ClientError,
        f"wait a moment, or {_MORE_ATTEMPTS}",
        message="AWS throttled {response.operation} on every attempt ({response.summary})",
        when=_responded(lambda response: _is_throttled(response) or response.status == 429),
        raises=ThrottledError,
        reason="throttled on every attempt",
    ),
    _Rule(
        aws.ClientError,
        _PROXY,
        message="{response.operation} was not answered by AWS ({response.summary})",
        when=_responded(lambda response: response.is_from_proxy),
    ),
    _Rule(
        aws.ClientError,  # of STS or of the SSO portal
        f"check the profile's role in ~/.aws/config, or {_SIGN_IN}",
        ExitCode.CREDENTIALS,
        when=lambda failure: (
            _during(Stage.CREDENTIALS)(failure) and _responded(_is_refusal)(failure)
        ),
    ),
    _Rule(
        aws.ClientError,
        _SIGN_IN,
        ExitCode.CREDENTIALS,
        message="the credentials have expired ({response.summary})",
        reason="the credentials have expired",
        when=_responded(_is_expired),
    ),
    _Rule(
        aws.ClientError,
        "correct this machine's clock",
        ExitCode.CREDENTIALS,
        message="AWS rejected the time of the request's signature ({response.summary})",
        reason="AWS rejected the time of the signature: is this machine's clock right?",
        when=_responded(_is_clock_skew),
    ),
    _Rule(
        aws.ClientError,
        "allow {response.action} for this identity, or use another one: --profile NAME",
        ExitCode.CREDENTIALS,
        message="not allowed: {response.summary}",
        when=_responded(_is_denied),
        raises=RefusedError,
        reason="{response.action} is not allowed",
    ),
    _Rule(
        aws.ClientError,
        "the AI jobs of Inference Recommender are not in every region: --region REGION",
        message="{response.operation} is not offered{target.in_region} ({response.summary})",
        when=_responded(_has_code("UnknownOperationException", "UnknownOperation")),
        raises=NotOfferedError,
        reason="not offered{target.in_region}",
    ),
    _Rule(
        aws.ClientError,
        _SIGN_IN,
        ExitCode.CREDENTIALS,
        message="AWS rejected the credentials ({response.summary})",
        raises=RejectedError,
        reason="AWS rejected the credentials, as in regions that are not enabled",
        when=_responded(lambda response: response.status in (401, 403) or _is_rejected(response)),
    ),
    _Rule(
        aws.ClientError,
        "correct the value it names; --help lists the valid values",
        ExitCode.USAGE,
        message="AWS rejected the request: {response.summary}",
        when=_responded(_is_invalid),
    ),
    _Rule(
        aws.ClientError,
        "try again later; see https://health.aws.amazon.com/health/status",
        message="{response.operation} failed in AWS ({response.summary})",
        reason="failed in AWS with HTTP status {response.status}",
        when=_responded(lambda response: response.status >= 500),
    ),
    _Rule(
        aws.ClientError,
        "--debug prints the request id, for AWS Support",
        message="{response.operation} failed ({response.summary})",
    ),
    # An exception of botocore.
    _Rule(
        aws.NoCredentialsError,
        _SIGN_IN,
        ExitCode.CREDENTIALS,
        message="no AWS credentials found",
    ),
    _Rule(
        aws.CredentialRetrievalError,
        _SIGN_IN,
        ExitCode.CREDENTIALS,
        message="the credential_process failed; its output is not shown, as it may contain secrets",
        when=lambda failure: failure.quotes_a_process,
    ),
    _Rule(
        aws.MissingDependencyException,
        "install it in irctl's environment, or set credentials with the output of: "
        "aws configure export-credentials --format env",
        ExitCode.CREDENTIALS,
    ),
    _Rule(
        aws.ProfileNotFound,
        "list the profiles: aws configure list-profiles",
        ExitCode.CREDENTIALS,
    ),
    _Rule(
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
        _SIGN_IN,
        ExitCode.CREDENTIALS,
    ),
    _Rule(
        aws.NoRegionError,
        "set one with --region REGION, AWS_REGION, or: aws configure set region REGION",
        ExitCode.USAGE,
        message="no AWS region is set",
    ),
    _Rule(
        aws.InvalidRegionError,
        "a region looks like us-east-1; check --region and AWS_REGION",
        ExitCode.USAGE,
    ),
    _Rule(
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
        _CONFIGURATION,
        ExitCode.USAGE,
    ),
    _Rule(
        aws.SSLError,
        "is AWS_CA_BUNDLE right? behind a proxy that re-signs TLS traffic, set it to the file "
        "of the proxy's certificates",
    ),
    _Rule(
        (aws.ReadTimeoutError, aws.ConnectTimeoutError),
        f"try again, or {_MORE_ATTEMPTS}",
        reason=NO_ANSWER,
    ),
    _Rule(
        aws.ConnectionClosedError,
        f"try again, or {_MORE_ATTEMPTS}",
        reason="the connection broke",
    ),
    _Rule(
        (aws.EndpointConnectionError, aws.ProxyConnectionError, aws.HTTPClientError),
        "is the region right, and the network up? check --region, --endpoint-url and HTTPS_PROXY",
        reason="no connection",
    ),
    _Rule(aws.BotoCoreError, _DEBUG),
    # Any other exception, raised inside botocore by input that it doesn't check.
    _Rule(
        json.JSONDecodeError,
        _SIGN_IN,
        ExitCode.CREDENTIALS,
        message="the credentials cannot be loaded: not JSON: {failure.text}",
        when=_during(Stage.CREDENTIALS),
    ),
    _Rule(
        Exception,
        _SIGN_IN,
        ExitCode.CREDENTIALS,
        message="the credentials cannot be loaded: {failure.text}",
        when=_during(Stage.CREDENTIALS),
    ),
    _Rule(
        ValueError,
        "a URL looks like https://HOST:PORT; check --endpoint-url and AWS_ENDPOINT_URL",
        ExitCode.USAGE,
        message="the endpoint URL is wrong: {failure.text}",
        when=lambda failure: (
            failure.stage is Stage.CLIENT and ("endpoint" in failure.text or "URL" in failure.text)
        ),
    ),
    _Rule(
        ValueError,
        _CONFIGURATION,
        ExitCode.USAGE,
        message="the AWS configuration is wrong: {failure.text}",
        when=_during(Stage.CLIENT),
    ),
    _Rule(
        (ResponseParserError, ValueError, RuntimeError, OverflowError),
        _PROXY,
        ExitCode.UNREADABLE,
        message="AWS's response cannot be read: {failure.text}",
    ),
    _Rule(
        (TypeError, AttributeError, KeyError),
        _PROXY,
        ExitCode.UNREADABLE,
        message="AWS's response cannot be read: a value is not of the API's type",
    ),
    _Rule(OSError, _DEBUG),
)
