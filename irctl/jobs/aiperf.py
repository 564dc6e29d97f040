"""Results of AIPerf, the load generator behind AI benchmark jobs, in the API's shape.

Decoded files go in; a document with `BenchmarkResults` comes out, a row for each concurrency.
The files are those of AIPerf 0.8 to 0.13: of one run, of its repetitions, of a sweep over
concurrencies, or of a search for the highest concurrency.
"""

import re
from collections.abc import Iterable, Mapping
from enum import Enum

from irctl.jobs.model import Document

FILE_NAMES = (
    "profile_export_aiperf.json",
    "profile_export_aiperf_aggregate.json",
    "profile_export_aiperf_sweep.json",
    "search_history.json",
    "search_checkpoint.json",
)
"""The files with aggregate figures; all others have single requests, prompts, answers or logs."""


class FileKind(Enum):
    """What a file describes."""

    RUN = "a run"
    REPETITIONS = "the repetitions of a run"
    SWEEP = "a sweep"
    SEARCH = "a search"
    CHECKPOINT = "the runs of a search"


Files = Mapping[FileKind, Mapping[str, Document]]
"""The files of a benchmark, by kind and path."""


def file_kind(document: object) -> FileKind | None:
    """Recognize a file by its members; None if it has no results of AIPerf."""
    match document:
        case {"aggregation_type": "sweep", "per_combination_metrics": list()}:
            return FileKind.SWEEP
        case {"metadata": {"aggregation_type": _}, "metrics": dict()}:
            return FileKind.REPETITIONS
        case {"iterations": list(), "config": dict()} | {"iterations": list(), "recipe": _}:
            return FileKind.SEARCH
        case {"iterations": [{"variation_values": _, "results": list()}, *_]}:
            return FileKind.CHECKPOINT
        case {"aiperf_version": _} | {"schema_version": _, "request_throughput": _}:
            return FileKind.RUN
    return None


# The folders that AIPerf makes inside that of a benchmark.
_PHASE = re.compile(r"(?:^|/)(?:phases|warmup|profiling)/")
_INNER = re.compile(
    r"(?:^|/)(?:concurrency_[0-9]+|search_iter_[0-9]+|phases|warmup|profiling|profile_runs"
    r"|(?:run|trial)_[0-9]+|(?:sweep_)?aggregate)/",
    re.ASCII,
)


def root(path: str) -> str:
    """Return the folder of the benchmark that a file belongs to; empty for the top."""
    inner = _INNER.search(path)
    return path[: inner.start()] if inner else path.rpartition("/")[0]


def benchmarks(files: Mapping[str, object]) -> dict[str, dict[str, Document]]:
    """Group the files of AIPerf by benchmark, each under its folder.

    Runs below the folder of a sweep or a search are part of it; files about one phase of a
    run, such as its warm-up, are left out.
    """
    kinds = {path: file_kind(document) for path, document in files.items()}
    paths = [path for path, kind in kinds.items() if kind and not _PHASE.search(path)]
    wholes = {root(path) for path in paths if kinds[path] in (FileKind.SWEEP, FileKind.SEARCH)}
    grouped: dict[str, dict[str, Document]] = {}
    for path in paths:
        document = files[path]
        if isinstance(document, dict):
            grouped.setdefault(_owner(root(path), wholes), {})[path] = document
    return grouped


def _owner(folder: str, wholes: Iterable[str]) -> str:
    """Return the outermost of some folders that a folder is in, else the folder."""
    return min(
        (w for w in wholes if f"{folder}/".startswith(w and f"{w}/")), key=len, default=folder
    )


def results(files: Mapping[str, Document]) -> Document:
    """Return the results of one benchmark: its rows in order, and how it was measured.

    Raise ValueError if the files have none.
    """
    from irctl.jobs import aiperf_levels, aiperf_settings

    by_kind: dict[FileKind, dict[str, Document]] = {kind: {} for kind in FileKind}
    for path, document in files.items():
        by_kind[file_kind(document) or FileKind.RUN][path] = document
    rows = aiperf_levels.rows(by_kind)
    if not any(row["ExpectedPerformance"] for row in rows):
        raise ValueError("it has no metrics of AIPerf")
    return {**aiperf_settings.settings(by_kind), "BenchmarkResults": rows}
