"""The bill at any traffic: what each configuration costs a month, and which is cheapest where."""

from collections.abc import Container, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from irctl.decisions.cost_curves import Curve, FleetCosts, cost_curve
from irctl.decisions.limits import missed
from irctl.decisions.plan import Plan
from irctl.decisions.sizing import Sizing
from irctl.decisions.stretches import Stretch, stretches
from irctl.decisions.traffic import Traffic
from irctl.jobs.exact import exact
from irctl.jobs.model import Recommendation
from irctl.pictures.scales import log_scale
from irctl.pictures.series import Series, by_weight, series

MOST_CURVES = 12
_MOST_CANDIDATES = 4 * MOST_CURVES
"""Of those that cannot be the cheapest, so many of which some may have no cost."""
_MARGIN = 30
"""How many times the axis goes beyond the usable rates of one instance, on either side."""
_AROUND = 3
"""How many times it goes beyond a rate that is asked for, at least."""


class Line(NamedTuple):
    """The cost of one configuration at any traffic."""

    series: Series
    curve: Curve
    is_excluded: bool
    """Whether what was measured breaks a limit, or another concurrency serves more."""


class Bill(NamedTuple):
    """What the picture shows, for any sheet."""

    series: Sequence[Series]
    """Of all recommendations, in their order."""
    lines: Sequence[Line]
    """The configurations that matter most, at most twelve, the most important first."""
    stretches: Sequence[Stretch]
    """Which is the cheapest from the lowest to the highest rate of the axis."""
    plans: Sequence[Plan]
    sizing: Sizing

    @property
    def names(self) -> Mapping[int, Series]:
        """The series of a recommendation, by the identity of that."""
        return {id(one.recommendation): one for one in self.series}

    @property
    def rates(self) -> tuple[float, float]:
        """The ends of the axis, in requests a minute."""
        return float(self.stretches[0].start), float(self.stretches[-1].end)


def bill(
    recommendations: Sequence[Recommendation],
    plans: Sequence[Plan],
    sizing: Sizing,
    able: Sequence[Recommendation] | None = None,
    excluded: Container[int] = (),
) -> Bill:
    """Return what the picture of some plans shows: no line where nothing has a cost.

    The `able` are those that can be the cheapest; all, unless that is known. Those with the
    `excluded` identities are drawn as if they broke a limit.
    """
    weighty = by_weight(recommendations, ())
    candidates = weighty if able is None else [*able, *weighty[:_MOST_CANDIDATES]]
    curves = _curves(candidates, sizing)
    if not curves:
        return Bill(series(recommendations, is_planned=True), (), (), plans, sizing)
    traffics = [plan.traffic for plan in plans]
    low, high = _ends(list(curves.values()), traffics)
    in_order = stretches(recommendations if able is None else able, sizing, low, high)
    first = _longest_first(in_order)
    every = series(recommendations, first, is_planned=True)
    by_id = {id(one.recommendation): one for one in every}
    lines = [
        Line(
            by_id[id(r)],
            curves[id(r)],
            id(r) in excluded or bool(missed(sizing.limits_on_measured, r.metrics)),
        )
        for r in _distinct([*first, *weighty])
        if id(r) in curves
    ]
    lines.sort(key=lambda line: line.is_excluded)
    return Bill(every, lines[:MOST_CURVES], in_order, plans, sizing)


def _curves(recommendations: Sequence[Recommendation], sizing: Sizing) -> dict[int, Curve]:
    """Return what each costs without limits, by its id()."""
    unlimited = sizing._replace(limits=())
    return {
        id(recommendation): curve
        for index, recommendation in enumerate(_distinct(recommendations))
        if (curve := cost_curve(recommendation, index, unlimited))
    }


def _distinct(recommendations: Sequence[Recommendation]) -> list[Recommendation]:
    return list({id(recommendation): recommendation for recommendation in recommendations}.values())


def _ends(curves: Sequence[Curve], traffics: Sequence[Traffic]) -> tuple[Fraction, Fraction]:
    """Return the lowest and the highest rate of the axis, rounded to 1, 2 or 5 of a decade."""
    lows, highs = zip(*map(_reach, curves), strict=True)
    asked = [rate for traffic in traffics for rate in (traffic.average, traffic.peak) if rate]
    rates = [
        *lows,
        *highs,
        *(rate / _AROUND for rate in asked),
        *(rate * _AROUND for rate in asked),
    ]
    scale = log_scale([float(min(rates)), float(max(rates))], 0, 1)
    return exact(scale.low), exact(scale.high)


def _reach(curve: Curve) -> tuple[Fraction, Fraction]:
    """Return from where to where the costs of a configuration are worth a look."""
    if isinstance(curve, FleetCosts):
        return curve.usable / _MARGIN, curve.usable * _MARGIN
    most = curve.end
    return most / _MARGIN**2, most * _AROUND


def _longest_first(in_order: Sequence[Stretch]) -> list[Recommendation]:
    """Return who is the cheapest at some traffic, the one of most of the axis first."""
    lengths: dict[int, float] = {}
    who: dict[int, Recommendation] = {}
    for stretch in in_order:
        if stretch.cheapest is not None:
            key = id(stretch.cheapest)
            who[key] = stretch.cheapest
            lengths[key] = lengths.get(key, 1.0) * float(stretch.end / stretch.start)
    return sorted(who.values(), key=lambda recommendation: -lengths[id(recommendation)])
