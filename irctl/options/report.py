"""What a report shows, and to whom."""

from typing import Annotated, NamedTuple

import typer

from irctl.errors import UsageError
from irctl.options.shared import Group

_PANEL = "Report"

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


class Disclosure(NamedTuple):
    """What a reader of the report sees, and whether it is opened at once."""

    is_anonymous: bool = False
    includes_response: bool = False
    is_opened: bool = False


def _disclosure(
    anonymous: _Anonymous = False,
    include_response: _IncludeResponse = False,
    open_: _Open = False,
) -> Disclosure:
    """Return what the options describe. Raise UsageError."""
    if anonymous and include_response:
        raise UsageError("--anonymous and --include-response exclude each other")
    return Disclosure(anonymous, include_response, open_)


NOTHING_MORE = Disclosure()
"""The names of the jobs, without their responses."""
Shown = Annotated[Disclosure, Group(_disclosure)]
