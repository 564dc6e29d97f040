"""The page is one inert file, whatever is in the jobs, and small."""

import html
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from irctl.output.palette import contrast
from irctl.output.text import plain
from irctl.page import theme
from tests.made import environment, real_time, response, serverless
from tests.program import irctl
from tests.trust.hostile import TEXTS

DEMO = ["resnet50-default", "--demo", "--traffic", "100/s"]
NO_TEXT = "\ud800"
"""Cannot be encoded, and no response contains it."""


class Parsed(HTMLParser):
    """The elements of a page, and the text that it shows."""

    VOID = ("meta", "link", "input", "br")

    def __init__(self, text: str):
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.shown: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("script", "style"):
            self.shown.append(data)

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def report(*arguments: str) -> str:
    done = irctl("report", *arguments)
    assert done.code == 0, done.err
    return done.out


def saved(path: Path, *entries: dict[str, Any], **more: Any) -> str:
    file = path / "job.json"
    file.write_text(json.dumps(response(*entries, **more)))
    return str(file)


def data_of(page: str) -> dict[str, Any]:
    embedded = re.search(r'<script type="application/json" id="data">(.*?)</script>', page)
    assert embedded
    found: dict[str, Any] = json.loads(embedded[1])
    return found


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of a job with a hostile text in every place that it can show."""
    entries = [
        real_time(instance_type=f"ml.{text}", **environment(**{f"V{number}": text}))
        | {"RecommendationId": text}
        for number, text in enumerate(TEXTS)
    ]
    path = tmp_path_factory.mktemp("hostile")
    text = "</script><script>alert(1)</script>\u202e\x1b[31m'\"&"
    return report(saved(path, *entries, name=text, JobDescription=text), "--traffic", "9/s")


def test_no_text_of_a_job_becomes_markup(hostile: str) -> None:
    parsed = Parsed(hostile)
    assert parsed.open == []
    assert len(parsed.of("script")) == 2
    for _, attributes in parsed.elements:
        assert not [name for name in attributes if name == "style" or name.startswith("on")]
    assert {"iframe", "object", "embed", "img", "form", "base"}.isdisjoint(
        name for name, _ in parsed.elements
    )


def test_every_text_of_a_job_is_shown_harmless(hostile: str) -> None:
    shown = "".join(Parsed(hostile).shown)
    assert shown == "\n".join(map(plain, shown.split("\n")))
    assert "\\u202e" in shown
    for text in json_texts(data_of(hostile)):
        assert text == plain(text)


def json_texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for key, item in value.items() for text in [key, *json_texts(item)]]
    if isinstance(value, list):
        return [text for item in value for text in json_texts(item)]
    return [value] if isinstance(value, str) else []


def test_the_policy_allows_only_the_script_and_the_style_of_irctl() -> None:
    page = report(*DEMO)
    (policy,) = (
        meta["content"] or ""
        for meta in Parsed(page).of("meta")
        if meta.get("http-equiv") == "Content-Security-Policy"
    )
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert policy.count("'sha256-") == 2


def test_a_page_names_no_address_but_its_own_parts() -> None:
    page = html.unescape(report(*DEMO))
    assert set(re.findall(r"\w+://[^\s\"'<>]*", page)) <= {"http://www.w3.org/2000/svg"}
    links = [attributes.get("href") for name, attributes in Parsed(page).elements if name == "a"]
    assert links == ["#answer"]


def test_the_answer_is_the_first_section_and_readable_without_the_script() -> None:
    parsed = Parsed(report(*DEMO, "--max", "latency=100"))
    assert parsed.of("section")[0]["id"] == "answer"
    shown = "".join(parsed.shown)
    for text in ("7 \N{MULTIPLICATION SIGN} ml.c6i.xlarge", "$1,042.44 a month", "6,020/min"):
        assert text in shown
    hidden = [a for _, a in parsed.elements if "interactive" in (a.get("class") or "").split()]
    assert hidden
    assert all("hidden" in attributes for attributes in hidden)


def test_without_traffic_the_answer_is_who_is_cheapest_where() -> None:
    shown = "".join(Parsed(report("bert-serverless", "--demo")).shown)
    assert "serverless 3072 MB up to 226.7/min, ml.g4dn.xlarge up to 740/min" in shown


def test_jobs_of_different_models_are_never_ranked_together() -> None:
    jobs = ["resnet50-default", "resnet50-default-v2", "bert-serverless"]
    boards = data_of(report(*jobs, "--demo", "--traffic", "9/s"))["boards"]
    assert [board["jobs"] for board in boards] == [jobs[:2], jobs[2:]]


def test_jobs_of_one_model_are_compared_with_the_first_or_with_the_baseline() -> None:
    both = report("resnet50-default", "resnet50-default-v2", "--demo")
    assert "against the same configuration in resnet50-default:" in both
    alone = report("resnet50-default", "--demo")
    assert "Changes between the jobs" not in alone
    against = report("resnet50-default", "--baseline", "resnet50-default-v2", "--demo")
    assert "Change against resnet50-default-v2" in against
    assert data_of(against)["boards"][0]["jobs"] == ["resnet50-default"]


def test_a_profile_is_shown_hour_by_hour(tmp_path: Path) -> None:
    profile = tmp_path / "day.csv"
    profile.write_text("".join(f"{hour},{1000 + 500 * hour}\n" for hour in range(24)))
    page = report("resnet50-default", "--demo", "--traffic-profile", str(profile))
    assert "Hour by hour" in page
    assert "following the traffic saves" in page
    assert "if the fleet follows the traffic" in page


@pytest.mark.parametrize(
    "arguments",
    [
        ["--anonymous", "--include-response"],
        ["--anonymous", "--baseline", "resnet50-default-v2"],
        ["bert-serverless", "--baseline", "resnet50-default-v2"],
        ["--open", "-o", "markdown"],
        ["-o", "json"],
    ],
)
def test_options_that_exclude_each_other_are_an_error(arguments: list[str]) -> None:
    assert irctl("report", "resnet50-default", "--demo", *arguments).code == 2


def test_nothing_private_is_in_a_page_unless_it_is_asked_for(tmp_path: Path) -> None:
    private = {
        "RoleArn": "arn:aws:iam::111122223333:role/hush-role",
        "InputConfig": {
            "ModelName": "model",
            "VolumeKmsKeyId": "hush-key",
            "VpcConfig": {"Subnets": ["hush-subnet"]},
            "ContainerConfig": {"PayloadConfig": {"SamplePayloadUrl": "s3://hush/payload"}},
        },
    }
    entry = real_time(**environment(HF_TOKEN="hush-token", THREADS="4"))
    job = saved(tmp_path, entry, **private)
    page = report(job, "--traffic", "9/s")
    assert "hush" not in page
    assert "THREADS=4" in page
    assert "hush-role" in report(job, "--traffic", "9/s", "--include-response")


def test_an_anonymous_report_names_no_job_and_no_account(tmp_path: Path) -> None:
    job = saved(
        tmp_path,
        real_time(instance_type="ml.c5.xlarge") | {"RecommendationId": "secret-project/1234"},
        name="secret-project",
        JobDescription="secret-project",
        JobArn="arn:aws:sagemaker:us-east-1:111122223333:inference-recommendations-job/secret-project",
    )
    for format in ("html", "markdown"):
        page = report(job, "--traffic", "9/s", "--anonymous", "-o", format)
        assert "secret-project" not in page
        assert "111122223333" not in page
        assert "job 1" in page


@pytest.mark.parametrize(("count", "limit"), [(6, 120_000), (50, 200_000), (5000, 300_000)])
def test_a_page_stays_small(count: int, limit: int, tmp_path: Path) -> None:
    entries = [
        real_time(
            instance_type=f"ml.c{number % 9}.{number}xlarge",
            cost=0.1 + number % 37,
            rate=600 + 97 * (number % 53),
            latency=20 + number % 71,
            per_inference=1e-6 + number * 1e-9,
            **environment(OMP_NUM_THREADS=str(number % 8)),
        )
        for number in range(count - 1)
    ]
    page = report(saved(tmp_path, *entries, serverless()), "--traffic", "100/s")
    assert len(page.encode()) <= limit
    rows = page.partition('class="configurations"')[2].partition("</table>")[0]
    assert rows.count("<tr") - 2 == min(count, 100)


def test_the_script_and_the_style_stay_small() -> None:
    """As they are in the page, which has them once, whatever else is in it."""
    page = report(*DEMO)
    script = page.partition("<script>")[2].partition("</script>")[0]
    style = page.partition("<style>")[2].partition("</style>")[0]
    assert 1000 < len(script.encode()) <= 40_000
    assert 1000 < len(style.encode()) <= 12_000


def test_the_answer_is_compared_with_the_next_and_with_the_fleet_of_today() -> None:
    arguments = [*DEMO, "--max", "latency=100", "--current", "ml.m5.large:9"]
    page = report(*arguments)
    change = "That is $286.89/month (38%) more than today's 9 x ml.m5.large."
    place = "4 of 6 configurations meet the conditions, and this is the cheapest; next is 6"
    text = "".join(Parsed(page).shown)
    assert change in text
    assert place in text
    assert "--current ml.m5.large:9" in page
    assert change.replace("$", "\\$") in report(*arguments, "-o", "markdown")


@pytest.mark.parametrize("colors", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_every_colour_contrasts_with_what_is_behind_it(colors: dict[str, str]) -> None:
    texts = {
        **{(text, back): 4.5 for text in ("ink", "dim") for back in ("paper", "page", "wash")},
        **{(text, "paper"): 4.5 for text in ("good", "bad", "accent")},
        ("accent", "wash"): 4.5,
        ("on-accent", "accent"): 4.5,
        ("axis", "paper"): 3,
        **{(role, "paper"): 3 for role in colors if role.startswith("slot-")},
        **{(f"on-{role}", role): 4.5 for role in colors if role.startswith("slot-")},
    }
    low = {
        pair: contrast(colors[pair[0]], colors[pair[1]])
        for pair, least in texts.items()
        if contrast(colors[pair[0]], colors[pair[1]]) < least
    }
    assert low == {}
