"""The page in a real browser: by keyboard, on a phone, in the dark, without a script."""

import html
import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.made import real_time, response
from tests.page.browser import Opened, needs_chromium
from tests.page.conftest import Report
from tests.program import irctl

pytestmark = needs_chromium
DEMO = ["resnet50-default", "--demo", "--traffic", "100/s", "--max", "latency=100"]
HOSTILE = "<img src=x onerror=alert(1)>\u202e</script><script>alert(2)</script>"


@pytest.fixture
def demo(opened: Opened, report: Report) -> Opened:
    return opened.open(report(*DEMO))


@pytest.fixture
def own_page(browser: Browser) -> Iterator[Page]:
    """A page for a test that changes more than its state."""
    page = browser.new_page()
    yield page
    page.close()


def test_the_page_asks_for_nothing_but_itself_and_complains_of_nothing(demo: Opened) -> None:
    assert [url for url in demo.requests if not url.startswith(("about:", "data:"))] == [
        demo.page.url
    ]
    assert demo.complaints == []
    right, total = demo.self_check
    assert right == total > 20


def test_typing_changes_the_answer_the_table_the_picture_and_the_address(demo: Opened) -> None:
    demo.page.fill("#traffic", "12k/min")
    demo.page.fill("#latency", "50")
    expect(demo.page.locator("#answer .big")).to_contain_text("12 \N{MULTIPLICATION SIGN} ml.inf1")
    expect(demo.page.locator("tr.best th")).to_have_text("ml.inf1.xlarge")
    assert "12k/min" in demo.text("#bill-0 svg.wide")
    assert demo.page.url.endswith("#traffic=12k%2Fmin&latency=50")
    expect(demo.page.locator("#announcement")).to_contain_text("ml.inf1.xlarge")
    demo.page.click("#reset")
    expect(demo.page.locator("#answer .big")).to_contain_text("7 \N{MULTIPLICATION SIGN} ml.c6i")
    assert "traffic=" not in demo.page.url


@pytest.mark.parametrize("rate", ["fast", "10", "10/fortnight", "0/s", "-1/s", "1/s/s"])
def test_a_wrong_rate_gets_the_message_of_irctl_and_keeps_the_answer(
    rate: str, demo: Opened
) -> None:
    before = demo.headline
    demo.page.fill("#traffic", rate)
    message = demo.page.locator("#traffic-error")
    expect(message).not_to_be_empty()
    said = irctl("plan", "resnet50-default", "--demo", f"--traffic={rate}").err
    assert (message.text_content() or "") in said
    assert demo.page.get_attribute("#traffic", "aria-invalid") == "true"
    assert demo.headline == before


def test_the_copied_command_is_quoted_for_the_shell(
    opened: Opened, report: Report, tmp_path: Path
) -> None:
    saved = tmp_path / "it's $HOME; `x`.json"
    saved.write_text(json.dumps(response(real_time())))
    opened.open(report(str(saved), "--traffic", "9/s"), traffic="12 k/min", latency="50")
    words = ["irctl", "plan", str(saved), "--traffic", "12k/min", "--max", "latency=50"]
    assert shlex.split(opened.text("#command")) == words


def test_a_page_of_no_traffic_answers_for_what_is_typed(opened: Opened, report: Report) -> None:
    page = opened.open(report("bert-serverless", "--demo")).page
    heading, group = page.locator("#answer-heading"), page.locator(".groups th").first
    expect(group).to_have_text("Smallest fleet")
    page.fill("#traffic", "31/s")
    expect(heading).to_have_text("What to deploy")
    expect(group).to_have_text("At this traffic")
    assert opened.headline.startswith("2 \N{MULTIPLICATION SIGN} ml.inf2.xlarge")
    page.click("#reset")
    expect(heading).to_have_text("Cheapest configuration by traffic")
    expect(group).to_have_text("Smallest fleet")


def test_the_table_of_a_language_model_fits_a_screen(opened: Opened, report: Report) -> None:
    prices = ["--benchmarked-on", "ml.g6.16xlarge", "--price", "ml.g6.16xlarge=4.2"]
    sweep = ["mistral-prod-sweep", "--demo", "--results", "s3", *prices, "--max", "ttft:p90=400"]
    page = opened.open(report(*sweep, "--traffic", "5/s")).page
    assert page.viewport_size == {"width": 1280, "height": 720}
    hidden = "table => table.parentElement.scrollWidth - table.parentElement.clientWidth"
    assert page.locator("table.configurations").evaluate(hidden) == 0


def test_an_address_that_makes_no_sense_is_ignored(opened: Opened, report: Report) -> None:
    opened.open(report(*DEMO), traffic="<b>1/s</b>", nonsense="1", utilization="200%")
    assert opened.headline.startswith("7 \N{MULTIPLICATION SIGN} ml.c6i.xlarge")
    assert opened.complaints == []


def test_every_control_works_by_keyboard(demo: Opened) -> None:
    page = demo.page
    page.focus("#utilization-slider")
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    expect(page.locator("#utilization")).to_have_value("60%")
    page.focus("thead [data-key=model_latency_ms] button")
    page.keyboard.press("Enter")
    assert page.get_attribute("thead [data-key=model_latency_ms]", "aria-sort") == "ascending"
    expect(page.locator("tbody tr").first.locator("th")).to_have_text("ml.g5.xlarge")
    page.keyboard.press("Enter")
    expect(page.locator("tbody tr").first.locator("th")).to_have_text("ml.m5.large")
    page.focus("tbody th button")
    page.keyboard.press("Enter")
    assert page.get_attribute("tbody th button", "aria-pressed") == "true"
    page.keyboard.press("Enter")
    page.focus(".skip")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "answer"


def test_dragging_over_the_picture_moves_the_traffic(demo: Opened) -> None:
    picture = demo.page.locator("#bill-0 svg.wide")
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    assert box
    middle = box["y"] + box["height"] / 2
    demo.page.mouse.move(box["x"] + box["width"] * 0.3, middle)
    demo.page.mouse.down()
    demo.page.mouse.move(box["x"] + box["width"] * 0.2, middle)
    demo.page.mouse.up()
    expect(demo.page.locator("#answer .big")).to_contain_text("1 \N{MULTIPLICATION SIGN} ")


def test_a_moved_limit_is_named_where_no_configuration_is(demo: Opened) -> None:
    """In the narrow picture, the name of a configuration is where that of the limit usually is."""
    demo.page.fill("#latency", "60")
    name = "#tradeoff-0 svg.{} [data-part=limits] text"
    expect(demo.page.locator(name.format("wide"))).not_to_have_attribute("text-anchor", "end")
    expect(demo.page.locator(name.format("narrow"))).to_have_attribute("text-anchor", "end")


@pytest.mark.parametrize("price", [["--price", "ml.g6.16xlarge=4.2"], []], ids=["up", "across"])
def test_the_limit_of_a_language_model_moves_the_answer_the_line_and_the_rings(
    opened: Opened, report: Report, price: list[str]
) -> None:
    """Without prices, latency is across: against token throughput in place of cost."""
    sweep = ["mistral-prod-sweep", "--demo", "--results", "s3", "--traffic", "5/s"]
    hosting = ["--benchmarked-on", "ml.g6.16xlarge", *price]
    opened.open(report(*sweep, *hosting, "--max", "ttft:p90=400"))
    right, total = opened.self_check
    assert right == total > 20
    page, rings = opened.page, "[data-part=limits] [data-part=new-ring]"
    page.fill("#latency", "1500")
    expect(page.locator("#answer .big")).to_contain_text("7 \N{MULTIPLICATION SIGN} ml.g6")
    assert "--max ttft:p90=1500 " in opened.text("#command")
    assert opened.text("#tradeoff-0 svg.wide [data-part=limits]") == "limit 1,500 ms"
    (ring,) = page.locator(f"#tradeoff-0 svg.wide {rings}").all()
    assert ring.get_attribute("data-number") == "5"
    page.fill("#traffic", "2M tokens/min")
    expect(page.locator("#traffic-error")).to_contain_text("2M tokens/min")
    assert opened.complaints == []


def test_what_is_saved_is_whole(demo: Opened) -> None:
    with demo.page.expect_download() as saved:
        demo.page.click("#save-data")
    assert json.loads(saved.value.path().read_text())["boards"]
    with demo.page.expect_download() as saved:
        demo.page.click("#bill-0 [data-save]")
    picture = saved.value.path().read_text()
    assert picture.startswith("<svg ")
    assert "<script" not in picture


def test_the_answer_is_readable_without_the_script(browser: Browser, report: Report) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(report(*DEMO).as_uri())
    assert "$1,042.44 a month" in (page.text_content("#answer") or "")
    assert page.locator("#bill-0 svg.wide").is_visible()
    for control in page.locator(".interactive").all():
        assert not control.is_visible()
    context.close()


def test_markup_that_gets_past_the_escaping_does_not_run(
    own_page: Page, report: Report, tmp_path: Path
) -> None:
    injected = (
        "<script>document.title = 'ran'</script><img src=x onerror=\"document.title='ran'\">"
        '<style>h1 { color: red }</style><p style="color: red">'
        '<iframe src="data:text/html,x"></iframe><link rel=stylesheet href=http://127.0.0.1:9/x>'
    )
    text = report(*DEMO).read_text().replace("<main>", f"<main>{injected}")
    path = tmp_path / "injected.html"
    path.write_text(text)
    loaded: list[str] = []
    own_page.on("requestfinished", lambda request: loaded.append(request.url))
    own_page.goto(path.as_uri())
    assert own_page.title() == "resnet50-default: what to deploy"
    assert loaded == [path.as_uri()]
    assert own_page.evaluate("getComputedStyle(document.querySelector('h1')).color") != (
        "rgb(255, 0, 0)"
    )


def test_a_hostile_name_is_text_also_after_use(
    own_page: Page, report: Report, tmp_path: Path
) -> None:
    saved = tmp_path / "job.json"
    saved.write_text(json.dumps(response(real_time(instance_type=HOSTILE), name=HOSTILE)))
    opened = Opened(own_page).open(report(str(saved), "--traffic", "9/s"), traffic="10/s")
    assert "\\u202e" in opened.headline
    assert "\u202e" not in (own_page.text_content("body") or "")
    assert own_page.locator("img").count() == 0
    assert opened.complaints == []


PAGES = {
    "inference": (["resnet50-default", "resnet50-default-v2", "bert-serverless"], "3k/min", 60),
    "language": (["mistral-prod-sweep", "--results", "s3", "--price", "ml.g6.16xlarge=4.2",
                  "--benchmarked-on", "ml.g6.16xlarge"], "3/s", 300),
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "scheme", "width"),
    [
        ("inference", "light", 1280),
        ("inference", "light", 390),
        ("inference", "dark", 1280),
        ("inference", "dark", 390),
        ("language", "light", 390),
        ("language", "dark", 1280),
    ],
)
def test_axe_finds_no_violation(
    kind: str, scheme: str, width: int, own_page: Page, report: Report
) -> None:
    own_page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    own_page.set_viewport_size({"width": width, "height": 900})
    jobs, rate, latency = PAGES[kind]
    path = report(*jobs, "--demo", "--traffic", "100/s")
    own_page.goto(f"{path.as_uri()}#traffic={quote(rate)}&latency={latency}")
    own_page.fill("#traffic", "nonsense")
    own_page.click("tbody th button")
    found = Axe().run(own_page).response["violations"]
    assert [(rule["id"], [node["html"] for node in rule["nodes"]][:3]) for rule in found] == []
    wide = own_page.evaluate("document.documentElement.scrollWidth")
    assert wide <= width


def test_a_printed_page_has_no_controls_and_light_colours(own_page: Page, report: Report) -> None:
    own_page.emulate_media(media="print", color_scheme="dark")
    own_page.goto(report(*DEMO).as_uri())
    assert not own_page.locator("#reset").is_visible()
    paper = own_page.evaluate("getComputedStyle(document.querySelector('.card')).color")
    assert re.findall(r"\d+", paper) == ["27", "36", "48"]
    assert html.escape("What to deploy") in own_page.content()
