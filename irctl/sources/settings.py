"""The options that choose an AWS account."""

from typing import NamedTuple

from irctl.redaction import redacted


class Settings(NamedTuple):
    """How to reach AWS; None leaves it to the environment and configuration files."""

    profile: str | None = None
    region: str | None = None
    endpoint_url: str | None = None
    demo: bool = False

    @property
    def options(self) -> str:
        """The options as shell text to append to another command, each after a space."""
        from shlex import quote

        if self.demo:
            return " --demo"
        values = {
            "--profile": self.profile,
            "--region": self.region,
            "--endpoint-url": redacted(self.endpoint_url or ""),
        }
        return "".join(f" {option} {quote(value)}" for option, value in values.items() if value)
