"""What can come next on a line, asked of the engine itself."""

import os
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from botocore.session import get_session as boto_session

from irctl.cli import COMMANDS
from irctl.completion.engine import answer, complete
from irctl.completion.live import suggested
from irctl.completion.local import profile_names
from irctl.invocation import World
from irctl.jobs import parse
from irctl.jobs.kinds import KINDS
from irctl.jobs.model import JobSummary, Source
from irctl.jobs.statuses import has_ended

NOON = datetime(2026, 11, 20, 12, tzinfo=timezone.utc)


@pytest.fixture(autouse=True, name="cache")
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "irctl"


def world(now: datetime = NOON) -> World:
    return World(stdin=None, stdout=None, stderr=None, environ={}, now=lambda: now)


def values(*words: str) -> list[str]:
    return [entry.value for entry in complete(words, world()).suggestions]


def test_commands() -> None:
    assert values("")[: len(COMMANDS)] == list(COMMANDS)
    assert values("ra") == ["rank"]
    assert values("nonsense", "") == []


def test_options_that_were_not_given_yet() -> None:
    assert "--by" in values("rank", "x", "--")
    assert "--by" in values("rank", "--by", "latency", "--"), "it adds up"
    assert "--top" not in values("rank", "--top", "3", "--")
    assert "--max" in values("rank", "--max", "latency=1", "--")


def test_metrics_and_lists_of_metrics() -> None:
    assert "throughput" in values("rank", "--by", "")
    assert values("rank", "--by", "latency,la") == []
    assert values("rank", "--by", "latency,thr") == ["latency,throughput"]
    assert values("rank", "--by=thr") == ["--by=throughput"]
    assert values("rank", "--max", "lat") == ["latency="]
    assert values("compare", "--threshold", "lat") == ["latency="]


def test_limits_on_plans_where_they_are_accepted() -> None:
    for command in ("plan", "check", "export", "report"):
        assert values(command, "--max", "monthly") == ["monthly-cost="]
        assert values(command, "--min", "inst") == ["instances="]
    assert values("rank", "--max", "monthly") == []
    assert values("check", "--max-regression", "monthly") == []


def test_jobs_are_those_of_the_kind() -> None:
    names = {kind.name: values("describe", "--demo", "--kind", kind.name, "") for kind in KINDS}
    assert sorted(values("describe", "--demo", "")) == sorted(
        name for of_kind in names.values() for name in of_kind
    )
    assert set(values("scaling", "--demo", "")) <= set(names["inference"])


def test_fixed_words() -> None:
    assert values("list", "--status", "F") == ["FAILED"]
    assert values("list", "--status", "FAILED,F") == []
    assert values("list", "--status", "FAILED,STOPPE") == ["FAILED,STOPPED"]
    assert values("rank", "-o", "j") == ["json", "jsonl"]
    assert values("wait", "--kind", "ai") == ["ai-recommendation", "ai-benchmark"]
    assert values("list", "--sort", "n") == ["name"]
    assert values("completion", "f") == ["fish"]
    assert values("compare", "--match", "i") == ["instance-type"]
    assert "terraform" in values("export", "--as", "")


def test_demo_jobs_and_what_they_recommend() -> None:
    assert "resnet50-default" in values("describe", "--demo", "resnet50-d")
    assert "resnet50-default" in values("rank", "churn-stairs", "--demo", "resnet50-d")
    assert values("rank", "--demo", "--model-package", "s") == ["sentiment"]
    assert values("list", "--demo", "--model-package", "f") == ["fraud-xgboost"]
    ids = values("export", "resnet50-default", "--demo", "--recommendation", "")
    assert ids
    assert all(entry.startswith("resnet50-default/") for entry in ids)
    types = values("export", "resnet50-default", "--demo", "--instance-type", "ml.")
    assert len(types) == len(set(types)) > 1


def test_a_job_can_be_a_file() -> None:
    assert complete(["describe", "./sa"], world()).takes_files
    assert complete(["describe", "--demo", ""], world()).takes_files
    assert not complete(["export", "--as", ""], world()).takes_files


def test_a_job_in_a_file_has_recommendations_too(tmp_path: Path) -> None:
    saved = tmp_path / "saved.json"
    saved.write_text('{"JobName":"a","InferenceRecommendations":[{"RecommendationId":"a/12"}]}')
    assert values("export", str(saved), "--recommendation", "") == ["a/12"]


def test_a_name_with_special_characters_is_not_suggested(tmp_path: Path) -> None:
    saved = tmp_path / "saved.json"
    saved.write_text('{"InferenceRecommendations":[{"RecommendationId":"$(reboot)"}]}')
    assert values("export", str(saved), "--recommendation", "") == []


def test_bash_gets_what_follows_the_characters_at_which_it_breaks_words() -> None:
    assert answer("bash", "irctl rank --by=thr", world()) == "throughput\tMaxInvocations\n"
    assert answer("zsh", "irctl rank --by=thr", world()) == "--by=throughput\tMaxInvocations\n"


@pytest.mark.parametrize("line", ["", "irctl", "irctl 'ra", "A=b irctl ra", "irctl ra\\"])
def test_no_line_is_too_odd(line: str) -> None:
    answer("bash", line, world())


def test_quotes_and_variables_before_the_command_are_understood() -> None:
    assert answer("bash", "A=b irctl 'ra", world()).startswith("rank\t")


@pytest.mark.parametrize(
    ("word", "suggested"),
    [
        ("thr", "throughput"),  # = and : break words
        ("", "throughput"),
        ("--by=thr", "--by=throughput"),  # they do not
        ("'--by=thr", "--by=throughput"),
    ],
)
def test_bash_gets_what_replaces_its_own_word(word: str, suggested: str) -> None:
    typed = "thr" if word else ""
    lines = answer("bash", f"irctl rank --by={typed}", world(), word).splitlines()
    assert f"{suggested}\tMaxInvocations" in lines


@pytest.mark.parametrize(
    ("line", "word", "asked"),
    [
        ("irctl check --policy=a", "a", [":files a"]),
        ("irctl check --policy=a", "--policy=a", [":prefix --policy=", ":files a"]),
        ("irctl check --policy=a:b", "b", [":cut 2", ":files a:b"]),
        (r"irctl check --policy a\ b", r"a\ b", [":files a b"]),
        ('irctl check --policy "a b', "a b", [":files a b"]),
        ("irctl rank x > a", "a", [":files a"]),
        ("irctl rank x 2>", "", [":files "]),
        ("irctl wait x >& a", "a", [":files a"]),
        ("irctl wait ./a", "./a", []),
        ("irctl rank x 2>&1 ./a", "./a", [":files ./a"]),
        ("cat a | irctl rank ./a", "./a", [":files ./a"]),
        ("cat > irctl rank ./a; irctl check --as", "--as", []),
    ],
)
def test_files_are_asked_for_by_what_is_typed_of_them(
    line: str, word: str, asked: list[str]
) -> None:
    assert answer("bash", line, world(), word).splitlines() == asked


def test_a_backslash_is_part_of_a_path_in_powershell() -> None:
    assert answer("powershell", r"irctl describe .\a", world()) == ":files .\\a\n"


def test_jobs_that_a_command_refuses_are_not_suggested() -> None:
    assert values("describe", "--demo", "bert-f") == ["bert-failed"]
    assert values("rank", "--demo", "bert-f") == []
    assert values("compare", "--demo", "--baseline", "gpt2") == []
    assert "serverless" in values("export", "bert-serverless", "--demo", "--instance-type", "")


def test_wait_suggests_unfinished_jobs_first_and_no_files() -> None:
    completion = complete(["wait", "--demo", ""], world())
    statuses = [job.help for job in completion.suggestions]
    assert statuses == sorted(statuses, key=has_ended)
    assert not completion.takes_files


def test_scaling_suggests_nothing_serverless() -> None:
    for option in ("--instance-type", "--recommendation"):
        arguments = ("bert-serverless", "--demo", option, "")
        assert len(values("scaling", *arguments)) < len(values("export", *arguments))


def test_profiles_are_those_of_both_files(tmp_path: Path) -> None:
    config, credentials = tmp_path / "config", tmp_path / "credentials"
    config.write_text(
        "[default]\n[profile one]\nregion = x\n[profile 'two']\n[sso-session no]\n[no]\n"
        "[profile open']\n[services no]\n[profile]\n"
    )
    credentials.write_text("[three]\naws_access_key_id = [no]\n[ one ]\n")
    environ = {"AWS_CONFIG_FILE": str(config), "AWS_SHARED_CREDENTIALS_FILE": str(credentials)}
    assert profile_names(environ) == ["default", "one", "three", "two"]
    config.write_bytes(b"\xff")
    assert profile_names({**environ, "AWS_SHARED_CREDENTIALS_FILE": "nowhere"}) == []


def test_regions_are_those_where_sagemaker_is_in_all_partitions() -> None:
    sagemaker = {
        region
        for partition in boto_session().get_available_partitions()
        for region in boto_session().get_available_regions("sagemaker", partition)
    }
    assert set(values("list", "--region", "")) == {"all", *sagemaker}
    assert values("list", "--region", "us-east-1,us-e") == ["us-east-1,us-east-2"]
    assert {"us-east-1", "cn-north-1", "us-gov-west-1"} <= sagemaker


def python(code: str, **environ: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PATH": os.environ["PATH"], **environ},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_words_that_need_no_aws_do_not_import_it() -> None:
    code = """
import sys
from irctl.completion.engine import answer
from irctl.invocation import World
for line in (
    "irctl ", "irctl rank --", "irctl rank --by ", "irctl export x --as ", "irctl list --region ",
):
    assert answer("zsh", line, World.real())
print({"boto3", "botocore", "rich", "jmespath"} & set(sys.modules))
"""
    assert python(code).strip() == "set()"


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
@pytest.mark.parametrize("ending", [">&-", ">/dev/full", "| true"])
def test_errors_of_completion_print_nothing(ending: str) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", f"{sys.executable} -m irctl {ending}"],
        env={"PATH": os.environ["PATH"], "_IRCTL_COMPLETE": "bash", "_IRCTL_LINE": "irctl "},
        capture_output=True,
        check=True,
    )
    assert (done.stdout, done.stderr) == (b"", b"")


def names_in(cache: Path) -> list[Path]:
    return list(cache.glob("completion-*"))


def test_the_second_tab_reads_the_cache(cache: Path) -> None:
    code = """
import sys
from irctl.completion.engine import answer
from irctl.invocation import World
print(answer("zsh", "irctl describe --demo resnet50-default-", World.real()))
print("botocore" in sys.modules)
"""
    first = python(code, XDG_CACHE_HOME=str(cache.parent))
    second = python(code, XDG_CACHE_HOME=str(cache.parent))
    suggested = ["resnet50-default-v2", "COMPLETED", ":files", "resnet50-default-"]
    assert first.split() == [*suggested, "True"]
    assert second.split() == [*suggested, "False"]
    [file] = names_in(cache)
    assert file.stat().st_mode & 0o077 == 0


def test_a_failure_is_cached_too(cache: Path) -> None:
    code = """
import sys
from irctl.completion.engine import answer
from irctl.invocation import World
line = "irctl describe --endpoint-url http://127.0.0.1:1 --region us-east-2 "
print(answer("zsh", line, World.real()), "botocore" in sys.modules)
"""
    first, second = (python(code, XDG_CACHE_HOME=str(cache.parent)) for _ in range(2))
    assert first.split()[0] == ":files"
    assert second.split() == [":files", "False"]


def test_cached_names_expire(tmp_path: Path) -> None:
    saved = tmp_path / "job.json"
    words = ["export", str(saved), "--recommendation", ""]
    for number, (seconds, offered) in enumerate([(0, "a/0"), (59, "a/0"), (61, "a/2")]):
        saved.write_text(
            f'{{"JobName":"a","InferenceRecommendations":[{{"RecommendationId":"a/{number}"}}]}}'
        )
        completion = complete(words, world(NOON + timedelta(seconds=seconds)))
        assert [suggestion.value for suggestion in completion.suggestions] == [offered]


def test_names_are_cached_for_one_account() -> None:
    demo = complete(["describe", "--demo", "resnet"], world())
    other = complete(["describe", "--endpoint-url", "http://127.0.0.1:1", "resnet"], world())
    assert demo.suggestions
    assert not other.suggestions


def test_columns_are_those_of_the_command() -> None:
    assert values("list", "--columns", "sta") == ["status"]
    assert values("list", "--columns", "status,job_n") == ["status,job_name"]
    assert values("rank", "--columns", "job_name,on") == ["job_name,on_pareto_front"]


def test_formats_are_those_of_the_command() -> None:
    assert values("export", "-o", "") == ["table", "json", "jsonl", "text"]
    assert values("check", "-o", "j") == ["json", "jsonl", "junit"]


def test_a_cache_that_cannot_be_written_or_read_costs_time_only(cache: Path) -> None:
    cache.parent.mkdir()
    cache.write_text("in the way")
    assert values("describe", "--demo", "churn") == ["churn-stairs"]
    cache.unlink()
    assert values("describe", "--demo", "churn") == ["churn-stairs"]
    for file in names_in(cache):
        file.write_text('[["a", 1], "nonsense"')
    assert values("describe", "--demo", "churn") == ["churn-stairs"]


def test_files_of_accounts_long_unused_are_deleted(cache: Path) -> None:
    cache.mkdir(parents=True)
    old = cache / "completion-old"
    old.touch()
    os.utime(old, (0, 0))
    values("describe", "--demo", "churn")
    assert names_in(cache)
    assert old not in names_in(cache)


def test_jobs_of_several_places_are_suggested_with_where_they_are() -> None:
    def listed(name: str, region: str) -> JobSummary:
        entry = {"JobName": name, "Status": "COMPLETED"}
        source = Source(region=region, profile="dev")
        return parse.job_summary(entry)._replace(source=source)

    jobs = [listed("a", "us-east-1"), listed("a", "eu-west-1"), listed("b", "eu-west-1")]
    a, again, b = suggested(jobs, names_profiles=False)

    assert a.help == again.help
    assert all(region in a.help for region in ("us-east-1", "eu-west-1"))
    assert "us-east-1" not in b.help
    assert "dev" in suggested(jobs, names_profiles=True)[0].help
    assert b.status == "COMPLETED"
