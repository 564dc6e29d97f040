"""Whether a JSON document is a job, and if not, which other document it is."""

from typing import Any

from irctl.jobs.kinds import KINDS
from irctl.jobs.readers import brief
from irctl.jobs.statuses import STATUSES

# Whatever else a document with these members has, it is a job.
_JOB = (
    frozenset({"InferenceRecommendations"}),
    frozenset({"JobType", "JobArn"}),
    *(
        frozenset({sign})
        for kind in KINDS[1:]
        for sign in (kind.members.name, kind.members.arn, kind.members.status)
    ),
    frozenset({"BenchmarkResults"}),
)
# The first line whose members are all in a document says what it is; None is a job.
_DOCUMENTS: tuple[tuple[frozenset[str], str | None], ...] = tuple(
    (frozenset(members.split()), name)
    for members, name in (
        *(
            (kind.jobs, f"a list of jobs ({kind.list_command}), not one job's results")
            for kind in KINDS
        ),
        ("Steps", "a list of a job's steps (list-inference-recommendations-job-steps)"),
        ("StepType", "one step of a job (list-inference-recommendations-job-steps)"),
        ("InferenceBenchmark", "one step of a job (list-inference-recommendations-job-steps)"),
        ("By Recommendations", "the output of irctl rank"),
        ("Rank OnParetoFront", "the output of irctl rank"),
        ("Plans", "the output of irctl plan"),
        ("Configurations Baseline", "the output of irctl compare"),
        ("Passed Constraints", "the output of irctl check"),
        (
            "DynamicScalingConfiguration",
            "a scaling recommendation (get-scaling-configuration-recommendation)",
        ),
        ("ProductionVariants", "a description of an endpoint or its configuration"),
        ("ExpectedPerformance", "one recommendation, without the job around it"),
        ("Recommendations", None),
        ("AIWorkloadConfigName", "a workload configuration (describe-ai-workload-config)"),
        ("JobArn", None),
        ("JobName", None),
        ("JobType", None),
        ("Metrics EndpointConfiguration", "one recommendation, without the job around it"),
    )
)


def is_gate(document: dict[Any, Any]) -> bool:
    """Whether a document is the output of `irctl check`."""
    return {"Passed", "Constraints"} <= document.keys()


def other_than_job(document: object) -> str | None:
    """Return what a document is instead of a job, in a few words; None if it is a job."""
    if isinstance(document, dict):
        return _other_object(document)
    if isinstance(document, list):
        return "a list" if document else "an empty list"
    return f"{brief(document)}, not an object"


def _other_object(document: dict[Any, Any]) -> str | None:
    members = document.keys()
    if any(sign <= members for sign in _JOB):
        return None
    if error := _error_code(document):
        return error
    for wanted, name in _DOCUMENTS:
        if wanted <= members:
            return name
    if document.get("Status") in tuple(STATUSES):  # it may be unhashable
        return None
    names = ", ".join(str(member) for member in document)[:60]
    return f"an object with the members {names}" if names else "an empty object"


def _error_code(document: dict[Any, Any]) -> str | None:
    match document:
        case {"Error": {"Code": code}} | {"__type": code} | {"code": code, "message": _}:
            return f"an AWS error ({code[:60] if isinstance(code, str) else brief(code)})"
    return None
