"""Removing secrets from the messages of other libraries and from what users typed."""

import re

# Up to the last @: a password may contain an @ or a slash.
_USER = re.compile(r"""(?<=//)[^\s"']*@|\b[^\s"'/@:]+:[^\s"']+@""")
_HEADER = re.compile(r"(Invalid header value).*", re.DOTALL)
_VALUE = r"""[^\s&;,"'<>)]+"""
_PARTS = r"token|signature|credential|secret|passw|pwd|api[-_]?key|access[-_]?key|jwt"
_PARAMETERS = re.compile(
    rf"((?:{_PARTS})[\w.%-]{{0,40}}(?:=|%3D)"  # by what the name contains
    r"|[?&;](?:amp;)?(?:sig|code|auth|key|session)="  # short names, only in a URL
    r"|\bx-amz-[\w-]{1,60}(?:=|%3D|\s*:\s*)"  # in a URL or a header
    rf"){_VALUE}",
    re.IGNORECASE,
)


def without_tokens(text: str) -> str:
    """The text without the values of parameters that name a secret, as in a URL's query."""
    return _PARAMETERS.sub(r"\1***", text)


def redacted(text: str) -> str:
    """The text without the secrets of a URL, and without an invalid header value.

    Such a header may be the signature or the session token.
    """
    return _HEADER.sub(r"\1", _USER.sub("***@", without_tokens(text)))
