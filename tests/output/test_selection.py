"""`--columns` chooses and orders columns, and `--no-headers` omits their headings."""

import csv
import io

import pytest

from irctl.cli import COMMANDS, command
from tests.program import irctl
from tests.test_docs import EXAMPLES, documented_columns

RANK = ["rank", "resnet50-default", "--demo", "-q"]


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_column_can_be_chosen_in_every_table(name: str) -> None:
    columns = documented_columns(name)[::-1]
    example = [*EXAMPLES[name], "-q", "--columns", ",".join(columns)]
    as_csv = irctl(*example, "-o", "csv").out.splitlines()
    assert as_csv[0].split(",") == columns
    as_tsv = irctl(*example, "-o", "tsv").out.splitlines()
    assert as_tsv[0].split("\t") == columns
    table = irctl(*example).out.splitlines()
    markdown = irctl(*example, "-o", "markdown").out.splitlines()
    assert len(table) == len(markdown) == len(as_tsv) + 1
    assert markdown[1].replace(":", "").count("---") == len(columns)
    text = irctl(*example, "-o", "text").out.splitlines()
    assert [line.count("\t") for line in text] == [len(columns) - 1] * (len(as_tsv) - 1)


def test_the_columns_to_choose_from_are_those_of_the_answer() -> None:
    for name in COMMANDS:
        run = command(name).callback
        if name in EXAMPLES:
            fields = run.offer.fields()  # type: ignore[union-attr]
            columns = [field.column for field in fields if field.column]
            documented = documented_columns(name)
            # The columns of other kinds of jobs can be chosen, too.
            assert [column for column in columns if column in documented] == documented


def test_the_order_is_that_of_the_option_and_a_repeated_name_counts_once() -> None:
    done = irctl(*RANK, "-o", "csv", "--top", "1", "--columns", "Instance-Type,rank,instance_type")
    assert done.out == "instance_type,rank\nml.c6i.xlarge,1\n"


def test_people_read_rounded_values_and_a_heading_for_every_column() -> None:
    columns = "recommendation_id,cost_per_hour_usd,score,on_pareto_front"
    done = irctl(*RANK, "--top", "1", "-o", "markdown", "--columns", columns)
    assert done.out == (
        "| Recommendation ID | Cost/hour | Score | Pareto |\n"
        "| --- | ---: | ---: | --- |\n"
        "| resnet50-default/e079a189 | \\$0.204 | - | yes |\n"
    )


def test_a_claim_is_yes_or_no_for_people_and_true_or_false_for_machines() -> None:
    example = ["compare", "resnet50-default", "--demo", "-q", "--columns", "is_baseline"]
    assert set(irctl(*example, "--no-headers").out.split()) == {"yes", "no"}
    assert set(irctl(*example, "--no-headers", "-o", "csv").out.split()) == {"true", "false"}


def test_an_empty_table_keeps_its_sentence() -> None:
    done = irctl("list", "--demo", "--name", "none", "--columns", "status")
    assert done.out == "no jobs match in us-east-1\n"


@pytest.mark.parametrize("format", ["table", "csv", "tsv", "text"])
def test_without_headings_only_rows_are_printed(format: str) -> None:
    done = irctl(*RANK, "--no-headers", "--columns", "instance_type", "-o", format)
    assert done.out.splitlines()[0] == "ml.c6i.xlarge"
    assert len(done.out.splitlines()) == 6


def test_an_unknown_column_is_refused_before_a_job_is_fetched() -> None:
    """With the valid names, and the closest."""
    done = irctl("wait", "no-such-job", "--demo", "--columns", "status,job_nam")
    assert (done.code, done.out) == (2, "")
    assert "did you mean job_name?" in done.err
    assert "job_type" in done.err


@pytest.mark.parametrize(
    "options",
    [
        ["--columns", "rank", "--json"],
        ["--columns", "rank", "-o", "jsonl"],
        ["--columns", "rank", "-o", "name"],
        ["--columns", "rank", "-o", "text", "--query", "By"],
        ["--columns", "rank", "--query", "By"],
        ["--columns", ""],
        ["--no-headers", "--json"],
        ["--no-headers", "-o", "markdown"],
        ["--no-headers", "-o", "name"],
        ["--query", "By", "-o", "name"],
    ],
)
def test_options_that_contradict_each_other_are_refused(options: list[str]) -> None:
    done = irctl("rank", "resnet50-default", "--demo", *options)
    assert (done.code, done.out) == (2, "")


@pytest.mark.parametrize("option", ["--no-headers", "--columns=model_latency_ms"])
def test_a_tool_has_no_table(option: str) -> None:
    example = ["scaling", "resnet50-default", "--demo", "--max-rate", "200/s"]
    assert irctl(*example, option).code == 0
    assert irctl(*example, option, "--as", "terraform").code == 2
    assert irctl("export", "resnet50-default", "--demo", option).code == 2


def test_commas_in_values_do_not_matter() -> None:
    done = irctl("describe", "resnet50-default", "--demo", "-o", "csv", "--columns", "environment")
    assert all(len(row) == 1 for row in csv.reader(io.StringIO(done.out)))
