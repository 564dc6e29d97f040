"""What `irctl scaling` answers."""

from typing import NamedTuple

from irctl.decisions.caveats import LONGEST_INVOCATION_MS
from irctl.jobs.metrics import Number, Unit
from irctl.jobs.scaling import Scaling, ScalingPolicy
from irctl.output import numbers
from irctl.output.report import Field, Report, Rows, Table, documents


def report(scaling: Scaling, title: str, warnings: list[str]) -> Report:
    """The API's response for machines; a line for each setting for people."""
    rows = [_Row(scaling, policy) for policy in scaling.policies or (None,)]
    return Report(
        rows=Rows(_FIELDS, [rows]),
        records=documents([scaling.document]),
        blocks=[
            Table(rows=Rows(_SETTING_FIELDS, [_settings(scaling)]), title=f"Scaling of {title}")
        ],
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
        return None if value is None else numbers.with_unit(value, unit)

    def between(low: Number | None, high: Number | None, unit: str) -> str | None:
        ends = [each for each in dict.fromkeys((low, high)) if each is not None]
        texts = [*map(numbers.number, ends[:-1]), *(numbers.with_unit(n, unit) for n in ends[-1:])]
        return " to ".join(texts) or None

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
            None if latency is None else numbers.quantity(latency, Unit.MILLISECONDS),
            "the model's, at that load",
        ),
    ]
    return [each for each in settings if each.value is not None]


_INVOCATIONS = "SageMakerVariantInvocationsPerInstance"
_SETTING_FIELDS: tuple[Field[_Setting], ...] = (
    Field(get=lambda s: s.name, heading="Setting", keep=0),
    Field(get=lambda s: s.value, heading="Value", numeric=True, keep=0),
    Field(get=lambda s: s.meaning, heading="Meaning", sentence=True),
)
_FIELDS: tuple[Field[_Row], ...] = (
    Field(get=lambda r: r.scaling.job_name, column="job_name"),
    Field(get=lambda r: r.scaling.recommendation_id, column="recommendation_id"),
    Field(get=lambda r: r.scaling.endpoint_name, column="endpoint_name"),
    Field(get=lambda r: r.scaling.min_invocations, column="min_invocations_per_minute"),
    Field(get=lambda r: r.scaling.max_invocations, column="max_invocations_per_minute"),
    Field(get=lambda r: r.scaling.target_cpu, column="target_cpu_percent"),
    Field(get=lambda r: r.scaling.min_capacity, column="min_capacity"),
    Field(get=lambda r: r.scaling.max_capacity, column="max_capacity"),
    Field(get=lambda r: r.scaling.scale_in_cooldown, column="scale_in_cooldown_seconds"),
    Field(get=lambda r: r.scaling.scale_out_cooldown, column="scale_out_cooldown_seconds"),
    Field(get=lambda r: r.policy.metric if r.policy else None, column="policy_metric"),
    Field(get=lambda r: r.policy.target if r.policy else None, column="policy_target"),
    Field(
        get=lambda r: r.scaling.invocations_per_instance,
        column="invocations_per_instance_per_minute",
    ),
    Field(get=lambda r: r.scaling.model_latency, column="model_latency_ms"),
)
