"""Where a report comes from: the commands that give it, and its plans, again."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from shlex import quote
from typing import NamedTuple

from irctl.answers import readings
from irctl.answers.report import Question
from irctl.decisions.latency_unit import LatencyUnit
from irctl.decisions.prices import AppliedPrice, Terms
from irctl.jobs.benchmark import UsableResults
from irctl.output.report import Entry
from irctl.page import command


class Origin(NamedTuple):
    command: str
    """What makes the report again, as shell text."""
    plan_command: str
    """What prints its plans, as shell text."""
    words: Mapping[str, object]
    """Of what the page's script makes such a command."""
    time: datetime
    prices: Sequence[Entry] = ()
    """Where they are not those of the jobs."""


class Reading(NamedTuple):
    """How the jobs were read."""

    terms: Terms
    latency_unit: LatencyUnit | None
    prices: Sequence[AppliedPrice]
    usable: UsableResults

    @property
    def words(self) -> list[str]:
        """The options that read them so again."""
        unit = ["--latency-unit", self.latency_unit] if self.latency_unit else []
        return [*unit, *command.prices(self.terms), *command.benchmarks(self.usable)]


def origin(
    jobs: Sequence[str],
    account_options: str,
    question: Question,
    reading: Reading,
    time: datetime,
) -> Origin:
    """Return the origin; the account options are shell text, each after a space."""
    traffic = command.traffic(question.traffics)
    more = [*reading.words, *command.today(question.current)]
    options = [*traffic, *command.sizing(question.sizing), *more]

    def line(name: str) -> str:
        words = " ".join(map(quote, ["irctl", name, *jobs]))
        return " ".join([words + account_options, *map(quote, options)])

    return Origin(
        command=line("report"),
        plan_command=line("plan" if traffic else "report"),
        words={
            "texts": jobs,
            "account": account_options,
            "traffic": traffic,
            "more": [*command.limits(question.fixed_limits), *more],
        },
        time=time,
        prices=readings.prices(reading.prices),
    )
