"""A failure on the way to AWS, described by the values that decide how it is reported."""

from enum import Enum
from typing import NamedTuple

from botocore.exceptions import ClientError, CredentialRetrievalError

from irctl.redaction import redacted
from irctl.sources.target import Target

_LONGEST_EXCERPT = 200
_LONGEST_MESSAGE = 5000


class Stage(Enum):
    """What irctl was doing when something failed."""

    CREDENTIALS = "getting credentials"
    CLIENT = "creating a client"
    REQUEST = "making a request"


_ACTIONS = {
    "GetObject": "s3:GetObject",
    "GetProducts": "pricing:GetProducts",
    "HeadBucket": "s3:ListBucket",
    "ListObjectsV2": "s3:ListBucket",
}
"""What a policy calls operations that are not SageMaker's."""


class ErrorResponse(NamedTuple):
    """An error that AWS, or something in between, answered a request with."""

    operation: str
    code: str
    status: int
    text: str
    """The message as it was received."""

    @classmethod
    def of(cls, error: ClientError) -> "ErrorResponse":
        named = error.response.get("Error", {})
        return cls(
            operation=error.operation_name,
            code=str(named.get("Code", "")),
            status=error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0),
            text=str(named.get("Message", ""))[:_LONGEST_MESSAGE].strip(),
        )

    @property
    def action(self) -> str:
        """What a policy calls the operation: `pricing:GetProducts`."""
        return _ACTIONS.get(self.operation, f"sagemaker:{self.operation}")

    @property
    def names_no_error(self) -> bool:
        """Whether the body named no error: botocore then takes the status for the code."""
        return self.code == str(self.status)

    @property
    def is_web_page(self) -> bool:
        return self.names_no_error and self.text.startswith("<")

    @property
    def is_from_proxy(self) -> bool:
        """Whether something other than AWS must have answered.

        AWS answers 401, 403 and 5xx without naming an error, too.
        """
        is_ambiguous = self.status >= 500 or (self.status in (401, 403) and not self.is_web_page)
        return self.names_no_error and not is_ambiguous

    @property
    def summary(self) -> str:
        if not self.names_no_error:
            parts = [part for part in (self.code, self.text) if part]
            return ": ".join(parts) or f"HTTP status {self.status}"
        text = "a web page" if self.is_web_page else " ".join(self.text.split())
        return f"HTTP status {self.status}" + (f": {text[:_LONGEST_EXCERPT]}" if text else "")


class Failure(NamedTuple):
    """An exception, and what irctl was doing with which account."""

    error: Exception
    target: Target
    stage: Stage = Stage.REQUEST
    name: str | None = None
    """The job that was asked for, or another thing."""
    noun: str = "job"
    """What has that name."""

    @property
    def text(self) -> str:
        """The exception's message on one line, without secrets."""
        message = redacted(str(self.error)[:_LONGEST_MESSAGE])
        return (" ".join(message.split()) or type(self.error).__name__).rstrip(":")

    @property
    def quotes_a_process(self) -> bool:
        """Whether the message contains what a credential_process printed, such as a secret."""
        return (
            isinstance(self.error, CredentialRetrievalError)
            and self.error.kwargs.get("provider") == "custom-process"
        )

    @property
    def response(self) -> ErrorResponse | None:
        return ErrorResponse.of(self.error) if isinstance(self.error, ClientError) else None
