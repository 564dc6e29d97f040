"""The kinds of jobs: what tells them apart, and what each measures."""

from typing import NamedTuple

from irctl.jobs.metrics import COST_PER_INFERENCE, LATENCY, METRICS, Metric


class Kind(NamedTuple):
    """A kind of job, such as those of DescribeInferenceRecommendationsJob."""

    name: str
    resource: str
    """The resource type in its ARNs."""
    metrics: tuple[Metric, ...]
    """What its recommendations are measured by, in the order of columns."""
    default_order: tuple[Metric, ...]
    """What decides which recommendation is best where nobody says."""


INFERENCE = Kind(
    name="inference",
    resource="inference-recommendations-job",
    metrics=METRICS,
    default_order=(COST_PER_INFERENCE, LATENCY),
)
KINDS = (INFERENCE,)
