"""Values of requests that are known only when they are sent."""

from dataclasses import dataclass
from typing import Any

from irctl.jobs.model import Document


@dataclass(frozen=True, slots=True)
class Variable:
    """A value for the user to set."""

    name: str
    """In snake_case; each tool spells it in its own way."""
    description: str
    is_number: bool = False
    is_secret: bool = False
    """Whether it is in the job and is not copied: tools must not print it."""


INSTANCE_TYPE = Variable("instance_type", "the instance type to deploy on")
INSTANCE_COUNT = Variable(
    "initial_instance_count", "the number of instances to start with", is_number=True
)


@dataclass(frozen=True, slots=True)
class UniqueName:
    """A name that ends with a hash of what its resource contains."""

    start: str
    """With the hash of the content that is known."""
    variables: tuple[Variable, ...]
    """Whose values are to be hashed too."""


def without_tags(request: Document) -> Document:
    return {name: value for name, value in request.items() if name != "Tags"}


def variables(value: Any) -> list[Variable]:
    """Return the variables in a request, in its order."""
    match value:
        case Variable():
            return [value]
        case dict():
            return [variable for item in value.values() for variable in variables(item)]
        case list() | tuple():
            return [variable for item in value for variable in variables(item)]
    return []
