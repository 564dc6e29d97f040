"""The answer is for the job that was asked for, or it is an error."""

import json
from pathlib import Path

import pytest

from . import samples
from .program import Irctl
from .server import Behaviour, Document, Server, on_the_wire, raw

OTHER_ACCOUNT = "999988887777"
ASKED = samples.arn("resnet50").replace(samples.ACCOUNT, OTHER_ACCOUNT)
DEMO = samples.arn("resnet50-default", "us-east-1")
BY_JOB = {
    "describe": (),
    "steps": (),
    "list": (),
    "rank": (),
    "compare": (),
    "plan": ("--traffic", "1/s"),
    "check": ("--max", "latency=5000"),
    "export": (),
    "scaling": (),
    "wait": (),
}
"""Every command that takes a JOB, with the options that it needs."""


@pytest.fixture(autouse=True)
def one_job(server: Server) -> None:
    server.add(samples.job())
    server.steps["resnet50"] = [samples.step("resnet50", 1)]


def sent(document: Document) -> Behaviour:
    return raw(json.dumps(on_the_wire(document)).encode())


@pytest.mark.parametrize("command", BY_JOB)
def test_a_job_of_another_account_is_not_answered_by_this_one(irctl: Irctl, command: str) -> None:
    result = irctl.inside(command, ASKED, *BY_JOB[command])

    assert result.code == 3
    assert samples.ACCOUNT in result.error
    assert OTHER_ACCOUNT in result.error
    assert "--profile" in result.hint
    assert "met" not in result.out.replace("not met", "")


@pytest.mark.parametrize(
    ("answered", "identifying"),
    [
        (samples.arn("resnet50", "eu-west-1"), "eu-west-1"),
        (samples.arn("resnet50").replace("arn:aws:", "arn:aws-cn:"), "aws-cn"),
    ],
    ids=["region", "partition"],
)
def test_a_job_of_another_region_or_partition_is_not_used(
    irctl: Irctl, server: Server, answered: str, identifying: str
) -> None:
    server.add(samples.job(JobArn=answered))

    result = irctl.inside("check", samples.arn("resnet50"), "--max", "latency=5000")

    assert (result.code, identifying in result.error) == (3, True)


@pytest.mark.parametrize("command", BY_JOB)
def test_a_response_about_another_job_is_not_used(
    irctl: Irctl, server: Server, command: str
) -> None:
    server.about("DescribeInferenceRecommendationsJob", sent(samples.job("other")))
    server.about(
        "ListInferenceRecommendationsJobSteps", sent({"Steps": [samples.step("other", 1)]})
    )

    by_name, by_arn = irctl.each_inside(
        (command, job, *BY_JOB[command]) for job in ("resnet50", samples.arn("resnet50"))
    )

    for result in (by_name, by_arn):
        assert result.code == 5
        assert "other" in result.error
        assert "resnet50" in result.error


def test_a_job_whose_name_differs_only_in_case_is_another_job(irctl: Irctl, server: Server) -> None:
    server.always(sent(samples.job("ResNet50")))

    assert irctl.inside("describe", "resnet50").code == 5


def test_a_response_without_the_arn_does_not_answer_for_an_arn(
    irctl: Irctl, server: Server
) -> None:
    server.add(samples.job(JobArn=None))

    by_name, by_arn = irctl.each_inside(
        ("describe", job) for job in ("resnet50", samples.arn("resnet50"))
    )

    assert (by_name.code, by_arn.code) == (0, 5)


def test_steps_that_name_another_job_are_not_shown(irctl: Irctl, server: Server) -> None:
    steps = [samples.step("resnet50", 1), samples.step("other", 2)]
    server.about("ListInferenceRecommendationsJobSteps", sent({"Steps": steps}))

    result = irctl.inside("steps", "resnet50")

    assert (result.code, result.out) == (5, "")
    assert "other" in result.error


def test_scaling_of_another_job_is_not_shown(irctl: Irctl, server: Server) -> None:
    server.about(
        "GetScalingConfigurationRecommendation", sent({"InferenceRecommendationsJobName": "other"})
    )

    result = irctl.inside("scaling", "resnet50", "--max-rate", "10/s")

    assert (result.code, "other" in result.error) == (5, True)


def test_scaling_of_a_saved_job_is_not_that_of_another_accounts_job(
    irctl: Irctl, server: Server, tmp_path: Path
) -> None:
    saved = tmp_path / "saved.json"
    saved.write_text(json.dumps(samples.job(JobArn=ASKED), default=str))

    result = irctl.inside("scaling", str(saved), "--max-rate", "10/s")

    assert (result.code, samples.ACCOUNT in result.error) == (3, True)
    assert "GetScalingConfigurationRecommendation" not in server.operations


def test_a_name_alone_is_answered_by_a_job_of_any_account_and_region(
    irctl: Irctl, server: Server
) -> None:
    server.add(samples.job(JobArn=ASKED.replace(samples.REGION, "eu-west-1")))

    assert irctl.inside("rank", "resnet50").code == 0
    assert irctl.inside("rank", "resnet50", "--endpoint-url", server.url).code == 0


@pytest.mark.parametrize("command", BY_JOB)
def test_the_demo_account_answers_for_its_own_arns_only(irctl: Irctl, command: str) -> None:
    others = (
        DEMO.replace(samples.ACCOUNT, OTHER_ACCOUNT),
        DEMO.replace("us-east-1", "eu-west-1"),
        DEMO.replace("arn:aws:", "arn:aws-us-gov:"),
    )
    own, *rest = irctl.each_inside(
        (command, job, *BY_JOB[command], "--demo") for job in (DEMO, *others)
    )

    assert own.code == 0
    assert [result.code for result in rest] == [3, 3, 3]


def test_the_hint_for_an_unknown_job_names_near_misses_and_other_regions(irctl: Irctl) -> None:
    near, far, elsewhere, overridden = irctl.each_inside(
        (
            ("describe", "resnet-50"),
            ("describe", "zzz"),
            ("describe", "resnet-50", "--region", "eu-west-1"),
            ("describe", samples.arn("resnet-50"), "--region", "eu-west-1"),
        )
    )

    assert [result.code for result in (near, far, elsewhere, overridden)] == [3] * 4
    assert samples.REGION in near.error
    assert "resnet50" in near.hint
    for hint in (near.hint, far.hint, elsewhere.hint):
        assert "--region all" in hint
    assert "irctl list --region us-east-2" in far.hint
    assert "resnet50" in elsewhere.hint
    assert f"the ARN is of {samples.REGION}: omit --region eu-west-1" in overridden.hint
