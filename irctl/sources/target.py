"""The profile and region that a request goes to, as error messages describe them."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple


class Target(NamedTuple):
    profile: str | None = None
    region: str | None = None
    config: Mapping[str, Any] = MappingProxyType({})
    """The AWS configuration files, as botocore reads them."""
    uses_environment_keys: bool = False
    """Whether the credentials are those of AWS_ACCESS_KEY_ID."""

    @property
    def in_region(self) -> str:
        return f" in {self.region}" if self.region else ""

    @property
    def sign_in_hint(self) -> str:
        """How to get valid credentials, depending on where the profile takes them from."""
        option = f" --profile {self.profile}" if self.profile else ""
        if self.uses_environment_keys:
            return (
                "AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN are in use: "
                "set new values, or choose a profile: --profile NAME"
            )
        if "credential_process" in self._profile_settings:
            return "run the profile's credential_process from ~/.aws/config by hand"
        if self._profile_settings.keys() & {"sso_session", "sso_start_url"}:
            return f"sign in: aws sso login{option}"
        return (
            f"set credentials: aws configure{option}, or aws sso login --profile NAME, "
            "or set AWS_PROFILE; try irctl without credentials: --demo"
        )

    @property
    def account_id(self) -> str | None:
        """The AWS account of the profile, where its settings say it."""
        settings = self._profile_settings
        role = str(settings.get("role_arn", "")).split(":")
        return settings.get("sso_account_id") or (role[4] if len(role) > 4 else None)

    @property
    def _profile_settings(self) -> Mapping[str, Any]:
        profiles: Mapping[str, Mapping[str, Any]] = self.config.get("profiles", {})
        return profiles.get(self.profile or "default", {})
