"""What a report shows, and to whom."""

from typing import Annotated

import typer

_PANEL = "Report"

Open = Annotated[
    bool,
    typer.Option(
        "--open",
        help="Open the page in a browser.",
        rich_help_panel=_PANEL,
    ),
]
IncludeResponse = Annotated[
    bool,
    typer.Option(
        "--include-response",
        help="Add the responses of the API, which the page's readers can save: they contain the "
        "roles, networks and payloads of the jobs.",
        rich_help_panel=_PANEL,
    ),
]
Anonymous = Annotated[
    bool,
    typer.Option(
        "--anonymous",
        help="Leave out the names, descriptions, ARNs and endpoints of the jobs.",
        rich_help_panel=_PANEL,
    ),
]
