"""Removing secrets: from messages of other libraries, what users typed, and settings of jobs."""

import re
from functools import lru_cache
from typing import Any

# Patterns are compiled when they are first used: most runs use none, and they take a fortieth of
# the time of irctl --version.

# Up to the last @: a password may contain an @ or a slash.
_USER = r"""(?<=//)[^\s"']*@|\b[^\s"'/@:]+:[^\s"']+@"""
_HEADER = r"(?s)(Invalid header value).*"
_VALUE = r"""[^\s&;,"'<>)]+"""
_PARTS = r"token|signature|credential|secret|passw|pwd|api[-_]?key|access[-_]?key|jwt"
_PARAMETERS = (
    rf"(?i)((?:{_PARTS})[\w.%-]{{0,40}}(?:=|%3D)"  # by what the name contains
    r"|[?&;](?:amp;)?(?:sig|code|auth|key|session)="  # short names, only in a URL
    r"|\bx-amz-[\w-]{1,60}(?:=|%3D|\s*:\s*)"  # in a URL or a header
    rf"){_VALUE}"
)


def without_tokens(text: str) -> str:
    """The text without the values of parameters that name a secret, as in a URL's query."""
    return re.sub(_PARAMETERS, r"\1***", text)


def redacted(text: str) -> str:
    """The text without the secrets of a URL, and without an invalid header value.

    Such a header may be the signature or the session token.
    """
    return re.sub(_HEADER, r"\1", re.sub(_USER, "***@", without_tokens(text)))


_MASK = "***"
_SENSITIVE = (
    r"token|secret|password|passwd|pwd|passphrase|credentials?|jwt|auth|authorization|bearer"
    r"|(?:api|access|private|secret|signing|license|encryption)_?key(?:_id)?"
)
_SECRET_NAME = rf"(?:.*_)?(?:{_SENSITIVE})"
# Tokens of text, as in time_to_first_token, and special ones, as in eos_token.
_COUNTED = (
    r".*(?:first|second|last|next|per|input|output|inter|prompt|bos|eos|pad|unk|sep|cls|mask|stop)"
    r"_token"
)
_CAMEL_CASE = r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])"
_REFERENCE = r"arn:aws[a-z-]*:(?:secretsmanager|ssm):\S+"
_KNOWN_FORMS = r"\b(?:hf_[A-Za-z0-9]{16,}|sk-[A-Za-z0-9_-]{20,}|AKIA[A-Z0-9]{16})\b"
_NAME = r"(?P<name>[A-Za-z_][\w.-]*)"
_ASSIGNED = (
    rf"""(?P<start>{_NAME}["']?[^\S\n]*[:=][^\S\n]*["']?)"""
    r"""(?P<value>(?<=")(?:[^"\\]|\\.)+|(?<=')[^']+|[^\s"',;}\]]+)"""
)
"""A setting in JSON, YAML, TOML or a list of variables."""
_OPTION = rf"(?P<start>--{_NAME}[ ]+)(?P<value>[^\s-]\S*)"
_NO_SECRET = frozenset({"", "null", "None", "true", "false", _MASK})


def is_secret(name: str) -> bool:
    """Whether a setting with this name holds a secret: `hf_token`, `HF_TOKEN`, `apiKey`.

    Counts and times of tokens are none: `max_tokens`, `time_to_first_token`.
    """
    words = re.sub(r"[\W_]+", "_", re.sub(_CAMEL_CASE, "_", name)).strip("_").lower()
    return bool(re.fullmatch(_SECRET_NAME, words)) and not re.fullmatch(_COUNTED, words)


@lru_cache
def masked(name: str, value: str) -> str:
    """The value of a setting for people: `***` for a secret, also in a text of settings.

    A reference to a secret, such as its ARN in Secrets Manager, is none itself.
    """
    if is_secret(name):
        return value if value in _NO_SECRET or re.fullmatch(_REFERENCE, value) else _MASK
    for settings in (_ASSIGNED, _OPTION):
        value = re.sub(settings, _masked_setting, value)
    return re.sub(_KNOWN_FORMS, _MASK, value)


def _masked_setting(match: re.Match[str]) -> str:
    name, value = match["name"], match["value"]
    return match["start"] + (masked(name, value) if is_secret(name) else value)


def without_secrets(value: Any, name: str = "") -> Any:
    """A JSON value for people: a copy in which secrets at any depth are masked."""
    if isinstance(value, dict):
        return {key: without_secrets(item, str(key)) for key, item in value.items()}
    if isinstance(value, list):
        return [without_secrets(item, name) for item in value]
    return masked(name, value) if isinstance(value, str) else value
