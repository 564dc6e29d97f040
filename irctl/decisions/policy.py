"""The options of a gate, as the command line and a policy file give them."""

from fractions import Fraction
from typing import NamedTuple

from irctl.decisions.capacity import plan
from irctl.decisions.gate import Scope
from irctl.decisions.latency_unit import LatencyUnit
from irctl.decisions.limits import Limit
from irctl.decisions.partners import Match
from irctl.decisions.plan import Plan
from irctl.decisions.plan_metrics import on_plan
from irctl.decisions.quantities import Rate
from irctl.decisions.sizing import Sizing
from irctl.decisions.traffic import constant
from irctl.jobs.model import Recommendation


class Policy(NamedTuple):
    """The demands of a gate, and which recommendations they are on. None is not given."""

    limits: tuple[Limit, ...] = ()
    baseline: str | None = None
    match: Match | None = None
    traffic: Rate | None = None
    utilization: Fraction | None = None
    min_instances: int | None = None
    survives_zone: bool | None = None
    latency_unit: LatencyUnit | None = None
    requires_all: bool | None = None
    """None is the default scope, see `scope`."""
    allows_different_conditions: bool | None = None
    recommendation: str | None = None
    instance_type: str | None = None

    @property
    def has_regression(self) -> bool:
        return any(limit.is_change for limit in self.limits)

    @property
    def sizing(self) -> Sizing:
        """How a fleet for the traffic is sized, apart from the limits."""
        return Sizing(
            utilization=self.utilization or Sizing().utilization,
            min_instances=self.min_instances or 1,
            survives_zone=bool(self.survives_zone),
        )

    def plan(self, recommendation: Recommendation) -> Plan | None:
        """Return the plan of a recommendation for the traffic; None without traffic."""
        if self.traffic is None:
            return None
        return plan(recommendation, constant(self.traffic), self.sizing)

    def scope(self, baseline_kind: str | None) -> Scope:
        """Return which recommendations must keep the limits.

        By default any one; with a regression against a job, every one that pairs with it.
        """
        if self.requires_all is not None:
            return "All" if self.requires_all else "Any"
        is_chosen = self.recommendation is not None or self.instance_type is not None
        pairs = self.has_regression and baseline_kind == "Job" and not is_chosen
        return "Paired" if pairs else "Any"


def merged(policy: Policy, over: Policy) -> Policy:
    """Lay a policy over another.

    What it gives counts, and each of its limits replaces the one on the same metric.
    """
    given = {name: value for name, value in over._asdict().items() if value is not None}
    replaced = {_subject(limit) for limit in over.limits}
    kept = [limit for limit in policy.limits if _subject(limit) not in replaced]
    if over.recommendation or over.instance_type:
        policy = policy._replace(recommendation=None, instance_type=None)
    return policy._replace(**given | {"limits": (*kept, *over.limits)})


def planned(policy: Policy) -> Policy:
    """Return a policy whose limits on costs are on the plan's, if it has a traffic."""
    if policy.traffic is None:
        return policy
    return policy._replace(limits=tuple(map(on_plan, policy.limits)))


def _subject(limit: Limit) -> Limit:
    return limit._replace(bound=0, text="")


def complaint(policy: Policy) -> str | None:
    """Return why a policy can't be judged by; None when it can."""
    if not policy.limits:
        return "no limit is given: a gate needs --max, --min or --max-regression"
    return inconsistency(policy)


def inconsistency(policy: Policy) -> str | None:
    """Return which options of a policy don't go together; None if all do."""
    given = _given(policy)
    for need in _NEEDS:
        if need.option in given and need.needed not in given:
            of_plan = [limit.metric.name for limit in policy.limits if limit.kind == "Plan"]
            return need.text.format(of_plan=", ".join(of_plan))
    if {"--recommendation", "--instance-type"} <= given:
        return "--recommendation and --instance-type exclude each other"
    return None


class _Need(NamedTuple):
    """An option without which another means nothing."""

    option: str
    needed: str
    text: str


_OF_PLAN = "a limit on a plan"
_NEEDS = (
    _Need(_OF_PLAN, "--traffic", "{of_plan} is of a plan: it needs --traffic RATE"),
    _Need("--max-regression", "--baseline", "--max-regression needs a --baseline"),
    _Need(
        "--baseline",
        "--max-regression",
        "--baseline needs --max-regression: what may change, and by how much",
    ),
    _Need("--match", "--baseline", "--match needs a --baseline"),
    _Need(
        "--allow-different-conditions",
        "--baseline",
        "--allow-different-conditions needs a --baseline",
    ),
    *(
        _Need(
            option,
            "--traffic",
            "--utilization, --min-instances and --survive-az need --traffic RATE",
        )
        for option in ("--utilization", "--min-instances", "--survive-az")
    ),
)


def _given(policy: Policy) -> set[str]:
    """Return the options that a policy gives, and `_OF_PLAN` for a limit on a plan."""
    options = {
        "--baseline": policy.baseline,
        "--match": policy.match,
        "--traffic": policy.traffic,
        "--utilization": policy.utilization,
        "--min-instances": policy.min_instances,
        "--survive-az": policy.survives_zone,
        "--allow-different-conditions": policy.allows_different_conditions,
        "--recommendation": policy.recommendation,
        "--instance-type": policy.instance_type,
    }
    given = {option for option, value in options.items() if value is not None}
    kinds = {"Plan": _OF_PLAN, "Regression": "--max-regression"}
    return given | {kinds[limit.kind] for limit in policy.limits if limit.kind in kinds}
