"""Names that only AWS, the demo account or a saved file knows: within a second, and from
a file the next time. Whatever goes wrong, there are no names."""

import hashlib
import json
import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple

from irctl import cache
from irctl.context import Context

PATIENCE_S = 1.0
"""How long a Tab may take for names from AWS, all told."""
REMEMBERED_S = 60.0
FAILURE_REMEMBERED_S = 10.0
"""So that without credentials it is not each Tab that waits."""
_FORGOTTEN_S = 3600.0
_PAGE = 100
_PREFIX = "completion-"


class Candidate(NamedTuple):
    value: str
    help: str = ""


def jobs(context: Context, prefix: str) -> list[Candidate]:
    """The newest jobs; where there are too many for a page, those that match instead."""
    newest = _remembered(context, ["jobs", ""], lambda: _jobs(context, ""))
    matching = [each for each in newest if each.value.startswith(prefix)]
    if matching or not prefix or len(newest) < _PAGE:
        return matching
    return _remembered(context, ["jobs", prefix], lambda: _jobs(context, prefix))


def recommendations(context: Context, job: str) -> list[Candidate]:
    """The ids of a job's recommendations."""
    return _of_job(context, job, "ids")


def instance_types(context: Context, job: str) -> list[Candidate]:
    return _of_job(context, job, "types")


def endpoints(context: Context, job: str) -> list[Candidate]:
    """The endpoints that a job measured."""
    return _of_job(context, job, "endpoints")


def _jobs(context: Context, part: str) -> list[Candidate]:
    from irctl.jobs.listing import Listing

    listing = Listing(name_contains=part or None, limit=_PAGE)
    return [
        Candidate(each.name or "", each.status or "")
        for page in context.account().list_jobs(listing)
        for each in page
    ]


def _of_job(context: Context, text: str, what: str) -> list[Candidate]:
    def fetch() -> list[Candidate]:
        from irctl.decisions.choice import kind

        job = context.jobs.one(text)
        found = {
            "ids": [Candidate(r.id or "", r.configuration.title) for r in job.recommendations],
            "types": [Candidate(kind(r)) for r in job.recommendations],
            "endpoints": [
                *(
                    Candidate(r.endpoint_name or "", r.configuration.title)
                    for r in job.recommendations
                ),
                *(Candidate(e.endpoint_name or "") for e in job.endpoint_performances),
            ],
        }
        return list(dict.fromkeys(found[what]))

    return _remembered(context, [what, os.path.abspath(text) if "." in text else text], fetch)


def _remembered(
    context: Context, what: list[str], fetch: Callable[[], list[Candidate]]
) -> list[Candidate]:
    file, now = _file(context, what), context.now().timestamp()
    known = _read(file, now)
    if known is not None:
        return known
    found: list[Candidate] = []

    def run() -> None:
        with suppress(BaseException):  # a Tab never complains
            found.extend(fetch())

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(None if context.shared.demo else PATIENCE_S)  # the demo account is at hand
    names = list(found)
    cache.write(file, json.dumps({"At": now, "Names": names}).encode())
    _forget_old_files()
    return names


def _file(context: Context, what: list[str]) -> str:
    """Where names are remembered: one file for each account, region and question."""
    shared = context.shared
    account = [shared.profile, shared.region, shared.endpoint_url, shared.demo]
    settings = sorted((k, v) for k, v in context.environ.items() if k.startswith("AWS_"))
    key = hashlib.sha256(json.dumps([what, account, settings]).encode()).hexdigest()
    return f"{_PREFIX}{key[:32]}"


def _read(file: str, now: float) -> list[Candidate] | None:
    content = cache.read(file)
    if content is None:
        return None
    document = json.loads(content)
    names = [Candidate(*each) for each in document["Names"]]
    fresh = 0 <= now - document["At"] < (REMEMBERED_S if names else FAILURE_REMEMBERED_S)
    return names if fresh else None


def _forget_old_files() -> None:
    with suppress(OSError):
        for name in os.listdir(cache.directory() or ""):
            path = os.path.join(cache.directory() or "", name)
            if name.startswith(_PREFIX) and time.time() - os.stat(path).st_mtime > _FORGOTTEN_S:
                os.unlink(path)
