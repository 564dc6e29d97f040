"""The operations of SageMaker about each kind of job."""

from typing import NamedTuple

from irctl.jobs.kinds import AI_BENCHMARK, AI_RECOMMENDATION, INFERENCE, Kind


class Operations(NamedTuple):
    """Those that read jobs of a kind."""

    describe: str
    list: str


_OF_KINDS = {
    INFERENCE.name: Operations(
        describe="DescribeInferenceRecommendationsJob", list="ListInferenceRecommendationsJobs"
    ),
    AI_RECOMMENDATION.name: Operations(
        describe="DescribeAIRecommendationJob", list="ListAIRecommendationJobs"
    ),
    AI_BENCHMARK.name: Operations(describe="DescribeAIBenchmarkJob", list="ListAIBenchmarkJobs"),
}


def of(kind: Kind) -> Operations:
    return _OF_KINDS[kind.name]
