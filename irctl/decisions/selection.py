"""The recommendation to deploy: the best that meets a policy, in the size that it plans."""

from collections.abc import Sequence
from typing import NamedTuple

from irctl.decisions.approval import Approval
from irctl.decisions.capacity import preference
from irctl.decisions.choice import choose, fitting
from irctl.decisions.gate import Candidate, Gate, judge
from irctl.decisions.plan import Plan
from irctl.decisions.policy import Policy
from irctl.decisions.quantities import Rate
from irctl.errors import UsageError
from irctl.jobs.metrics import Metric, Number
from irctl.jobs.model import Job, Recommendation


class Selection(NamedTuple):
    """A recommendation of a job, and its plan if the traffic is known."""

    job: Job
    recommendation: Recommendation
    plan: Plan | None = None

    @property
    def traffic(self) -> str | None:
        """As it was given, such as `200/s`."""
        return self.plan.traffic.label if self.plan else None

    @property
    def rate(self) -> Rate | None:
        """The highest traffic that it is planned for."""
        traffic = self.plan and self.plan.traffic
        return Rate(traffic.label, traffic.peak) if traffic else None

    @property
    def instances(self) -> int | None:
        """Of the plan; None leaves the number that was measured."""
        return self.plan.instances if self.plan else None

    @property
    def max_concurrency(self) -> Number | None:
        """Of the plan, and at least the provisioned one; None leaves what was measured."""
        if self.plan is None or self.plan.max_concurrency is None:
            return None
        serverless = self.recommendation.configuration.serverless
        provisioned = (serverless.provisioned_concurrency if serverless else None) or 0
        return max(self.plan.max_concurrency, provisioned)


def select(job: Job, policy: Policy, by: Sequence[Metric] = ()) -> Selection | Gate:
    """Return the best recommendation that meets the policy; the gate where none does.

    The metrics decide which is best, else the cost of the plan, else the cost per inference.
    The job has recommendations. Raise ChoiceError.
    """
    candidates = [
        Candidate(recommendation, plan=policy.plan(recommendation))
        for _, recommendation in fitting([job], policy.recommendation, policy.instance_type)
    ]
    gate = judge(candidates, policy.limits, scope=policy.scope(None))
    passing = [judged.candidate for judged in gate.judged if judged.passed]
    if not passing or (gate.requires_all and len(passing) < len(candidates)):
        return gate
    return _best([(job, candidate) for candidate in passing], by)


def select_approved(
    approval: Approval,
    recommendation_id: str | None = None,
    instance_type: str | None = None,
    by: Sequence[Metric] = (),
) -> Selection:
    """Return the best of what passed a gate, or of the part of it that fits. Raise ChoiceError."""
    jobs = [job for job, _ in approval.candidates]
    fits = {id(r) for _, r in fitting(jobs, recommendation_id, instance_type)}
    return _best([(j, c) for j, c in approval.candidates if id(c.recommendation) in fits], by)


def _best(candidates: Sequence[tuple[Job, Candidate]], by: Sequence[Metric]) -> Selection:
    plans = [candidate.plan for _, candidate in candidates if candidate.plan]
    if plans and not by:
        chosen = min(plans, key=preference).recommendation
    else:
        job, _ = candidates[0]
        recommendations = tuple(candidate.recommendation for _, candidate in candidates)
        chosen = choose(job._replace(recommendations=recommendations), by)
    return next(
        Selection(job, chosen, candidate.plan)
        for job, candidate in candidates
        if candidate.recommendation is chosen
    )


def resized(
    recommendation: Recommendation, instances: Number | None, max_concurrency: Number | None
) -> Recommendation:
    """Return a recommendation with another number of instances, or concurrency.

    None leaves it as it was measured. Raise UsageError for a size of the other kind.
    """
    configuration = recommendation.configuration
    serverless = configuration.serverless
    if serverless is None or not configuration.is_serverless:
        if max_concurrency is not None:
            raise UsageError(
                f"{configuration.title} is not serverless: it has no --max-concurrency",
                "choose serverless: --instance-type serverless, or give --instance-count",
            )
        if instances is not None:
            configuration = configuration._replace(initial_instance_count=instances)
        return recommendation._replace(configuration=configuration)
    if instances is not None:
        raise UsageError(
            f"{configuration.title} has no instances: it takes no --instance-count",
            "choose an instance type: --instance-type, or give --max-concurrency",
        )
    if max_concurrency is None:
        return recommendation
    provisioned = serverless.provisioned_concurrency or 0
    if max_concurrency < provisioned:  # SageMaker refuses it
        raise UsageError(
            f"a concurrency of {max_concurrency} is less than the {provisioned} that "
            f"{configuration.title} keeps provisioned"
        )
    serverless = serverless._replace(max_concurrency=max_concurrency)
    return recommendation._replace(configuration=configuration._replace(serverless=serverless))
