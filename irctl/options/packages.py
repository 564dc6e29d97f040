"""Which jobs to read: JOBs, or those about the versions of a model package group."""

from collections.abc import Sequence
from typing import Annotated, NamedTuple

import typer

from irctl.errors import UsageError
from irctl.jobs.model_package import ModelPackage, model_package
from irctl.options.shared import JOB_HELP, Group, job_argument
from irctl.options.values import parser


class Given(NamedTuple):
    """JOBs, or a model package group."""

    jobs: Sequence[str]
    group: ModelPackage | None


def _group(text: str) -> ModelPackage:
    package = model_package(text)
    if not package.is_group:
        raise ValueError(f"expected a model package group, got one version: {text!r}")
    return package


Jobs = Annotated[list[str] | None, job_argument("[JOB]...")]
ModelPackageGroup = Annotated[
    ModelPackage | None,
    typer.Option(
        "--model-package",
        metavar="GROUP",
        parser=parser(_group),
        help="In place of JOB: the latest completed job of each version of this model package "
        "group, the oldest version first. GROUP is a name or an ARN.",
    ),
]


def _given(jobs: Jobs = None, model_package: ModelPackageGroup = None) -> Given:
    if model_package is not None and jobs:
        raise UsageError("JOB and --model-package exclude each other")
    if model_package is None and not jobs:
        valid = JOB_HELP.removesuffix(".")
        raise UsageError(
            "Missing argument 'JOB...', or --model-package GROUP", f"{valid}; see --help"
        )
    return Given(jobs or (), model_package)


JobsOrGroup = Annotated[Given, Group(_given)]
