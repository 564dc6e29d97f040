"""Removing secrets from the messages of other libraries and from what users typed."""

import re

# Up to the last @: a password may contain an @ or a slash.
_USER = re.compile(r"""(?<=//)[^\s"']*@|\b[^\s"'/@:]+:[^\s"']+@""")
_HEADER = re.compile(r"(Invalid header value).*", re.DOTALL)


def redacted(text: str) -> str:
    """The text without the user and password of a URL, and without an invalid header value.

    Such a header may be the signature or the session token.
    """
    return _HEADER.sub(r"\1", _USER.sub("***@", text))
