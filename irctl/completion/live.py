"""Names that come from AWS, the demo account or a saved file.

They are fetched within a second and cached in a file. If anything fails, there are no names.
"""

import hashlib
import json
import os
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress

from irctl import cache
from irctl.completion.line import TypedLine
from irctl.completion.suggestion import Suggestion
from irctl.context import Context
from irctl.jobs.kinds import INFERENCE, Kind
from irctl.jobs.model import SERVERLESS, JobSummary
from irctl.jobs.statuses import Outcome, has_ended, outcome

PATIENCE_S = 1.0
"""How long the Tab key may take to fetch names from AWS."""
_PATIENCE_WITH_PLACES_S = 0.8
"""How long several places may take, so that those that answer are offered in time."""
CACHED_S = 60.0
FAILURE_CACHED_S = 10.0
"""Without credentials, not every press of Tab waits for the failure."""
_EXPIRED_S = 3600.0
_PAGE = 100
_PREFIX = "completion-"


_NEED_RESULTS = frozenset(("rank", "compare", "plan", "check", "scaling", "export"))
"""Commands that refuse a job without results."""


def jobs(line: TypedLine, prefix: str) -> list[Suggestion]:
    """Return jobs that the command accepts, those first that it is most likely for."""
    names = _named(line.context, prefix, INFERENCE if line.command == "scaling" else None)
    if line.command == "wait":
        return sorted(names, key=lambda job: has_ended(job.status))
    if line.command in _NEED_RESULTS:
        return [job for job in names if outcome(job.status) in (Outcome.READY, None)]
    return names


def recommendations(line: TypedLine) -> list[Suggestion]:
    """Return the IDs of a job's recommendations."""
    return _recommended(line, "ids")


def instance_types(line: TypedLine) -> list[Suggestion]:
    return _recommended(line, "types")


def endpoints(line: TypedLine) -> list[Suggestion]:
    """Return the endpoints on which a job benchmarked what it recommends."""
    return _of_job(line, "endpoints")


def model_package_groups(line: TypedLine) -> list[Suggestion]:
    """Return the model package groups that the newest jobs are about."""
    from irctl.jobs.listing import Listing
    from irctl.jobs.model_package import from_arn

    def fetch() -> list[Suggestion]:
        listed = line.context.jobs.listed(Listing(limit=_PAGE), only=INFERENCE)
        arns = (job.model_package_version_arn for page in listed for job in page)
        packages = (from_arn(arn) for arn in arns if arn)
        return list(dict.fromkeys(Suggestion(p.name) for p in packages if p and p.version))

    return _cached(line.context, ["groups"], fetch)


def _recommended(line: TypedLine, kind: str) -> list[Suggestion]:
    """Return what a job recommends; for scaling, nothing serverless."""
    suggestions = _of_job(line, kind)
    if line.command != "scaling":
        return suggestions
    return [s for s in suggestions if not (s.help or s.value).startswith(SERVERLESS)]


def _named(context: Context, prefix: str, kind: Kind | None) -> list[Suggestion]:
    """Return the newest jobs of a kind, or of all; of more than a page, those that match."""
    kind = kind or context.shared.kind
    question = ["jobs", kind.name if kind else ""]
    newest = _cached(context, [*question, ""], lambda: _jobs(context, "", kind))
    matching = [suggestion for suggestion in newest if suggestion.value.startswith(prefix)]
    if matching or not prefix or len(newest) < _PAGE:
        return matching
    return _cached(context, [*question, prefix], lambda: _jobs(context, prefix, kind))


def _jobs(context: Context, part: str, kind: Kind | None) -> list[Suggestion]:
    from irctl.jobs.listing import Listing

    context.deadline = time.monotonic() + _PATIENCE_WITH_PLACES_S
    listing = Listing(name_contains=part or None, limit=_PAGE)
    jobs = [job for page in context.jobs.listed(listing, only=kind) for job in page]
    return suggested(jobs, names_profiles=len(context.shared.profiles) > 1)


def suggested(jobs: Sequence[JobSummary], *, names_profiles: bool) -> list[Suggestion]:
    """Return jobs with their status, and where the jobs of each name are, of several places."""
    places: dict[str | None, list[str]] = {}
    for job in jobs:
        title = job.source.full_title if names_profiles else job.source.title
        places.setdefault(job.name, []).extend(filter(None, [title]))
    return [_suggestion(job, ", ".join(places[job.name])) for job in jobs]


def _suggestion(job: JobSummary, where: str) -> Suggestion:
    status = job.status or ""
    return Suggestion(job.name or "", " in ".join(filter(None, (status, where))), status)


def _of_job(line: TypedLine, kind: str) -> list[Suggestion]:
    if not line.arguments:
        return []
    context, text = line.context, line.arguments[0]

    def fetch() -> list[Suggestion]:
        job = context.jobs.one(text)
        recommended = job.recommendations
        names = {
            "ids": [Suggestion(r.id or "", r.configuration.title) for r in recommended],
            "types": [Suggestion(r.configuration.hosting) for r in recommended],
            "endpoints": [
                Suggestion(r.endpoint_name or "", r.configuration.title)
                for r in recommended
                if not r.configuration.is_serverless
            ],
        }
        return list(dict.fromkeys(names[kind]))

    of_kind = context.shared.kind.name if context.shared.kind else ""
    return _cached(context, [kind, of_kind, os.path.abspath(text) if "." in text else text], fetch)


def _cached(
    context: Context, question: list[str], fetch: Callable[[], list[Suggestion]]
) -> list[Suggestion]:
    file, now = _file(context, question), context.now().timestamp()
    known = _read(file, now)
    if known is not None:
        return known
    # The demo account answers without a network.
    names = _fetched(fetch, None if context.shared.demo else PATIENCE_S)
    cache.write(file, json.dumps({"At": now, "Names": names}).encode())
    _delete_expired()
    return names


def _fetched(fetch: Callable[[], list[Suggestion]], patience_s: float | None) -> list[Suggestion]:
    names: list[Suggestion] = []

    def run() -> None:
        with suppress(BaseException):  # an error would break the line being typed
            names.extend(fetch())

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(patience_s)
    return list(names)


def _file(context: Context, question: list[str]) -> str:
    """Return the name of the cache file: one for each account, region and question."""
    shared = context.shared
    account = [shared.profiles, shared.regions, shared.endpoint_url, shared.demo]
    settings = sorted((k, v) for k, v in context.environ.items() if k.startswith("AWS_"))
    key = hashlib.sha256(json.dumps([question, account, settings]).encode()).hexdigest()
    return f"{_PREFIX}{key[:32]}"


def _read(file: str, now: float) -> list[Suggestion] | None:
    content = cache.read(file)
    if content is None:
        return None
    document = json.loads(content)
    names = [Suggestion(*name) for name in document["Names"]]
    is_fresh = 0 <= now - document["At"] < (CACHED_S if names else FAILURE_CACHED_S)
    return names if is_fresh else None


def _delete_expired() -> None:
    with suppress(OSError):
        for name in os.listdir(cache.directory() or ""):
            path = os.path.join(cache.directory() or "", name)
            if name.startswith(_PREFIX) and time.time() - os.stat(path).st_mtime > _EXPIRED_S:
                os.unlink(path)
