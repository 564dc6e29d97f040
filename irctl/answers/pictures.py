"""The pictures of answers; each module of `irctl.pictures` is loaded when its picture is drawn."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from irctl.decisions.limits import Miss

if TYPE_CHECKING:
    from irctl.decisions.change import Noise
    from irctl.decisions.compare import Comparison
    from irctl.decisions.plan import Plan
    from irctl.decisions.ranking import Ranking
    from irctl.decisions.sizing import Sizing
    from irctl.decisions.versions import VersionResult
    from irctl.jobs.kinds import Kind
    from irctl.jobs.metrics import Metric
    from irctl.jobs.model import Recommendation, Step
    from irctl.output.scene import Picture, Scene, Sheet

MOST_IN_WORDS = 6
"""Stretches of traffic that the description of a picture names."""


def of_plans(
    recommendations: "Sequence[Recommendation]", plans: "Sequence[Plan]", sizing: "Sizing"
) -> "Picture":
    """Return the bill at any traffic, or the day of a traffic profile."""

    def picture(sheet: "Sheet") -> "Scene":
        if any(plan.traffic.hours for plan in plans):
            from irctl.pictures import day, day_layout

            return day_layout.scene(day.day(plans, sizing), sheet)
        from irctl.answers.verdicts.ribbon import ribbon
        from irctl.decisions.stretches import marked, merged
        from irctl.pictures import bill, bill_layout

        shown = bill.bill(recommendations, plans, sizing)
        names = {key: one.name for key, one in shown.names.items()}
        parts = marked(merged(shown.stretches, most=MOST_IN_WORDS), recommendations, sizing)
        words = ribbon(parts, names, of_tokens=sizing.of_tokens)
        return bill_layout.scene(shown, sheet, words)

    return picture


def of_ranking(ranking: "Ranking", kind: "Kind", words: str) -> "Picture":
    """Return the recommendations of a kind by two metrics; the words say which is the best."""

    def picture(sheet: "Sheet") -> "Scene":
        from irctl.pictures import tradeoff, tradeoff_layout
        from irctl.pictures.series import series

        broken = [e.recommendation for e in ranking.excluded if isinstance(e.reasons[0], Miss)]
        beaten = [e.recommendation for e in ranking.excluded if not isinstance(e.reasons[0], Miss)]
        able = [*(ranked.recommendation for ranked in ranking.ranked), *beaten]
        criteria = ranking.criteria
        shown = tradeoff.tradeoff(
            series([*able, *broken]),
            (*criteria.pareto_metrics, *kind.pareto),
            criteria.limits,
            excluded=range(len(able), len(able) + len(broken)),
        )
        load = criteria.traffic.text if criteria.traffic else "full load"
        return tradeoff_layout.scene(shown, sheet, words, load)

    return picture


def of_comparison(result: "Comparison", noise: "Noise", words: str) -> "Picture":
    """Return the changes against the baseline; the words say what they come down to."""

    def picture(sheet: "Sheet") -> "Scene":
        from irctl.pictures import changes, changes_layout

        return changes_layout.scene(changes.changes(result, noise), sheet, words)

    return picture


def of_versions(
    results: "Sequence[VersionResult]", metrics: "Sequence[Metric]", words: str
) -> "Picture":
    """Return the metrics of the best configuration over the versions of a model."""

    def picture(sheet: "Sheet") -> "Scene":
        from irctl.pictures import versions

        return versions.scene(results, metrics, sheet, words)

    return picture


def of_steps(pages: "Iterable[Sequence[Step]]") -> "Picture":
    """Return how the benchmarks of a job went."""

    @cache
    def steps() -> "list[Step]":
        return [step for page in pages for step in page]  # they arrive once

    def picture(sheet: "Sheet") -> "Scene":
        from irctl.pictures import benchmarks_layout

        return benchmarks_layout.scene(steps(), sheet)

    return picture
