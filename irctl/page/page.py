"""The page: its sections in their order, its style, its script and its data in one file."""

import base64
import hashlib
from collections.abc import Iterator, Sequence
from importlib import resources

from irctl import __version__
from irctl.answers import plan as plan_answer
from irctl.answers.report import BoardAnswer, Question
from irctl.answers.verdicts.plan import of_current
from irctl.jobs.model import Document, Job
from irctl.output import numbers
from irctl.output.report import Entry
from irctl.output.text import first_names
from irctl.page import answers as answer_section
from irctl.page import blocks, configurations, controls, data, figures, theme
from irctl.page.configurations import Shown
from irctl.page.markup import Html, join, tag
from irctl.page.origins import Origin

_MOST_BENCHMARKED = 4
"""Jobs of one board whose benchmarks are drawn."""


def render(
    answers: Sequence[BoardAnswer],
    question: Question,
    origin: Origin,
    warnings: Sequence[str] = (),
    responses: Sequence[Document] = (),
) -> Iterator[str]:
    """Yield the page as text."""
    jobs = [job for answer in answers for job in answer.board.jobs]
    style, script = theme.style() + _file("report.css"), _file("report.js")
    shown = [configurations.shown(answer, question) for answer in answers]
    yield "<!doctype html>\n"
    yield tag(
        "html",
        _head(jobs, style, script),
        tag(
            "body",
            tag("a", "Skip to the answer", class_="skip", href="#answer"),
            _header(jobs, answers),
            tag("main", *_sections(answers, shown, question, origin, warnings)),
            _footer(),
            _data(answers, shown, question, origin, responses),
            tag("script", Html(script)),
        ),
        lang="en",
    )
    yield "\n"


def _file(name: str) -> str:
    """Return a style or a script without its indentation and its lines of comment."""
    text = resources.files("irctl.page").joinpath(name).read_text("utf-8")
    lines = (line.strip() for line in text.splitlines())
    return "".join(f"{line}\n" for line in lines if line and not line.startswith("//"))


def _digest(text: str) -> str:
    """Return what a content security policy allows exactly this text by."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _data(
    answers: Sequence[BoardAnswer],
    shown: Sequence[Shown],
    question: Question,
    origin: Origin,
    responses: Sequence[Document],
) -> Html:
    boards = [(answer, rows.plans) for answer, rows in zip(answers, shown, strict=True)]
    document = data.document(boards, question, options=dict(origin.words), responses=responses)
    return tag("script", Html(data.embedded(document)), type="application/json", id="data")


def _head(jobs: Sequence[Job], style: str, script: str) -> Html:
    policy = (
        f"default-src 'none'; script-src {_digest(script)}; style-src {_digest(style)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width,initial-scale=1"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy),
        tag("meta", name="referrer", content="no-referrer"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", name="generator", content=f"irctl {__version__}"),
        tag("link", rel="icon", href="data:,"),
        tag("title", f"{_title(jobs)}: what to deploy"),
        tag("style", Html(style)),
    )


def _title(jobs: Sequence[Job]) -> str:
    return first_names(list(dict.fromkeys(job.label for job in jobs)))


def _header(jobs: Sequence[Job], answers: Sequence[BoardAnswer]) -> Html:
    number = sum(len(answer.recommendations) for answer in answers)
    count = "1 configuration" if number == 1 else f"{number:,} configurations"
    descriptions = list(dict.fromkeys(filter(None, (job.description for job in jobs))))
    return tag(
        "header",
        tag(
            "div",
            tag("h1", _title(jobs)),
            tag("p", " · ".join([*descriptions[:3], count]), class_="sub"),
        ),
        tag(
            "div",
            tag("button", "Light / dark", type="button", id="theme"),
            " ",
            tag("button", "Print", type="button", id="print"),
            class_="interactive",
            hidden=True,
        ),
    )


def _sections(
    answers: Sequence[BoardAnswer],
    shown: Sequence[Shown],
    question: Question,
    origin: Origin,
    warnings: Sequence[str],
) -> Iterator[Html]:
    yield answer_section.section(answers, question)
    about = [*warnings, *(text for answer in answers for text in answer.warnings)]
    if about:
        yield _card("caveats", "Before you trust the order", _list(about), class_="card caveats")
    yield controls.section(answers, question, data.state(question), origin.plan_command)
    for index, (answer, rows) in enumerate(zip(answers, shown, strict=True)):
        if answer.bill.lines:
            yield _bill(index, answer, question, several=len(answers) > 1)
        yield from _pictures(index, answer, question, several=len(answers) > 1)
        yield _configurations(index, answer, rows, question, several=len(answers) > 1)
    yield _origin(answers, question, origin)


def _bill(index: int, answer: BoardAnswer, question: Question, *, several: bool) -> Html:
    modes = [
        tag("button", text, type="button", data_mode=mode, aria_pressed=pressed)
        for mode, text, pressed in (
            ("bill", "Cost", "true"),
            ("relative", "Against the cheapest", "false"),
        )
    ]
    save = tag("button", "Save SVG", type="button", data_save="bill")
    return _card(
        f"bill-{index}",
        _titled("Monthly cost at any traffic", answer, several=several),
        figures.of_bill(answer, question, index),
        tools=tag("div", *modes, save, class_="tools interactive", hidden=True),
        class_="card bill",
    )


def _pictures(
    index: int, answer: BoardAnswer, question: Question, *, several: bool
) -> Iterator[Html]:
    day = figures.of_day(answer, question, index)
    if day is not None:
        yield _card(f"day-{index}", _titled("Hour by hour", answer, several=several), day)
    yield from _comparison(index, answer)
    cards = [*_tradeoff(index, answer, question, several=several), *_benchmarks(index, answer)]
    if cards:
        yield tag("div", *cards, class_="pictures")


def _tradeoff(
    index: int, answer: BoardAnswer, question: Question, *, several: bool
) -> Iterator[Html]:
    drawn = figures.of_tradeoff(answer, question, f"tradeoff-{index}-picture")
    if drawn is None:
        return
    save = tag("button", "Save SVG", type="button", data_save="tradeoff")
    yield _card(
        f"tradeoff-{index}",
        _titled(drawn.title, answer, several=several),
        drawn.figure,
        tools=tag("div", save, class_="tools interactive", hidden=True),
    )


def _comparison(index: int, answer: BoardAnswer) -> Iterator[Html]:
    compared = answer.comparison
    if compared is None:
        return
    drawn = figures.of_comparison(compared, f"comparison-{index}-picture")
    table = tag("details", tag("summary", "All changes"), *map(blocks.block, compared.body))
    verdicts = [tag("p", verdict) for verdict in (*compared.verdicts, *compared.warnings)]
    title = "Changes between the jobs"
    yield _card(f"comparison-{index}", title, *verdicts, drawn, table)


def _benchmarks(index: int, answer: BoardAnswer) -> Iterator[Html]:
    for number, job in enumerate(answer.board.jobs[:_MOST_BENCHMARKED]):
        name = f"benchmarks-{index}-{number}"
        drawn = figures.of_benchmarks(job, f"{name}-picture")
        if drawn is not None:
            yield _card(name, f"Benchmarks of {job.label}", drawn)


def _titled(title: str, answer: BoardAnswer, *, several: bool) -> str:
    return f"{title}: {_title(answer.board.jobs)}" if several else title


def _configurations(
    index: int, answer: BoardAnswer, rows: Shown, question: Question, *, several: bool
) -> Html:
    title = _titled("All configurations", answer, several=several)
    content = configurations.section(answer, rows, title, has_traffic=bool(question.traffics))
    return _card(f"configurations-{index}", title, content)


def _origin(answers: Sequence[BoardAnswer], question: Question, origin: Origin) -> Html:
    plans = [plan for answer in answers for plan in answer.plans]
    priced = bool(origin.prices)
    assumptions = plan_answer.assumptions(plans, question.sizing, priced=priced)
    entries = [
        ("Command", tag("code", origin.command)),
        ("Created", join(f"{numbers.time(origin.time)} by irctl {__version__}")),
        *(("Job", _job(job)) for answer in answers for job in answer.board.jobs),
        *([("Today", join(of_current(question.current)))] if question.current else []),
        ("Initial assumptions", _entries(assumptions)),
        *([("Prices", _entries(origin.prices))] if origin.prices else []),
        ("Checked", tag("span", "not checked: JavaScript is off", id="self-check")),
    ]
    content = tag("dl", *(join(tag("dt", label), tag("dd", value)) for label, value in entries))
    save = tag("button", "Save the data as JSON", type="button", id="save-data",
               class_="interactive", hidden=True)  # fmt: skip
    return _card("origin", "Where this comes from", content, save)


def _job(job: Job) -> Html:
    times = [
        job.type,
        job.status,
        job.creation_time and f"created {numbers.time(job.creation_time)}",
        job.duration and f"took {numbers.duration(job.duration)}",
    ]
    details = ", ".join(text for text in times if text)
    lines = [text for text in (job.description, *_setup(job), job.arn) if text]
    return join(tag("b", job.label), f" ({details})", *(tag("div", line) for line in lines))


def _setup(job: Job) -> Iterator[str]:
    """Yield what a job of a language model measured, and which benchmarks it made."""
    setup = job.setup
    values = (
        ("optimized for", ", ".join(setup.targets)),
        ("workload", setup.workload),
        ("tokenizer", setup.tokenizer),
        ("endpoint", setup.endpoint),
        ("benchmarks", ", ".join(figures.benchmark_jobs(job))),
    )
    if texts := [f"{name} {value}" for name, value in values if value]:
        yield ", ".join(texts)


def _entries(entries: Sequence[Entry]) -> Html:
    return _list([f"{entry.label}: {entry.value}" for entry in entries])


def _list(texts: Sequence[str]) -> Html:
    return tag("ul", *(tag("li", text) for text in texts))


def _card(
    name: str, title: str, *content: Html, tools: Html | None = None, class_: str = "card"
) -> Html:
    heading = f"{name}-heading"
    return tag(
        "section",
        tools,
        tag("h2", title, id=heading),
        *content,
        id=name,
        class_=class_,
        aria_labelledby=heading,
    )


def _footer() -> Html:
    text = f"Created by irctl {__version__} from Amazon SageMaker Inference Recommender. This file "
    return tag("footer", tag("p", f"{text}sends no requests to any server."))
