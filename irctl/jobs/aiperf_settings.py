"""How AIPerf measured: its version and workload, and how a sweep or a search went."""

from typing import Any

from irctl.jobs.aiperf import FileKind, Files
from irctl.jobs.aiperf_metrics import api_name
from irctl.jobs.lenient import at, first, mapping, number, scalar, text
from irctl.jobs.metrics import Number
from irctl.jobs.model import Document

_MOST_NAMES = 20

_WORKLOAD = {
    "Models": ("endpoint.model_names.*", "models.items.*.name"),
    "Tokenizer": ("tokenizer.name",),
    "EndpointType": ("endpoint.type",),
    "Streaming": ("endpoint.streaming",),
    "InputTokens": ("input.prompt.input_tokens.mean", "datasets.*.prompts.isl.mean"),
    "OutputTokens": ("input.prompt.output_tokens.mean", "datasets.*.prompts.osl.mean"),
    "Dataset": ("input.public_dataset", "input.file", "datasets.*.dataset", "datasets.*.path"),
    "RequestRate": ("loadgen.request_rate", "phases.*.rate"),
}
"""Where `input_config` has each: before AIPerf 0.9, and since then. Nothing else of it is kept, as
it may contain keys of the endpoint."""


def settings(files: Files) -> Document:
    """Return the members of a benchmark's document, other than its rows."""
    runs, repetitions = files[FileKind.RUN].values(), files[FileKind.REPETITIONS].values()
    run = next(iter(runs), {})
    version = first([*runs, *repetitions], "*.aiperf_version")
    members = {
        "AIPerfVersion": text(version),
        "Workload": _workload(run.get("input_config")),
        "FailedRuns": _failed_runs(files),
        "Search": _search(next(iter(files[FileKind.SEARCH].values()), {})),
    }
    return {name: value for name, value in members.items() if value}


def _workload(config: object) -> Document:
    lists = {name: _values(config, paths) for name, paths in _WORKLOAD.items()}
    workload = {name: values[0] for name, values in lists.items() if values}
    return workload | ({"Models": lists["Models"]} if lists["Models"] else {})


def _values(config: object, paths: tuple[str, ...]) -> list[Any]:
    values = [scalar(value) for path in paths for value in at(config, path)]
    return [value for value in values if value is not None][:_MOST_NAMES]


def concurrency_of(run: Document) -> Number | None:
    """Return the concurrency of a run; None if it has none, or several one after the other."""
    config = run.get("input_config")
    phases = [phase for phase in at(config, "phases.*") if _is_measured(mapping(phase))]
    values = [*at(config, "loadgen.concurrency"), *at(phases, "*.concurrency")]
    known = {number(value) for value in values} - {None}
    return known.pop() if len(known) == 1 else None


def _is_measured(phase: Document) -> bool:
    """Whether a phase is not a warm-up."""
    names = (phase.get("kind"), phase.get("name"))
    return not phase.get("exclude_from_results") and "warmup" not in names


def _failed_runs(files: Files) -> Number:
    """Count the runs of which a sweep or an aggregate has no figures."""
    sweeps = files[FileKind.SWEEP].values()
    repetitions = files[FileKind.REPETITIONS].values()
    return max(map(_missing, [*sweeps, *at(list(repetitions), "*.metadata")]), default=0)


def _missing(whole: object) -> Number:
    runs, successful = (
        number(mapping(whole).get(name)) or 0
        for name in ("num_profile_runs", "num_successful_runs")
    )
    return max(runs - successful, 0)


def _search(search: Document) -> Document:
    """Return what a search for the highest value of a parameter came to.

    `Highest` is the highest that met the SLA, None if none did; without a ConvergenceReason
    the search was interrupted, and a higher one may.
    """
    boundary = search.get("boundary_summary")
    parameter = text(first(boundary, "swept_dim_path"))
    return search and {
        "Parameter": parameter and parameter.rpartition(".")[2],
        "Highest": scalar(first(boundary, "feasible_max.value")),
        "LowestBreach": scalar(first(boundary, "infeasible_min.value")),
        "Sla": [_sla(mapping(entry)) for entry in at(search, "config.sla_filters.*")],
        "ConvergenceReason": scalar(search.get("convergence_reason")),
    }


def _sla(entry: Document) -> Document:
    return {
        "Metric": api_name(text(entry.get("metric_tag")) or ""),
        "Stat": text(entry.get("stat")),
        "Threshold": number(entry.get("threshold")),
    }
