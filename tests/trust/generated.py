"""Random jobs from botocore's service model, each with the expected output of `describe --json`.

IRCTL_FUZZ sets the number of jobs, IRCTL_SEED their content.
"""

import json
import os
from datetime import datetime, timedelta, timezone
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from botocore.model import ListShape, MapShape, Shape, StructureShape

from tests.strategies import COUNTS, DESCRIBE, output_shape

from . import rounds

FUZZ = rounds(20)
SEED = os.environ.get("IRCTL_SEED", "irctl")

_NOT_NUMBERS = ("NaN", float("nan"), float("inf"), float("-inf"), "Infinity", "-Infinity", None)
_EXTREMES = (
    0,
    -1,
    -0.0,
    5e-324,
    1e-320,
    1.7e308,
    -1.7e308,
    2**1022,
    10**20,
    2**53 + 1,
    1e-6,
    2**70,
)
_TEXTS = (
    "", " ", "-", "NaN", "null", "a,b", 'say "so"', "a|b", "two\nlines", "a\ttab", "=1+1", "@sum",
    "+1", "größe", "漢字", "a\u202eb", "e\u0301", "[bold]x[/]", "::error::x", "##[group]x", "#::x",
    "back\\slash", "a\\nb", "**x**", "<b>x</b>", "\x1b[31mred", "\ud800", "https://x.invalid/a_b_c",
)  # fmt: skip
_TYPES = ("ml.c5.xlarge", "ml.g4dn.xlarge", "ml.future.42xlarge")
_OFFSETS = (timezone.utc, timezone(timedelta(hours=5, minutes=30)), timezone(timedelta(hours=-8)))


class Made(NamedTuple):
    raw: Any
    """The content of a file, as a client of AWS saves it."""
    expected: Any
    """The expected output of `describe --json`."""

    def save(self, folder: Path, name: str = "job.json") -> str:
        path = folder / name
        path.write_text(json.dumps(self.raw), encoding="utf-8")
        return str(path)


class Maker:
    def __init__(self, *seed: object):
        self.random = Random(" ".join(map(str, (SEED, *seed))))
        self.presence = self.random.choice((0.3, 0.7, 0.9, 1.0))
        self.strange = self.random.choice((0.0, 0.1, 0.5))
        self.count = 0

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def job(self) -> Made:
        """Return any valid response; only its name is never missing."""
        made = self.value(output_shape(DESCRIBE))
        for document in made:
            document["JobName"] = "made-up"
        return made

    def results(self, name: str = "made-up", most: int = 6) -> Made:
        """Return a completed job; each recommendation has a different ID."""
        made = self.job()
        shape = output_shape(DESCRIBE).members["InferenceRecommendations"]
        assert isinstance(shape, ListShape)
        entries = [self.value(shape.member) for _ in range(self.random.randint(0, most))]
        for index in range(len(entries)):
            if index and self.chance(0.3):  # repeat the previous configuration
                for entry, previous in zip(entries[index], entries[index - 1], strict=True):
                    for part in ("EndpointConfiguration", "ModelConfiguration"):
                        entry.pop(part, None)
                        if part in previous:
                            entry[part] = previous[part]
        for form, document in enumerate(made):
            for index, entry in enumerate(entries):
                entry[form]["RecommendationId"] = f"{name}/{index}"
            document["JobName"] = name
            document["Status"] = "COMPLETED"
            document["InferenceRecommendations"] = [entry[form] for entry in entries]
        return made

    def again(self, made: Made, name: str) -> Made:
        """Return another run of a job: most configurations repeated, most metrics changed."""
        raw = json.loads(json.dumps(made.raw))
        raw["JobName"] = name
        kept = [entry for entry in raw["InferenceRecommendations"] if self.chance(0.8)]
        self.random.shuffle(kept)
        for index, entry in enumerate(kept):
            entry["RecommendationId"] = f"{name}/{index}"
            metrics = entry.get("Metrics") or {}
            for metric in metrics:
                if metric in _METRIC_NAMES and self.chance(0.7):
                    metrics[metric] = self.number().raw
        raw["InferenceRecommendations"] = kept
        return Made(raw, raw)

    def value(self, shape: Shape, name: str = "") -> Made:
        if isinstance(shape, StructureShape):
            return self._structure(shape, name)
        if isinstance(shape, ListShape):
            items = [self.value(shape.member) for _ in range(self.random.randint(0, 3))]
            return Made([item.raw for item in items], [item.expected for item in items])
        if shape.name in COUNTS:
            return self.count_of_things()
        if shape.type_name in ("integer", "long", "float", "double"):
            return self.number()
        if shape.type_name == "timestamp":
            return self._time()
        if shape.type_name == "boolean":
            return Made(True, True)
        if isinstance(shape, MapShape):
            entries = {f"KEY_{n}": self._text(shape.value, "").raw for n in range(3)}
            return Made(entries, entries)
        return self._text(shape, name)

    def _structure(self, shape: StructureShape, name: str) -> Made:
        raw, expected = {}, {}
        for member, inner in shape.members.items():
            if self.chance(self.presence):
                value = self.value(inner, member)
                key = member
                if name in ("Metrics", "ServerlessConfig") and self.chance(0.1):
                    key = _OLD_NAMES.get(member, member)
                raw[key], expected[key] = value
        if self.chance(0.15):
            raw["Novelty"] = self._unknown()
            expected["Novelty"] = _without_nan(raw["Novelty"])
        return Made(raw, expected)

    def count_of_things(self) -> Made:
        if self.chance(0.15):
            return Made(self.random.choice(_NOT_NUMBERS), None)
        value = self.random.choice((0, 1, 1, 2, 3, 7, 50, 200, 1024, 6144, 10**6, 2**70))
        return Made(value, value)

    def number(self) -> Made:
        kind = self.random.random()
        if kind < 0.15:
            return Made(self.random.choice(_NOT_NUMBERS), None)
        value: int | float
        if kind < 0.15 + self.strange * 0.5:
            value = self.random.choice(_EXTREMES)
        elif kind < 0.6:
            value = self.random.choice((1, 2, 3, 7, 50, 100, 101, 1070, 0.5, 0.11500000208616257))
        elif kind < 0.8:
            value = self.random.randint(1, 10**6)
        else:
            value = self.random.random() * 10.0 ** self.random.randint(-7, 4)
        return Made(value, value)

    def _time(self) -> Made:
        eighths = self.random.randint(0, 8 * 4 * 10**9)  # until 2096
        moment = datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(seconds=eighths / 8)
        local = moment.astimezone(self.random.choice(_OFFSETS))
        forms: list[Any] = [
            str(local),
            local.isoformat(),
            eighths / 8,
            moment.isoformat()[:-6] + "Z",
        ]
        return Made(self.random.choice(forms), moment.isoformat())

    def _text(self, shape: Shape, name: str) -> Made:
        choices = getattr(shape, "enum", None)
        self.count += 1
        text = f"text-{self.count}-end"
        if name == "InstanceType" and self.chance(0.7):
            text = self.random.choice(_TYPES)
        elif choices:
            text = self.random.choice(choices) if self.chance(0.9) else "A_NEW_ONE"
        elif self.chance(self.strange):
            text = self.random.choice(_TEXTS)
        return Made(text, text)

    def _unknown(self, depth: int = 0) -> Any:
        """Return a value of a future API; its numbers and texts are unique."""
        self.count += 1
        plain = [70_000 + self.count, f"new-{self.count}-end", True, None, 0.5, float("nan"), "NaN"]
        if depth < 3 and self.chance(0.4):
            several = [self._unknown(depth + 1) for _ in range(self.random.randint(0, 3))]
            if self.chance(0.5):
                return several
            return {f"Part{index}": value for index, value in enumerate(several)}
        return self.random.choice(plain)


_METRIC_NAMES = {
    "CostPerHour", "CostPerInference", "MaxInvocations", "ModelLatency", "CpuUtilization",
    "MemoryUtilization", "ModelSetupTime",
}  # fmt: skip
_OLD_NAMES = {"MaxInvocations": "MaximumInvocations", "MemorySizeInMB": "MemorySizeInMb"}


def _without_nan(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nan(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_without_nan(item) for item in value]
    return None if value != value else value


def strictly(text: str) -> Any:
    """Parse standard JSON, without Python's extensions."""

    def refuse(word: str) -> None:
        raise ValueError(f"{word} is not JSON")

    return json.loads(text, parse_constant=refuse)
