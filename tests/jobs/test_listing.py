"""Listing jobs: the API's filters and orders, also for jobs that are not in AWS."""

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone

import botocore.session
import pytest
from botocore.model import StringShape, StructureShape
from hypothesis import given
from hypothesis import strategies as st

from irctl.jobs import parse
from irctl.jobs.listing import ORDERS, SORTS, Listing, one_of, select, status
from irctl.jobs.model import JobSummary
from irctl.jobs.model_package import model_package
from irctl.jobs.statuses import STATUSES
from tests.strategies import LIST_JOBS

NOON = datetime(2026, 5, 1, 12, tzinfo=timezone.utc)
HOUR = timedelta(hours=1)
ACCOUNT = "arn:aws:sagemaker:us-east-1:111122223333"
PACKAGES = [f"{ACCOUNT}:model-package/{name}" for name in ("p/1", "p/2", "q/1")]


def listed(name: str = "j", **members: object) -> JobSummary:
    return parse.job_summary({"JobName": name, **members})


def names(jobs: list[JobSummary], listing: Listing) -> list[str | None]:
    return [job.name for job in select(jobs, listing)]


def test_the_newest_jobs_come_first_by_default() -> None:
    jobs = [
        listed("middle", CreationTime=NOON),
        listed("new", CreationTime=NOON + HOUR),
        listed("old", CreationTime=NOON - HOUR),
    ]
    assert names(jobs, Listing()) == ["new", "middle", "old"]
    assert names(jobs, Listing(sort_order="Ascending")) == ["old", "middle", "new"]


def test_jobs_are_sorted_by_name_or_status() -> None:
    jobs = [listed("b", Status="FAILED"), listed("a", Status="PENDING")]
    assert names(jobs, Listing(sort_by="Name", sort_order="Ascending")) == ["a", "b"]
    assert names(jobs, Listing(sort_by="Name")) == ["b", "a"]
    assert names(jobs, Listing(sort_by="Status", sort_order="Ascending")) == ["b", "a"]


@pytest.mark.parametrize("order", ORDERS.values())
@pytest.mark.parametrize("key", ["CreationTime", "Status"])
def test_equal_jobs_keep_the_order_given(key: str, order: str) -> None:
    jobs = [listed(name, CreationTime=NOON, Status="FAILED") for name in ("b", "c", "a")]
    assert names(jobs, Listing(sort_by=key, sort_order=order)) == ["b", "c", "a"]


def test_times_are_strictly_after_and_before() -> None:
    jobs = [listed("noon", CreationTime=NOON, LastModifiedTime=NOON)]
    assert names(jobs, Listing(creation_time_after=NOON)) == []
    assert names(jobs, Listing(creation_time_before=NOON)) == []
    assert names(jobs, Listing(creation_time_after=NOON - HOUR)) == ["noon"]
    assert names(jobs, Listing(creation_time_before=NOON + HOUR)) == ["noon"]
    assert names(jobs, Listing(last_modified_time_after=NOON)) == []
    assert names(jobs, Listing(last_modified_time_before=NOON + HOUR)) == ["noon"]


def test_a_job_without_the_filtered_member_is_not_listed() -> None:
    jobs = [parse.job_summary({})]
    assert select(jobs, Listing(creation_time_after=NOON)) == []
    assert select(jobs, Listing(name_contains="a")) == []
    assert select(jobs, Listing(statuses=("FAILED",))) == []
    assert select(jobs, Listing(model_name="m")) == []
    assert len(select(jobs, Listing())) == 1


def test_a_limit_keeps_the_first_jobs() -> None:
    jobs = [listed(name) for name in "cab"]
    assert names(jobs, Listing(sort_by="Name", sort_order="Ascending", limit=2)) == ["a", "b"]


_moments = st.none() | st.integers(-2, 2).map(lambda hours: NOON + hours * HOUR)
_summaries = st.lists(
    st.builds(
        parse.job_summary,
        st.fixed_dictionaries(
            {},
            optional={
                "JobName": st.sampled_from(["a", "b", "ab", "B"]),
                "Status": st.sampled_from(["COMPLETED", "FAILED"]),
                "ModelName": st.sampled_from(["m", "n"]),
                "ModelPackageVersionArn": st.sampled_from(PACKAGES),
                "CreationTime": _moments,
                "LastModifiedTime": _moments,
            },
        ),
    ),
    max_size=8,
)
_listings = st.builds(
    Listing,
    name_contains=st.none() | st.sampled_from(["a", "b"]),
    statuses=st.lists(st.sampled_from(["COMPLETED", "FAILED"]), unique=True).map(tuple),
    model_name=st.none() | st.sampled_from(["m", "n"]),
    model_package=st.none() | st.sampled_from(["p", "p/2", PACKAGES[0]]).map(model_package),
    creation_time_after=_moments,
    creation_time_before=_moments,
    last_modified_time_after=_moments,
    last_modified_time_before=_moments,
    sort_by=st.sampled_from([*SORTS.values()]),
    sort_order=st.sampled_from([*ORDERS.values()]),
    limit=st.none(),
)


@given(_summaries, _listings)
def test_a_job_is_listed_if_it_passes_every_filter(
    jobs: list[JobSummary], listing: Listing
) -> None:
    expected = []
    for job in jobs:
        wanted = [
            listing.name_contains is None or (job.name and listing.name_contains in job.name),
            not listing.statuses or job.status in listing.statuses,
            listing.model_name is None or job.model_name == listing.model_name,
            listing.model_package is None
            or f"/{listing.model_package.title}/" in f"{job.model_package_version_arn}/",
        ]
        for time, after, before in (
            (job.creation_time, listing.creation_time_after, listing.creation_time_before),
            (
                job.last_modified_time,
                listing.last_modified_time_after,
                listing.last_modified_time_before,
            ),
        ):
            wanted.append(after is None or (time is not None and time > after))
            wanted.append(before is None or (time is not None and time < before))
        if all(wanted):
            expected.append(job)
    selected = select(jobs, listing)
    assert sorted(map(id, selected)) == sorted(map(id, expected))

    keys = [
        job.creation_time.isoformat() if job.creation_time else ""
        for job in selected
        if listing.sort_by == "CreationTime"
    ]
    keys += [job.name or "" for job in selected if listing.sort_by == "Name"]
    keys += [job.status or "" for job in selected if listing.sort_by == "Status"]
    assert keys == sorted(keys, reverse=listing.sort_order == "Descending")


@given(_summaries, _listings, st.integers(0, 9))
def test_a_limited_list_is_the_start_of_the_whole(
    jobs: list[JobSummary], listing: Listing, limit: int
) -> None:
    assert select(jobs, listing._replace(limit=limit)) == select(jobs, listing)[:limit]


def test_a_request_without_filters_has_only_an_order() -> None:
    assert Listing().request() == {"SortBy": "CreationTime", "SortOrder": "Descending"}


def test_a_request_can_have_every_filter_and_value_of_the_api() -> None:
    model = botocore.session.get_session().get_service_model("sagemaker")
    shape = model.operation_model(LIST_JOBS).input_shape
    assert isinstance(shape, StructureShape)

    def enumerated(name: str) -> set[str]:
        member = shape.members[name]
        assert isinstance(member, StringShape)
        return set(member.enum)

    package = model_package(PACKAGES[0])
    everything = Listing(
        "n", ("FAILED",), "m", package, NOON, NOON, NOON, NOON, "Name", "Ascending"
    )
    assert set(everything.request()) | {"NextToken", "MaxResults"} == set(shape.members)
    assert set(SORTS.values()) == enumerated("SortBy")
    assert set(ORDERS.values()) == enumerated("SortOrder")
    assert set(STATUSES) == enumerated("StatusEquals")


@pytest.mark.parametrize("valid", [{"IN_PROGRESS": "IN_PROGRESS"}, SORTS, ORDERS])
def test_a_word_or_a_value_is_known_in_any_case_with_or_without_dashes(
    valid: Mapping[str, str],
) -> None:
    for word, value in valid.items():
        for known in (word, value):
            for typed in (known, known.upper(), known.replace("_", "-"), known.replace("_", "")):
                assert one_of(typed, valid, "kind") == value


def test_any_other_value_is_refused_with_the_valid_values() -> None:
    with pytest.raises(ValueError, match="unknown status 'done'") as refusal:
        status("done")
    for valid in STATUSES:
        assert valid in str(refusal.value)
    with pytest.raises(ValueError, match="unknown key ''; the keys are created, name, status"):
        one_of("", SORTS, "key")
