"""Taking secrets out of what other libraries say of a failure, and of what users typed."""

import re

# Up to the last @: a password may hold one, and a slash.
_USER = re.compile(r"""(?<=//)[^\s"']*@|\b[^\s"'/@:]+:[^\s"']+@""")
_HEADER = re.compile(r"(Invalid header value).*", re.DOTALL)


def redacted(text: str) -> str:
    """The text without the user and password of a URL, and without the header that a
    request could not be made with: it may be the signature or the session token."""
    return _HEADER.sub(r"\1", _USER.sub("***@", text))
