"""Whatever SageMaker may answer with, irctl prints what it says, and decides as the plain
rules do. Documents come by chance from botocore's model (generated.py says how to make
thousands of them), decisions are made a second time in naive.py."""

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


# What describe prints


@fuzzed
def test_describe_prints_the_response_as_standard_json(number: int, tmp_path: Path) -> None:
    made = Maker("describe", number).job()
    file = made.save(tmp_path)
    assert json_of("describe", file) == made.said
    lines = printed("describe", file, "-o", "jsonl").splitlines()
    assert [strictly(line) for line in lines] == [made.said]


@fuzzed
def test_describe_says_the_same_of_what_it_printed_itself(number: int, tmp_path: Path) -> None:
    made = Maker("describe", number).job()
    done = irctl("describe", "-", "--json", stdin=json.dumps(made.said).encode())
    assert strictly(done.out) == made.said


def leaves(value: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for name, item in value.items():
            yield from leaves(item, f"{place}.{name}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from leaves(item, f"{place}[{index}]")
    elif value is not None and value != "":
        yield place, value


def is_shown(place: str, value: Any, text: str, numbers: list[Decimal]) -> bool:
    """Whether a reader finds a value: a number to two digits at least, what an inference
    costs for a million, a percentage to a tenth; a time in UTC; a text on one line, escaped
    as in JSON where it stands in JSON."""
    if isinstance(value, bool):
        return str(value).lower() in text
    if isinstance(value, (int, float)):
        wanted = Decimal(value) * (10**6 if place.endswith(".CostPerInference") else 1)
        error = max(abs(wanted) / 20, Decimal("0.05") if place.endswith("Utilization") else 0)
        return any(abs(there - wanted) <= error for there in numbers)
    readings = [plain(value), plain(f"={value}")[1:], plain(json.dumps(value, ensure_ascii=False))]
    if re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+\+00:00", value):
        readings = [f"{datetime.fromisoformat(value):%Y-%m-%d %H:%M:%S} UTC"]
    return any(" ".join(each.split()) in text for each in readings)


def not_shown(document: Any, text: str) -> list[str]:
    text = " ".join(text.split())
    found = re.findall(r"-?\$?\d[\d,]*(?:\.\d+)?(?:e[+-]?\d+)?", text)
    numbers = [Decimal(each.replace(",", "").replace("$", "")) for each in found]
    return [
        f"{place}: {leaf!r}"
        for place, leaf in leaves(document)
        if not is_shown(place, leaf, text, numbers)
    ]


MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def read_markdown(text: str) -> str:
    """What a reader sees."""
    lines = [each.children or [] for each in MARKDOWN.parse(text) if each.type == "inline"]
    return "\n".join(
        "".join(each.content for each in line if each.type != "html_inline") for line in lines
    )


@fuzzed
def test_every_leaf_of_a_job_is_shown_to_people(number: int, tmp_path: Path) -> None:
    made = Maker("describe", number).job()
    file = made.save(tmp_path)
    assert not_shown(made.said, printed("describe", file)) == []
    assert not_shown(made.said, read_markdown(printed("describe", file, "-o", "markdown"))) == []


def at(entry: Entry, *path: str) -> Any:
    value: Any = entry
    for name in path:
        value = (value or {}).get(name)
    return value


def either(entry: Entry, *path: str, old: str) -> Any:
    value = at(entry, *path)
    return at(entry, *path[:-1], old) if value is None else value


def columns(entry: Entry) -> dict[str, Any]:
    """What the documented columns have to hold of a recommendation."""
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
        "cost_per_hour_usd": at(entry, "Metrics", "CostPerHour"),
        "cost_per_inference_usd": at(entry, "Metrics", "CostPerInference"),
        "model_latency_ms": at(entry, "Metrics", "ModelLatency"),
        "max_invocations_per_minute": naive.raw_metric(entry, "MaxInvocations"),
        "cpu_utilization_percent": at(entry, "Metrics", "CpuUtilization"),
        "memory_utilization_percent": at(entry, "Metrics", "MemoryUtilization"),
        "model_setup_time_us": at(entry, "Metrics", "ModelSetupTime"),
        "recommendation_id": at(entry, "RecommendationId"),
        "endpoint_name": at(entry, endpoint, "EndpointName"),
        "variant_name": at(entry, endpoint, "VariantName"),
        "invocation_start_time": at(entry, "InvocationStartTime"),
        "invocation_end_time": at(entry, "InvocationEndTime"),
    }


def says(cell: str, value: Any) -> bool:
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


def assert_rows_say(rows: list[dict[str, str]], entries: list[Entry]) -> None:
    assert len(rows) == len(entries)
    for row, entry in zip(rows, entries, strict=True):
        for column, value in columns(entry).items():
            assert says(row[column], value), (column, row[column], value)
        pairs = json.loads(row["environment"] or "{}", object_pairs_hook=list)
        there = at(entry, "ModelConfiguration", "EnvironmentParameters") or []
        wanted = [(each.get("Key") or "", each.get("Value") or "") for each in there]
        assert [*map(tuple, pairs)] == wanted


def assert_cells_show(markdown: str, entries: list[Entry]) -> None:
    """The first table has a row for each entry, in which its values stand."""
    rows = [line for line in read_markdown_rows(markdown) if line[0].isdecimal()]
    for row, entry in zip(rows[: len(entries)], entries, strict=True):
        text = " ".join(" | ".join(row).split())
        found = re.findall(r"-?\$?\d[\d,]*(?:\.\d+)?(?:e[+-]?\d+)?", text)
        numbers = [Decimal(each.replace(",", "").replace("$", "")) for each in found]
        for column, value in columns(entry).items():
            if column in _NOT_IN_TABLES or value in (None, ""):
                continue
            place = {"cost_per_inference_usd": ".CostPerInference"}.get(column, column)
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
    """The cells of every row of every table."""
    rows: list[list[str]] = []
    for token in MARKDOWN.parse(text):
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline" and rows:
            pieces = [each for each in token.children or [] if each.type != "html_inline"]
            rows[-1].append("".join(each.content for each in pieces))
    return rows


@fuzzed
@pytest.mark.parametrize("output", ["csv", "tsv"])
def test_csv_and_tsv_parse_back_to_the_values(number: int, output: str, tmp_path: Path) -> None:
    made = Maker("describe", number).job()
    text = printed("describe", made.save(tmp_path), "-o", output)
    assert_rows_say(rows_of(text, output), made.said.get("InferenceRecommendations") or [])


def enumerations() -> list[tuple[str, Shape]]:
    return [
        (place, shape)
        for place, shape in places(output_shape(DESCRIBE))
        if getattr(shape, "enum", None) and not isinstance(shape, ListShape)
    ]


@pytest.mark.parametrize(("place", "shape"), enumerations(), ids=lambda each: str(each))
def test_every_value_of_every_enumeration_is_printed(
    place: str, shape: Any, tmp_path: Path
) -> None:
    """Many at once where the place is in a list."""
    outer, listed, inner = place.partition("[0]")
    values = [*shape.enum, "A_NEW_ONE"]
    inner = inner.removeprefix(".")
    items = [document_with(inner, value) if inner else value for value in values]
    documents = [document_with(outer, items)] if listed else [*map(dict, _each(place, values))]
    for document in documents:
        document["JobName"] = "made-up"
        file = Made(document, document).save(tmp_path)
        assert json_of("describe", file) == document
        assert not_shown(document, printed("describe", file)) == []


def _each(place: str, values: list[str]) -> list[Any]:
    return [document_with(place, value) for value in values]


# What is decided


def some_limits(maker: Maker, entries: list[Entry], most: int = 2) -> list[Limit]:
    """Limits, often on a value that is there."""
    found = []
    for _ in range(maker.random.randint(0, most)):
        name = maker.random.choice(naive.METRICS)
        there = [v for each in entries if (v := naive.raw_metric(each, name)) is not None]
        value = float(maker.random.choice([*there, 50]))
        if value != 0:
            value *= maker.random.choice((1, 1, 2, 0.5))
        if abs(value) < float("inf"):
            found.append(Limit(name, maker.random.choice(("<=", ">=")), value))
    return found


def limit_options(limits: list[Limit]) -> list[str]:
    return [
        f"{'--max' if each.operator == '<=' else '--min'}={each.metric}={each.value!r}"
        for each in sorted(limits, key=lambda each: each.operator)
    ]


def ids(entries: list[Entry]) -> list[str]:
    return [each["RecommendationId"] for each in entries]


@fuzzed
def test_rank_agrees_with_the_plain_rules(number: int, tmp_path: Path) -> None:
    maker = Maker("rank", number)
    made = maker.results(most=9)
    file = made.save(tmp_path)
    entries: list[Entry] = made.said["InferenceRecommendations"]
    by = maker.random.sample(naive.METRICS, maker.random.randint(0, 3))
    limits = some_limits(maker, entries)
    pareto, top = maker.chance(0.3), maker.random.choice((None, None, 1, 3))
    options = [*limit_options(limits), *(["--pareto"] if pareto else [])]
    options += [f"--by={','.join(by)}"] if by else []
    options += [f"--top={top}"] if top else []

    allowed = [each for each in entries if all(naive.holds(limit, each) for limit in limits)]
    chosen = by or ["CostPerInference", "ModelLatency"]
    off_front = [each for each in allowed if naive.dominated(each, allowed, chosen)]
    left = [each for each in allowed if not (pareto and each in off_front)]
    order = [*(by or ["CostPerInference"]), "CostPerInference", "ModelLatency"]
    best = naive.ordered(left, order)[:top]

    found = json_of("rank", file, *options)
    assert found["By"] == (by or ["CostPerInference"])
    assert found["ParetoMetrics"] == chosen
    assert [each.pop("Rank") for each in found["Recommendations"]] == [*range(1, len(best) + 1)]
    assert {each.pop("JobName") for each in found["Recommendations"]} <= {"made-up"}
    on_front = [each.pop("OnParetoFront") for each in found["Recommendations"]]
    assert found["Recommendations"] == best
    assert on_front == [each not in off_front for each in best]
    excluded = {each["RecommendationId"]: len(each["Reasons"]) for each in found["Excluded"]}
    assert excluded == {
        each["RecommendationId"]: sum(not naive.holds(limit, each) for limit in limits) or 1
        for each in entries
        if each not in left
    }
    assert_rows_say(rows_of(printed("rank", file, *options, "-o", "csv"), "csv"), best)
    lines = printed("rank", file, *options, "-o", "jsonl").splitlines()
    assert ids([strictly(line) for line in lines]) == ids(best)
    assert_cells_show(printed("rank", file, *options, "-o", "markdown"), best)


@fuzzed
def test_rank_by_weights_agrees_with_the_plain_rules(number: int, tmp_path: Path) -> None:
    maker = Maker("weights", number)
    made = maker.results(most=9)
    entries: list[Entry] = made.said["InferenceRecommendations"]
    names = maker.random.sample(naive.METRICS, maker.random.randint(1, 3))
    weights = {name: maker.random.randint(1, 5) for name in names}
    scores = {e["RecommendationId"]: naive.score(e, entries, weights) for e in entries}

    options = [f"--weight={name}={weight}" for name, weight in weights.items()]
    found = json_of("rank", made.save(tmp_path), *options)
    total = sum(weights.values())
    assert found["Weights"] == {n: pytest.approx(w / total) for n, w in weights.items()}
    ranked = found["Recommendations"]
    assert sorted(ids(ranked)) == sorted(ids(entries))
    for each in ranked:
        assert near(each.get("Score"), scores[each["RecommendationId"]])
    in_order = [-1 if (s := scores[each]) is None else s for each in ids(ranked)]
    for before, after in pairwise(in_order):
        assert before >= after or near(float(before), Fraction(after))


RATES: dict[str, int | Fraction] = {
    "1/min": 1,
    "90/min": 90,
    "200/s": 12000,
    "5M/day": Fraction(5 * 10**6, 1440),
}


@fuzzed
def test_plan_agrees_with_the_plain_rules(number: int, tmp_path: Path) -> None:
    maker = Maker("plan", number)
    made = maker.results()
    entries: list[Entry] = made.said["InferenceRecommendations"]
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

    found = json_of("plan", file, *options)
    assert (found["Utilization"], found["MinInstances"]) == (float(share), least)
    assert found["HoursPerMonth"] == 730
    even = naive.break_even(entries, share, least, limits)
    assert near((found["BreakEven"] or {}).get("RequestsPerMinute"), even)
    assert len(found["Plans"]) == len(entries) * len(rates)
    for index, rate in enumerate(rates):
        per_minute = Fraction(RATES[rate])
        plans = found["Plans"][index * len(entries) : (index + 1) * len(entries)]
        assert sorted(ids([each["Recommendation"] for each in plans])) == sorted(ids(entries))
        feasible = []
        for each in plans:
            entry = each["Recommendation"]
            assert entry in entries
            wanted = naive.plan(entry, per_minute, share, least, limits)
            assert near(each["RequestsPerMinute"], per_minute)
            assert each["Feasible"] == wanted.feasible
            assert bool(each["Reasons"]) == (not wanted.feasible)
            assert each["InstanceCount"] == wanted.instances
            assert each["MaxConcurrency"] == wanted.concurrency
            assert near(each["CostPerHour"], wanted.per_hour)
            assert near(each["CostPerMonth"], wanted.per(Fraction(730)))
            million = wanted.per(Fraction(10**6) / (per_minute * 60))
            assert near(each["CostPerMillionRequests"], million)
            assert near(each["ExpectedUtilization"], wanted.utilization)
            if wanted.feasible:
                latency = naive.metric(entry, "ModelLatency")
                feasible.append((wanted.per_hour, latency is None, latency or 0))
        assert [each["Feasible"] for each in plans] == sorted(
            (each["Feasible"] for each in plans), reverse=True
        )
        assert feasible == sorted(feasible)
        cheapest = [each["Cheapest"] for each in plans]
        assert cheapest == [bool(feasible) and not at for at in range(len(plans))]

    rows = rows_of(printed("plan", file, *options, "-o", "csv"), "csv")
    for row, each in zip(rows, found["Plans"], strict=True):
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
            assert says(row[column], each[name]), column


@fuzzed
def test_plan_of_traffic_that_varies_agrees_with_the_plain_rules(
    number: int, tmp_path: Path
) -> None:
    maker = Maker("varies", number)
    made = maker.results()
    entries: list[Entry] = made.said["InferenceRecommendations"]
    share, least = Fraction(maker.random.choice((40, 50, 100)), 100), maker.random.randint(1, 3)
    options = [f"--utilization={share.numerator * 100 // share.denominator}%"]
    options += [f"--min-instances={least}"]
    if maker.chance(0.5):
        hourly = [maker.random.choice(("0", "0.5", "90", "200/s", "5M/day")) for _ in range(5)]
        hourly.append("7/min")
        profile = tmp_path / "profile.csv"
        profile.write_text("".join(f"{hour},{rate}\n" for hour, rate in enumerate(hourly)))
        options.append(f"--traffic-profile={profile}")
        rates = [Fraction(RATES.get(each) or Fraction(each.partition("/")[0])) for each in hourly]
        average = sum(rates, Fraction(0)) / len(rates)
    else:
        low, high = sorted(maker.random.sample(list(RATES), 2), key=lambda each: RATES[each])
        options += [f"--average={low}", f"--peak={high}"]
        rates = average, _ = [Fraction(RATES[low]), Fraction(RATES[high])]
    peak = max(rates)
    followed_rates = rates if "--average" not in "".join(options) else [average]

    file = made.save(tmp_path)
    found = json_of("plan", file, *options)["Plans"]
    assert sorted(ids([each["Recommendation"] for each in found])) == sorted(ids(entries))
    costs = []
    for each in found:
        entry = each["Recommendation"]
        wanted = naive.plan(entry, peak, share, least, (), average)
        assert near(each["RequestsPerMinute"], peak)
        assert near(each["AverageRequestsPerMinute"], average)
        assert (each["Feasible"], each["InstanceCount"]) == (wanted.feasible, wanted.instances)
        assert each["MaxConcurrency"] == wanted.concurrency
        assert near(each["CostPerHour"], wanted.per_hour)
        assert near(each["CostPerMonth"], wanted.per(Fraction(730)))
        million = wanted.per(Fraction(10**6) / (average * 60))
        assert near(each["CostPerMillionRequests"], million)
        assert near(each["ExpectedUtilization"], wanted.utilization)
        scaled = each["Autoscaled"]
        if wanted.instances is None or scaled is None:
            assert near(at(scaled, "CostPerHour"), wanted.per_hour)
            assert at(scaled, "InstanceCount") is None
        else:
            follows = naive.followed(entry, followed_rates, share, least)
            assert near(scaled["InstanceCount"], follows.instances)
            assert scaled["MaxInstanceCount"] == wanted.instances
            if wanted.per_hour is not None:
                assert near(scaled["CostPerHour"], follows.per_hour)
                assert near(scaled["CostPerMonth"], follows.per_hour * 730)
        if len(followed_rates) > 1 and wanted.per_hour is not None and not naive.serverless(entry):
            for hour, rate, count in zip(each["Hours"], rates, follows.counts, strict=True):
                assert near(hour["RequestsPerMinute"], rate)
                assert hour["AutoscaledInstanceCount"] == count
                assert near(hour["AutoscaledCost"], count * follows.price)
                assert near(hour["FixedCost"], wanted.per_hour)
        if wanted.feasible:
            costs.append(scaled["CostPerHour"])
    cheapest = [each["Autoscaled"]["CostPerHour"] for each in found if autoscaled_best(each)]
    assert cheapest == ([min(costs)] if costs else [])


def autoscaled_best(plan: Any) -> bool:
    return bool(at(plan, "Autoscaled", "Cheapest"))


@fuzzed
def test_compare_agrees_with_the_plain_rules(number: int, tmp_path: Path) -> None:
    maker = Maker("compare", number)
    made = maker.results("one")
    entries = {"one": made.said["InferenceRecommendations"]}
    files = [made.save(tmp_path)]
    if maker.chance(0.8):
        other = maker.again(made, "two")
        files.append(other.save(tmp_path, "two.json"))
        entries["two"] = json_of("describe", files[1])["InferenceRecommendations"]
    by = maker.random.choice(naive.METRICS)
    percent = maker.random.choice((0, 5, 20))
    how = maker.random.choice(("exact", "instance-type"))
    options = [f"--by={by}", f"--threshold={percent}%", f"--match={how}"]
    endpoints = made.said.get("EndpointPerformances") or []
    endpoint = endpoints[0] if endpoints and maker.chance(0.5) else None
    options += ["--baseline=endpoint"] if endpoint else []
    found = json_of("compare", *files, *options)

    everything = [each for some in entries.values() for each in some]
    best = next(
        (e for e in naive.ordered(everything, [by]) if naive.metric(e, by) is not None), None
    )
    seen = []
    for group in found["Configurations"]:
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
            for metric, told in row["Metrics"].items():
                value = naive.metric(entry, metric)
                before = None if partner is None else naive.metric(partner, metric)
                changed = naive.change(value, before)
                assert near(told["Value"], value)
                assert near(told["Baseline"], before)
                assert near(told["Change"], changed)
                better = None
                if changed is not None and abs(changed) > Fraction(percent, 100):
                    better = changed > 0 if metric == "MaxInvocations" else changed < 0
                assert told["Better"] is better
            assert near(row["Relative"], times_worse(by, entry, best))
        configurations = [
            naive.configuration(e, how)
            for e in everything
            if e["RecommendationId"] in [row["RecommendationId"] for row in group["Jobs"].values()]
        ]
        assert all(each == configurations[0] for each in configurations)
    assert sorted(ids(seen)) == sorted(ids(everything))
    chosen = [
        e for e in everything if e["RecommendationId"] == at(found, "Best", "RecommendationId")
    ]
    values = [naive.metric(each, by) for each in chosen]  # of equal ones, either
    assert values == ([] if best is None else [naive.metric(best, by)])
    if len(entries) > 1:
        for name, other_name in (("one", "two"), ("two", "one")):
            kinds: list[Any] = []
            for entry in entries[name]:
                kind = naive.configuration(entry, how)
                if kind not in kinds and naive.alike(entry, entries[other_name], by, how) is None:
                    kinds.append(kind)
            assert len(found["OnlyIn"].get(name, [])) == len(kinds)

    told = [(name, row) for group in found["Configurations"] for name, row in group["Jobs"].items()]
    for output in ("csv", "tsv"):
        rows = rows_of(printed("compare", *files, *options, "-o", output), output)
        for cells, (name, row) in zip(rows, told, strict=True):
            assert cells["job_name"] == name
            assert says(cells["is_baseline"], row["IsBaseline"])
            assert says(cells["relative"], row["Relative"])
            assert says(cells["recommendation_id"], row["RecommendationId"])
            for metric, values in row["Metrics"].items():
                column, change = METRIC_COLUMNS[metric]
                assert says(cells[column], values["Value"])
                assert says(cells[f"baseline_{column}"], values["Baseline"])
                assert says(cells[f"{change}_change"], values["Change"])
                assert says(cells[f"{change}_better"], values["Better"])
    lines = printed("compare", *files, *options, "-o", "jsonl").splitlines()
    assert [strictly(line) for line in lines] == found["Configurations"]


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
    # The smallest doubles stand for more than they are written as.
    value, least = Fraction(float(value)), Fraction(float(least))
    times = least / value if by == "MaxInvocations" else value / least
    return times if times <= naive.LARGEST else None


@fuzzed
def test_check_agrees_with_the_plain_rules(number: int, tmp_path: Path) -> None:
    maker = Maker("check", number)
    made = maker.results("one")
    entries: list[Entry] = made.said["InferenceRecommendations"]
    file, every = made.save(tmp_path), maker.chance(0.5)
    limits = some_limits(maker, entries)
    options = [*limit_options(limits), *(["--all"] if every else [])]
    outcomes = [[naive.holds(limit, each) for each in entries] for limit in sorted_limits(limits)]
    problems = [False] * len(entries)
    if maker.chance(0.5):
        most = maker.random.choice((10, 1000, 10**6))
        options += ["--traffic=200/s", f"--max=monthly-cost={most}"]
        plans = [naive.plan(e, Fraction(12000), Fraction(1, 2), 1, ()) for e in entries]
        costs = [plan.per(Fraction(730)) for plan in plans]
        problems = [not plan.feasible for plan in plans]
        # The options give each --max before any --min.
        outcomes.insert(
            sum(each.operator == "<=" for each in limits),
            [p.feasible and c is not None and c <= most for p, c in zip(plans, costs, strict=True)],
        )
    if maker.chance(0.5):
        other = maker.again(made, "two")
        baseline = other.save(tmp_path, "two.json")
        there = json_of("describe", baseline)["InferenceRecommendations"]
        metric, percent = maker.random.choice(naive.METRICS), maker.random.choice((0, 10, 100))
        options += [f"--baseline={baseline}", f"--max-regression={metric}={percent}%"]
        partners = [naive.alike(each, there, "CostPerInference") for each in entries]
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

    found = json_of("check", file, *options, code=0 if passed else 10)
    assert found["Passed"] == passed
    assert found["Scope"] == ("All" if every else "Any")
    told = {each["RecommendationId"]: each["Passed"] for each in found["Recommendations"]}
    assert told == dict(zip(ids(entries), good, strict=True))
    assert all(bool(each["Reasons"]) != each["Passed"] for each in found["Recommendations"])
    standings = [bool(entries) and judge(outcome) for outcome in outcomes]
    assert [each["Passed"] for each in found["Constraints"]] == standings
    measured = [each for each in found["Constraints"] if each["Kind"] == "Metric"]
    for limit, each in zip(sorted_limits(limits), measured, strict=False):
        values = [v for e in entries if (v := naive.metric(e, limit.metric)) is not None]
        best = (min if limit.operator == "<=" else max)(values, default=None)
        assert (each["Metric"], each["Operator"]) == (limit.metric, limit.operator)
        assert near(each["Wanted"], Fraction(str(limit.value)))
        assert near(each["Best"], best)
    done: Done = irctl("check", file, *options, "-o", "csv")
    for row, each in zip(rows_of(done.out, "csv"), found["Constraints"], strict=True):
        assert all(says(row[name.lower()], value) for name, value in each.items())


def sorted_limits(limits: list[Limit]) -> list[Limit]:
    """In the order in which the options give them: --max before --min."""
    return sorted(limits, key=lambda each: each.operator)
