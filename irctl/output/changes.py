"""How a change looks next to the value that changed."""

from typing import Literal

from irctl.decisions.change import Change


def tone(change: Change) -> Literal["good", "bad"] | None:
    """Return whether a change is better or worse; None within the noise, or where unknown."""
    if change.better is None:
        return None
    return "good" if change.better else "bad"


def with_change(value: str, change: str) -> str:
    """Return the text of a value and of its change, so that the values of a column line up."""
    return f"{value} {change:>5}"
