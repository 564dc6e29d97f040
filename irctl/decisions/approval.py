"""What passed `irctl check`, read from its JSON: for `irctl export`, which deploys it."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from irctl.decisions.gate import Candidate
from irctl.decisions.plan import Plan
from irctl.decisions.plan_metrics import HOURS_PER_MONTH
from irctl.decisions.quantities import Rate
from irctl.decisions.traffic import Traffic, constant
from irctl.errors import ExitCode, IrctlError
from irctl.jobs import parse
from irctl.jobs.exact import exact
from irctl.jobs.kinds import kind_of
from irctl.jobs.model import Document, Job


@dataclass(frozen=True)
class Approval:
    """The recommendations that passed, with the plans that passed, each with its job."""

    candidates: tuple[tuple[Job, Candidate], ...]


def read(document: Document) -> Approval:
    """Read the JSON of a gate that was met.

    Raise IrctlError for one that was not met, and ValueError for one that cannot be read.
    """
    if document.get("Passed") is not True:
        verdict = document.get("Verdict")
        raise IrctlError(
            verdict if isinstance(verdict, str) else "gate not met",
            "nothing is exported; see the Reasons in the output of irctl check",
            ExitCode.GATE,
        )
    traffic = _traffic(document.get("RequestsPerMinute"))
    jobs = _jobs(document.get("Jobs"))
    passed = [entry for entry in _objects(document, "Recommendations") if entry.get("Passed")]
    if not passed:
        raise ValueError("Recommendations: none of them passed")
    return Approval(tuple(_candidate(entry, jobs, traffic) for entry in passed))


def _jobs(entries: object) -> dict[str, Document]:
    if not isinstance(entries, list):
        raise ValueError("Jobs is missing: write the JSON again with this version of irctl")
    jobs: dict[str, Document] = {}
    for entry in _objects({"Jobs": entries}, "Jobs"):
        name = str(entry.get("JobName"))
        if jobs.setdefault(name, entry) != entry:
            raise ValueError(f"Jobs: two different jobs are named {name}; check one of them")
    return jobs


def _objects(document: Mapping[str, Any], member: str) -> list[Document]:
    entries = document.get(member)
    if isinstance(entries, list) and all(isinstance(entry, dict) for entry in entries):
        return entries
    raise ValueError(f"{member}: expected an array of objects")


def _candidate(
    entry: Document, jobs: Mapping[str, Document], traffic: Traffic | None
) -> tuple[Job, Candidate]:
    name = str(entry.get("JobName"))
    if name not in jobs:
        raise ValueError(f"Jobs: {name} is missing")
    document = jobs[name]
    members = kind_of(document).members
    own_name = str(document.get(members.arn) or "").rpartition("/")[2] or name
    read = parse.job({**document, members.name: own_name, members.rows: [entry]})
    job = read.labelled(name)  # its name may be followed by its source
    [recommendation] = job.recommendations
    if traffic is None:
        return job, Candidate(recommendation)
    planned = entry.get("Plan")
    if not isinstance(planned, dict):
        raise ValueError("Recommendations: Plan: expected an object")
    cost = _number(planned, "CostPerMonth")
    plan = Plan(
        recommendation,
        traffic,
        instances=_count(planned, "InstanceCount"),
        max_concurrency=_count(planned, "MaxConcurrency"),
        per_hour=None if cost is None else cost / HOURS_PER_MONTH,
    )
    if plan.instances is None and plan.max_concurrency is None:
        raise ValueError("Recommendations: Plan: neither InstanceCount nor MaxConcurrency is given")
    return job, Candidate(recommendation, plan)


def _traffic(per_minute: object) -> Traffic | None:
    if per_minute is None:
        return None
    rate = _number({"RequestsPerMinute": per_minute}, "RequestsPerMinute")
    return constant(Rate(f"{per_minute}/min", rate)) if rate is not None else None


def _number(document: Mapping[str, Any], member: str) -> Fraction | None:
    value = document.get(member)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e300:
        raise ValueError(f"{member}: expected a number from 0 on, got {value!r}")
    return exact(value)


def _count(document: Mapping[str, Any], member: str) -> int | None:
    value = _number(document, member)
    if value is not None and (value.denominator != 1 or value < 1):
        raise ValueError(f"{member}: expected a whole number from 1 on, got {document[member]!r}")
    return None if value is None else value.numerator
