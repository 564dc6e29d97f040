"""The option that opens a page of the AWS console."""

from typing import Annotated

import typer

Web = Annotated[
    bool,
    typer.Option(
        "--web",
        help="Open the Inference Recommender page of the AWS console in a browser instead.",
    ),
]
