"""irctl shows every value of any valid response, and decides as a naive implementation does.

generated.py generates random documents from botocore's model; naive.py repeats the decisions.
"""

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from botocore.model import ListShape, Shape
from markdown_it import MarkdownIt

from irctl.output.text import plain
from tests.program import Done, irctl
from tests.strategies import DESCRIBE, document_with, output_shape, places

from . import naive
from .generated import FUZZ, Made, Maker, strictly
from .naive import Entry, Limit, near

fuzzed = pytest.mark.parametrize("number", range(FUZZ))


def json_of(*arguments: str, code: int = 0) -> Any:
    done = irctl(*arguments, "--json")
    assert done.code == code, done.err
    return strictly(done.out)


def printed(*arguments: str) -> str:
    done = irctl(*arguments)
    assert done.code == 0, done.err
    return done.out


# Output of describe


@fuzzed
def test_describe_prints_the_response_as_standard_json(number: int, tmp_path: Path) -> None:
    made = Maker("describe", number).job()
    file = made.save(tmp_path)
    assert json_of("describe", file) == made.expected
    lines = printed("describe", file, "-o", "jsonl").splitlines()
    assert [strictly(line) for line in lines] == [made.expected]


@fuzzed
def test_describe_prints_its_own_output_unchanged(number: int, tmp_path: Path) -> None:
    made = Maker("describe", number).job()
    done = irctl("describe", "-", "--json", stdin=json.dumps(made.expected).encode())
    assert strictly(done.out) == made.expected


def leaves(value: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    """Yield each value of a document that is not empty, with its place."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from leaves(item, f"{place}.{name}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from leaves(item, f"{place}[{index}]")
    elif value is not None and value != "":
        yield place, value


def is_shown(place: str, value: Any, text: str, numbers: list[Decimal]) -> bool:
    """Return whether a text shows a value.

    A number needs two correct digits, a cost per inference is for a million, a percentage has one
    decimal, microseconds can be milliseconds or seconds, a time is in UTC, and a
    text is on one line, in JSON with JSON's escapes.
    """
    if isinstance(value, bool):
        return str(value).lower() in text
    if isinstance(value, (int, float)):
        expected = Decimal(value) * (10**6 if place.endswith(".CostPerInference") else 1)
        least = Decimal("0.05") if place.endswith("Utilization") else 0
        units = (1, 1000, 10**6) if place.endswith("ModelSetupTime") else (1,)
        return any(
            abs(number - expected / unit) <= max(abs(expected / unit) / 20, least)
            for number in numbers
            for unit in units
        )
    readings = [plain(value), plain(f"={value}")[1:], plain(json.dumps(value, ensure_ascii=False))]
    if re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+\+00:00", value):
        readings = [f"{datetime.fromisoformat(value):%Y-%m-%d %H:%M:%S} UTC"]
    return any(" ".join(reading.split()) in text for reading in readings)


def not_shown(document: Any, text: str) -> list[str]:
    text = " ".join(text.split())
    words = re.findall(r"-?\$?\d[\d,]*(?:\.\d+)?(?:e[+-]?\d+)?", text)
    numbers = [Decimal(word.replace(",", "").replace("$", "")) for word in words]
    return [
        f"{place}: {leaf!r}"
        for place, leaf in leaves(document)
        if not is_shown(place, leaf, text, numbers)
    ]


MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def read_markdown(text: str) -> str:
    """Return the visible text of Markdown."""
    lines = [token.children or [] for token in MARKDOWN.parse(text) if token.type == "inline"]
    return "\n".join(
        "".join(token.content for token in line if token.type != "html_inline") for line in lines
    )


@fuzzed
def test_every_leaf_of_a_job_is_shown_to_people(number: int, tmp_path: Path) -> None:
    made = Maker("describe", number).job()
    file = made.save(tmp_path)
    assert not_shown(made.expected, printed("describe", file)) == []
    assert (
        not_shown(made.expected, read_markdown(printed("describe", file, "-o", "markdown"))) == []
    )


def at(entry: Entry, *path: str) -> Any:
    value: Any = entry
    for name in path:
        value = (value or {}).get(name)
    return value


def either(entry: Entry, *path: str, old: str) -> Any:
    value = at(entry, *path)
    return at(entry, *path[:-1], old) if value is None else value


def as_csv(entry: Entry, metric: str) -> Any:
    return naive.as_csv(metric, at(entry, "Metrics", metric))


def columns(entry: Entry) -> dict[str, Any]:
    """Return the expected values of a recommendation by column."""
    endpoint, model = "EndpointConfiguration", "ModelConfiguration"
    by_use = (endpoint, "ServerlessConfig")
    return {
        "instance_type": at(entry, endpoint, "InstanceType"),
        "initial_instance_count": at(entry, endpoint, "InitialInstanceCount"),
        "serverless_memory_mb": either(entry, *by_use, "MemorySizeInMB", old="MemorySizeInMb"),
        "serverless_max_concurrency": at(entry, *by_use, "MaxConcurrency"),
        "serverless_provisioned_concurrency": at(entry, *by_use, "ProvisionedConcurrency"),
        "compilation_job_name": at(entry, model, "CompilationJobName"),
        "inference_specification_name": at(entry, model, "InferenceSpecificationName"),
        "cost_per_hour_usd": as_csv(entry, "CostPerHour"),
        "cost_per_inference_usd": naive.as_csv(
            "CostPerInference", at(entry, "Metrics", "CostPerInference")
        ),
        "model_latency_ms": at(entry, "Metrics", "ModelLatency"),
        "max_invocations_per_minute": naive.sent_metric(entry, "MaxInvocations"),
        "cpu_utilization_percent": naive.as_csv(
            "CpuUtilization", at(entry, "Metrics", "CpuUtilization")
        ),
        "memory_utilization_percent": naive.as_csv(
            "MemoryUtilization", at(entry, "Metrics", "MemoryUtilization")
        ),
        "model_setup_time_us": at(entry, "Metrics", "ModelSetupTime"),
        "recommendation_id": at(entry, "RecommendationId"),
        "endpoint_name": at(entry, endpoint, "EndpointName"),
        "variant_name": at(entry, endpoint, "VariantName"),
        "invocation_start_time": at(entry, "InvocationStartTime"),
        "invocation_end_time": at(entry, "InvocationEndTime"),
    }


def cell_matches(cell: str, value: Any) -> bool:
    if value is None:
        return cell == ""
    if isinstance(value, bool):
        return cell == str(value).lower()
    if isinstance(value, (int, float)):
        return bool(strictly(cell) == value)
    return cell.removeprefix("'") == plain(value) and cell.lstrip()[:1] not in {*"=+-@"}


def rows_of(text: str, output: str) -> list[dict[str, str]]:
    if output == "csv":
        return list(csv.DictReader(io.StringIO(text)))
    head, *lines = [line.split("\t") for line in text.removesuffix("\n").split("\n")]
    return [dict(zip(head, line, strict=True)) for line in lines]


def assert_rows_match(rows: list[dict[str, str]], entries: list[Entry]) -> None:
    assert len(rows) == len(entries)
    for row, entry in zip(rows, entries, strict=True):
        for column, value in columns(entry).items():
            assert cell_matches(row[column], value), (column, row[column], value)
        pairs = json.loads(row["environment"] or "{}", object_pairs_hook=list)
        variables = at(entry, "ModelConfiguration", "EnvironmentParameters") or []
        expected = [(variable.get("Key") or "", variable.get("Value")) for variable in variables]
        assert [*map(tuple, pairs)] == expected


def assert_cells_show(markdown: str, entries: list[Entry]) -> None:
    """Check that the first table has a row with the values of each entry."""
    rows = [line for line in read_markdown_rows(markdown) if line[0].isdecimal()]
    for row, entry in zip(rows[: len(entries)], entries, strict=True):
        text = " ".join(" | ".join(row).split())
        words = re.findall(r"-?\$?\d[\d,]*(?:\.\d+)?(?:e[+-]?\d+)?", text)
        numbers = [Decimal(word.replace(",", "").replace("$", "")) for word in words]
        for column, value in columns(entry).items():
            if column in _NOT_IN_TABLES or value in (None, ""):
                continue
            places = {
                "cost_per_inference_usd": ".CostPerInference",
                "model_setup_time_us": ".ModelSetupTime",
            }
            place = places.get(column, column)
            place += "Utilization" * ("utilization" in column)
            assert is_shown(place, value, text, numbers), (column, value)


_NOT_IN_TABLES = {
    "recommendation_id",
    "endpoint_name",
    "variant_name",
    "invocation_start_time",
    "invocation_end_time",
}


def read_markdown_rows(text: str) -> list[list[str]]:
    """Return the cells of every row of every table."""
    rows: list[list[str]] = []
    for token in MARKDOWN.parse(text):
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline" and rows:
            pieces = [child for child in token.children or [] if child.type != "html_inline"]
            rows[-1].append("".join(child.content for child in pieces))
    return rows


@fuzzed
@pytest.mark.parametrize("output", ["csv", "tsv"])
def test_csv_and_tsv_parse_back_to_the_values(number: int, output: str, tmp_path: Path) -> None:
    made = Maker("describe", number).job()
    text = printed("describe", made.save(tmp_path), "-o", output)
    assert_rows_match(rows_of(text, output), made.expected.get("InferenceRecommendations") or [])


def enumerations() -> list[tuple[str, Shape]]:
    return [
        (place, shape)
        for place, shape in places(output_shape(DESCRIBE))
        if getattr(shape, "enum", None) and not isinstance(shape, ListShape)
    ]


@pytest.mark.parametrize(("place", "shape"), enumerations(), ids=lambda value: str(value))
def test_every_value_of_every_enumeration_is_printed(
    place: str, shape: Any, tmp_path: Path
) -> None:
    """All values at once if the place is in a list."""
    outer, listed, inner = place.partition("[0]")
    values = [*shape.enum, "A_NEW_ONE"]
    inner = inner.removeprefix(".")
    items = [document_with(inner, value) if inner else value for value in values]
    documents = [document_with(outer, items)] if listed else [*map(dict, _documents(place, values))]
    for document in documents:
        document["JobName"] = "made-up"
        file = Made(document, document).save(tmp_path)
        assert json_of("describe", file) == document
        assert not_shown(document, printed("describe", file)) == []


def _documents(place: str, values: list[str]) -> list[Any]:
    return [document_with(place, value) for value in values]


# Decisions


def some_limits(maker: Maker, entries: list[Entry], most: int = 2) -> list[Limit]:
    """Return random limits, often on a value of an entry."""
    limits = []
    for _ in range(maker.random.randint(0, most)):
        name = maker.random.choice(naive.METRICS)
        values = [v for entry in entries if (v := naive.raw_metric(entry, name)) is not None]
        value = float(maker.random.choice([*values, 50]))
        if value != 0:
            value *= maker.random.choice((1, 1, 2, 0.5))
        if abs(value) < float("inf"):
            limits.append(Limit(name, maker.random.choice(("<=", ">=")), value))
    return limits


def limit_options(limits: list[Limit]) -> list[str]:
    return [
        f"{'--max' if limit.operator == '<=' else '--min'}={limit.metric}={limit.value!r}"
        for limit in sorted(limits, key=lambda limit: limit.operator)
    ]


def ids(entries: list[Entry]) -> list[str]:
    return [entry["RecommendationId"] for entry in entries]


@fuzzed
def test_rank_agrees_with_the_naive_rules(number: int, tmp_path: Path) -> None:
    maker = Maker("rank", number)
    made = maker.results(most=9)
    file = made.save(tmp_path)
    entries: list[Entry] = made.expected["InferenceRecommendations"]
    by = maker.random.sample(naive.METRICS, maker.random.randint(0, 3))
    limits = some_limits(maker, entries)
    pareto, top = maker.chance(0.3), maker.random.choice((None, None, 1, 3))
    options = [*limit_options(limits), *(["--pareto"] if pareto else [])]
    options += [f"--by={','.join(by)}"] if by else []
    options += [f"--top={top}"] if top else []

    allowed = [entry for entry in entries if all(naive.holds(limit, entry) for limit in limits)]
    chosen = by if len(by) > 1 else ["CostPerInference", "ModelLatency"]
    off_front = [entry for entry in allowed if naive.dominated(entry, allowed, chosen)]
    left = [entry for entry in allowed if not (pareto and entry in off_front)]
    order = [*(by or ["CostPerInference"]), "CostPerInference", "ModelLatency"]
    best = naive.ordered(left, order)[:top]

    answer = json_of("rank", file, *options)
    assert answer["By"] == (by or ["CostPerInference"])
    assert answer["ParetoMetrics"] == chosen
    assert [entry.pop("Rank") for entry in answer["Recommendations"]] == [*range(1, len(best) + 1)]
    assert {entry.pop("JobName") for entry in answer["Recommendations"]} <= {"made-up"}
    on_front = [entry.pop("OnParetoFront") for entry in answer["Recommendations"]]
    assert answer["Recommendations"] == best
    assert on_front == [entry not in off_front for entry in best]
    excluded = {entry["RecommendationId"]: len(entry["Reasons"]) for entry in answer["Excluded"]}
    assert excluded == {
        entry["RecommendationId"]: sum(not naive.holds(limit, entry) for limit in limits) or 1
        for entry in entries
        if entry not in left
    }
    assert_rows_match(rows_of(printed("rank", file, *options, "-o", "csv"), "csv"), best)
    lines = printed("rank", file, *options, "-o", "jsonl").splitlines()
    assert ids([strictly(line) for line in lines]) == ids(best)
    assert_cells_show(printed("rank", file, *options, "-o", "markdown"), best)


@fuzzed
def test_rank_by_weights_agrees_with_the_naive_rules(number: int, tmp_path: Path) -> None:
    maker = Maker("weights", number)
    made = maker.results(most=9)
    entries: list[Entry] = made.expected["InferenceRecommendations"]
    names = maker.random.sample(naive.METRICS, maker.random.randint(1, 3))
    weights = {name: maker.random.randint(1, 5) for name in names}
    scores = {e["RecommendationId"]: naive.score(e, entries, weights) for e in entries}

    options = [f"--weight={name}={weight}" for name, weight in weights.items()]
    answer = json_of("rank", made.save(tmp_path), *options)
    total = sum(weights.values())
    assert answer["Weights"] == {n: pytest.approx(w / total) for n, w in weights.items()}
    ranked = answer["Recommendations"]
    assert sorted(ids(ranked)) == sorted(ids(entries))
    for entry in ranked:
        assert near(entry.get("Score"), scores[entry["RecommendationId"]])
    in_order = [-1 if (s := scores[entry]) is None else s for entry in ids(ranked)]
    for before, after in pairwise(in_order):
        assert before >= after or near(float(before), Fraction(after))


RATES: dict[str, int | Fraction] = {
    "1/min": 1,
    "90/min": 90,
    "200/s": 12000,
    "5M/day": Fraction(5 * 10**6, 1440),
}


@fuzzed
def test_plan_agrees_with_the_naive_rules(number: int, tmp_path: Path) -> None:
    maker = Maker("plan", number)
    made = maker.results()
    entries: list[Entry] = made.expected["InferenceRecommendations"]
    limits = some_limits(maker, entries, 1)
    share, least = Fraction(maker.random.choice((40, 50, 70, 100)), 100), maker.random.randint(1, 3)
    rates = maker.random.sample(list(RATES), 2)
    options = [
        f"--traffic={','.join(rates)}",
        f"--utilization={share.numerator * 100 // share.denominator}%",
        f"--min-instances={least}",
        *limit_options(limits),
    ]
    file = made.save(tmp_path)

    answer = json_of("plan", file, *options)
    assert (answer["Utilization"], answer["MinInstances"]) == (float(share), least)
    assert answer["HoursPerMonth"] == 730
    even = naive.break_even(entries, share, least, limits)
    assert near((answer["BreakEven"] or {}).get("RequestsPerMinute"), even)
    assert len(answer["Plans"]) == len(entries) * len(rates)
    for index, rate in enumerate(rates):
        per_minute = Fraction(RATES[rate])
        plans = answer["Plans"][index * len(entries) : (index + 1) * len(entries)]
        assert sorted(ids([plan["Recommendation"] for plan in plans])) == sorted(ids(entries))
        feasible = []
        for plan in plans:
            entry = plan["Recommendation"]
            assert entry in entries
            expected = naive.plan(entry, per_minute, share, least, limits)
            assert near(plan["RequestsPerMinute"], per_minute)
            assert plan["Feasible"] == expected.feasible
            assert bool(plan["Reasons"]) == (not expected.feasible)
            assert plan["InstanceCount"] == expected.instances
            assert plan["MaxConcurrency"] == expected.concurrency
            assert near(plan["CostPerHour"], expected.per_hour)
            assert near(plan["CostPerMonth"], expected.per(Fraction(730)))
            million = expected.per(Fraction(10**6) / (per_minute * 60))
            assert near(plan["CostPerMillionRequests"], million)
            assert near(plan["ExpectedUtilization"], expected.utilization)
            if expected.feasible:
                latency = naive.metric(entry, "ModelLatency")
                feasible.append((expected.per_hour, latency is None, latency or 0))
        assert [plan["Feasible"] for plan in plans] == sorted(
            (plan["Feasible"] for plan in plans), reverse=True
        )
        assert feasible == sorted(feasible)
        cheapest = [plan["Cheapest"] for plan in plans]
        assert cheapest == [bool(feasible) and not at for at in range(len(plans))]

    rows = rows_of(printed("plan", file, *options, "-o", "csv"), "csv")
    for row, plan in zip(rows, answer["Plans"], strict=True):
        for column, name in {
            "requests_per_minute": "RequestsPerMinute",
            "instances": "InstanceCount",
            "max_concurrency": "MaxConcurrency",
            "cost_per_hour_usd": "CostPerHour",
            "cost_per_month_usd": "CostPerMonth",
            "cost_per_million_requests_usd": "CostPerMillionRequests",
            "expected_utilization": "ExpectedUtilization",
            "feasible": "Feasible",
            "cheapest": "Cheapest",
        }.items():
            assert cell_matches(row[column], plan[name]), column


@fuzzed
def test_plan_for_varying_traffic_agrees_with_the_naive_rules(number: int, tmp_path: Path) -> None:
    maker = Maker("varies", number)
    made = maker.results()
    entries: list[Entry] = made.expected["InferenceRecommendations"]
    share, least = Fraction(maker.random.choice((40, 50, 100)), 100), maker.random.randint(1, 3)
    options = [f"--utilization={share.numerator * 100 // share.denominator}%"]
    options += [f"--min-instances={least}"]
    if maker.chance(0.5):
        hourly = [maker.random.choice(("0", "0.5", "90", "200/s", "5M/day")) for _ in range(5)]
        hourly.append("7/min")
        profile = tmp_path / "profile.csv"
        profile.write_text("".join(f"{hour},{rate}\n" for hour, rate in enumerate(hourly)))
        options += [f"--traffic-profile={profile}", "--repeat"]
        rates = [Fraction(RATES.get(rate) or Fraction(rate.partition("/")[0])) for rate in hourly]
        average = sum(rates, Fraction(0)) / len(rates)
    else:
        low, high = sorted(maker.random.sample(list(RATES), 2), key=lambda rate: RATES[rate])
        options += [f"--average={low}", f"--peak={high}"]
        rates = average, _ = [Fraction(RATES[low]), Fraction(RATES[high])]
    peak = max(rates)
    followed_rates = rates if "--average" not in "".join(options) else [average]

    file = made.save(tmp_path)
    plans = json_of("plan", file, *options)["Plans"]
    assert sorted(ids([plan["Recommendation"] for plan in plans])) == sorted(ids(entries))
    costs = []
    for plan in plans:
        entry = plan["Recommendation"]
        expected = naive.plan(entry, peak, share, least, (), average)
        assert near(plan["RequestsPerMinute"], peak)
        assert near(plan["AverageRequestsPerMinute"], average)
        assert (plan["Feasible"], plan["InstanceCount"]) == (expected.feasible, expected.instances)
        assert plan["MaxConcurrency"] == expected.concurrency
        assert near(plan["CostPerHour"], expected.per_hour)
        assert near(plan["CostPerMonth"], expected.per(Fraction(730)))
        million = expected.per(Fraction(10**6) / (average * 60))
        assert near(plan["CostPerMillionRequests"], million)
        assert near(plan["ExpectedUtilization"], expected.utilization)
        scaled = plan["Autoscaled"]
        if expected.instances is None or scaled is None:
            assert near(at(scaled, "CostPerHour"), expected.per_hour)
            assert at(scaled, "InstanceCount") is None
        else:
            follows = naive.followed(entry, followed_rates, share, least)
            assert near(scaled["InstanceCount"], follows.instances)
            assert scaled["MaxInstanceCount"] == expected.instances
            if expected.per_hour is not None:
                assert near(scaled["CostPerHour"], follows.per_hour)
                assert near(scaled["CostPerMonth"], follows.per_hour * 730)
        if (
            len(followed_rates) > 1
            and expected.per_hour is not None
            and not naive.serverless(entry)
        ):
            for hour, rate, count in zip(plan["Hours"], rates, follows.counts, strict=True):
                assert near(hour["RequestsPerMinute"], rate)
                assert hour["AutoscaledInstanceCount"] == count
                assert near(hour["AutoscaledCost"], count * follows.price)
                assert near(hour["FixedCost"], expected.per_hour)
        if expected.feasible:
            costs.append(scaled["CostPerHour"])
    cheapest = [plan["Autoscaled"]["CostPerHour"] for plan in plans if autoscaled_best(plan)]
    assert cheapest == ([min(costs)] if costs else [])


def autoscaled_best(plan: Any) -> bool:
    return bool(at(plan, "Autoscaled", "Cheapest"))


@fuzzed
def test_compare_agrees_with_the_naive_rules(number: int, tmp_path: Path) -> None:
    maker = Maker("compare", number)
    made = maker.results("one")
    entries = {"one": made.expected["InferenceRecommendations"]}
    files = [made.save(tmp_path)]
    if maker.chance(0.8):
        other = maker.again(made, "two")
        files.append(other.save(tmp_path, "two.json"))
        entries["two"] = json_of("describe", files[1])["InferenceRecommendations"]
    by = maker.random.choice(naive.METRICS)
    percent = maker.random.choice((0, 5, 20))
    how = maker.random.choice(("exact", "instance-type"))
    options = [f"--by={by}", f"--threshold={percent}%", f"--match={how}"]
    endpoints = made.expected.get("EndpointPerformances") or []
    endpoint = endpoints[0] if endpoints and maker.chance(0.5) else None
    options += ["--baseline=endpoint"] if endpoint else []
    answer = json_of("compare", *files, *options)

    everything = [entry for some in entries.values() for entry in some]
    best = next(
        (e for e in naive.ordered(everything, [by]) if naive.metric(e, by) is not None), None
    )
    seen = []
    for group in answer["Configurations"]:
        for name, row in group["Jobs"].items():
            (entry,) = (
                e for e in entries[name] if e["RecommendationId"] == row["RecommendationId"]
            )
            seen.append(entry)
            partner = endpoint or (
                naive.alike(entry, entries["one"], by, how)
                if len(entries) > 1
                else naive.ordered(everything, [by])[0]
            )
            assert row["IsBaseline"] == (name == "one" and partner is entry)
            for metric, shown in row["Metrics"].items():
                assert_change(shown, metric, entry, partner, Fraction(percent, 100))
            assert near(row["Relative"], times_worse(by, entry, best))
        configurations = [
            naive.configuration(e, how)
            for e in everything
            if e["RecommendationId"] in [row["RecommendationId"] for row in group["Jobs"].values()]
        ]
        assert all(configuration == configurations[0] for configuration in configurations)
    assert sorted(ids(seen)) == sorted(ids(everything))
    chosen = [
        e for e in everything if e["RecommendationId"] == at(answer, "Best", "RecommendationId")
    ]
    values = [naive.metric(entry, by) for entry in chosen]  # of equal ones, either
    assert values == ([] if best is None else [naive.metric(best, by)])
    if len(entries) > 1:
        for name, other_name in (("one", "two"), ("two", "one")):
            kinds: list[Any] = []
            for entry in entries[name]:
                kind = naive.configuration(entry, how)
                if kind not in kinds and naive.alike(entry, entries[other_name], by, how) is None:
                    kinds.append(kind)
            assert len(answer["OnlyIn"].get(name, [])) == len(kinds)

    rows = [row for group in answer["Configurations"] for row in group["Jobs"].items()]
    for output in ("csv", "tsv"):
        text = printed("compare", *files, *options, "-o", output)
        for cells, (name, row) in zip(rows_of(text, output), rows, strict=True):
            assert_comparison_row_matches(cells, name, row)
    lines = printed("compare", *files, *options, "-o", "jsonl").splitlines()
    assert [strictly(line) for line in lines] == answer["Configurations"]


def assert_change(
    shown: Any, metric: str, entry: Entry, partner: Entry | None, threshold: Fraction
) -> None:
    """Check the change of one metric of an entry from its partner in the baseline."""
    value = naive.metric(entry, metric)
    before = None if partner is None else naive.metric(partner, metric)
    change = naive.change(value, before)
    assert near(shown["Value"], value)
    assert near(shown["Baseline"], before)
    assert near(shown["Change"], change)
    better = None
    if metric == "CostPerHour":
        threshold = Fraction(0)  # a list price
    if change is not None and not naive.is_noise(metric, value, before, threshold):
        better = change > 0 if metric == "MaxInvocations" else change < 0
    assert shown["Better"] is better


def assert_comparison_row_matches(cells: dict[str, str], name: str, row: Any) -> None:
    """Check a row of CSV or TSV against its JSON."""
    assert cells["job_name"] == name
    assert cell_matches(cells["is_baseline"], row["IsBaseline"])
    assert cell_matches(cells["relative"], row["Relative"])
    assert cell_matches(cells["recommendation_id"], row["RecommendationId"])
    for metric, values in row["Metrics"].items():
        column, change = METRIC_COLUMNS[metric]
        assert cell_matches(cells[column], naive.as_csv(metric, values["Value"]))
        assert cell_matches(cells[f"baseline_{column}"], naive.as_csv(metric, values["Baseline"]))
        assert cell_matches(cells[f"{change}_change"], values["Change"])
        assert cell_matches(cells[f"{change}_better"], values["Better"])


METRIC_COLUMNS = {
    "CostPerHour": ("cost_per_hour_usd", "cost_per_hour"),
    "CostPerInference": ("cost_per_inference_usd", "cost_per_inference"),
    "ModelLatency": ("model_latency_ms", "model_latency"),
    "MaxInvocations": ("max_invocations_per_minute", "max_invocations"),
    "CpuUtilization": ("cpu_utilization_percent", "cpu_utilization"),
    "MemoryUtilization": ("memory_utilization_percent", "memory_utilization"),
    "ModelSetupTime": ("model_setup_time_us", "model_setup_time"),
}


def times_worse(by: str, entry: Entry, best: Entry | None) -> Fraction | None:
    value = naive.metric(entry, by)
    least = None if best is None else naive.metric(best, by)
    if value is None or least is None or value <= 0 or least <= 0:
        return None
    # The smallest doubles differ from their decimal notation.
    value, least = Fraction(float(value)), Fraction(float(least))
    times = least / value if by == "MaxInvocations" else value / least
    return times if times <= naive.LARGEST else None


@fuzzed
def test_check_agrees_with_the_naive_rules(number: int, tmp_path: Path) -> None:
    maker = Maker("check", number)
    made = maker.results("one")
    entries: list[Entry] = made.expected["InferenceRecommendations"]
    file, every = made.save(tmp_path), maker.chance(0.5)
    limits = some_limits(maker, entries)
    options = [*limit_options(limits), "--all" if every else "--any"]
    outcomes = [[naive.holds(limit, entry) for entry in entries] for limit in sorted_limits(limits)]
    problems = [False] * len(entries)
    planned = maker.chance(0.5)
    if planned:
        most = maker.random.choice((10, 1000, 10**6))
        options += ["--traffic=200/s", f"--max=monthly-cost={most}"]
        plans = [naive.plan(e, Fraction(12000), Fraction(1, 2), 1, ()) for e in entries]
        costs = [plan.per(Fraction(730)) for plan in plans]
        problems = [not plan.feasible for plan in plans]
        for limit, outcome in zip(sorted_limits(limits), outcomes, strict=True):
            if limit.metric in naive.COSTS:
                outcome[:] = [p.feasible and naive.keeps(limit, p, Fraction(12000)) for p in plans]
        # The options give each --max before any --min.
        outcomes.insert(
            sum(limit.operator == "<=" for limit in limits),
            [p.feasible and c is not None and c <= most for p, c in zip(plans, costs, strict=True)],
        )
    if maker.chance(0.5):
        other = maker.again(made, "two")
        baseline = other.save(tmp_path, "two.json")
        baseline_entries = json_of("describe", baseline)["InferenceRecommendations"]
        metric, percent = maker.random.choice(naive.METRICS), maker.random.choice((0, 10, 100))
        options += [f"--baseline={baseline}", f"--max-regression={metric}={percent}%"]
        options += ["--allow-different-conditions"]
        partners = [naive.alike(entry, baseline_entries, "CostPerInference") for entry in entries]
        outcomes.append(
            [
                p is not None
                and naive.no_worse(
                    metric, naive.metric(e, metric), naive.metric(p, metric), Fraction(percent, 100)
                )
                for e, p in zip(entries, partners, strict=True)
            ]
        )
    if not outcomes:
        options.append("--max=latency=50")
        outcomes.append([naive.holds(Limit("ModelLatency", "<=", 50.0), e) for e in entries])
    judge = all if every else any
    good = [
        not problem and all(outcome[index] for outcome in outcomes)
        for index, problem in enumerate(problems)
    ]
    passed = bool(entries) and judge(good)

    answer = json_of("check", file, *options, code=0 if passed else 10)
    assert answer["Passed"] == passed
    assert answer["Scope"] == ("All" if every else "Any")
    shown = {entry["RecommendationId"]: entry["Passed"] for entry in answer["Recommendations"]}
    assert shown == dict(zip(ids(entries), good, strict=True))
    assert all(bool(entry["Reasons"]) != entry["Passed"] for entry in answer["Recommendations"])
    standings = [bool(entries) and judge(outcome) for outcome in outcomes]
    assert [constraint["Passed"] for constraint in answer["Constraints"]] == standings
    measured = [
        constraint for constraint in answer["Constraints"] if constraint["Kind"] == "Metric"
    ]
    on_measured = [
        limit for limit in sorted_limits(limits) if not planned or limit.metric not in naive.COSTS
    ]
    for limit, constraint in zip(on_measured, measured, strict=False):
        values = [v for e in entries if (v := naive.metric(e, limit.metric)) is not None]
        best = (min if limit.operator == "<=" else max)(values, default=None)
        assert (constraint["Metric"], constraint["Operator"]) == (limit.metric, limit.operator)
        assert near(constraint["Wanted"], Fraction(str(limit.value)))
        assert near(constraint["Best"], best)
    done: Done = irctl("check", file, *options, "-o", "csv")
    for row, constraint in zip(rows_of(done.out, "csv"), answer["Constraints"], strict=True):
        assert all(cell_matches(row[name.lower()], value) for name, value in constraint.items())


def sorted_limits(limits: list[Limit]) -> list[Limit]:
    """In the order in which the options give them: --max before --min."""
    return sorted(limits, key=lambda limit: limit.operator)
