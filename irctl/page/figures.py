"""The pictures of the page: each drawn twice, for a wide screen and for a phone."""

from functools import partial

from irctl.answers.report import BoardAnswer
from irctl.answers.verdicts.report import ribbon
from irctl.output import svg
from irctl.output.scene import Picture
from irctl.page.markup import Html, tag
from irctl.pictures import bill

_WIDE, _HALF, _NARROW = 1060, 620, 380
"""Pixels; `report.css` shows the narrow one below 640."""


def figure(picture: Picture, name: str, caption: str, *, width: float = _WIDE) -> Html:
    drawn = [
        Html(svg.part_of_page(picture(svg.sheet(size)), f"{name}-{kind}", kind))
        for size, kind in ((width, "wide"), (_NARROW, "narrow"))
    ]
    return tag("figure", tag("figcaption", caption), *drawn)


def of_bill(answer: BoardAnswer, number: int) -> Html:
    """Draw what each configuration costs at any traffic."""
    words = ribbon(answer.stretches, answer.names)
    caption = (
        "Each step is one more instance. The ribbon below shows which configuration is the "
        "cheapest at which traffic."
    )
    picture = partial(bill.scene, answer.bill, words=words)
    return figure(lambda sheet: picture(sheet), f"bill-{number}", caption)
