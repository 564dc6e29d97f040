"""Members of a response that irctl doesn't know, by their place."""

from irctl.jobs import parse
from irctl.jobs.unknown_members import unknown_members


def test_unknown_members_are_listed_by_their_place() -> None:
    job = parse.job(
        {
            "Novelty": 1,
            "InputConfig": {"Inner": 2},
            "InferenceRecommendations": [
                {
                    "Rating": 5,
                    "Metrics": {"P99": 1.5, "ModelLatency": 3},
                    "ModelConfiguration": {
                        "Compiled": False,
                        "EnvironmentParameters": [{"Key": "k", "Secret": True}],
                    },
                }
            ],
            "EndpointPerformances": [{"EndpointInfo": {"EndpointName": "e", "Age": 2}}],
        }
    )
    assert unknown_members(job) == {"Novelty": 1}
    assert unknown_members(job.recommendations[0]) == {
        "Rating": 5,
        "Metrics.P99": 1.5,
        "ModelConfiguration.Compiled": False,
        "ModelConfiguration.EnvironmentParameters[0].Secret": True,
    }
    assert unknown_members(job.endpoint_performances[0]) == {"EndpointInfo.Age": 2}


def test_unknown_members_of_a_step_are_listed_by_their_place() -> None:
    step = parse.step({"Retries": 1, "InferenceBenchmark": {"Log": "l"}})
    assert unknown_members(step) == {"Retries": 1, "InferenceBenchmark.Log": "l"}


def test_a_member_under_both_of_its_names_is_listed_if_the_values_differ() -> None:
    job = parse.job(
        {
            "InferenceRecommendations": [
                {"Metrics": {"MaxInvocations": 5, "MaximumInvocations": 6}},
                {"Metrics": {"MaxInvocations": 5, "MaximumInvocations": 5}},
                {"Metrics": {"MaximumInvocations": 6}},
                {
                    "EndpointConfiguration": {
                        "ServerlessConfig": {"MemorySizeInMB": 1024, "MemorySizeInMb": 2048}
                    }
                },
            ],
            "EndpointPerformances": [
                {
                    "EndpointInfo": {"EndpointName": "a"},
                    "EndpointConfiguration": {"EndpointName": "b"},
                }
            ],
        }
    )
    assert [unknown_members(recommendation) for recommendation in job.recommendations] == [
        {"Metrics.MaximumInvocations": 6},
        {},
        {},
        {"EndpointConfiguration.ServerlessConfig.MemorySizeInMb": 2048},
    ]
    assert unknown_members(job.endpoint_performances[0]) == {
        "EndpointConfiguration": {"EndpointName": "b"}
    }
