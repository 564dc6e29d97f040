"""What `irctl report` answers: a plan for the jobs of each model, as a page or as a comment."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from irctl.answers import plan as plan_answer
from irctl.answers import sentences
from irctl.answers.pictures import MOST_IN_WORDS
from irctl.answers.verdicts.plan import of_plans
from irctl.answers.verdicts.ribbon import Names, ribbon
from irctl.decisions import capacity, review
from irctl.decisions.boards import Board
from irctl.decisions.contenders import Asked, contenders
from irctl.decisions.crossover import with_crossovers
from irctl.decisions.current import Current
from irctl.decisions.limits import Limit
from irctl.decisions.plan import Plan, against
from irctl.decisions.plan_metrics import MONTHLY_COST
from irctl.decisions.quantities import Rate
from irctl.decisions.sizing import Sizing
from irctl.decisions.stretches import Stretch, merged
from irctl.decisions.traffic import Traffic, constant
from irctl.jobs.metrics import LATENCY
from irctl.jobs.model import Recommendation
from irctl.output.report import Report, Rows
from irctl.pictures.bill import Bill, bill

_LEAST = constant(Rate("the lowest traffic", Fraction(1, 10**6)))
"""Where no traffic is asked for: that of the smallest fleet."""


class Question(NamedTuple):
    """What a report is asked."""

    traffics: Sequence[Traffic]
    """None: what is the cheapest at any traffic."""
    sizing: Sizing
    current: Current | None = None
    """The fleet of today, where the user states it."""

    @property
    def fixed_limits(self) -> list[Limit]:
        """The limits that a reader of the page cannot change."""
        return [limit for limit in self.sizing.limits if not can_change(limit)]

    @property
    def fixed_limits_on_measured(self) -> list[Limit]:
        return [limit for limit in self.fixed_limits if not limit.metric.is_of_plan]

    @property
    def fixed_limits_on_plan(self) -> list[Limit]:
        return [limit for limit in self.fixed_limits if limit.metric.is_of_plan]


def is_on_latency(limit: Limit) -> bool:
    """Whether it is the highest latency to accept."""
    return limit.metric.key == LATENCY.key and limit.operator == "<=" and not limit.is_change


def is_on_monthly_cost(limit: Limit) -> bool:
    """Whether it is the highest bill to accept."""
    return limit.metric.key == MONTHLY_COST.key and limit.operator == "<="


def ordered(limits: Iterable[Limit]) -> tuple[Limit, ...]:
    """Put limits on what was measured before those on the plan.

    Of both, the one that a reader of the page can change is first, and the strictest only.
    """
    given = list(limits)
    on_latency, on_cost = filter(is_on_latency, given), filter(is_on_monthly_cost, given)
    fixed = [limit for limit in given if not can_change(limit)]
    return (
        *_strictest(on_latency),
        *(limit for limit in fixed if not limit.metric.is_of_plan),
        *_strictest(on_cost),
        *(limit for limit in fixed if limit.metric.is_of_plan),
    )


def can_change(limit: Limit) -> bool:
    """Whether a reader of the page can change it."""
    return is_on_latency(limit) or is_on_monthly_cost(limit)


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
    asked = Asked(sizing, LATENCY, question.fixed_limits_on_measured)
    able = [contender for job in board.jobs for contender in contenders(job.recommendations, asked)]
    traffics = question.traffics or [_LEAST]
    sized = capacity.plans(recommendations, traffics, sizing)
    plans = against(question.current, with_crossovers(sized, able, sizing))
    shown = bill(recommendations, plans if question.traffics else (), sizing, able)
    return BoardAnswer(
        board=board,
        recommendations=recommendations,
        contenders=able,
        bill=shown,
        names={key: one.name for key, one in shown.names.items()},
        plans=plans,
        stretches=merged(shown.stretches, most=MOST_IN_WORDS),
        warnings=sentences.warnings(review.about_jobs(board.jobs, sizing.limits)),
    )


def report(
    answers: Sequence[BoardAnswer], question: Question, *, warnings: Sequence[str]
) -> Report:
    """Give the plans as rows, and what they come down to."""
    plans = [plan for board_answer in answers for plan in board_answer.plans]
    return Report(
        rows=Rows(plan_answer.FIELDS, [plans]),
        warnings=[*warnings, *(text for one in answers for text in one.warnings)],
        verdicts=[text for one in answers for text in _verdicts(one, question)],
    )


def _verdicts(board_answer: BoardAnswer, question: Question) -> list[str]:
    if question.traffics:
        return of_plans(board_answer.plans)
    cheapest = ribbon(board_answer.stretches, board_answer.names)
    return [f"cheapest by traffic: {cheapest}"]
