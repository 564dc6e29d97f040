"""What the settings of a profile say about it."""

import pytest

from irctl.sources.target import Target

ACCOUNT = "111122223333"


@pytest.mark.parametrize(
    ("settings", "account_id"),
    [
        ({"sso_account_id": ACCOUNT, "sso_role_name": "reader"}, ACCOUNT),
        ({"role_arn": f"arn:aws:iam::{ACCOUNT}:role/reader"}, ACCOUNT),
        ({"role_arn": "reader"}, None),
        ({"region": "us-east-1"}, None),
    ],
)
def test_the_aws_account_of_a_profile_is_that_of_its_role(
    settings: dict[str, str], account_id: str | None
) -> None:
    target = Target(profile="dev", config={"profiles": {"dev": settings}})

    assert target.account_id == account_id
    assert Target(profile="prod", config={"profiles": {"dev": settings}}).account_id is None
