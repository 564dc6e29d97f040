"""Model packages: the versions of a group, or one without versions."""

import re
from typing import NamedTuple

_NAME = r"[a-zA-Z0-9](?:-*[a-zA-Z0-9]){0,62}"
# Compiled when they are first used: few runs need them.
_TEXT = rf"(?P<name>{_NAME})(?:/(?P<version>[1-9][0-9]{{0,8}}))?"
_ARN = (
    rf"(?P<account>arn:aws[a-z-]*:sagemaker:(?P<region>[a-z0-9-]+):[0-9]{{12}})"
    rf":model-package(?P<of_group>-group)?/{_TEXT}"
)


class ModelPackage(NamedTuple):
    """One version of a model package group, or all of them."""

    name: str
    """That of the group, or of a package without versions."""
    version: int | None = None
    """None for every version, and for a package without versions."""
    account: str = ""
    """The ARN up to the account; empty for any."""
    arn: str | None = None
    """The ARN of the one package that is meant, where it was given."""
    region: str | None = None
    """The region of its ARN; None for a name."""

    @property
    def title(self) -> str:
        """The name, with the version if there is one."""
        return self.name if self.version is None else f"{self.name}/{self.version}"

    @property
    def identifier(self) -> str:
        """The name of the group, or its ARN where an account is known."""
        return f"{self.account}:model-package-group/{self.name}" if self.account else self.name

    @property
    def is_group(self) -> bool:
        """Whether every version is meant."""
        return self.version is None and self.arn is None

    def includes(self, arn: str | None) -> bool:
        """Whether the ARN of a package is that of one which is meant.

        SageMaker writes names in lower case in some ARNs: https://github.com/boto/boto3/issues/4606
        """
        if self.arn is not None:
            return arn == self.arn
        other = from_arn(arn or "")
        return (
            other is not None
            and other.name.lower() == self.name.lower()
            and self.version in (None, other.version)
            and self.account in ("", other.account)
        )


def model_package(text: str) -> ModelPackage:
    """Read the name of a group, `GROUP/VERSION`, or an ARN of either. Raise ValueError."""
    read = from_arn(text) if text.startswith("arn:") else _named(text)
    if read is None:
        raise ValueError(
            "expected a model package group or version: GROUP, GROUP/VERSION or an ARN, "
            f"got {text!r}"
        )
    return read


def from_arn(text: str) -> ModelPackage | None:
    """Return what the ARN of a model package or of a group means; None for any other text."""
    match = re.fullmatch(_ARN, text)
    if match is None or (match["of_group"] and match["version"]):
        return None
    return ModelPackage(
        name=match["name"],
        version=_version(match),
        account=match["account"],
        arn=None if match["of_group"] else text,
        region=match["region"],
    )


def _named(text: str) -> ModelPackage | None:
    match = re.fullmatch(_TEXT, text)
    return match and ModelPackage(match["name"], _version(match))


def _version(match: re.Match[str]) -> int | None:
    return int(match["version"]) if match["version"] else None
