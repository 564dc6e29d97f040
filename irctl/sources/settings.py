"""The options that choose an AWS account, and the jobs in it."""

from typing import NamedTuple

from irctl.redaction import redacted

EVERY_REGION = "all"
"""What --region takes in place of the names of all regions that offer SageMaker."""


class Place(NamedTuple):
    """A profile and a region, None being the configured one."""

    profile: str | None = None
    region: str | None = None


class Settings(NamedTuple):
    """How to reach AWS; None leaves it to the environment and configuration files."""

    profile: str | None = None
    region: str | None = None
    endpoint_url: str | None = None
    demo: bool = False
    kind: str | None = None
    """The kind of jobs; None is any."""

    @property
    def options(self) -> str:
        """The options as shell text to append to another command, each after a space."""
        from shlex import quote

        account = {
            "--profile": self.profile,
            "--region": self.region,
            "--endpoint-url": redacted(self.endpoint_url or ""),
        }
        values = {**({} if self.demo else account), "--kind": self.kind}
        given = [f" {option} {quote(value)}" for option, value in values.items() if value]
        return "".join([" --demo", *given] if self.demo else given)
