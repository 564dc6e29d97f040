"""The kinds of jobs, and what tells them apart."""

from typing import NamedTuple


class Kind(NamedTuple):
    """A kind of job, such as those of DescribeInferenceRecommendationsJob."""

    name: str
    resource: str
    """The resource type in its ARNs."""


INFERENCE = Kind(name="inference", resource="inference-recommendations-job")
