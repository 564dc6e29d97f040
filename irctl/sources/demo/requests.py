"""What SageMaker accepts in a request, and the error it refuses others with."""

import json
import re
from collections.abc import Callable
from typing import Any

from irctl.jobs.kinds import AI_BENCHMARK, AI_RECOMMENDATION
from irctl.jobs.listing import AI_STATUSES, ORDERS, SORTS
from irctl.jobs.model import Document
from irctl.jobs.statuses import STATUSES


class AwsError(Exception):
    """An error response, with the code that AWS has for it."""

    def __init__(self, code: str, message: str):
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message


_Check = tuple[str, Callable[[Any], object]]
"""What a value must satisfy, in AWS's words, and whether it does."""


def _pattern(pattern: str) -> _Check:
    return (
        f"satisfy regular expression pattern: {pattern}",
        lambda value: re.fullmatch(pattern, value),
    )


def _enum(*values: str) -> _Check:
    return f"satisfy enum value set: [{', '.join(values)}]", lambda value: value in values


def _range(low: int, high: int) -> _Check:
    return f"have value between {low} and {high}", lambda value: low <= value <= high


_NAME = _pattern("[a-zA-Z0-9](-*[a-zA-Z0-9]){0,63}")
_AI_NAME = _pattern("[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}")
_CHECKS = {
    "JobName": _NAME,
    "InferenceRecommendationsJobName": _NAME,
    **{kind.members.name: _AI_NAME for kind in (AI_RECOMMENDATION, AI_BENCHMARK)},
    "NameContains": _pattern("[a-zA-Z0-9-]+"),
    "NextToken": _pattern("[0-9]{1,9}"),
    "StatusEquals": _enum(*STATUSES, *AI_STATUSES.values()),
    "Status": _enum(*STATUSES),
    "StepType": _enum("BENCHMARK"),
    "SortBy": _enum(*SORTS.values()),
    "SortOrder": _enum(*ORDERS.values()),
    "ModelPackageVersionArnEquals": _pattern(
        r"arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]{9,16}:[0-9]{12}:model-package/[\S]{1,2048}"
    ),
    "MaxResults": _range(1, 100),
    "TargetCpuUtilizationPerCore": _range(1, 100),
}


def validate(request: Document) -> None:
    """Raise AwsError for a parameter that SageMaker would refuse."""
    for name, value in request.items():
        if name in _CHECKS:
            requirement, holds = _CHECKS[name]
            if not holds(value):
                raise invalid(value, name, requirement)


def required(request: Document, name: str) -> str:
    """A parameter that must be present. Raise AwsError."""
    value: str | None = request.get(name)
    if value is None:
        raise invalid(None, name, "not be null")
    return value


def invalid(value: object, name: str, requirement: str) -> AwsError:
    parameter = name[0].lower() + name[1:]
    return AwsError(
        "ValidationException",
        f"1 validation error detected: Value {json.dumps(value)} at '{parameter}' failed to "
        f"satisfy constraint: Member must {requirement}",
    )
