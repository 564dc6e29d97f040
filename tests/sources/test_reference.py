"""What a JOB on the command line refers to."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from irctl.errors import UsageError
from irctl.sources.reference import JobArn, JobName, JobPattern, LatestJob, SavedFile, reference

NAMES = st.from_regex(r"[a-zA-Z0-9](-{0,3}[a-zA-Z0-9]){0,15}", fullmatch=True)


@given(NAMES)
def test_every_name_that_the_api_allows_is_a_name(name: str) -> None:
    assert reference(name) == JobName(name)


@pytest.mark.parametrize("name", ["a", "1", "x" * 64, "a--b", "175a92e4-9f39-11ec"])
def test_a_name_has_1_to_64_letters_digits_and_inner_hyphens(name: str) -> None:
    assert reference(name) == JobName(name)


@given(st.builds("".join, st.tuples(st.text(), st.sampled_from("./\\"), st.text())))
def test_any_text_with_a_dot_or_a_slash_is_a_file(text: str) -> None:
    assume(not text.startswith("arn:"))

    assert reference(text) == SavedFile(text)


def test_a_dash_is_standard_input() -> None:
    assert reference("-") == SavedFile("-")
    assert SavedFile("-").label == "standard input"
    assert SavedFile("./-").label == "./-"


@given(
    name=NAMES,
    region=st.sampled_from(["us-east-1", "ap-southeast-4", "us-gov-west-1", "cn-north-1"]),
    partition=st.sampled_from(["aws", "aws-cn", "aws-us-gov", "aws-iso-b"]),
)
def test_an_arn_contains_the_name_and_its_region(name: str, region: str, partition: str) -> None:
    arn = f"arn:{partition}:sagemaker:{region}:111122223333:inference-recommendations-job/{name}"

    assert reference(arn) == JobName(name, JobArn(partition, region, "111122223333", name))


@pytest.mark.parametrize(
    "text",
    [
        "arn:",
        "arn:aws:s3:::bucket/key.json",
        "arn:aws:sagemaker:us-east-2:111122223333:endpoint/e",
        "arn:aws:sagemaker:us-east-2:111122223333:inference-recommendations-job/",
        "arn:aws:sagemaker::111122223333:inference-recommendations-job/x",
        "arn:aws:sagemaker:us-east-2:111122223333:inference-recommendations-job/x\n",
    ],
)
def test_the_hint_for_another_arn_shows_the_format(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        reference(text)

    assert "inference-recommendations-job/NAME" in str(caught.value.hint)


@pytest.mark.parametrize("text", ["", " ", "a b", "-a", "a-", "a_b", "größe", "x" * 65, "a\n", "٣"])
def test_the_hint_for_an_invalid_name_shows_how_to_give_a_file(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        reference(text)

    assert repr(text) in caught.value.message
    assert "./FILE" in str(caught.value.hint)


@given(NAMES, NAMES)
def test_every_name_contains_the_literal_part_of_its_pattern(start: str, end: str) -> None:
    for pattern in (f"{start}*", f"*{end}", f"{start}[a-z]*{end}", f"{start}?{end}"):
        source = reference(pattern)

        assert isinstance(source, JobPattern)
        assert source.literal in {start, end}
    assert reference(f"latest:{start}") == LatestJob(start)


@given(st.text())
def test_any_text_is_a_name_a_file_or_a_usage_error(text: str) -> None:
    try:
        source = reference(text)
    except UsageError:
        return
    assert isinstance(source, (JobName, JobPattern, LatestJob, SavedFile))
