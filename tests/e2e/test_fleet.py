"""Several regions and profiles at once, of a fleet in which some places refuse or fail."""

import json
import threading
from contextlib import suppress
from datetime import timedelta
from typing import NamedTuple

import pytest
from botocore.session import get_session

from . import samples
from .program import Irctl, Result
from .server import (
    AI_BENCHMARK,
    Account,
    Behaviour,
    Document,
    Exchange,
    Server,
    failing,
    normal,
    throttled,
)

REGIONS = get_session().get_available_regions("sagemaker")
NOT_ENABLED, DENIED, SKEWED, SILENT = "af-south-1", "me-south-1", "eu-south-2", "ap-east-1"
FEW = "us-east-1,eu-west-1,sa-east-1"
UNSERVED = {NOT_ENABLED, DENIED, SKEWED, SILENT}
KEYS = {"dev": "AKIADEV", "prod": "AKIAPROD", "test": "AKIATEST"}
IDS = {"dev": "111111111111", "prod": "222222222222", "test": "333333333333"}
HOME = {"dev": "us-east-1", "prod": "eu-west-1", "test": "us-west-2"}
LIST = "ListInferenceRecommendationsJobs"
DESCRIBE = "DescribeInferenceRecommendationsJob"

no_answer = failing("InternalFailure", status=500)


def arn(name: str, region: str, profile: str) -> str:
    return f"arn:aws:sagemaker:{region}:{IDS[profile]}:inference-recommendations-job/{name}"


class Fleet(NamedTuple):
    """All regions of three accounts, and irctl with a profile for each."""

    irctl: Irctl
    server: Server

    def __call__(self, *arguments: str) -> Result:
        return self.irctl.inside(*arguments)

    def at(self, region: str, profile: str = "dev") -> Account:
        return self.server.places[KEYS[profile], region]

    def add(self, name: str, region: str, profile: str = "dev", **members: object) -> None:
        document = samples.job(name, JobArn=arn(name, region, profile), **members)
        self.at(region, profile).add(document)

    def asked(self, operation: str) -> list[tuple[str, str]]:
        """The places that an operation was asked of."""
        return [r.place for r in self.server.requests if r.operation == operation]


@pytest.fixture
def fleet(irctl: Irctl, server: Server) -> Fleet:
    """A fleet in which every region answers, and none has a job."""
    server.places = {(key, region): Account() for key in KEYS.values() for region in REGIONS}
    config = irctl.home / "config"
    config.write_text(
        "".join(
            f"[profile {name}]\nregion = {HOME[name]}\naws_access_key_id = {key}\n"
            f"aws_secret_access_key = x\n"
            for name, key in KEYS.items()
        )
    )
    bare = irctl.but(
        AWS_ACCESS_KEY_ID=None,
        AWS_SECRET_ACCESS_KEY=None,
        AWS_SESSION_TOKEN=None,
        AWS_REGION=None,
        AWS_CONFIG_FILE=str(config),
        AWS_MAX_ATTEMPTS="1",
    )
    return Fleet(bare, server)


@pytest.fixture
def broken(fleet: Fleet) -> Fleet:
    """The fleet, with regions that do not serve, each in its way."""
    fleet.server.about(NOT_ENABLED, failing("UnrecognizedClientException", "invalid token"))
    fleet.server.about(DENIED, failing("AccessDeniedException", "explicit deny in an SCP"))
    fleet.server.about(SKEWED, failing("InvalidSignatureException", "Signature expired: now"))
    fleet.server.about(SILENT, no_answer)
    return fleet


def listed(result: Result) -> list[Document]:
    return [json.loads(line) for line in result.out.splitlines()]


def test_jobs_of_all_places_are_merged_by_time_with_their_places(fleet: Fleet) -> None:
    days = [
        ("us-east-1", "dev"),
        ("eu-west-1", "prod"),
        ("sa-east-1", "dev"),
        ("eu-west-1", "dev"),
    ]
    for number, (region, profile) in enumerate(days):
        created = samples.CREATED + timedelta(days=number)
        fleet.add("same", region, profile, CreationTime=created)

    lines = fleet("list", "--region", FEW, "--profile", "dev,prod", "-o", "jsonl")
    document = fleet("list", "--region", FEW, "--profile", "dev,prod", "--json")
    csv = fleet("list", "--region", "eu-west-1", "--region", "us-east-1", "--profile=dev", "-ocsv")
    one = fleet("list", "--region", "eu-west-1", "--profile", "dev", "--json")

    assert [(job["Region"], job["Profile"]) for job in listed(lines)] == days[::-1]
    jobs = json.loads(document.out)["InferenceRecommendationsJobs"]
    assert [(job["Region"], job["Profile"]) for job in jobs] == days[::-1]
    assert csv.out.splitlines()[0].startswith("job_name,region,profile,")
    assert len(csv.out.splitlines()) == 3
    assert not {"Region", "Profile"} & json.loads(one.out)["InferenceRecommendationsJobs"][0].keys()
    assert lines.code == document.code == csv.code == one.code == 0


def test_regions_that_do_not_serve_are_summed_up_and_the_rest_is_listed(broken: Fleet) -> None:
    for region in REGIONS:
        broken.add(f"in-{region}", region)

    everywhere = broken("list", "--region", "all", "--profile", "dev", "--json")
    named = broken(
        "list", "--region", f"us-east-1,{SKEWED},{SILENT}", "--profile", "dev", "-o", "jsonl"
    )

    jobs = json.loads(everywhere.out)["InferenceRecommendationsJobs"]
    assert {str(job["Region"]) for job in jobs} == {*REGIONS} - UNSERVED
    (warning,) = json.loads(everywhere.out)["Warnings"]
    assert all(region in warning for region in UNSERVED)
    assert everywhere.err.count("warning") == 1
    assert everywhere.code == 0
    assert [job["Region"] for job in listed(named)] == ["us-east-1"]
    assert named.code == 4  # the first of the named regions that failed


def test_the_exit_code_is_that_of_a_profile_without_any_region(fleet: Fleet) -> None:
    fleet.server.about(KEYS["prod"], failing("ExpiredTokenException", "expired"))
    fleet.add("a", "us-east-1")

    some = fleet("list", "--region", "all", "--profile", "dev,prod", "-o", "jsonl")
    none = fleet("list", "--region", FEW, "--profile", "prod", "-o", "jsonl")
    unknown = fleet("list", "--profile", "dev,pord", "-o", "jsonl")

    assert [job["JobName"] for job in listed(some)] == ["a"]
    assert (some.code, none.code, none.out) == (4, 4, "")
    assert "with profile prod" in some.err
    assert "pord" in unknown.err
    assert (unknown.code, len(listed(unknown))) == (4, 1)


def released_after(server: Server, requests: int) -> Behaviour:
    """No answer until so many requests have arrived; then the end of the connection."""

    def behave(exchange: Exchange) -> None:
        server.wait_for_requests(requests)
        exchange.close()

    return behave


def test_a_silent_region_holds_up_no_other_and_costs_one_request(fleet: Fleet) -> None:
    fleet.server.about(SILENT, released_after(fleet.server, len(REGIONS)))
    fleet.add("a", "us-east-1")

    result = fleet("list", "--region", "all", "--profile", "dev", "-o", "jsonl")

    assert [job["JobName"] for job in listed(result)] == ["a"]
    assert SILENT in result.err
    assert len(fleet.server.requests) == 3 * len(REGIONS) - 2


def test_at_most_16_requests_are_in_flight(fleet: Fleet) -> None:
    too_many = threading.Barrier(17, timeout=0.5)
    are_16 = threading.Event()

    def crowded(exchange: Exchange) -> None:
        if fleet.server.most_at_once >= 16:
            are_16.set()
        are_16.wait(30)
        with suppress(threading.BrokenBarrierError):
            too_many.wait()
        normal(exchange)

    fleet.server.always(crowded)

    fleet("rank", "a", "b", "--region", "all", "--profile", "dev")

    assert fleet.server.most_at_once == 16


def test_a_place_that_throttles_slows_down_no_other(fleet: Fleet) -> None:
    def once(region: str) -> Behaviour:
        left = [throttled]
        return lambda exchange: (left.pop() if left else normal)(exchange)

    fleet.server.about("eu-west-1", once("eu-west-1"))
    fleet.add("a", "eu-west-1")

    result = fleet("list", "--region", FEW, "--profile", "dev", "-o", "jsonl")

    assert [job["JobName"] for job in listed(result)] == ["a"]
    assert result.err == ""


def test_every_page_of_every_place_is_listed_in_order(fleet: Fleet) -> None:
    regions = FEW.split(",")
    for region in regions:
        fleet.at(region).page_size = 3
        for number in reversed(range(8)):  # the server lists in this order
            created = samples.CREATED + timedelta(hours=number, minutes=regions.index(region))
            fleet.add(f"{region}-{number}", region, CreationTime=created)

    at_once = threading.Barrier(3, timeout=30)

    def next_pages_together(exchange: Exchange) -> None:
        if exchange.is_next_page:
            at_once.wait()
        normal(exchange)

    fleet.server.about(LIST, next_pages_together)
    everything = fleet("list", "--region", ",".join(regions), "--profile", "dev", "-o", "jsonl")
    fleet.server.about(LIST, normal)
    newest = fleet("list", "--region", FEW, "--profile", "dev", "--limit", "5", "-o", "jsonl")

    times = [str(job["CreationTime"]) for job in listed(everything)]
    assert len(times) == 24
    assert times == sorted(times, reverse=True)
    assert [job["CreationTime"] for job in listed(newest)] == times[:5]


def test_a_later_page_that_fails_ends_the_list_of_its_region_only(fleet: Fleet) -> None:
    for region in ("us-east-1", "eu-west-1"):
        fleet.at(region).page_size = 1
        for number in (1, 0):
            created = samples.CREATED + timedelta(hours=number)
            fleet.add(f"{region}-{number}", region, CreationTime=created)
    fleet.server.about("eu-west-1", _failing_later)

    result = fleet("list", "--region", "us-east-1,eu-west-1", "--profile", "dev", "-o", "jsonl")

    assert {job["JobName"] for job in listed(result)} == {
        "us-east-1-1",
        "us-east-1-0",
        "eu-west-1-1",
    }
    assert result.code == 1
    assert "eu-west-1" in result.err


def _failing_later(exchange: Exchange) -> None:
    (no_answer if exchange.is_next_page else normal)(exchange)


COMMANDS = {
    "describe": ("--json",),
    "steps": ("--json",),
    "rank": ("--json",),
    "compare": ("--json",),
    "plan": ("--traffic", "1/s", "--json"),
    "check": ("--max", "latency=1000", "--json"),
    "wait": ("--json",),
    "export": (),
    "report": ("-o", "markdown"),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_finds_a_job_wherever_it_is(fleet: Fleet, command: str) -> None:
    fleet.add("resnet50", "eu-central-1", "prod")
    fleet.at("eu-central-1", "prod").steps["resnet50"] = [samples.step("resnet50", 1)]

    where = ("--region", "us-east-1,eu-central-1", "--profile", "dev,prod")
    result = fleet(command, "resnet50", *COMMANDS[command], *where)

    assert (result.code, "error" in result.err) == (0, False), result.err
    assert "resnet50" in result.out


def test_wait_asks_for_a_job_only_where_it_was_seen(fleet: Fleet) -> None:
    fleet.add("resnet50", "eu-west-1", Status="IN_PROGRESS", InferenceRecommendations=None)

    def ending(exchange: Exchange) -> None:
        normal(exchange)
        fleet.add("resnet50", "eu-west-1")

    fleet.server.about("eu-west-1", ending)

    result = fleet("wait", "resnet50", "--region", FEW, "--profile", "dev", "--json")

    assert (result.code, json.loads(result.out)[0]["Status"]) == (0, "COMPLETED"), result.err
    regions = [region for _, region in fleet.asked(DESCRIBE)]
    assert sorted(regions) == sorted([*FEW.split(","), "eu-west-1"])


def test_one_name_in_two_places_is_an_error_with_their_arns(fleet: Fleet) -> None:
    fleet.add("resnet50", "us-east-1")
    fleet.add("resnet50", "eu-west-1")
    arns = [arn("resnet50", region, "dev") for region in ("us-east-1", "eu-west-1")]

    for command in ("describe", "check", "wait"):
        result = fleet(command, "resnet50", *COMMANDS[command], "--region", FEW, "--profile=dev")

        assert result.code == 2
        assert all(text in result.hint for text in arns)

    both = fleet("rank", *arns, "--json", "--region", FEW, "--profile", "dev")
    names = {row["JobName"] for row in json.loads(both.out)["Recommendations"]}
    assert len(names) == 2
    assert all(any(region in name for name in names) for region in ("us-east-1", "eu-west-1"))


def test_an_arn_asks_only_its_own_region(fleet: Fleet) -> None:
    fleet.add("resnet50", "eu-west-1", "prod")
    job = arn("resnet50", "eu-west-1", "prod")

    result = fleet("describe", job, "--json", "--region", FEW, "--profile", "dev,prod")

    assert json.loads(result.out)["JobArn"] == job
    assert {region for _, region in fleet.asked(DESCRIBE)} == {"eu-west-1"}
    assert len(fleet.server.requests) == 2


def test_two_profiles_of_one_account_have_each_job_once(fleet: Fleet) -> None:
    fleet.server.without_ai_jobs(normal)
    for name in ("resnet50", "bert", "gpt2"):
        fleet.add(name, "us-east-1")
    of_service = samples.ai_benchmark_job("ai-rec-1")
    fleet.at("us-east-1").add(of_service)
    fleet.at("us-east-1", "test").add(*fleet.at("us-east-1").jobs.values(), of_service)

    where = ("--region", "us-east-1", "--profile", "dev,test")
    jobs = fleet("list", *where, "-o", "jsonl")
    described = fleet("describe", "resnet50", *where, "--json")

    assert [job["Profile"] for job in listed(jobs)] == ["dev", "dev", "dev"]
    assert "1 benchmark" in jobs.err
    assert described.code == 0


def test_a_job_of_no_place_suggests_the_names_of_all(broken: Fleet) -> None:
    broken.add("resnet50", "eu-west-1")

    near = broken("describe", "resnet5", "--region", FEW, "--profile", "dev")
    named = broken("describe", "x", "--region", f"us-east-1,{DENIED}", "--profile", "dev")
    local = broken("describe", "resnet50", "--profile", "dev")
    by_arn = broken("describe", arn("resnet50", "us-east-1", "dev"), "--profile", "dev")

    assert (near.code, named.code, local.code, by_arn.code) == (3, 4, 3, 3)
    assert "resnet50 (eu-west-1)" in near.hint
    assert f"irctl list --profile dev --region us-east-1,{DENIED}" in named.hint
    assert "--region all" in local.hint
    assert "--region all" not in by_arn.hint  # it can be in no other


def test_no_such_job_is_not_said_of_regions_that_may_have_it(broken: Fleet) -> None:
    some = f"us-east-1,{NOT_ENABLED},{DENIED}"

    everywhere = broken("describe", "x", "--region", "all", "--profile", "dev")
    named = broken("rank", "x*", "--region", some, "--profile", "dev")
    for region in (DENIED, SKEWED, SILENT):
        broken.server.about(region, normal)
    enabled = broken("describe", "x", "--region", "all", "--profile", "dev")

    assert (everywhere.code, named.code, enabled.code) == (1, 4, 3)
    assert NOT_ENABLED in enabled.error


def test_credentials_are_asked_for_once_per_profile(fleet: Fleet) -> None:
    home = fleet.irctl.home
    credentials = {"Version": 1, "AccessKeyId": KEYS["dev"], "SecretAccessKey": "x"}
    (home / "credentials.json").write_text(json.dumps(credentials))
    (home / "process").write_text(f"echo >> {home}/asked; cat {home}/credentials.json")
    (home / "config").write_text(f"[profile dev]\ncredential_process = sh {home}/process\n")

    result = fleet("list", "--region", FEW, "--profile", "dev")

    assert result.code == 0, result.err
    assert len((home / "asked").read_text().splitlines()) == 1


def test_jobs_that_may_be_elsewhere_too_are_shown_with_one_warning(broken: Fleet) -> None:
    broken.add("resnet50", "eu-west-1")

    broken.add("bert", "us-east-1")

    result = broken("list", "resnet50", "bert", "--region", "all", "--profile", "dev", "-o", "name")

    assert set(result.out.split()) == {"resnet50", "bert"}
    assert result.code == 0
    assert result.err.count("warning") == 1
    assert all(region in result.err for region in UNSERVED)


def test_patterns_and_latest_look_in_all_places(broken: Fleet) -> None:
    for number, region in enumerate(("us-east-1", "eu-west-1", "sa-east-1")):
        created = samples.CREATED + timedelta(days=number)
        broken.add("resnet50", region, CreationTime=created)
    where = ("--region", FEW, "--profile", "dev,prod")

    ranked = broken("rank", "resnet*", *where, "--json")
    latest = broken("describe", "latest:resnet", *where, "--json")
    described = broken.asked(DESCRIBE)
    none = broken("rank", "x*", *where)

    rows = json.loads(ranked.out)["Recommendations"]
    assert len({row["JobName"] for row in rows}) == 3
    assert json.loads(latest.out)["JobArn"] == arn("resnet50", "sa-east-1", "dev")
    assert {key for key, _ in described} == {KEYS["dev"]}  # the list says whose they are
    assert none.code == 3


def test_an_ai_job_is_found_where_it_is(fleet: Fleet) -> None:
    fleet.server.without_ai_jobs(normal)
    job = samples.ai_benchmark_job("chat")
    fleet.at("eu-west-1").add(job)

    result = fleet(
        "describe", "chat", "--region", "us-east-1,eu-west-1", "--profile", "dev", "--json"
    )

    assert json.loads(result.out)[AI_BENCHMARK.name] == "chat"


def test_regions_without_ai_jobs_are_no_reason_for_a_warning(fleet: Fleet) -> None:
    fleet.add("a", "us-east-1")
    fleet.server.without_ai_jobs(failing("UnknownOperationException"))
    silent = fleet("list", "--region", FEW, "--profile", "dev", "-o", "jsonl")
    fleet.server.without_ai_jobs(failing("AccessDeniedException", "no"))
    refused = fleet("list", "--region", "us-east-1,us-east-2", "--profile", "dev", "-o", "jsonl")

    assert (silent.err, silent.code, len(listed(silent))) == ("", 0, 1)
    assert refused.err.count("us-east-2") == 1
    assert refused.code == 0


@pytest.mark.parametrize("value", ["", "us-east-1,", ",all"])
def test_an_empty_name_is_a_usage_error(fleet: Fleet, value: str) -> None:
    result = fleet("list", "--region", value)

    assert result.code == 2
    assert "--region" in result.error


def test_no_page_of_the_console_shows_several_regions(fleet: Fleet) -> None:
    assert fleet("list", "--web", "--region", "all").code == 2
    assert fleet.server.requests == []


def test_the_demo_account_has_one_place(fleet: Fleet) -> None:
    plain = fleet("list", "--demo", "-o", "jsonl")
    several = fleet("list", "--demo", "--region", "all", "--profile", "dev,prod", "-o", "jsonl")

    assert (several.code, several.out) == (0, plain.out)
    assert fleet.server.requests == []


def test_a_model_package_group_is_found_wherever_it_is_and_in_two_places_by_its_arn(
    fleet: Fleet,
) -> None:
    rank = ("rank", "--profile", "dev", "--region", FEW, "-o", "jsonl", "--model-package")

    def add(region: str) -> str:
        account = f"arn:aws:sagemaker:{region}:{IDS['dev']}"
        version = f"{account}:model-package/churn/1"
        fleet.at(region).versions = [
            {
                "ModelPackageGroupName": "churn",
                "ModelPackageVersion": 1,
                "ModelPackageArn": version,
                "CreationTime": samples.CREATED,
                "ModelPackageStatus": "Completed",
            }
        ]
        fleet.add(f"in-{region}", region, InputConfig={"ModelPackageVersionArn": version})
        return f"{account}:model-package-group/churn"

    first = add("eu-west-1")
    assert [row["JobName"] for row in listed(fleet(*rank, "churn"))] == ["in-eu-west-1"]

    second = add("sa-east-1")
    ambiguous = fleet(*rank, "churn")
    assert (ambiguous.code, ambiguous.out) == (2, "")
    assert first in ambiguous.hint
    assert second in ambiguous.hint

    assert [row["JobName"] for row in listed(fleet(*rank, second))] == ["in-sa-east-1"]
    jobs = fleet("list", "--profile", "dev", "--model-package", second, "-o", "name")
    assert jobs.out == "in-sa-east-1\n"

    no_group = fleet(*rank, "chrun")
    assert (no_group.code, no_group.out) == (3, "")
