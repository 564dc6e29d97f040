"""What `irctl plan` answers: its rows and its JSON."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial

from irctl.answers import pictures, plan_text, reasons
from irctl.answers.verdicts.plan import of_plans
from irctl.decisions.break_even import BreakEven
from irctl.decisions.current import Current
from irctl.decisions.plan import Autoscaled, Plan
from irctl.decisions.plan_metrics import COST_PER_MILLION, HOURS_PER_MONTH
from irctl.decisions.quantities import rate
from irctl.decisions.sizing import Sizing, price_of_one, price_of_request
from irctl.decisions.traffic import Traffic, constant
from irctl.jobs.exact import double, number
from irctl.jobs.kinds import INFERENCE, Kind
from irctl.jobs.metrics import (
    CONCURRENCY,
    COST_PER_HOUR,
    COST_PER_MILLION_TOKENS,
    COST_PER_THOUSAND_REQUESTS,
    LATENCY,
    REQUEST_LATENCY,
    TTFT,
    Metric,
    Number,
    metric,
)
from irctl.jobs.model import Document, Recommendation
from irctl.output import numbers
from irctl.output.fields import JOB_NAME, metric_field, row_fields
from irctl.output.report import Entry, Field, Json, Report, Rows
from irctl.output.titles import without_count


def report(
    plans: Sequence[Plan],
    traffics: Sequence[Traffic],
    sizing: Sizing,
    even: BreakEven | None,
    *,
    kind: Kind = INFERENCE,
    recommendations: Sequence[Recommendation],
    warnings: Sequence[str],
    left_out: Sequence[str],
    several: bool,
    priced: bool = False,
    current: Current | None = None,
    more: Sequence[Field[Plan]] = (),
) -> Report:
    """Show the plans; `left_out` are jobs that could not be fetched, `more` further fields.

    `priced` plans have other prices than the jobs report; `current` is the fleet of today.
    """
    traffic = traffics[0]
    fields = (*_fields(traffic, kind, is_compared=current is not None), *more)
    assumed = assumptions(plans, sizing, priced=priced)

    def document(rows: list[Json]) -> Document:
        return {
            "Utilization": double(sizing.utilization),
            "MinInstances": sizing.min_instances,
            "SurvivesZone": sizing.survives_zone,
            "HoursPerMonth": HOURS_PER_MONTH,
            **_profile(traffic),
            **_current(current),
            "Plans": rows,
            "BreakEven": _break_even(even),
            "Assumptions": [f"{entry.label}: {entry.value}" for entry in assumed],
            "Warnings": [*warnings, *left_out],
        }

    return Report(
        rows=Rows(fields, [plans], name=_name),
        document=document,
        blocks=plan_text.blocks(plans, fields, even, assumed, several=several, current=current),
        warnings=warnings,
        verdicts=of_plans(plans),
        picture=pictures.of_plans(recommendations, plans, sizing),
    )


def assumptions(plans: Sequence[Plan], sizing: Sizing, *, priced: bool = False) -> list[Entry]:
    """Return what the plans assume, one sentence each."""
    share = numbers.share(double(sizing.utilization) or 0)
    texts = {
        "Utilization": f"an instance carries {share} of its measured throughput; its latency was "
        "measured at full load",
        "Instances": f"at least {sizing.min_instances}; n instances carry n times the load of one",
        **_of_language_model(plans),
        **_of_prices(plans, priced=priced),
        **_of_inference(plans),
        "Month": f"{HOURS_PER_MONTH} hours",
        **_of_serverless(plans, share),
        **(
            {"Zones": "three with equal shares of the fleet; two of them carry the traffic"}
            if sizing.survives_zone
            else {}
        ),
        **(_of_traffic(plans[0].traffic) if plans else {}),
    }
    return [Entry(label, text, sentence=True) for label, text in texts.items()]


def _of_prices(plans: Sequence[Plan], *, priced: bool) -> dict[str, str]:
    """Return where the prices are from; nothing where none is known."""
    if plans and not any(_has_price(plan.recommendation) for plan in plans):
        return {}
    origin = "as listed below" if priced else "as the job reports them"
    return {"Prices": f"hourly, for each instance, {origin}"}


def _has_price(recommendation: Recommendation) -> bool:
    prices = (price_of_one(recommendation), price_of_request(recommendation))
    return any(price is not None for price in prices)


def _of_inference(plans: Sequence[Plan]) -> dict[str, str]:
    """Return at which load the plans of inference jobs state the cost of a request."""
    if any(plan.recommendation.kind is not INFERENCE for plan in plans):
        return {}
    return {"Cost/1M": "at this traffic; irctl rank shows it at full load"}


def _of_serverless(plans: Sequence[Plan], share: str) -> dict[str, str]:
    """Return what the plans of serverless endpoints assume."""
    if not any(plan.recommendation.configuration.is_serverless for plan in plans):
        return {}
    billed = f"billed by request; {share} of the concurrency is used, which grows with the traffic"
    return {
        "Serverless": billed,
        "Cold start": f"not in the latency; {_cold_starts(plans)}",
    }


def _of_traffic(traffic: Traffic) -> dict[str, str]:
    """Return what the plans for traffic that varies assume."""
    if not traffic.varies:
        return {}
    fixed = {"Fixed fleet": "sized for the peak, all the time"}
    autoscaled = "as many instances as the {} needs, without delay"
    if traffic.hours:
        return {
            **fixed,
            "Autoscaled": autoscaled.format("hour"),
            "Profile": "repeats; a rate without a unit is requests per minute",
        }
    bound = "; a lower bound: above the average it runs more"
    return {**fixed, "Autoscaled": autoscaled.format("average") + bound}


def _of_language_model(plans: Sequence[Plan]) -> dict[str, str]:
    """Return what the plans of a language model assume."""
    if not any(plan.recommendation.is_of_language_model for plan in plans):
        return {}
    texts = {
        "Latency": "as measured at the concurrency of the row; it holds at that concurrency only",
        "Multiples": "a fleet is a multiple of the instances that were measured together",
    }
    if any(plan.recommendation.configuration.concurrency is not None for plan in plans):
        texts["Concurrency"] = "the highest that keeps the limits; none in between is estimated"
    return texts


def _cold_starts(plans: Sequence[Plan]) -> str:
    """Return the setup times that were measured of serverless."""
    recommendations = {id(plan.recommendation): plan.recommendation for plan in plans}.values()
    times = [
        f"{time / 1e6:,.3g} s for {recommendation.configuration.title}"
        for recommendation in recommendations
        if recommendation.configuration.is_serverless
        and (time := _SETUP_TIME.of(recommendation.metrics)) is not None
    ]
    return f"setup takes {', '.join(times[:3])}" if times else "no setup time was measured"


_SETUP_TIME = metric("setup-time")


def _profile(traffic: Traffic) -> Document:
    if not traffic.hours:
        return {}
    hours = [
        {"Hour": hour.label, "RequestsPerMinute": number(hour.per_minute)} for hour in traffic.hours
    ]
    return {"TrafficProfile": hours}


def _current(current: Current | None) -> Document:
    if current is None:
        return {}
    fleet = current.fleet
    document = {
        "InstanceType": fleet and fleet.instance_type,
        "InstanceCount": fleet and fleet.instances,
        "CostPerHour": current.cost_per_hour,
        "CostPerMonth": current.cost_per_month,
    }
    return {"Current": document}


def _break_even(even: BreakEven | None) -> Document | None:
    if even is None:
        return None
    return {
        "RequestsPerMinute": number(even.per_minute),
        "Serverless": even.serverless.id or even.serverless.configuration.title,
        "RealTime": even.real_time.id or without_count(even.real_time),
    }


def _autoscaled(plan: Plan) -> Document | None:
    fleet = plan.autoscaled
    if fleet is None:
        return None
    return {
        "InstanceCount": None if fleet.instances is None else number(fleet.instances),
        "MaxInstanceCount": fleet.max_instances,
        "CostPerHour": fleet.cost_per_hour,
        "CostPerMonth": fleet.cost_per_month,
        "Cheapest": fleet.cheapest,
        **(
            {"ChangePerMonth": plan.current.change_per_month(fleet.per_hour)}
            if plan.current
            else {}
        ),
    }


def _number(fraction: Fraction | None) -> Number | None:
    return None if fraction is None else number(fraction)


def _valid_until(plan: Plan) -> Number | None:
    return plan.crossover and _number(plan.crossover.valid_until)


def _then_cheapest(plan: Plan) -> str | None:
    then = plan.crossover and plan.crossover.then
    return then and (then.id or without_count(then))


def _hours(plan: Plan) -> list[Document]:
    return [
        {
            "Hour": hour.label,
            "RequestsPerMinute": number(hour.per_minute),
            "FixedCost": double(hour.fixed),
            "AutoscaledInstanceCount": hour.instances,
            "AutoscaledCost": double(hour.autoscaled),
        }
        for hour in plan.hours
    ]


def _recommendation(plan: Plan) -> Recommendation:
    return plan.recommendation


def _name(plan: Plan) -> str | None:
    return plan.recommendation.id if plan.feasible else None


def _work_fields(traffic: Traffic, kind: Kind) -> list[Field[Plan]]:
    """Return the fields of what requests cost, and output tokens of a language model."""
    if kind is INFERENCE:
        costs = [(COST_PER_MILLION, "Cost/1M")]
    else:
        costs = [
            (COST_PER_MILLION_TOKENS, COST_PER_MILLION_TOKENS.heading),
            (COST_PER_THOUSAND_REQUESTS, COST_PER_THOUSAND_REQUESTS.heading),
        ]
    return [
        Field(
            get=partial(_figure, metric),
            member=metric.member,
            column=metric.column,
            heading="" if traffic.varies else heading,
            show=numbers.usd_of_a_million,
            numeric=True,
            keep=2,
        )
        for metric, heading in costs
    ]


def _figure(metric: Metric, plan: Plan) -> Number | None:
    return metric.of(plan.values)


def _load_names(traffic: Traffic) -> tuple[str, str]:
    """Return what a rate counts, in JSON and in CSV."""
    return ("OutputTokens", "output_tokens") if traffic.is_of_tokens else ("Requests", "requests")


def _fields(
    traffic: Traffic, kind: Kind = INFERENCE, *, is_compared: bool = False
) -> tuple[Field[Plan], ...]:
    """Return the fields of a plan.

    What an autoscaled fleet costs is for varying traffic only; JSON has the change against the
    fleet of today only where it is compared.
    """
    member, column = _load_names(traffic)
    measured = row_fields(kind)
    varies = traffic.varies
    return (
        Field(
            get=lambda plan: number(plan.traffic.peak),
            member=f"{member}PerMinute",
            column=f"{column}_per_minute",
        ),
        Field(
            get=lambda plan: number(plan.traffic.average),
            member=f"Average{member}PerMinute" if varies else "",
            column=f"average_{column}_per_minute",
        ),
        JOB_NAME.on(_recommendation).for_machines(),
        Field(
            get=lambda plan: plan.instances,
            member="InstanceCount",
            column="instances",
            heading="Instances",
            show=numbers.number,
            numeric=True,
            keep=0,
        ),
        Field(
            get=lambda plan: plan.max_concurrency,
            member="MaxConcurrency",
            column="max_concurrency",
            heading="Concurrency",
            show=numbers.number,
            numeric=True,
        ),
        Field(
            get=lambda plan: plan.cost_per_hour,
            member="CostPerHour",
            column="cost_per_hour_usd",
            heading="" if varies else "Cost/hour",
            show=numbers.usd,
            numeric=True,
            keep=3,
        ),
        Field(
            get=lambda plan: plan.cost_per_month,
            member="CostPerMonth",
            column="cost_per_month_usd",
            heading="Fixed/month" if varies else "Cost/month",
            cell=plan_text.marked,
            numeric=True,
            keep=0,
            tone=lambda plan: "good" if plan.cheapest else None,
        ),
        *_work_fields(traffic, kind),
        Field(
            get=lambda plan: plan.expected_utilization,
            member="ExpectedUtilization",
            column="expected_utilization",
            heading="Utilization",
            show=numbers.share,
            numeric=True,
            keep=3,
        ),
        Field(get=_autoscaled, member="Autoscaled" if varies else ""),
        *(field.on(lambda plan: plan.autoscaled) for field in _AUTOSCALED_FIELDS),
        Field(get=_hours, member="Hours" if traffic.hours else ""),
        Field(get=lambda plan: plan.feasible, member="Feasible", column="feasible"),
        Field(get=reasons.of_plan, member="Reasons", column="reasons"),
        Field(get=plan_text.tasks, member="Notes", column="notes"),
        Field(get=lambda plan: plan.cheapest, member="Cheapest", column="cheapest"),
        *map(_measured, (*measured.row, *measured.identity)),
        Field(
            get=lambda plan: _number(plan.to_next_instance),
            member=f"{member}PerMinuteToNextInstance",
            column=f"{column}_per_minute_to_next_instance",
        ),
        Field(
            get=_valid_until,
            member="ValidUntil",
            column=f"valid_until_{column}_per_minute",
        ),
        Field(get=_then_cheapest, member="ThenCheapest", column="then_cheapest"),
        Field(
            get=lambda plan: plan.cost_per_month_without_spare,
            member="CostPerMonthWithoutSpare",
            column="cost_per_month_without_spare_usd",
            heading="Without spare",
            show=numbers.usd,
            numeric=True,
            keep=2,
        ),
        Field(
            get=lambda plan: plan.change_per_month,
            member="ChangePerMonth" if is_compared else "",
            column="change_per_month_usd",
            heading="Change/month",
            show=numbers.usd_change,
            numeric=True,
            keep=2,
        ),
        Field(get=lambda plan: plan.recommendation.document, member="Recommendation"),
    )


_AUTOSCALED_FIELDS: tuple[Field[Autoscaled | None], ...] = (
    Field(
        get=lambda fleet: double(fleet.instances) if fleet else None,
        column="autoscaled_instances",
        heading="Average instances",
        show=lambda count: f"{count:,.3g}",
        numeric=True,
        keep=2,
    ),
    Field(
        get=lambda fleet: fleet.cost_per_hour if fleet else None,
        column="autoscaled_cost_per_hour_usd",
    ),
    Field(
        get=lambda fleet: fleet.cost_per_month if fleet else None,
        column="autoscaled_cost_per_month_usd",
        heading="Autoscaled/month",
        cell=plan_text.marked,
        numeric=True,
        keep=0,
        tone=lambda fleet: "good" if fleet and fleet.cheapest else None,
    ),
)


_OF_PLAN = {
    metric.column for metric in (COST_PER_HOUR, COST_PER_MILLION_TOKENS, COST_PER_THOUSAND_REQUESTS)
}
"""Columns of what a job measured that a plan has of its own."""
_FOR_PEOPLE = {
    metric_field(metric).column for metric in (LATENCY, TTFT, REQUEST_LATENCY, CONCURRENCY)
}


def _measured(field: Field[Recommendation]) -> Field[Plan]:
    """Return a field of what the job measured: latencies for people, all for machines."""
    if field.column in _OF_PLAN:
        field = replace(field, column=f"measured_{field.column}")
    if field.column in _FOR_PEOPLE:
        return replace(field, keep=2).on(_recommendation)
    return field.for_machines().on(_recommendation)


FIELDS = _fields(constant(rate("1/s")))


def fields_of(kind: Kind) -> tuple[Field[Plan], ...]:
    """Return the fields of plans for jobs of a kind."""
    return FIELDS if kind is INFERENCE else _fields(constant(rate("1/s")), kind)
