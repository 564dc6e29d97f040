"""What `irctl report` answers: a plan for the jobs of each model, as a page or as a comment."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from irctl.answers import plan as plan_answer
from irctl.answers import sentences
from irctl.answers.pictures import MOST_IN_WORDS
from irctl.answers.verdicts.plan import of_plans
from irctl.answers.verdicts.ribbon import Names, ribbon
from irctl.decisions import review
from irctl.decisions.boards import Board
from irctl.decisions.contenders import Asked, contenders
from irctl.decisions.criteria import is_on_a_latency, latency_of
from irctl.decisions.crossover import with_crossovers
from irctl.decisions.current import Current
from irctl.decisions.limits import Limit
from irctl.decisions.plan import Plan, against
from irctl.decisions.plan_metrics import MONTHLY_COST
from irctl.decisions.quantities import Rate
from irctl.decisions.sizing import Sizing
from irctl.decisions.stretches import Stretch, marked, merged
from irctl.decisions.sweep import plans as plans_of_sweep
from irctl.decisions.sweep import sweep
from irctl.decisions.traffic import Traffic, constant
from irctl.jobs.kinds import AI_BENCHMARK, INFERENCE, Kind
from irctl.jobs.metrics import Metric
from irctl.jobs.model import Job, Recommendation
from irctl.output.report import Report, Rows
from irctl.pictures.bill import Bill, bill

_LEAST = constant(Rate("the lowest traffic", Fraction(1, 10**6)))
"""Where no traffic is asked for: that of the smallest fleet."""


class Question(NamedTuple):
    """What a report is asked."""

    traffics: Sequence[Traffic]
    """None: what is the cheapest at any traffic."""
    sizing: Sizing
    kind: Kind = INFERENCE
    """That of the jobs, or one with the same metrics."""
    current: Current | None = None
    """The fleet of today, where the user states it."""

    @property
    def latency(self) -> Metric:
        """The latency whose highest value a reader of the page can change."""
        return latency_of(self.kind, self.sizing.limits)

    @property
    def fixed_limits(self) -> list[Limit]:
        """The limits that a reader of the page cannot change."""
        return [limit for limit in self.sizing.limits if not self.can_change(limit)]

    @property
    def fixed_limits_on_measured(self) -> list[Limit]:
        return [limit for limit in self.fixed_limits if not limit.metric.is_of_plan]

    @property
    def fixed_limits_on_plan(self) -> list[Limit]:
        return [limit for limit in self.fixed_limits if limit.metric.is_of_plan]

    def is_on_latency(self, limit: Limit) -> bool:
        """Whether it is the highest latency to accept."""
        return is_on_a_latency(limit) and limit.metric.key == self.latency.key

    def can_change(self, limit: Limit) -> bool:
        """Whether a reader of the page can change it."""
        return self.is_on_latency(limit) or is_on_monthly_cost(limit)

    def ordered(self) -> "Question":
        """Put limits on what was measured before those on the plan.

        Of both, the one that a reader of the page can change is first, and the strictest only.
        """
        limits = (
            *_strictest(filter(self.is_on_latency, self.sizing.limits)),
            *self.fixed_limits_on_measured,
            *_strictest(filter(is_on_monthly_cost, self.sizing.limits)),
            *self.fixed_limits_on_plan,
        )
        return self._replace(sizing=self.sizing._replace(limits=limits))


def is_on_monthly_cost(limit: Limit) -> bool:
    """Whether it is the highest bill to accept."""
    return limit.metric.key == MONTHLY_COST.key and limit.operator == "<="


def _strictest(limits: Iterable[Limit]) -> list[Limit]:
    return sorted(limits, key=lambda limit: limit.bound)[:1]


class BoardAnswer(NamedTuple):
    """What the jobs of one model come down to."""

    board: Board
    recommendations: Sequence[Recommendation]
    contenders: Sequence[Recommendation]
    """Those that can be the best plan, whatever the page is asked."""
    bill: Bill
    names: Names
    plans: Sequence[Plan]
    """In the order of the traffics, best first; of the lowest traffic where none is given."""
    stretches: Sequence[Stretch]
    warnings: Sequence[str]
    comparison: Report | None = None
    """Of the jobs with each other, or with a baseline."""

    def plans_of(self, traffic: Traffic) -> list[Plan]:
        return [plan for plan in self.plans if plan.traffic is traffic]


def answer(board: Board, question: Question) -> BoardAnswer:
    recommendations = board.recommendations
    sizing = question.sizing
    asked = Asked(sizing, question.latency, question.fixed_limits_on_measured)
    able = [contender for job in board.jobs for contender in _contenders(job, asked)]
    swept = sweep(board.jobs, sizing)
    superfluous = {id(recommendation) for recommendation, _ in swept.superfluous}
    rivals = [contender for contender in able if id(contender) not in superfluous]
    plans = plans_of_sweep(swept, question.traffics or [_LEAST], sizing)
    plans = against(question.current, with_crossovers(plans, rivals, sizing))
    shown = bill(
        recommendations,
        plans if question.traffics else (),
        sizing,
        able=rivals,
        excluded=superfluous,
    )
    return BoardAnswer(
        board=board,
        recommendations=recommendations,
        contenders=able,
        bill=shown,
        names={key: one.name for key, one in shown.names.items()},
        plans=plans,
        stretches=marked(merged(shown.stretches, most=MOST_IN_WORDS), rivals, sizing),
        warnings=sentences.warnings(review.about_jobs(board.jobs, sizing.limits)),
    )


def _contenders(job: Job, asked: Asked) -> list[Recommendation]:
    """Return those of a benchmark all: which of them is planned with depends on the limits."""
    if job.kind is AI_BENCHMARK:
        return list(job.recommendations)
    return contenders(job.recommendations, asked)


def report(
    answers: Sequence[BoardAnswer], question: Question, *, warnings: Sequence[str]
) -> Report:
    """Give the plans as rows, and what they come down to."""
    plans = [plan for board_answer in answers for plan in board_answer.plans]
    return Report(
        rows=Rows(plan_answer.fields_of(question.kind), [plans]),
        warnings=[*warnings, *(text for board_answer in answers for text in board_answer.warnings)],
        verdicts=[text for board_answer in answers for text in _verdicts(board_answer, question)],
    )


def _verdicts(board_answer: BoardAnswer, question: Question) -> list[str]:
    if question.traffics:
        return of_plans(board_answer.plans)
    cheapest = ribbon(
        board_answer.stretches, board_answer.names, of_tokens=question.sizing.of_tokens
    )
    return [f"cheapest by traffic: {cheapest}"]
