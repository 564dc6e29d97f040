"""Values that are known on this machine: AWS profiles and regions."""

import importlib.util
import json
import os
import re
import shlex
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress

from irctl.completion.line import TypedLine
from irctl.completion.suggestion import Suggestion
from irctl.sources.settings import EVERY_REGION

_SECTION = re.compile(r"^\[([^\]]+)\]", re.MULTILINE)


def profiles(line: TypedLine) -> Iterable[Suggestion]:
    return map(Suggestion, profile_names(line.world.environ))


def profile_names(environ: Mapping[str, str]) -> list[str]:
    """Return the profiles in the files of the AWS CLI, sorted."""
    config = environ.get("AWS_CONFIG_FILE") or "~/.aws/config"
    credentials = environ.get("AWS_SHARED_CREDENTIALS_FILE") or "~/.aws/credentials"
    names = {*_sections(credentials)}
    for section in _sections(config):
        if section == "default":
            names.add(section)
        with suppress(ValueError):  # an open quote
            kind, *name = shlex.split(section)
            if kind == "profile":
                names.update(name)
    return sorted(names)


def _sections(path: str) -> Iterator[str]:
    path = os.path.expanduser(os.path.expandvars(path))
    with suppress(OSError, ValueError), open(path, encoding="utf-8") as file:
        yield from (name.strip() for name in _SECTION.findall(file.read()))


def regions(line: TypedLine) -> Iterable[Suggestion]:
    """Return the regions of SageMaker in all partitions, as botocore's data has them.

    The file is read without importing botocore, which takes ten times as long.
    """
    botocore = importlib.util.find_spec("botocore")
    (directory,) = (botocore and botocore.submodule_search_locations) or [""]
    with open(os.path.join(directory, "data", "endpoints.json"), encoding="utf-8") as file:
        partitions = json.load(file)["partitions"]
    named = [
        Suggestion(region)
        for partition in partitions
        for region in partition["services"].get(_SAGEMAKER, {}).get("endpoints", ())
        if region in partition["regions"]  # the others are endpoints with FIPS cryptography
    ]
    return [Suggestion(EVERY_REGION, "Every region that offers SageMaker."), *named]


_SAGEMAKER = "api.sagemaker"
"""Its name in the endpoints, which is that of its host."""
