"""Labels that distinguish jobs of one name."""

from irctl.jobs.labels import Labels
from irctl.jobs.model import Job, Source
from tests.made import job, real_time


def read(name: str, **source: str) -> Job:
    return job(real_time(), name=name)._replace(source=Source(**source))


def labels_of(*jobs: Job) -> list[str]:
    return [job.label for job in Labels().of(jobs)]


def test_jobs_of_different_names_are_called_by_their_names() -> None:
    labels = labels_of(read("old", path="x.json"), read("new", region="us-east-1"))
    assert labels == ["old", "new"]


def test_jobs_of_one_name_are_called_by_their_sources_too() -> None:
    labels = labels_of(
        read("a", path="x.json"),
        read("a", path="-"),
        read("a", path="many.jsonl", place="line 7"),
        read("a", region="eu-west-1"),
        read("b", path="x.json"),
    )
    assert labels == [
        "a (x.json)",
        "a (standard input)",
        "a (many.jsonl line 7)",
        "a (eu-west-1)",
        "b",
    ]


def test_jobs_of_one_name_in_one_file_are_called_by_their_places() -> None:
    labels = labels_of(*(read("a", path="x.jsonl", place=place) for place in ("line 1", "line 2")))
    assert labels == ["a (line 1)", "a (line 2)"]


def test_jobs_of_one_name_and_one_source_are_numbered() -> None:
    labels = labels_of(*[read("a", path="x.json")] * 3)
    assert labels == ["a (x.json)", "a (x.json) (2)", "a (x.json) (3)"]


def test_of_jobs_that_come_one_by_one_the_first_keeps_its_name() -> None:
    labels = Labels()
    jobs = [
        read("a", path="x.jsonl", place="line 1"),
        read("a", path="x.jsonl", place="line 2"),
        read("a", path="y.json"),
    ]
    in_turn = [labels.of([job])[0].label for job in jobs]
    assert in_turn == ["a", "a (line 2)", "a (y.json)"]


def test_recommendations_follow_the_label_and_the_name_stays() -> None:
    labelled = read("a", path="x.json").labelled("a (x.json)")
    assert [recommendation.job_name for recommendation in labelled.recommendations] == [
        "a (x.json)"
    ]
    assert labelled.name == "a"


def test_the_argument_of_a_job_means_it_on_a_command_line() -> None:
    file, stdin = read("a", path="x.json"), read("a", path="-")
    assert [one.labelled("b").argument for one in (file, stdin)] == ["x.json", "-"]
    in_aws = read("a", region="eu-west-1")._replace(arn="arn:a")
    assert in_aws.argument == "a"
    assert in_aws.labelled("a (eu-west-1)").argument == "arn:a"
    assert read("a", path="x.jsonl", place="line 2").argument == "a"


def test_jobs_of_one_name_and_region_are_called_by_their_profiles_too() -> None:
    places = [("eu-west-1", "dev"), ("eu-west-1", "prod")]
    labels = labels_of(*(read("a", region=region, profile=name) for region, name in places))
    assert len(set(labels)) == 2
    assert all(name in label for (_, name), label in zip(places, labels, strict=True))
