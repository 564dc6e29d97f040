"""Which account is meant: the options that say so."""

from typing import NamedTuple

from irctl.redaction import redacted


class Settings(NamedTuple):
    """Where to find AWS; None leaves it to the environment and configuration files."""

    profile: str | None = None
    region: str | None = None
    endpoint_url: str | None = None
    demo: bool = False

    @property
    def options(self) -> str:
        """What leads another command there, to be copied into a shell; a space before each."""
        from shlex import quote

        if self.demo:
            return " --demo"
        named = {
            "--profile": self.profile,
            "--region": self.region,
            "--endpoint-url": redacted(self.endpoint_url or ""),
        }
        return "".join(f" {option} {quote(value)}" for option, value in named.items() if value)
