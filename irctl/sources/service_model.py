"""botocore's service model of SageMaker, trimmed to the operations that irctl calls.

botocore describes SageMaker with 3,200 shapes in several megabytes of JSON and parses
all of it for each client; irctl uses a few dozen. The model is trimmed once, from the
installed botocore by its own loader, and cached under botocore's version; the client,
its parser and its validation are botocore's own.
"""

import json
import os
from collections.abc import Iterator, Mapping
from typing import Any

import botocore
from botocore.loaders import Loader

from irctl import cache

OPERATIONS = (
    "DescribeAIBenchmarkJob",
    "DescribeAIRecommendationJob",
    "DescribeInferenceRecommendationsJob",
    "GetScalingConfigurationRecommendation",
    "ListAIBenchmarkJobs",
    "ListAIRecommendationJobs",
    "ListInferenceRecommendationsJobSteps",
    "ListInferenceRecommendationsJobs",
    "ListModelPackages",
)
"""Everything that irctl calls; its client refuses any other operation.

botocore has those of AI jobs from version 1.42.93 on.
"""

_SERVICE = "sagemaker"
# The services whose endpoints are looked up: those that irctl reads, and those that issue
# credentials.
_ENDPOINTS = ("api.sagemaker", "s3", "sts", "oidc", "portal.sso", "signin")
_FORMAT = 5
"""Increase it when the content of the cached file changes."""


class TrimmedLoader(Loader):
    """Loads the files of a SageMaker client from the cache, all others as botocore does."""

    def __init__(self) -> None:
        super().__init__()
        self._cache_name = f"sagemaker-{botocore.__version__}-{_FORMAT}.json"
        self._cached = _read_cache(self._cache_name)

    def load_service_model(
        self, service_name: str, type_name: str, api_version: str | None = None
    ) -> Any:
        if service_name != _SERVICE or api_version is not None:
            return super().load_service_model(service_name, type_name, api_version)
        if type_name == "service-2":
            return self._trimmed()["service-2"]
        # botocore would list the folders of all services first.
        version = self.determine_latest_version(service_name, type_name)
        return self.load_data(os.path.join(service_name, version, type_name))

    def load_data_with_path(self, name: str) -> Any:
        if name == "endpoints":
            return self._trimmed()[name], os.path.join(self.BUILTIN_DATA_PATH, name)
        return super().load_data_with_path(name)

    def _trimmed(self) -> dict[str, Any]:
        if not self._cached:
            self._cached = {
                "service-2": trimmed_model(super().load_service_model(_SERVICE, "service-2")),
                "endpoints": _trimmed_endpoints(super().load_data_with_path("endpoints")[0]),
            }
            cache.write(self._cache_name, json.dumps(self._cached).encode())
        return self._cached


def applies(environ: Mapping[str, str]) -> bool:
    """Whether botocore's own models are in use; a user can replace them."""
    return not environ.get("AWS_DATA_PATH") and not os.path.isdir(Loader.CUSTOMER_DATA_PATH)


def _read_cache(name: str) -> dict[str, Any]:
    """The cached file; empty if it is missing or not what irctl wrote."""
    try:
        content = json.loads(cache.read(name) or b"")
    except ValueError:
        return {}
    is_ours = isinstance(content, dict) and {"service-2", "endpoints"} <= content.keys()
    return content if is_ours else {}


def trimmed_model(model: Mapping[str, Any]) -> dict[str, Any]:
    """A service model of `OPERATIONS` and the shapes that they use."""
    shapes: dict[str, Any] = {}

    def add(name: str) -> None:
        if name not in shapes:
            shapes[name] = _without_documentation(model["shapes"][name])
            # botocore refuses a whole response for a union that it doesn't understand.
            shapes[name].pop("union", None)
            for reference in _references(shapes[name]):
                add(reference)

    operations = {
        name: _without_documentation(model["operations"][name])
        for name in OPERATIONS
        if name in model["operations"]
    }
    for reference in _references(operations):
        add(reference)
    return {
        **{k: v for k, v in model.items() if k not in ("operations", "shapes", "documentation")},
        "operations": operations,
        "shapes": shapes,
    }


def _references(value: Any) -> Iterator[str]:
    """The names of the shapes that a part of a model refers to."""
    if isinstance(value, dict):
        if isinstance(value.get("shape"), str):
            yield value["shape"]
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _references(item)


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
