"""What recommendations cost at some traffic, so that serverless and real time compare."""

from fractions import Fraction

from irctl.decisions.capacity import plan
from irctl.decisions.plan import Plan
from irctl.decisions.pricing import COSTS
from irctl.decisions.quantities import Rate
from irctl.decisions.sizing import Sizing
from irctl.decisions.traffic import constant
from irctl.jobs.metrics import Values
from irctl.jobs.model import Job, Recommendation


class Load:
    """Replaces the costs at full load by those of the fleet that serves the traffic."""

    def __init__(self, rate: Rate, utilization: Fraction | None):
        sizing = Sizing()
        self.rate = rate
        self.sizing = sizing._replace(utilization=utilization or sizing.utilization)
        self._plans: dict[int, Plan] = {}

    def of_job(self, job: Job) -> Job:
        """Return a job whose costs are those at the traffic; what cannot serve it has none."""
        return job._replace(recommendations=tuple(map(self._of, job.recommendations)))

    def plan_of(self, recommendation: Recommendation) -> Plan | None:
        """Return the fleet for a recommendation that `of_job` returned."""
        return self._plans.get(id(recommendation))

    def _of(self, recommendation: Recommendation) -> Recommendation:
        sized = plan(recommendation, constant(self.rate), self.sizing)
        costs = {} if sized.problems else sized.values
        sent, metrics = recommendation.sent, recommendation.metrics
        planned = _with_costs(metrics, costs)
        at_load = recommendation._replace(
            metrics=planned, sent=planned if sent is metrics else _with_costs(sent, costs)
        )
        self._plans[id(at_load)] = sized
        return at_load


def _with_costs(values: Values, costs: Values) -> Values:
    names = [metric.key for metric in COSTS]
    others = {key: value for key, value in values.items() if key not in names}
    return others | {name: costs[name] for name in names if name in costs}
