"""The trimmed service model behaves like the complete one for the operations of irctl."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import botocore
import pytest
from botocore.loaders import Loader
from botocore.model import (
    ListShape,
    MapShape,
    OperationModel,
    ServiceModel,
    Shape,
    StructureShape,
)
from botocore.parsers import create_parser
from botocore.regions import EndpointResolver
from hypothesis import given
from hypothesis import strategies as st

from irctl import cache as irctl_cache
from irctl.sources import service_model
from irctl.sources.service_model import OPERATIONS


@cache
def complete() -> ServiceModel:
    return ServiceModel(Loader().load_service_model("sagemaker", "service-2"), "sagemaker")


@pytest.fixture(autouse=True)
def empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "irctl"


def trimmed() -> ServiceModel:
    loader = service_model.TrimmedLoader()
    return ServiceModel(loader.load_service_model("sagemaker", "service-2"), "sagemaker")


@cache
def trimmed_once() -> ServiceModel:
    """The trimmed model for a test of many examples."""
    return trimmed()


@cache
def responses_to(operation: str) -> st.SearchStrategy[Any]:
    shape = complete().operation_model(operation).output_shape
    assert shape is not None
    return responses(shape)


def responses(shape: Shape) -> st.SearchStrategy[Any]:
    """Response bodies of a shape, with any of its members and unknown ones."""
    if isinstance(shape, StructureShape):
        members = {name: responses(member) for name, member in shape.members.items()}
        if shape.is_tagged_union:  # AWS sends exactly one member
            return st.one_of(
                *(st.fixed_dictionaries({name: member}) for name, member in members.items())
            )
        known = st.fixed_dictionaries({}, optional=members)
        return st.builds(
            lambda known, unknown: {**unknown, **known},
            known,
            st.dictionaries(st.sampled_from(["New", "Newer"]), st.integers(), max_size=1),
        )
    if isinstance(shape, ListShape):
        return st.lists(responses(shape.member), max_size=2)
    if isinstance(shape, MapShape):
        return st.dictionaries(st.text(max_size=8), responses(shape.value), max_size=2)
    return {
        "boolean": st.booleans(),
        "string": st.text(max_size=8),
        "integer": st.integers() | st.just("NaN"),
        "float": st.floats(allow_nan=False) | st.just("NaN"),
        "double": st.floats(allow_nan=False),
        "timestamp": st.integers(0, 4_000_000_000) | st.floats(0, 4e9),
    }[shape.type_name]


@given(st.data())
def test_responses_are_parsed_as_by_the_complete_model(data: st.DataObject) -> None:
    operation = data.draw(st.sampled_from(OPERATIONS))
    ours = trimmed_once().operation_model(operation)
    theirs = complete().operation_model(operation)
    body = json.dumps(data.draw(responses_to(operation))).encode()
    assert parsed(ours, body) == parsed(theirs, body)


def parsed(operation: OperationModel, body: bytes) -> Any:
    response = {"status_code": 200, "headers": {}, "body": body}
    assert operation.output_shape is not None
    return create_parser("json").parse(response, operation.output_shape)


@pytest.mark.parametrize(
    "source",
    [{}, {"Hub": {"Name": "x"}}, {"S3": {"S3Uri": "s3://b/k"}, "Hub": {"Name": "x"}}],
    ids=["no member", "an unknown member", "two members"],
)
def test_a_union_that_botocore_does_not_understand_is_read(source: Any) -> None:
    operation = trimmed().operation_model("DescribeAIRecommendationJob")
    body = json.dumps({"AIRecommendationJobName": "a", "ModelSource": source}).encode()
    assert parsed(operation, body)["AIRecommendationJobName"] == "a"


@pytest.mark.parametrize("missing", ["DescribeAIBenchmarkJob", "ListAIRecommendationJobs"])
def test_an_operation_that_botocore_lacks_is_left_out(missing: str) -> None:
    model = Loader().load_service_model("sagemaker", "service-2")
    older = {k: v for k, v in model["operations"].items() if k != missing}
    kept = service_model.trimmed_model({**model, "operations": older})["operations"]
    assert set(kept) == set(OPERATIONS) - {missing}


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_member_of_requests_and_responses_is_kept(operation: str) -> None:
    ours = trimmed_once().operation_model(operation)
    theirs = complete().operation_model(operation)
    for own, other in (
        (ours.input_shape, theirs.input_shape),
        (ours.output_shape, theirs.output_shape),
    ):
        assert own is not None
        assert other is not None
        assert members(own) == members(other)
    assert [shape.name for shape in ours.error_shapes] == [
        shape.name for shape in theirs.error_shapes
    ]


def names(shapes: Iterable[Shape]) -> list[str]:
    return [shape.name for shape in shapes]


def members(shape: Shape) -> Any:
    """A shape as plain values: names, types, required members and limits."""
    if isinstance(shape, StructureShape):
        inner = {name: members(member) for name, member in shape.members.items()}
        return shape.type_name, inner, shape.required_members
    if isinstance(shape, ListShape):
        return shape.type_name, members(shape.member), shape.metadata
    return shape.type_name, shape.metadata


def test_endpoints_are_the_same_in_every_region() -> None:
    theirs = EndpointResolver(Loader().load_data("endpoints"))
    ours = EndpointResolver(service_model.TrimmedLoader().load_data("endpoints"))
    for partition in theirs.get_available_partitions():
        for region in [*theirs.get_available_endpoints("ec2", partition), "us-moon-1"]:
            for service in ("api.sagemaker", "sts", "oidc", "portal.sso", "signin"):
                assert ours.construct_endpoint(service, region) == theirs.construct_endpoint(
                    service, region
                )


def test_the_trimmed_model_is_small_and_cached_by_botocores_version(empty_cache: Path) -> None:
    trimmed()
    (file,) = empty_cache.iterdir()
    assert botocore.__version__ in file.name
    assert file.stat().st_size < 100_000


@pytest.mark.parametrize("spoil", [b"", b"{}", b'{"service-2": {}}', b"\x00" * 9], ids=repr)
def test_a_damaged_file_in_the_cache_is_replaced(empty_cache: Path, spoil: bytes) -> None:
    trimmed()
    (file,) = empty_cache.iterdir()
    good = file.read_bytes()
    file.write_bytes(spoil)
    assert set(trimmed().operation_names) == set(OPERATIONS)
    assert file.read_bytes() == good


@pytest.mark.parametrize("content", [b"[1]", b'{"a": 1}', b"{", b"null"])
def test_a_file_of_something_else_is_replaced(empty_cache: Path, content: bytes) -> None:
    trimmed()
    (file,) = empty_cache.iterdir()
    irctl_cache.write(file.name, content)
    assert set(trimmed().operation_names) == set(OPERATIONS)


@pytest.mark.parametrize(
    "place", ["/dev/null/nowhere", "/proc/irctl"], ids=["not a folder", "read-only"]
)
def test_without_a_cache_folder_loading_only_takes_longer(
    place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", place)
    assert set(trimmed().operation_names) == set(OPERATIONS)


def test_several_processes_may_write_it_at_once(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "irctl", "describe", "resnet50-default", "--demo", "--json"]
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "new")}
    runs = [subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) for _ in range(3)]
    outputs = {run.communicate()[0] for run in runs}
    assert len(outputs) == 1
    assert json.loads(outputs.pop())["JobName"] == "resnet50-default"


def test_the_users_own_models_are_not_replaced(tmp_path: Path) -> None:
    assert service_model.applies({})
    assert not service_model.applies({"AWS_DATA_PATH": str(tmp_path)})
