"""What a report shows, and to whom."""

from typing import Annotated

import typer

_PANEL = "Report"

Anonymous = Annotated[
    bool,
    typer.Option(
        "--anonymous",
        help="Leave out the names, descriptions, ARNs and endpoints of the jobs.",
        rich_help_panel=_PANEL,
    ),
]
