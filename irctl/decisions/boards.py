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
    """Return the jobs of each model; a job that does not state its model is alone."""
    by_model: dict[str | int, list[Job]] = {}
    for number, job in enumerate(jobs):
        by_model.setdefault(job.model or number, []).append(job)
    return [Board(tuple(alike)) for alike in by_model.values()]
