"""botocore's description of SageMaker, cut down to what irctl calls.

botocore describes SageMaker with 3,200 shapes in several megabytes of JSON and parses
all of it for each client. irctl uses a few dozen. The cut is made once from the installed
botocore, by its own loader, and kept in the cache under botocore's version; the client,
its parser and its validation are botocore's own.
"""

import json
import os
from collections.abc import Mapping
from typing import Any

import botocore
from botocore.loaders import Loader

from irctl import cache

_SERVICE = "sagemaker"
# The services whose endpoints are looked up: SageMaker, and those that credentials come from.
_ENDPOINTS = ("api.sagemaker", "sts", "oidc", "portal.sso", "signin")
_FORMAT = 1
"""To be raised when what is kept, or how, changes."""


class TrimmedLoader(Loader):
    """Loads what a SageMaker client needs from the cache, everything else as ever."""

    def __init__(self, operations: tuple[str, ...]):
        super().__init__()
        self._operations = operations
        self._name = f"sagemaker-{botocore.__version__}-{_FORMAT}.json"
        self._cut: dict[str, Any] = _kept(self._name)

    def load_service_model(
        self, service_name: str, type_name: str, api_version: str | None = None
    ) -> Any:
        if service_name != _SERVICE or api_version is not None:
            return super().load_service_model(service_name, type_name, api_version)
        if type_name == "service-2":
            return self._cut_down()["service-2"]
        # Without the listing of every service's folder.
        version = self.determine_latest_version(service_name, type_name)
        return self.load_data(os.path.join(service_name, version, type_name))

    def load_data_with_path(self, name: str) -> Any:
        if name == "endpoints":
            return self._cut_down()[name], os.path.join(self.BUILTIN_DATA_PATH, name)
        return super().load_data_with_path(name)

    def _cut_down(self) -> dict[str, Any]:
        if not self._cut:
            self._cut = {
                "service-2": _trimmed_model(
                    super().load_service_model(_SERVICE, "service-2"), self._operations
                ),
                "endpoints": _trimmed_endpoints(super().load_data_with_path("endpoints")[0]),
            }
            cache.write(self._name, json.dumps(self._cut).encode())
        return self._cut


def applies(environ: Mapping[str, str]) -> bool:
    """Whether botocore's own models are in use; a user can put others in their place."""
    return not environ.get("AWS_DATA_PATH") and not os.path.isdir(Loader.CUSTOMER_DATA_PATH)


def _kept(name: str) -> dict[str, Any]:
    try:
        kept = json.loads(cache.read(name) or b"")
    except ValueError:
        return {}
    return kept if isinstance(kept, dict) and {"service-2", "endpoints"} <= kept.keys() else {}


def _trimmed_model(model: Mapping[str, Any], operations: tuple[str, ...]) -> dict[str, Any]:
    """A service model with some of its operations and the shapes that these reach."""
    kept: dict[str, Any] = {}

    def keep(name: str) -> None:
        if name not in kept:
            shape = _without_documentation(model["shapes"][name])
            kept[name] = shape
            for reference in _references(shape):
                keep(reference)

    chosen = {name: _without_documentation(model["operations"][name]) for name in operations}
    for reference in _references(chosen):
        keep(reference)
    return {
        **{k: v for k, v in model.items() if k not in ("operations", "shapes", "documentation")},
        "operations": chosen,
        "shapes": kept,
    }


def _references(value: Any) -> list[str]:
    """The names of the shapes that a part of a model refers to."""
    if isinstance(value, dict):
        own = [value["shape"]] if isinstance(value.get("shape"), str) else []
        return own + [name for item in value.values() for name in _references(item)]
    if isinstance(value, list):
        return [name for item in value for name in _references(item)]
    return []


def _without_documentation(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: _without_documentation(item)
            for key, item in value.items()
            if key != "documentation" or isinstance(item, dict)
        }
    return value


def _trimmed_endpoints(endpoints: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **endpoints,
        "partitions": [
            {
                **partition,
                "services": {
                    name: service
                    for name, service in partition["services"].items()
                    if name in _ENDPOINTS
                },
            }
            for partition in endpoints["partitions"]
        ],
    }
