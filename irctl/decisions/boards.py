"""Jobs by the model that they tested: only those of one model are ranked together."""

from collections.abc import Iterable
from typing import NamedTuple

from irctl.jobs.model import Job, Recommendation, recommendations_of


class Board(NamedTuple):
    """Jobs whose configurations are choices for the same traffic."""

    jobs: tuple[Job, ...]

    @property
    def recommendations(self) -> list[Recommendation]:
        return recommendations_of(self.jobs)


def boards(jobs: Iterable[Job]) -> list[Board]:
    """Return the jobs of each model; a job that does not state its model is alone.

    A job of a kind that names no model, such as a benchmark of an endpoint, is taken to be of the
    model of the others, if they are of one.
    """
    given = list(jobs)
    keys: list[str | int] = [job.model or number for number, job in enumerate(given)]
    others = {key for key, job in zip(keys, given, strict=True) if _is_of_a_model(job)}
    (only,) = others if len(others) == 1 else (None,)
    by_model: dict[str | int, list[Job]] = {}
    for key, job in zip(keys, given, strict=True):
        by_model.setdefault(key if _is_of_a_model(job) or only is None else only, []).append(job)
    return [Board(tuple(alike)) for alike in by_model.values()]


def _is_of_a_model(job: Job) -> bool:
    return job.model is not None or job.kind.states_model
