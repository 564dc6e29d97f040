"""What `irctl scaling` answers."""

from typing import NamedTuple

from irctl.decisions.caveats import LONGEST_INVOCATION_MS
from irctl.jobs.metrics import Number, Unit
from irctl.jobs.scaling import Scaling, ScalingPolicy
from irctl.output import numbers
from irctl.output.report import Field, Report, Table


def report(scaling: Scaling, title: str, warnings: list[str]) -> Report:
    """The API's response for machines; a line for each setting for people."""
    rows = [_Row(scaling, policy) for policy in scaling.policies or (None,)]
    return Report(
        document=lambda: scaling.document,
        records=([scaling.document],),
        table=Table.of(_FIELDS, rows),
        blocks=(Table.of(_SETTING_FIELDS, _settings(scaling), f"Scaling of {title}"),),
        warnings=warnings,
    )


def warnings(scaling: Scaling) -> list[str]:
    if scaling.model_latency is None or scaling.model_latency <= LONGEST_INVOCATION_MS:
        return []
    return ["the latency looks like microseconds, not milliseconds; shown as received"]


class _Row(NamedTuple):
    scaling: Scaling
    policy: ScalingPolicy | None


class _Setting(NamedTuple):
    name: str
    value: str | None
    meaning: str


def _settings(scaling: Scaling) -> list[_Setting]:
    def told(value: Number | None, unit: str) -> str | None:
        return None if value is None else f"{numbers.number(value)} {unit}".strip()

    def between(low: Number | None, high: Number | None, unit: str) -> str | None:
        ends = [numbers.number(each) for each in (low, high) if each is not None]
        return f"{' to '.join(dict.fromkeys(ends))} {unit}" if ends else None

    policies = [
        _Setting(
            "Target per instance" if each.predefined == _INVOCATIONS else f"Target {each.metric}",
            told(each.target, "/min" if each.predefined == _INVOCATIONS else ""),
            "scales out above it, in below it",
        )
        for each in scaling.policies
    ]
    latency = scaling.model_latency
    settings = [
        _Setting(
            "Expected traffic",
            between(scaling.min_invocations, scaling.max_invocations, "/min"),
            "as asked",
        ),
        _Setting("Target CPU", told(scaling.target_cpu, "%"), "of each core, before scaling out"),
        _Setting(
            "Capacity",
            between(scaling.min_capacity, scaling.max_capacity, "instances"),
            "the fewest and the most that run",
        ),
        *policies,
        _Setting(
            "Scale-out cool-down",
            told(scaling.scale_out_cooldown, "s"),
            "the wait before adding more",
        ),
        _Setting(
            "Scale-in cool-down",
            told(scaling.scale_in_cooldown, "s"),
            "the wait before removing more",
        ),
        _Setting(
            "Invocations per instance",
            told(scaling.invocations_per_instance, "/min"),
            "what one was measured to serve",
        ),
        _Setting(
            "Latency",
            None if latency is None else numbers.metric(latency, Unit.MILLISECONDS),
            "the model's, at that load",
        ),
    ]
    return [each for each in settings if each.value is not None]


_INVOCATIONS = "SageMakerVariantInvocationsPerInstance"
_SETTING_FIELDS: tuple[Field[_Setting], ...] = (
    Field("setting", "Setting", lambda s: s.name, keep=0),
    Field("value", "Value", lambda s: s.value, numeric=True, keep=0),
    Field("meaning", "Meaning", lambda s: s.meaning, keep=1, sentence=True),
)
_FIELDS: tuple[Field[_Row], ...] = (
    Field("job_name", "Job", lambda r: r.scaling.job_name),
    Field("recommendation_id", "Recommendation ID", lambda r: r.scaling.recommendation_id),
    Field("endpoint_name", "Endpoint name", lambda r: r.scaling.endpoint_name),
    Field("min_invocations_per_minute", "Least", lambda r: r.scaling.min_invocations),
    Field("max_invocations_per_minute", "Most", lambda r: r.scaling.max_invocations),
    Field("target_cpu_percent", "CPU", lambda r: r.scaling.target_cpu),
    Field("min_capacity", "Min", lambda r: r.scaling.min_capacity),
    Field("max_capacity", "Max", lambda r: r.scaling.max_capacity),
    Field("scale_in_cooldown_seconds", "In", lambda r: r.scaling.scale_in_cooldown),
    Field("scale_out_cooldown_seconds", "Out", lambda r: r.scaling.scale_out_cooldown),
    Field("policy_metric", "Metric", lambda r: r.policy.metric if r.policy else None),
    Field("policy_target", "Target", lambda r: r.policy.target if r.policy else None),
    Field(
        "invocations_per_instance_per_minute",
        "Invocations",
        lambda r: r.scaling.invocations_per_instance,
    ),
    Field("model_latency_ms", "Latency", lambda r: r.scaling.model_latency),
)
