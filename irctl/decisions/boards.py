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
    keys = {place: job.model or place for place, job in enumerate(given) if _is_of_a_model(job)}
    only = _only(keys.values())
    by_key: dict[str | int, list[Job]] = {}
    for place, job in enumerate(given):
        by_key.setdefault(keys.get(place, place if only is None else only), []).append(job)
    return [Board(tuple(alike)) for alike in by_key.values()]


def _only(keys: Iterable[str | int]) -> str | int | None:
    """Return the key if all are equal."""
    different = set(keys)
    return different.pop() if len(different) == 1 else None


def _is_of_a_model(job: Job) -> bool:
    return job.model is not None or job.kind.states_model
