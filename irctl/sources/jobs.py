"""Jobs by what the user typed: names, ARNs, files and standard input, in any mixture."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, TypeVar, cast

from irctl.errors import ExitCode, IrctlError, UsageError
from irctl.jobs import benchmark
from irctl.jobs.kinds import AI_BENCHMARK, INFERENCE, KINDS, Kind
from irctl.jobs.listed import steps_of, summary
from irctl.jobs.model import Job, JobSummary, Step
from irctl.jobs.statuses import Outcome
from irctl.sources import files
from irctl.sources.accounts import PATIENT, Patience
from irctl.sources.reference import (
    JobName,
    JobPattern,
    LatestJob,
    Reference,
    SavedFile,
    parse_arn,
    place_of,
    reference,
)
from irctl.sources.settings import Settings
from irctl.sources.wanted import MOST_MATCHES, Wanted

if TYPE_CHECKING:
    from irctl.decisions.approval import Approval
    from irctl.decisions.versions import VersionJob
    from irctl.jobs.listing import Listing
    from irctl.jobs.model_package import ModelPackage
    from irctl.sources.accounts import Accounts
    from irctl.sources.aws import Account
    from irctl.sources.lists import JobList
    from irctl.sources.lookup import Lookup

_Saved = TypeVar("_Saved")


class Steps:
    """The benchmarks of a job, page by page."""

    def __init__(self, pages: Iterable[list[Step]], *, only_successes: bool = False):
        self.only_successes = only_successes
        """Whether failed benchmarks are missing, as from a saved job."""
        self._pages = iter(pages)

    def __iter__(self) -> Iterator[list[Step]]:
        return self

    def __next__(self) -> list[Step]:
        return next(self._pages)


class Jobs:
    """Where commands get jobs from."""

    def __init__(
        self,
        accounts: "Accounts",
        stdin: files.Stdin,
        *,
        kind: Kind | None = None,
        warn: Callable[[str], None] = lambda warning: None,
        patience: Patience = PATIENT,
    ):
        """`kind` is the only one that a JOB may be of.

        `warn` gets what a user must know about which jobs were looked for; `patience` is how to
        wait for several places.
        """
        self._accounts = accounts
        self._stdin = stdin
        self._kind = kind
        self._warn = warn
        self._patience = patience

    @property
    def _kinds(self) -> Sequence[Kind]:
        return KINDS if self._kind is None else (self._kind,)

    def listed(
        self,
        listing: "Listing",
        *,
        only: Kind | None = None,
        hides_service_benchmarks: bool = True,
    ) -> "JobList":
        """The jobs of every place, of a kind or of all to which the filters apply.

        The ARN of a model package is asked for in its own region. Raise IrctlError.
        """
        from irctl.sources.lists import JobList

        package = listing.model_package
        return JobList(
            self._accounts.reach(place_of(package) if package else None),
            [kind for kind in ([only] if only else self._kinds) if listing.applies_to(kind)],
            listing,
            hides_service_benchmarks=hides_service_benchmarks,
            patience=self._patience,
        )

    def versions(self, group: "ModelPackage") -> "list[VersionJob]":
        """The versions of a model package group with their latest completed jobs, in order.

        Raise IrctlError, also for a group that does not exist or has no version.
        """
        from irctl.sources.versions import version_jobs

        if INFERENCE not in self._kinds:
            raise UsageError("--model-package is for inference jobs; AI jobs have no model package")
        reach = self._accounts.reach(place_of(group))
        return version_jobs(reach, group, self._warn, self._patience)

    def expanded(
        self, texts: Sequence[str], wanted: Wanted, *, most: int | None
    ) -> Iterator[str | IrctlError]:
        """JOBs with the jobs that a list finds in place of patterns and `latest`.

        For a pattern that matches none, the error. Raise IrctlError for one that matches more
        than `most`, and for any other failure.
        """
        seen: set[str] = set()
        for text in texts:
            try:
                names = self._names(reference(text), wanted, most) or [text]
            except IrctlError as error:
                if error.code is not ExitCode.NO_SUCH_JOB:
                    raise
                yield error
                continue
            yield from (name for name in names if name not in seen)
            seen.update(names)

    def _names(self, source: Reference, wanted: Wanted, most: int | None) -> list[str]:
        """The JOBs that a list finds; none for a source that needs no list."""
        if not isinstance(source, (LatestJob, JobPattern)):
            return []
        from irctl.sources.patterns import Search

        search = Search(
            self._accounts.reach(), self._kinds, self._warn, most=most, patience=self._patience
        )
        if isinstance(source, JobPattern):
            return search.matching(source, wanted)
        is_unfinished = wanted is Wanted.UNFINISHED
        return [search.latest(source, wanted if is_unfinished else Wanted.COMPLETED)]

    def _single(self, text: str, wanted: Wanted) -> JobName | SavedFile:
        """The source of a JOB that must mean one job. Raise IrctlError."""
        source = reference(text)
        names = self._names(source, wanted, MOST_MATCHES)
        if len(names) > 1:
            raise UsageError(
                f"{text} matches {len(names)} jobs, and one is needed here",
                f"choose one: {', '.join(names)}",
            )
        return cast("JobName | SavedFile", reference(names[0]) if names else source)

    def one(self, text: str, wanted: Wanted = Wanted.ANY, kind: Kind | None = None) -> Job:
        """The job that a JOB refers to, whose kind may be known. Raise IrctlError."""
        source = self._single(text, wanted)
        if isinstance(source, JobName):
            return self._describe(source, kind)
        return self._checked(_only(source, files.jobs(source, self._stdin)))

    def one_or_approval(self, text: str, wanted: Wanted) -> "Job | Approval":
        """The job that a JOB refers to, or the output of `irctl check`. Raise IrctlError."""
        source = self._single(text, wanted)
        if isinstance(source, JobName):
            return self._describe(source)
        saved = _only(source, files.jobs_or_approvals(source, self._stdin))
        return self._checked(saved) if isinstance(saved, Job) else cast("Approval", saved)

    def many(self, texts: Sequence[str]) -> Iterator[Job | IrctlError]:
        """Every job, in the order given; for one that can't be fetched or read, the error.

        A pattern must match one job, as `expanded` makes of others.
        """
        return self._each(texts, files.jobs)

    def _each(
        self,
        texts: Sequence[str],
        read: Callable[[SavedFile, files.Stdin], Iterator[_Saved | IrctlError]],
    ) -> Iterator[Job | _Saved | IrctlError]:
        sources = [self._single(text, Wanted.ANY) for text in texts]
        if sources.count(SavedFile("-")) > 1:
            raise UsageError("standard input (-) can be read only once")
        names = [source for source in sources if isinstance(source, JobName)]
        for name in names:
            self._accounts.reach(name)  # a problem with an account ends the command at once
        if len(names) < 2:
            yield from self._outcomes(sources, self._describe, read)
            return
        from irctl.sources.pacing import concurrently

        with concurrently({name: partial(self._describe, name) for name in names}) as describe:
            yield from self._outcomes(sources, describe, read)

    def summaries(self, texts: Sequence[str]) -> Iterator[JobSummary | IrctlError]:
        """Every job as a list shows it, also those of saved lists, as `many` gets them."""
        for outcome in self._each(texts, files.summaries):
            if isinstance(outcome, IrctlError) or outcome.kind in self._kinds:
                yield summary(outcome) if isinstance(outcome, Job) else outcome

    def steps(self, text: str, status: str | None = None) -> Steps:
        """The benchmarks of a job; of a saved job, those that became recommendations.

        Raise IrctlError, as the pages do.
        """
        source = self._single(text, Wanted.ANY)
        if isinstance(source, JobName):
            return Steps(self._steps(source, status))
        saved = files.steps(source, self._stdin)
        if isinstance(saved, Job) and not saved.kind.has_steps:
            from irctl.sources.benchmarks import saved_steps

            return Steps([saved_steps(saved)])
        steps = steps_of(saved) if isinstance(saved, Job) else saved
        matching = [step for step in steps if status in (None, step.status)]
        return Steps([matching], only_successes=isinstance(saved, Job))

    def _steps(self, name: JobName, status: str | None) -> Iterable[list[Step]]:
        """The benchmarks of a job in AWS; of an AI recommendation job, those behind its rows."""
        reach = self._accounts.reach(name)
        job = None
        if name.kind is INFERENCE or reach.are_several:
            job = self._describe(name)  # only a description contains the ARN to compare
        account = self._accounts.of(job) if job and reach.are_several else reach.accounts[0]

        def of_inference_job() -> Iterator[list[Step]]:
            pages = account.steps(name.name, status)
            return chain([next(pages, [])], pages)

        if job is None:
            answer = self._lookup(account, name).answer(name, of_inference_job)
        else:
            answer = of_inference_job() if job.kind is INFERENCE else job
        if isinstance(answer, Job):
            from irctl.sources.benchmarks import steps_behind

            return [steps_behind(answer, account, status)]
        return answer

    def in_aws(self, saved: Job) -> Job:
        """A saved job as AWS has it. Raise IrctlError if it has none, or another, of its name."""
        return self._describe(JobName(saved.name or "", parse_arn(saved.arn or "")))

    def _describe(self, name: JobName, kind: Kind | None = None) -> Job:
        reach = self._accounts.reach(name)
        if not reach.are_several:
            return self._lookup(reach.accounts[0], name, kind).job(name)
        from irctl.sources.lookup_everywhere import LookupEverywhere

        self._check_kind_of(name)
        kind = kind or self._kind
        return LookupEverywhere(reach, kind, self._warn, self._patience).job(name)

    def _lookup(self, account: "Account", name: JobName, kind: Kind | None = None) -> "Lookup":
        from irctl.sources.lookup import Lookup

        self._check_kind_of(name)
        return Lookup(account, kind or self._kind, self._warn)

    def _check_kind_of(self, name: JobName) -> None:
        """Raise UsageError for the ARN of a job of another kind than `--kind`."""
        if name.kind is not None:
            self._check_kind(name.kind, name.name)

    def _checked(self, job: Job) -> Job:
        self._check_kind(job.kind, job.label)
        return job

    def _check_kind(self, kind: Kind, label: str) -> None:
        """Raise UsageError for a job of another kind than `--kind`."""
        if self._kind is not None and self._kind is not kind:
            raise UsageError(f"{label} is {kind.title}: --kind {self._kind.name} excludes it")

    def _outcomes(
        self,
        sources: Sequence[JobName | SavedFile],
        describe: Callable[[JobName], Job],
        read: Callable[[SavedFile, files.Stdin], Iterator[_Saved | IrctlError]],
    ) -> Iterator[Job | _Saved | IrctlError]:
        for source in sources:
            try:
                if isinstance(source, JobName):
                    yield describe(source)
                else:
                    yield from read(source, self._stdin)
            except IrctlError as error:
                if len(sources) > 1:
                    _add_name(error, source)
                yield error


def _only(source: SavedFile, outcomes: Iterator[_Saved | IrctlError]) -> _Saved:
    """Return the only outcome. Raise IrctlError."""
    first, second = next(outcomes), next(outcomes, None)
    for outcome in (first, second):
        if isinstance(outcome, IrctlError):
            raise outcome
    if second is not None or isinstance(first, IrctlError):
        raise files.several(source)
    return first


def _add_name(error: IrctlError, source: JobName | SavedFile) -> None:
    """Make an error name its job, as the errors of files and unknown names do anyway."""
    if isinstance(source, JobName) and error.code is not ExitCode.NO_SUCH_JOB:
        error.message = f"{source.name}: {error.message.removeprefix(f'{source.name}: ')}"


def no_results(
    job: Job, settings: Settings, wanted: benchmark.UsableResults | None = None
) -> IrctlError | None:
    """Why a job has no results to work with; None when it has.

    The settings are those with which a command in the hint reaches the same job; `wanted` are
    the results of benchmark jobs that may be used; None for a command that uses none.
    """
    if wanted is not None and job.kind is AI_BENCHMARK:
        if wanted.allows(job):
            return None if job.recommendations else _not_read(job)
        if benchmark.gate_failure(job):
            return _failed_gate(job)
    match job.outcome:
        case Outcome.READY:
            return None
        case Outcome.PENDING:
            return IrctlError(
                f"{job.label} has not finished: it is {job.status}",
                _command("wait for it: irctl wait", job, settings),
                ExitCode.NOT_FINISHED,
            )
        case Outcome.FAILED:
            reason = f": {job.failure_reason}" if job.failure_reason else ""
            return IrctlError(
                f"{job.label} has no results: it is {job.status}{reason}",
                _command("see what went wrong: irctl steps", job, settings),
                ExitCode.JOB_FAILED,
            )


def _not_read(job: Job) -> IrctlError:
    """The error that a benchmark job has results, which are not in its response."""
    location = benchmark.location(job)
    copies = f"; or copy them: {location.copy_command}; then give results/" if location else ""
    return UsageError(
        f"{job.label}: the results of a benchmark are in S3, and were not read",
        f"read them: --results s3{copies}",
    )


def _failed_gate(job: Job) -> IrctlError:
    return IrctlError(
        f"{job.label} failed its validity gate: {job.failure_reason}",
        "use its results all the same: --allow-failed-gate",
        ExitCode.JOB_FAILED,
    )


def _command(command: str, job: Job, settings: Settings) -> str | None:
    """A hint with a command to copy; None for a job without a name."""
    from shlex import quote

    return f"{command} {quote(job.name)}{settings.options}" if job.name else None
