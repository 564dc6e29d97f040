"""Labels of the jobs of one command, each different: jobs of one name by where they were read."""

from collections import Counter
from collections.abc import Sequence

from irctl.jobs.model import Job, JobSummary, Source

_SEVERAL = object()


class Labels:
    """Gives each job a label that no other has: its name, or `NAME (SOURCE)`."""

    def __init__(self) -> None:
        self._times: Counter[str] = Counter()
        """How many jobs have each name."""
        self._paths: dict[str, object] = {}
        """The file in which all jobs of each name were read, or _SEVERAL."""
        self._profiles: dict[str, object] = {}
        """The profile with which all jobs of each name were read, or _SEVERAL."""
        self._taken: set[str] = set()

    def of(self, jobs: Sequence[Job]) -> list[Job]:
        """Return the jobs; the labels of those that share a name have their sources.

        A job that was labelled before keeps its label; a later one of its name has its source.
        """
        for job in jobs:
            self._times[job.label] += 1
            _add(self._paths, job.label, job.source.path)
            _add(self._profiles, job.label, job.source.profile)
        return [job.labelled(self._free(self._wanted(job))) for job in jobs]

    def _wanted(self, job: Job) -> str:
        """Return the name, and where the job was read if others have it: in one file, the place."""
        is_in_one_file = self._paths[job.label] is not _SEVERAL
        has_one_profile = self._profiles[job.label] is not _SEVERAL
        title = job.source.title if has_one_profile else job.source.full_title
        where = (is_in_one_file and job.source.place) or title
        return f"{job.label} ({where})" if where and self._times[job.label] > 1 else job.label

    def _free(self, wanted: str) -> str:
        """Return a label that no other job has, and take it."""
        label, number = wanted, 1
        while label in self._taken:
            number += 1
            label = f"{wanted} ({number})"
        self._taken.add(label)
        return label


def _add(values: dict[str, object], name: str, value: str | None) -> None:
    """Note a value of a name, without a set of each: an archive has many names."""
    if values.setdefault(name, value) != value:
        values[name] = _SEVERAL


def with_sources_of_namesakes(jobs: Sequence[JobSummary]) -> list[JobSummary]:
    """Return the jobs of a list; only those that share a name keep their sources.

    Their documents have them too, as `Source`.
    """
    times = Counter(job.name for job in jobs)
    return [
        job._replace(document={**job.document, "Source": job.source.title})
        if times[job.name] > 1
        else job._replace(source=Source())
        for job in jobs
    ]
