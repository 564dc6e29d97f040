"""What AIPerf measured at each concurrency, from whichever of its files says most."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from irctl.jobs.aiperf import FileKind, Files
from irctl.jobs.aiperf_metrics import (
    Blocks,
    mean_blocks,
    performance,
    profile_blocks,
    repeated_blocks,
    with_error_rate,
)
from irctl.jobs.aiperf_settings import concurrency_of
from irctl.jobs.lenient import at, items, mapping, number, text
from irctl.jobs.metrics import Number
from irctl.jobs.model import Document

_CONCURRENCY = re.compile(r"(?:^|/)concurrency_([0-9]{1,9})/", re.ASCII)
_ITERATION = re.compile(r"(?:^|/)search_iter_([0-9]{1,9})/", re.ASCII)
_MOST_ERRORS = 5


class _Level(NamedTuple):
    """What was measured at one concurrency."""

    concurrency: Number | None
    blocks: Blocks
    runs: tuple[Document, ...] = ()
    """The files of its runs, where there are any."""
    members: Mapping[str, Any] = {}
    """Further members of its row."""


def rows(files: Files) -> list[Document]:
    """Return a row for each concurrency, in order.

    Where a search measured a concurrency several times, the last one counts.
    """
    levels_of = next(levels_of for kind, levels_of in _READERS if files[kind])
    levels = {
        (level.concurrency, str(level.members.get("Parameters"))): level
        for level in levels_of(files)
    }
    return [
        _row(level) for level in sorted(levels.values(), key=lambda level: level.concurrency or 0)
    ]


def _row(level: _Level) -> Document:
    errors = _errors(level.runs)
    members = {
        **level.members,
        "WasCancelled": any(run.get("was_cancelled") is True for run in level.runs),
        "IncompleteReason": _why_incomplete(level.runs),
        "Errors": [{"Type": type, "Count": n} for type, n in errors.most_common(_MOST_ERRORS)],
    }
    return {
        "Concurrency": level.concurrency,
        **{name: value for name, value in members.items() if value or name in level.members},
        "ExpectedPerformance": performance(with_error_rate(level.blocks, errors.total())),
    }


def _errors(runs: Iterable[Document]) -> Counter[str]:
    """Count the errors of each type."""
    counts: Counter[str] = Counter()
    for run in runs:
        for entry in items(run.get("error_summary")):
            match entry:
                case {"error_details": {"type": str(type)}, "count": int(count)} if count > 0:
                    counts[type[:100]] += count
    return counts


def _why_incomplete(runs: Iterable[Document]) -> str | None:
    """Return why not all requests of a run were sent; None if they were."""
    reasons = (run.get("incomplete_reason") for run in runs if run.get("is_complete") is False)
    return next((text(reason) or "no reason given" for reason in reasons), None)


def _of_runs(concurrency: Number | None, runs: Iterable[Document]) -> _Level:
    runs = tuple(runs)
    blocks = mean_blocks([profile_blocks(run) for run in runs])
    return _Level(concurrency or _concurrency_of(runs), blocks, runs)


def _concurrency_of(runs: Iterable[Document]) -> Number | None:
    return next(filter(None, map(concurrency_of, runs)), None)


def _measured(files: Files) -> Iterator[_Level]:
    """Read the levels of a benchmark of which only the runs are there."""
    levels: dict[tuple[int | None, int | None], list[Document]] = {}
    for path, run in files[FileKind.RUN].items():
        key = _number_in(_ITERATION, path), _number_in(_CONCURRENCY, path)
        levels.setdefault(key, []).append(run)
    return (_of_runs(concurrency, runs) for (_, concurrency), runs in levels.items())


def _number_in(folder: re.Pattern[str], path: str) -> int | None:
    match = folder.search(path)
    return int(match[1]) if match else None


def _repeated(files: Files) -> Iterator[_Level]:
    for path, document in files[FileKind.REPETITIONS].items():
        varied = _concurrency(mapping(document["metadata"]).get("variation_values"))
        concurrency = varied or _number_in(_CONCURRENCY, path)
        runs = _runs_at(concurrency, files)
        blocks = repeated_blocks(document["metrics"])
        yield _Level(concurrency or _concurrency_of(runs), blocks, runs)


def _runs_at(concurrency: Number | None, files: Files) -> tuple[Document, ...]:
    """Return the runs at a concurrency; all of them if it is not known."""
    return tuple(
        run
        for path, run in files[FileKind.RUN].items()
        if concurrency in (None, _number_in(_CONCURRENCY, path) or concurrency_of(run))
    )


def _swept(files: Files) -> Iterator[_Level]:
    for entry in at(list(files[FileKind.SWEEP].values()), "*.per_combination_metrics.*"):
        parameters = _parameters(mapping(entry).get("parameters"))
        concurrency = number(parameters.pop("concurrency", None))
        runs = () if parameters else _runs_at(concurrency, files)
        members = {"Parameters": parameters} if parameters else {}
        blocks = repeated_blocks(mapping(mapping(entry).get("metrics")))
        yield _Level(concurrency, blocks, runs, members)


def _searched(files: Files) -> Iterator[_Level]:
    """Read the iterations of a search, each from the file that says most about it."""
    runs: dict[Number | None, list[Document]] = {}
    for path, run in files[FileKind.RUN].items():
        runs.setdefault(_number_in(_ITERATION, path), []).append(run)
    runs.pop(None, None)
    summaries = {level.concurrency: level for level in _checkpoints(files)}
    for search in files[FileKind.SEARCH].values():
        for iteration in map(mapping, items(search.get("iterations"))):
            concurrency = _concurrency(iteration.get("variation_values"))
            of_runs = runs.get(number(iteration.get("iteration_idx")), [])
            level = (
                _of_runs(concurrency, of_runs)
                if of_runs
                else summaries.get(concurrency)
                or _Level(concurrency, _objectives(search, iteration))
            )
            yield level._replace(members={"MeetsSla": iteration.get("feasible") is True})


def _checkpoints(files: Files) -> Iterator[_Level]:
    for iteration in at(list(files[FileKind.CHECKPOINT].values()), "*.iterations.*"):
        metrics = [mapping(summary) for summary in at(iteration, "results.*.summary_metrics")]
        blocks = mean_blocks([profile_blocks(summary) for summary in metrics])
        yield _Level(_concurrency(mapping(iteration).get("variation_values")), blocks)


def _objectives(search: Document, iteration: Document) -> Blocks:
    """Return all that a search itself says of an iteration: the metrics that it optimizes."""
    metrics: dict[str, Document] = {}
    values = items(iteration.get("objective_values"))
    for objective, value in zip(at(search, "config.objectives.*"), values, strict=False):
        tag, statistic = (text(mapping(objective).get(name)) for name in ("metric", "stat"))
        metrics.setdefault(tag or "", {})[statistic or ""] = value
    return profile_blocks(metrics)


def _concurrency(parameters: object) -> Number | None:
    return number(_parameters(parameters).get("concurrency"))


def _parameters(varied: object) -> Document:
    """Return what was varied by its last name, such as that of `phases.profiling.concurrency`."""
    return {str(path).rpartition(".")[2]: value for path, value in mapping(varied).items()}


_READERS = (
    (FileKind.SEARCH, _searched),
    (FileKind.SWEEP, _swept),
    (FileKind.CHECKPOINT, _checkpoints),
    (FileKind.REPETITIONS, _repeated),
    (FileKind.RUN, _measured),
)
"""In the order in which they count."""
