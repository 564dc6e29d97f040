"""What to deploy, as the first thing on the page."""

from collections.abc import Sequence

from irctl.answers.report import BoardAnswer, Question
from irctl.answers.verdicts import report as verdict
from irctl.answers.verdicts.facts import facts
from irctl.answers.verdicts.plan import load
from irctl.answers.verdicts.report import Headline
from irctl.answers.verdicts.ribbon import ribbon
from irctl.decisions.plan import Plan
from irctl.decisions.sizing import Sizing
from irctl.page.markup import Html, join, tag


def section(answers: Sequence[BoardAnswer], question: Question) -> Html:
    """Return the answer for each model; the script replaces the content of each `.of-board`."""
    heading = "What to deploy" if question.traffics else "Cheapest configuration by traffic"
    return tag(
        "section",
        tag("h2", heading, id="answer-heading"),
        *(
            join(
                _board_name(answer) if len(answers) > 1 else None,
                tag("div", *_of_board(answer, question), class_="of-board", data_board=str(index)),
            )
            for index, answer in enumerate(answers)
        ),
        id="answer",
        class_="card",
        aria_labelledby="answer-heading",
        tabindex="-1",
    )


def _board_name(answer: BoardAnswer) -> Html:
    return tag("h3", ", ".join(job.label for job in answer.board.jobs))


def _of_board(answer: BoardAnswer, question: Question) -> list[Html]:
    if not question.traffics:
        return [_ribbon(answer, question.sizing)]
    return [
        _of_traffic(answer.plans_of(traffic), answer, question.sizing)
        for traffic in question.traffics
    ]


def _ribbon(answer: BoardAnswer, sizing: Sizing) -> Html:
    text = ribbon(answer.stretches, answer.names, of_tokens=sizing.of_tokens)
    conditions = f"{verdict.conditions(None, sizing)}:"
    return tag("div", tag("p", conditions, class_="for"), tag("p", text, class_="big ribbon"))


def _of_traffic(plans: Sequence[Plan], answer: BoardAnswer, sizing: Sizing) -> Html:
    best = plans[0] if plans else None
    headline = verdict.headline(best, answer.names)
    conditions = f"{verdict.conditions(best and best.traffic, sizing)}:"
    return tag(
        "div",
        tag("p", conditions, class_="for"),
        tag("p", tag("strong", *_headline(headline)), class_="big"),
        *(_more(plans, answer, sizing) if best else []),
    )


def _headline(headline: Headline) -> list[str]:
    if headline.price is None:
        return [headline.fleet]
    return [headline.fleet, ", ", tag("span", headline.price, class_="price")]


def _more(plans: Sequence[Plan], answer: BoardAnswer, sizing: Sizing) -> list[Html]:
    best = plans[0]
    sentences = [verdict.why(plans, answer.names)]
    if not best.feasible:
        return [tag("p", *sentences, class_="why")]
    until, change = verdict.until(best, answer.names), verdict.against_today(best)
    shown = [tag("li", tag("b", fact.value), f" {fact.text}") for fact in facts(best, sizing)]
    to_do = [tag("li", text) for text in [*verdict.to_do(best), *load(best.recommendation)]]
    return [
        tag("p", " ".join(filter(None, [*sentences, until, change])), class_="why"),
        tag("ul", *shown, class_="facts"),
        *([tag("ul", *to_do, class_="to-do")] if to_do else []),
    ]
