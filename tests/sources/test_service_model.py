"""The cut of botocore's model does what the whole does, for what irctl calls."""

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import botocore
import botocore.session
import pytest
from botocore.loaders import Loader
from botocore.model import ListShape, OperationModel, ServiceModel, Shape, StructureShape
from botocore.parsers import ResponseParserError, create_parser
from botocore.regions import EndpointResolver
from hypothesis import given, settings
from hypothesis import strategies as st

from irctl import cache as files_that_save_time
from irctl.sources import service_model
from irctl.sources.service_model import OPERATIONS


@cache
def whole() -> ServiceModel:
    return ServiceModel(Loader().load_service_model("sagemaker", "service-2"), "sagemaker")


@pytest.fixture(autouse=True)
def empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "irctl"


def cut() -> ServiceModel:
    loader = service_model.TrimmedLoader()
    return ServiceModel(loader.load_service_model("sagemaker", "service-2"), "sagemaker")


@cache
def kept() -> ServiceModel:
    """The cut that a test of many examples makes once."""
    return cut()


def responses(shape: Shape) -> st.SearchStrategy[Any]:
    """Bodies on the wire for a shape: any member there or not, unknown ones too."""
    if isinstance(shape, StructureShape):
        members = {name: responses(member) for name, member in shape.members.items()}
        known = st.fixed_dictionaries({}, optional=members)
        return st.builds(
            lambda known, unknown: {**unknown, **known},
            known,
            st.dictionaries(st.sampled_from(["New", "Newer"]), st.integers(), max_size=1),
        )
    if isinstance(shape, ListShape):
        return st.lists(responses(shape.member), max_size=2)
    return {
        "string": st.text(max_size=8),
        "integer": st.integers() | st.just("NaN"),
        "float": st.floats(allow_nan=False) | st.just("NaN"),
        "double": st.floats(allow_nan=False),
        "timestamp": st.integers(0, 4_000_000_000) | st.floats(0, 4e9),
    }[shape.type_name]


@settings(deadline=None, max_examples=150)
@given(st.data())
def test_it_parses_every_response_as_the_whole_model_does(data: st.DataObject) -> None:
    operation = data.draw(st.sampled_from(OPERATIONS))
    ours, theirs = kept().operation_model(operation), whole().operation_model(operation)
    body = json.dumps(data.draw(responses(theirs.output_shape or Shape("x", {}, None)))).encode()
    assert parsed(ours, body) == parsed(theirs, body)


def parsed(operation: OperationModel, body: bytes) -> Any:
    response = {"status_code": 200, "headers": {}, "body": body}
    assert operation.output_shape is not None
    try:
        return create_parser("json").parse(response, operation.output_shape)
    except ResponseParserError as error:  # of a union with no member
        return str(error)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_it_has_every_member_of_what_is_sent_and_answered(operation: str) -> None:
    ours, theirs = cut().operation_model(operation), whole().operation_model(operation)
    for own, other in (
        (ours.input_shape, theirs.input_shape),
        (ours.output_shape, theirs.output_shape),
    ):
        assert own is not None
        assert other is not None
        assert members(own) == members(other)
    assert [e.name for e in ours.error_shapes] == [e.name for e in theirs.error_shapes]


def members(shape: Shape) -> Any:
    """A shape as plain values: names, types, what is required and what is allowed."""
    if isinstance(shape, StructureShape):
        inner = {name: members(member) for name, member in shape.members.items()}
        return shape.type_name, inner, shape.required_members
    if isinstance(shape, ListShape):
        return shape.type_name, members(shape.member), shape.metadata
    return shape.type_name, shape.metadata


def test_it_finds_the_same_endpoints_in_every_region() -> None:
    loader = Loader()
    whole = EndpointResolver(loader.load_data("endpoints"))
    cut = EndpointResolver(service_model.TrimmedLoader().load_data("endpoints"))
    for partition in whole.get_available_partitions():
        for region in session_regions(partition):
            for service in ("api.sagemaker", "sts", "oidc", "portal.sso", "signin"):
                assert cut.construct_endpoint(service, region) == whole.construct_endpoint(
                    service, region
                )


def session_regions(partition: str) -> list[str]:
    regions = botocore.session.get_session().get_available_regions("ec2", partition)
    return [*regions, "us-moon-1"]


def test_it_is_a_small_part_and_is_kept_for_this_version_of_botocore(empty_cache: Path) -> None:
    cut()
    (kept,) = empty_cache.iterdir()
    assert botocore.__version__ in kept.name
    assert kept.stat().st_size < 100_000


@pytest.mark.parametrize("spoil", [b"", b"{}", b'{"service-2": {}}', b"\x00" * 100])
def test_a_broken_or_foreign_file_is_ignored_and_made_anew(empty_cache: Path, spoil: bytes) -> None:
    cut()
    (kept,) = empty_cache.iterdir()
    good = kept.read_bytes()
    kept.write_bytes(spoil)
    assert set(cut().operation_names) == set(OPERATIONS)
    assert kept.read_bytes() == good


@pytest.mark.parametrize("content", [b"[1]", b'{"a": 1}', b"{", b"null"])
def test_a_whole_file_of_something_else_is_made_anew(empty_cache: Path, content: bytes) -> None:
    cut()
    (kept,) = empty_cache.iterdir()
    files_that_save_time.write(kept.name, content)
    assert set(cut().operation_names) == set(OPERATIONS)


@pytest.mark.parametrize(
    "place", ["/dev/null/nowhere", "/proc/irctl"], ids=["not a folder", "read-only"]
)
def test_without_a_folder_to_keep_it_in_it_only_takes_longer(
    place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", place)
    assert set(cut().operation_names) == set(OPERATIONS)


def test_several_processes_may_make_it_at_once(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "irctl", "describe", "resnet50-default", "--demo", "--json"]
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "new")}
    runs = [subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) for _ in range(6)]
    outputs = {run.communicate()[0] for run in runs}
    assert len(outputs) == 1
    assert json.loads(outputs.pop())["JobName"] == "resnet50-default"


def test_a_models_folder_of_the_users_own_is_left_in_charge(tmp_path: Path) -> None:
    assert service_model.applies({})
    assert not service_model.applies({"AWS_DATA_PATH": str(tmp_path)})
