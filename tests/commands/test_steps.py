import json

from tests.program import irctl


def test_each_benchmark_is_shown_with_its_status_and_why_it_failed() -> None:
    done = irctl("steps", "bert-failed", "--demo")
    assert done.code == 0
    rows = [line.split()[:3] for line in done.out.splitlines() if line[:1].isdigit()]
    assert [row[1] for row in rows].count("FAILED") == 3
    assert "The container ran out of memory while loading the model" in done.out


def test_the_json_is_the_apis_response() -> None:
    steps = json.loads(irctl("steps", "bert-failed", "--demo", "--json").out)["Steps"]
    assert {entry["StepType"] for entry in steps} == {"BENCHMARK"}
    assert {entry["JobName"] for entry in steps} == {"bert-failed"}


def test_a_status_can_be_picked() -> None:
    document = irctl("steps", "bert-failed", "--demo", "--status", "failed", "--json").out
    assert {entry["Status"] for entry in json.loads(document)["Steps"]} == {"FAILED"}


def test_the_steps_of_a_saved_job_are_its_recommendations() -> None:
    saved = irctl("describe", "resnet50-default", "--demo", "--json").out
    done = irctl("steps", "-", "--json", stdin=saved.encode())
    assert done.code == 0
    assert len(json.loads(done.out)["Steps"]) == len(json.loads(saved)["InferenceRecommendations"])
    assert "irctl: warning: " in done.err


def test_saved_steps_can_be_read_back() -> None:
    saved = irctl("steps", "bert-failed", "--demo", "--json").out
    assert irctl("steps", "-", "--json", stdin=saved.encode()).out == saved
