"""What a comparison comes down to."""

from typing import Any

from irctl.answers.verdicts.compare import of_comparison
from irctl.decisions.change import Noise
from irctl.decisions.compare import compare
from irctl.decisions.partners import of_job
from irctl.jobs.metrics import COST_PER_INFERENCE
from tests.made import job, real_time


def compared(before: dict[str, float], after: dict[str, float], **more: Any) -> str:
    """Return the verdict on two jobs, whose configurations have these costs of an inference."""
    jobs = {
        name: job(*(real_time(t, per_inference=cost) for t, cost in costs.items()), name=name)
        for name, costs in {"before": before, "after": after, **more}.items()
    }
    baseline = of_job(jobs["before"], "exact", COST_PER_INFERENCE)
    result = compare(jobs, baseline, "exact", COST_PER_INFERENCE, Noise())
    return of_comparison(result, jobs, Noise())


def test_the_verdict_on_a_comparison_counts_changes_and_names_the_worst() -> None:
    before = {"ml.a": 1.0, "ml.b": 1.0, "ml.c": 1.0, "ml.d": 1.0, "ml.e": 1.0}
    after = {"ml.a": 0.5, "ml.b": 1.22, "ml.c": 1.1, "ml.d": 1.01, "ml.f": 9.0}
    assert compared(before, after).endswith("; 1 better, 2 worse: ml.b +22% cost")


def test_the_worst_of_several_jobs_is_named_with_its_job() -> None:
    one = {"ml.a": 1.0}
    text = compared(one, {"ml.a": 2.0}, last={"ml.a": 3.0})
    assert text.endswith("; 0 better, 2 worse: ml.a of last +200% cost")


def test_a_comparison_without_a_worse_configuration_says_so() -> None:
    assert compared({"ml.a": 1.0}, {"ml.a": 0.5}).endswith("; 1 better, none worse in cost")


def test_a_comparison_without_a_common_configuration_counts_nothing() -> None:
    assert "worse" not in compared({"ml.a": 1.0}, {"ml.b": 0.5})
