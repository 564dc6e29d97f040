import pytest

from irctl.jobs.model_package import from_arn, model_package

ACCOUNT = "arn:aws:sagemaker:us-east-1:111122223333"
GROUP = f"{ACCOUNT}:model-package-group/churn"
VERSION = f"{ACCOUNT}:model-package/churn/3"
OTHER_VERSION = f"{ACCOUNT}:model-package/churn/4"
OTHER_GROUP = f"{ACCOUNT}:model-package/churn-2/3"
OTHER_ACCOUNT = "arn:aws:sagemaker:us-east-1:444455556666:model-package/churn/3"


@pytest.mark.parametrize(
    ("text", "included"),
    [
        ("churn", {VERSION, OTHER_VERSION, OTHER_ACCOUNT}),
        ("churn/3", {VERSION, OTHER_ACCOUNT}),
        (GROUP, {VERSION, OTHER_VERSION}),
        (VERSION, {VERSION}),
    ],
)
def test_a_text_means_every_version_of_a_group_or_one(text: str, included: set[str]) -> None:
    package = model_package(text)
    arns = {VERSION, OTHER_VERSION, OTHER_GROUP, OTHER_ACCOUNT}
    assert {arn for arn in arns if package.includes(arn)} == included
    assert not package.includes(None)


def test_a_name_matches_the_arn_in_which_sagemaker_wrote_it_in_lower_case() -> None:
    assert model_package("Churn").includes(VERSION)


def test_only_the_arn_of_one_package_is_sent_to_the_service() -> None:
    assert model_package(VERSION).arn == VERSION
    assert [model_package(text).arn for text in ("churn", "churn/3", GROUP)] == [None] * 3


def test_a_package_without_versions_is_not_a_group() -> None:
    package = model_package(f"{ACCOUNT}:model-package/churn")
    assert not package.is_group
    assert not package.includes(VERSION)


@pytest.mark.parametrize(
    "text",
    ["", "a/b", "a/0", "a/1/2", "-a", "a b", f"{GROUP}/3", f"{ACCOUNT}:model/churn", "arn:aws"],
)
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="GROUP/VERSION"):
        model_package(text)
    assert from_arn(text) is None
