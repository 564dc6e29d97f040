"""How a command reads its jobs: in the unit of latency and at the prices that the user states."""

from collections.abc import Iterable, Iterator, Sequence

from irctl.decisions.caveats import Caveat
from irctl.decisions.latency_unit import LatencyReader, LatencyUnit, Reading
from irctl.decisions.prices import AppliedPrice, Terms
from irctl.decisions.pricing import Pricer
from irctl.jobs.model import Job


class Reader:
    """Converts each job once; every decision after that only sees values."""

    def __init__(self, latency_unit: LatencyUnit | None, terms: Terms):
        self._latency = LatencyReader(latency_unit)
        self.pricer = Pricer(terms)

    def read_all(self, jobs: Iterable[Job]) -> Iterator[Job]:
        return map(self.read, jobs)

    def read(self, job: Job) -> Job:
        """Return the job as the user wants it read; its document stays as it is."""
        return self.pricer.read(self._latency.read(job))

    @property
    def has_prices(self) -> bool:
        """Whether costs follow from other prices than the jobs' own."""
        return self.pricer.terms.are_given

    @property
    def readings(self) -> Sequence[Reading]:
        return self._latency.readings

    @property
    def prices(self) -> Sequence[AppliedPrice]:
        return self.pricer.applied

    @property
    def caveats(self) -> list[Caveat]:
        return [*self._latency.caveats, *self.pricer.caveats]
