"""The answer of `irctl scaling`."""

from typing import NamedTuple

from irctl.decisions.plausibility import LONGEST_INVOCATION_MS
from irctl.jobs.metrics import Number, Unit
from irctl.jobs.scaling import Scaling, ScalingPolicy
from irctl.output import numbers
from irctl.output.report import Field, Report, Rows, Table, documents


def report(scaling: Scaling, title: str, warnings: list[str]) -> Report:
    """Return the API's response for machines, and a line for each setting for people."""
    rows = [_PolicyRow(scaling, policy) for policy in scaling.policies or (None,)]
    return Report(
        rows=Rows(FIELDS, [rows]),
        records=documents([scaling.document]),
        blocks=[
            Table(rows=Rows(_SETTING_FIELDS, [_settings(scaling)]), title=f"Scaling of {title}")
        ],
        warnings=warnings,
        jobs=[scaling.job_name or title],
    )


def warnings(scaling: Scaling) -> list[str]:
    texts = []
    if scaling.model_latency is not None and scaling.model_latency > LONGEST_INVOCATION_MS:
        texts.append("the latency looks like microseconds, not milliseconds; shown as received")
    if scaling.min_capacity == 1:
        texts.append(
            "MinCapacity is 1: without a second instance, the endpoint has no redundancy while "
            "traffic is low"
        )
    return texts


class _PolicyRow(NamedTuple):
    scaling: Scaling
    policy: ScalingPolicy | None


class _Setting(NamedTuple):
    name: str
    value: str | None
    meaning: str


def _settings(scaling: Scaling) -> list[_Setting]:
    latency = scaling.model_latency
    settings = [
        _Setting(
            "Expected traffic",
            _traffic(scaling.min_invocations, scaling.max_invocations),
            "as requested",
        ),
        _Setting("Target CPU", _value(scaling.target_cpu, "%"), "of each core, as requested"),
        _Setting(
            "Capacity",
            _capacity(scaling.min_capacity, scaling.max_capacity),
            "lowest and highest number that run",
        ),
        *map(_target, scaling.policies),
        _Setting(
            "Scale-out cool-down",
            _value(scaling.scale_out_cooldown, "s"),
            "wait before instances are added again",
        ),
        _Setting(
            "Scale-in cool-down",
            _value(scaling.scale_in_cooldown, "s"),
            "wait before instances are removed, when all targets allow",
        ),
        _Setting(
            "Invocations per instance",
            _value(scaling.invocations_per_instance, "/min"),
            "measured throughput of one instance",
        ),
        _Setting(
            "Latency",
            None if latency is None else numbers.quantity(latency, Unit.MILLISECONDS),
            "of the model, at that throughput",
        ),
    ]
    return [setting for setting in settings if setting.value is not None]


def _target(policy: ScalingPolicy) -> _Setting:
    if policy.predefined == _INVOCATIONS:
        name, unit, meaning = "Target per instance", "/min", _SCALES_OUT
    elif policy.metric == _CPU:
        name, unit, meaning = "Target CPU of all cores", "%", f"100% a core; {_SCALES_OUT}"
    else:
        name, unit, meaning = f"Target {policy.metric}", "", _SCALES_OUT
    return _Setting(name, _value(policy.target, unit), meaning)


def _value(value: Number | None, unit: str, bound: str = "") -> str | None:
    return None if value is None else bound + numbers.with_unit(value, unit)


def _traffic(low: Number | None, high: Number | None) -> str | None:
    """Write `300 to 12,000/min`, or the one that is given as `at most 12,000/min`."""
    if low is not None and high is not None:
        return f"{numbers.number(low)} to {numbers.with_unit(high, '/min')}"
    return _value(high, "/min", "at most ") or _value(low, "/min", "at least ")


def _capacity(low: Number | None, high: Number | None) -> str | None:
    """Write `5 to 12 instances`; one number if both are equal, or one is missing."""
    ends = [end for end in dict.fromkeys((low, high)) if end is not None]
    if not ends:
        return None
    unit = "instance" if ends[-1] == 1 else "instances"
    return " to ".join([*map(numbers.number, ends[:-1]), numbers.with_unit(ends[-1], unit)])


_CPU = "CPUUtilization"
_SCALES_OUT = "scales out above it"
_INVOCATIONS = "SageMakerVariantInvocationsPerInstance"
_SETTING_FIELDS: tuple[Field[_Setting], ...] = (
    Field(get=lambda s: s.name, heading="Setting", keep=0),
    Field(get=lambda s: s.value, heading="Value", numeric=True, keep=0),
    Field(get=lambda s: s.meaning, heading="Meaning", sentence=True),
)
FIELDS: tuple[Field[_PolicyRow], ...] = (
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
