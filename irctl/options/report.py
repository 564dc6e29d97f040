"""What a report shows, and to whom."""

import re
from typing import Annotated, NamedTuple

import typer

from irctl.errors import UsageError
from irctl.options.shared import Group
from irctl.options.values import parser

_PANEL = "Report"


def _address(text: str) -> str:
    """Read the address of a picture. Raise ValueError."""
    if not re.fullmatch(r"https?://[^\s<>()\"'`\\]+", text):
        raise ValueError(f"expected an address such as https://example.com/bill.png, got {text!r}")
    return text


_Open = Annotated[
    bool,
    typer.Option(
        "--open",
        help="Open the page in a browser.",
        rich_help_panel=_PANEL,
    ),
]
_IncludeResponse = Annotated[
    bool,
    typer.Option(
        "--include-response",
        help="Add the responses of the API, which the page's readers can save: they contain the "
        "roles, networks and payloads of the jobs.",
        rich_help_panel=_PANEL,
    ),
]
_Anonymous = Annotated[
    bool,
    typer.Option(
        "--anonymous",
        help="Leave out the names, descriptions, ARNs and endpoints of the jobs.",
        rich_help_panel=_PANEL,
    ),
]

_Picture = Annotated[
    str | None,
    typer.Option(
        "--picture",
        metavar="URL",
        parser=parser(_address),
        help="Begin the comment of -o markdown with the picture at this address.",
        rich_help_panel=_PANEL,
    ),
]


class Disclosure(NamedTuple):
    """What a reader of the report sees, and whether it is opened at once."""

    is_anonymous: bool = False
    includes_response: bool = False
    is_opened: bool = False
    picture: str | None = None
    """The address of a picture for the comment."""


def _disclosure(
    anonymous: _Anonymous = False,
    include_response: _IncludeResponse = False,
    open_: _Open = False,
    picture: _Picture = None,
) -> Disclosure:
    """Return what the options describe. Raise UsageError."""
    if anonymous and include_response:
        raise UsageError("--anonymous and --include-response exclude each other")
    return Disclosure(
        is_anonymous=anonymous,
        includes_response=include_response,
        is_opened=open_,
        picture=picture,
    )


NOTHING_MORE = Disclosure()
"""The names of the jobs, without their responses."""
Shown = Annotated[Disclosure, Group(_disclosure)]
