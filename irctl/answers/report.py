"""What `irctl report` answers: a plan for the jobs of each model, as a page or as a comment."""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from irctl.answers import plan as plan_answer
from irctl.answers import sentences
from irctl.answers.verdicts import report as verdict
from irctl.answers.verdicts.plan import of_plans
from irctl.answers.verdicts.report import Names
from irctl.decisions import capacity, review
from irctl.decisions.boards import Board
from irctl.decisions.contenders import contenders
from irctl.decisions.crossover import Stretch, merged, stretches, with_crossovers
from irctl.decisions.limits import Limit
from irctl.decisions.plan import Plan
from irctl.decisions.quantities import Rate
from irctl.decisions.sizing import Sizing, rate_of_one
from irctl.decisions.traffic import Traffic, constant
from irctl.jobs.metrics import LATENCY
from irctl.jobs.model import Recommendation
from irctl.output.report import Report, Rows
from irctl.output.titles import titles

_BEYOND = 30
"""How far beyond the largest instance traffic is looked at, as a multiple of what it carries."""
_MOST_STRETCHES = 6
_RESOLUTION = Fraction(101, 100)
"""As many as a sentence can name."""


class Question(NamedTuple):
    """What a report is asked."""

    traffics: Sequence[Traffic]
    """None: what is the cheapest at any traffic."""
    sizing: Sizing

    @property
    def fixed_limits(self) -> list[Limit]:
        """The limits on what was measured that a reader of the page cannot change."""
        return [limit for limit in self.sizing.limits_on_measured if not is_on_latency(limit)]


def is_on_latency(limit: Limit) -> bool:
    """Whether it is the highest latency to accept."""
    return limit.metric.key == LATENCY.key and limit.operator == "<=" and not limit.is_change


class BoardAnswer(NamedTuple):
    """What the jobs of one model come down to."""

    board: Board
    recommendations: Sequence[Recommendation]
    contenders: Sequence[Recommendation]
    """Those that can be the best plan, whatever the page is asked."""
    names: Names
    plans: Sequence[Plan]
    """In the order of the traffics, best first; of the lowest traffic where none is given."""
    stretches: Sequence[Stretch]
    warnings: Sequence[str]

    def plans_of(self, traffic: Traffic) -> list[Plan]:
        return [plan for plan in self.plans if plan.traffic is traffic]


def answer(board: Board, question: Question) -> BoardAnswer:
    recommendations = board.recommendations
    sizing = question.sizing
    able = [
        contender
        for job in board.jobs
        for contender in contenders(job.recommendations, sizing, question.fixed_limits)
    ]
    low, high = _range(able, sizing)
    traffics = question.traffics or [constant(Rate("the lowest traffic", low))]
    plans = capacity.plans(recommendations, traffics, sizing)
    about = review.about_jobs(board.jobs, sizing.limits)
    named = zip(recommendations, titles(recommendations), strict=True)
    return BoardAnswer(
        board=board,
        recommendations=recommendations,
        contenders=able,
        names={id(recommendation): name for recommendation, name in named},
        plans=with_crossovers(plans, recommendations, sizing),
        stretches=merged(
            stretches(able, sizing, low, high, resolution=_RESOLUTION), most=_MOST_STRETCHES
        ),
        warnings=sentences.warnings(about),
    )


def _range(recommendations: Sequence[Recommendation], sizing: Sizing) -> tuple[Fraction, Fraction]:
    """Return the lowest and the highest traffic that is looked at, in requests a minute."""
    rates = [rate for r in recommendations if (rate := rate_of_one(r)) is not None]
    if not rates:
        return Fraction(1), Fraction(60)
    return min(rates) * sizing.utilization / _BEYOND, max(rates) * sizing.utilization * _BEYOND


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
    cheapest = verdict.ribbon(board_answer.stretches, board_answer.names)
    return [f"cheapest by traffic: {cheapest}"]
