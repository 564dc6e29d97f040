"""TOML, as the files that users write."""

import sys
from collections.abc import Callable
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


def read(text: str, parse_float: Callable[[str], Any] = float) -> dict[str, Any]:
    """Read a document. Raise ValueError, which says what is wrong."""
    try:
        return tomllib.loads(text, parse_float=parse_float)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"not TOML: {error}") from None
    except RecursionError:
        raise ValueError("nested too deep") from None
