"""Missing or wrong credentials, regions, profiles and configuration files."""

import hashlib
import json
import shlex
import sys
from pathlib import Path

import pytest

from irctl.errors import IrctlError
from irctl.redaction import redacted

from . import samples
from .commands import COMMANDS
from .program import Irctl
from .server import Server, failing, hung, raw

SSO = """\
[profile corp]
sso_session = corporate
sso_account_id = 111122223333
sso_role_name = ReadOnly
region = us-east-2
[sso-session corporate]
sso_region = us-east-1
sso_start_url = https://corporate.awsapps.com/start
[profile corp-of-old]
sso_start_url = https://corporate.awsapps.com/start
sso_region = us-east-1
sso_account_id = 111122223333
sso_role_name = ReadOnly
region = us-east-2
"""


@pytest.fixture(autouse=True)
def one_job(server: Server) -> None:
    server.add(samples.job())


@pytest.fixture
def bare(irctl: Irctl) -> Irctl:
    """Without credentials in its environment."""
    return irctl.but(AWS_ACCESS_KEY_ID=None, AWS_SECRET_ACCESS_KEY=None, AWS_SESSION_TOKEN=None)


def configure(home: Path, config: str | bytes, credentials: str = "") -> None:
    folder = home / ".aws"
    folder.mkdir(exist_ok=True)
    text = config.encode() if isinstance(config, str) else config
    (folder / "config").write_bytes(text)
    (folder / "credentials").write_text(credentials)


def test_the_hint_for_a_missing_region_lists_how_to_set_one(irctl: Irctl, server: Server) -> None:
    for result in irctl.but(AWS_REGION=None).each_inside(COMMANDS.values()):
        assert (result.code, result.out) == (2, "")
        assert "region" in result.error
        for way in ("--region", "AWS_REGION", "aws configure set region"):
            assert way in result.hint
    assert server.requests == []


def test_missing_credentials_are_reported_before_any_request(bare: Irctl, server: Server) -> None:
    for result in bare.each_inside(COMMANDS.values()):
        assert (result.code, result.out) == (4, "")
        assert result.error
        for way in ("aws configure", "aws sso login", "AWS_PROFILE", "--demo"):
            assert way in result.hint
    assert server.requests == []


def test_a_problem_with_credentials_is_reported_once_for_all_jobs(bare: Irctl) -> None:
    configure(bare.home, SSO)
    for options in ((), ("--profile", "corp")):
        result = bare.inside("rank", "one", "two", "three", *options)

        assert (result.code, result.out) == (4, "")
        assert result.error
        assert result.hint


def test_the_hint_for_an_expired_or_damaged_sso_token_is_to_sign_in(bare: Irctl) -> None:
    configure(bare.home, SSO)
    cache = bare.home / ".aws" / "sso" / "cache"
    cache.mkdir(parents=True)
    expired = {"accessToken": "t", "expiresAt": "2020-01-01T00:00:00Z", "region": "us-east-1"}
    for text in (json.dumps(expired), '{"accessToken'):
        for name in ("corporate", "https://corporate.awsapps.com/start"):
            digest = hashlib.sha1(name.encode(), usedforsecurity=False).hexdigest()
            (cache / f"{digest}.json").write_text(text)
        for profile in ("corp", "corp-of-old"):
            result = bare.inside("list", "--profile", profile)

            assert (result.code, result.out) == (4, "")
            assert result.error
            assert result.hint.endswith(f"aws sso login --profile {profile}")


def test_a_missing_token_file_is_named(bare: Irctl) -> None:
    stale = bare.but(
        AWS_WEB_IDENTITY_TOKEN_FILE="/gone/token",
        AWS_ROLE_ARN="arn:aws:iam::111122223333:role/x",
    )

    result = stale.inside("list")

    assert (result.code, result.out) == (4, "")
    assert "/gone/token" in result.error
    assert "bug" not in result.err


def test_the_missing_half_of_a_key_is_named(irctl: Irctl) -> None:
    result = irctl.but(AWS_SECRET_ACCESS_KEY=None).inside("describe", "resnet50")

    assert (result.code, result.out) == (4, "")
    assert "AWS_SECRET_ACCESS_KEY" in result.error


@pytest.mark.parametrize("profile", ["corp", "corp-of-old"])
def test_the_hint_for_a_signed_out_sso_profile_is_to_sign_in(bare: Irctl, profile: str) -> None:
    configure(bare.home, SSO)

    by_option = bare.inside("describe", "resnet50", "--profile", profile)
    by_variable = bare.but(AWS_PROFILE=profile).inside("list")

    for result in (by_option, by_variable):
        assert (result.code, result.out) == (4, "")
        assert "SSO" in result.error
        assert result.hint.endswith(f"aws sso login --profile {profile}")


def test_the_hint_for_expired_credentials_depends_on_the_profile(
    bare: Irctl, server: Server
) -> None:
    configure(
        bare.home,
        "[default]\n[profile work]\n",
        "[default]\naws_access_key_id=A\naws_secret_access_key=B\n"
        "[work]\naws_access_key_id=A\naws_secret_access_key=B\n",
    )
    server.always(failing("ExpiredTokenException", "The security token is expired"))

    assert "aws configure," in bare.inside("describe", "resnet50").hint
    hint = bare.inside("describe", "resnet50", "--profile", "work").hint
    assert "aws configure --profile work" in hint


def test_the_profile_option_overrides_keys_in_the_environment(irctl: Irctl, server: Server) -> None:
    configure(irctl.home, "", "[work]\naws_access_key_id=WORKKEY\naws_secret_access_key=B\n")

    assert irctl.inside("describe", "resnet50", "--profile", "work").code == 0

    assert "Credential=WORKKEY/" in server.requests[0].headers["authorization"]


def test_an_unknown_profile_is_named(irctl: Irctl, server: Server) -> None:
    by_option = irctl.inside("describe", "resnet50", "--profile", "nope")
    by_variable = irctl.but(AWS_PROFILE="nope").each_inside(COMMANDS.values())

    assert server.requests == []
    for result in (by_option, *by_variable):
        assert (result.code, result.out) == (4, "")
        assert "(nope)" in result.error
        assert "aws configure list-profiles" in result.hint


BROKEN: dict[str, str | bytes] = {
    "an unclosed section": "[profile work\nregion=us-east-1\n",
    "a line without a value": "[default]\nregion us-east-1\n",
    "binary": b"\xff\xfe\x00\x01",
    "a missing source profile": (
        "[default]\nrole_arn=arn:aws:iam::111122223333:role/x\nsource_profile=gone\n"
    ),
    "source profiles in a circle": (
        "[default]\nrole_arn=arn:aws:iam::1:role/x\nsource_profile=other\n"
        "[profile other]\nrole_arn=arn:aws:iam::1:role/x\nsource_profile=default\n"
    ),
    "attempts that are not a number": "[default]\nmax_attempts=many\n",
    "an unknown retry mode": "[default]\nretry_mode=fast\n",
}


@pytest.mark.parametrize("config", BROKEN.values(), ids=BROKEN)
def test_the_hint_for_a_broken_configuration_names_the_file(
    bare: Irctl, config: str | bytes
) -> None:
    configure(bare.home, config)

    result = bare.inside("describe", "resnet50")

    assert (result.code, result.out) == (2, "")
    assert result.error
    assert "~/.aws/config" in result.hint
    assert "endpoint" not in result.err


def test_a_broken_configuration_stops_every_command(bare: Irctl, server: Server) -> None:
    configure(bare.home, BROKEN["an unclosed section"])

    for result in bare.each_inside(COMMANDS.values()):
        assert (result.code, result.out) == (2, "")
        assert result.error
        assert "~/.aws/config" in result.hint
    assert server.requests == []


PROCESSES = ("false", "echo hello", "echo []", "echo null", "/no/such/file", "/tmp", "", "head -c9")


def test_the_hint_for_a_failed_credential_process_names_it(bare: Irctl) -> None:
    for process in PROCESSES:
        configure(bare.home, f"[default]\ncredential_process = {process}\n")

        result = bare.inside("describe", "resnet50")

        assert (result.code, result.out) == (4, ""), process
        assert result.error
        assert "credential_process" in result.hint


SESSION = """\
import json, pathlib, sys
from datetime import datetime, timedelta, timezone
runs = pathlib.Path("runs")
runs.write_text(runs.read_text() + "." if runs.exists() else ".")
if len(runs.read_text()) > 2:
    print(sys.argv[1])
else:
    soon = datetime.now(timezone.utc) + timedelta(minutes=5)  # renewed at once
    keys = {"AccessKeyId": "A", "SecretAccessKey": "B", "SessionToken": "C"}
    print(json.dumps({"Version": 1, **keys, "Expiration": soon.isoformat()}))
"""


@pytest.mark.parametrize("later", ["junk", "[]", '{"Version": 1}', "expired"])
def test_credentials_that_cannot_be_renewed_are_a_credentials_error(
    bare: Irctl, server: Server, later: str
) -> None:
    if later == "expired":
        keys = {"AccessKeyId": "A", "SecretAccessKey": "B", "SessionToken": "C"}
        later = json.dumps({"Version": 1, **keys, "Expiration": "2020-01-01T00:00:00Z"})
    script = bare.home / "session.py"
    script.write_text(SESSION)
    command = shlex.join([sys.executable, str(script), later]).replace("%", "%%")
    configure(bare.home, f"[default]\ncredential_process = {command}\n")
    server.add(samples.job("job"))

    for command in ("rank", "wait"):
        (bare.home / "runs").unlink(missing_ok=True)
        result = bare.inside(command, "resnet50")

        assert (result.code, result.out) == (4, "")
        assert "credential_process" in result.hint
        assert "bug" not in result.err


def test_a_profile_that_needs_an_mfa_code_fails_without_a_terminal(
    bare: Irctl, server: Server
) -> None:
    configure(
        bare.home,
        "[default]\nrole_arn = arn:aws:iam::111122223333:role/x\nsource_profile = base\n"
        "mfa_serial = arn:aws:iam::111122223333:mfa/ann\n",
        "[base]\naws_access_key_id = A\naws_secret_access_key = B\n",
    )

    result = bare("list")

    assert (result.code, result.out) == (4, "")
    assert "MFA" in result.error
    assert len(result.err.splitlines()) == 2
    assert server.requests == []


SECRETS = {
    "AWS_ACCESS_KEY_ID": "access key",
    "AWS_SECRET_ACCESS_KEY": "secret key",
    "AWS_SESSION_TOKEN": "session token",
}


@pytest.mark.parametrize("name", SECRETS)
@pytest.mark.parametrize("end", ["\n", "\r\n", " ", "\n more", "\u2028"])
def test_a_credential_with_white_space_is_reported_but_not_shown(
    irctl: Irctl, server: Server, name: str, end: str
) -> None:
    """A secret of a CI system often ends with a line break."""
    for command in (("list", "--debug"), ("wait", "resnet50", "--timeout", "1s")):
        result = irctl.but(**{name: f"SECRETVALUE{end}"}).inside(*command)

        assert (result.code, result.out) == (4, "")
        assert SECRETS[name] in result.error
        assert "SECRETVALUE" not in result.err
        assert "Signature" not in result.err
    assert server.requests == []


def test_a_password_in_a_url_is_not_shown(irctl: Irctl) -> None:
    nowhere = "http://user:hunter2@127.0.0.1:1"
    for variables, options in (
        ({}, ("--endpoint-url", nowhere)),
        ({"AWS_ENDPOINT_URL_SAGEMAKER": nowhere}, ()),
        ({"AWS_ENDPOINT_URL_SAGEMAKER": "http://user:hunter2@127.0.0.1:99999"}, ()),
        ({"HTTP_PROXY": nowhere}, ()),
        ({"HTTP_PROXY": "socks5://user:hunter2@127.0.0.1:1"}, ()),
    ):
        result = irctl.but(AWS_MAX_ATTEMPTS="1", **variables).inside("list", "--debug", *options)

        assert result.code in (1, 2)
        assert "hunter2" not in result.err


def test_a_password_in_a_url_is_not_repeated_in_a_hint(irctl: Irctl, server: Server) -> None:
    url = server.url.replace("http://", "http://user:hunter2@")
    server.add(samples.in_progress(), samples.failed())
    for command in (
        ("describe", "nope"),
        ("rank", "llama-running"),
        ("rank", "bert-failed"),
        ("wait", "llama-running", "--timeout", "1s"),
    ):
        result = irctl.inside(*command, "--endpoint-url", url)

        assert result.code in (3, 8, 9)
        assert "hunter2" not in result.err


@pytest.mark.parametrize(
    "text",
    [
        "https://user:hunter2@host/",
        "https://user:p@ss/hunter2@host:99999",
        "user:hunter2@127.0.0.1:1",
        'Could not connect to the endpoint URL: "http://a:hunter2@127.0.0.1:1/"',
        "Invalid header value b'hunter2\\n'",
    ],
)
def test_every_form_of_a_password_is_removed(text: str) -> None:
    assert "hunter2" not in redacted(text)


@pytest.mark.parametrize(
    "text",
    [
        "https://host/?token=hunter2",
        "GET /?a=1&session_token=hunter2&b=2 failed",
        "https://host/x?X-Amz-Security-Token=hunter2%2F&X-Amz-Date=1",
        "https://host/x?X-Amz-Signature=hunter2",
        "https://host/x?x-amz-credential=hunter2/20260101/us-east-2",
        "x-amz-security-token: hunter2",
        "token%3Dhunter2",
        "https://host/x?a=b&sig=hunter2#key",
        "https://host/x?AWSAccessKeyId=hunter2",
    ],
)
def test_every_token_of_a_url_is_masked(text: str) -> None:
    assert "hunter2" not in redacted(text)
    assert "hunter2" not in IrctlError(text, text).message
    assert "hunter2" not in str(IrctlError(text, text).hint)


def test_text_without_a_secret_is_unchanged() -> None:
    for text in (
        "https://host:443/a",
        "https://host/home?region=us-east-1#/jobs/x",
        "arn:aws:iam::111122223333:role/x",
        "mail a@b.example",
        "ExpiredTokenException: The security token is expired",
        "set AWS_MAX_ATTEMPTS=10",
    ):
        assert redacted(text) == text


TOKENS = "token=hunter2&X-Amz-Security-Token=hunter2&X-Amz-Signature=hunter2"


def test_tokens_in_urls_are_masked_in_errors_and_debug(irctl: Irctl, server: Server) -> None:
    server.always(failing("AccessDenied", f"no access to https://host/?{TOKENS}"))
    nowhere = f"http://127.0.0.1:1/?{TOKENS}"
    for variables, options in (
        ({}, ()),
        ({}, ("--endpoint-url", nowhere)),
        ({"AWS_ENDPOINT_URL_SAGEMAKER": nowhere}, ()),
        ({"HTTP_PROXY": nowhere}, ()),
        ({"AWS_ENDPOINT_URL_SAGEMAKER": f"http://127.0.0.1:99999/?{TOKENS}"}, ()),
    ):
        for command in ("list", "describe", "rank", "wait"):
            jobs = () if command == "list" else ("resnet50",)
            result = irctl.but(AWS_MAX_ATTEMPTS="1", **variables).inside(
                command, *jobs, "--debug", *options
            )

            assert result.code in (1, 2, 4, 8)
            assert "hunter2" not in result.err
            assert "hunter2" not in result.out


def test_the_output_of_a_credential_process_is_not_shown(bare: Irctl) -> None:
    script = bare.home / "process.py"
    script.write_text(
        "import sys\n"
        "print('hunter2')\n"
        "raise SystemExit('hunter2\\n\\nThe above exception was caused by\\n\\nhunter2')\n"
    )
    command = shlex.join([sys.executable, str(script)])
    configure(
        bare.home,
        f"[default]\ncredential_process = {command}\n[profile role]\n"
        "role_arn = arn:aws:iam::111122223333:role/r\nsource_profile = default\n",
    )
    for options in ((), ("--debug",), ("--profile", "role", "--debug")):
        result = bare.inside("describe", "resnet50", *options)

        assert result.code == 4
        assert "hunter2" not in result.err
        assert "credential_process" in result.error
        assert result.hint


@pytest.mark.parametrize(
    "variable",
    ["AWS_METADATA_SERVICE_TIMEOUT", "AWS_METADATA_SERVICE_NUM_ATTEMPTS", "AWS_MAX_ATTEMPTS"],
)
def test_a_variable_that_is_not_a_number_is_named(
    irctl: Irctl, server: Server, variable: str
) -> None:
    by_variable = irctl.but(**{variable: "abc"}).inside("describe", "resnet50")
    name = variable.removeprefix("AWS_").lower()
    configure(irctl.home, f"[default]\n{name} = 1.5\n")
    by_file = irctl.inside("describe", "resnet50")

    assert (by_variable.code, by_file.code) == (2, 2)
    assert f"{variable} is not a whole number: 'abc'" in by_variable.error
    assert f"{name} in ~/.aws/config is not a whole number: '1.5'" in by_file.error
    assert "environment variables" in by_variable.hint
    assert server.requests == []


def test_credentials_are_fetched_once_for_all_regions(bare: Irctl, server: Server) -> None:
    script = bare.home / "session.py"
    script.write_text(SESSION.replace("minutes=5", "hours=5"))
    command = shlex.join([sys.executable, str(script), "junk"])
    configure(bare.home, f"[default]\ncredential_process = {command}\n")
    arns = [samples.arn("one", "eu-west-1"), samples.arn("two", "us-east-1")]
    server.add(samples.job("one", JobArn=arns[0]), samples.job("two", JobArn=arns[1]))

    assert bare.inside("rank", "resnet50", *arns).code == 0

    assert (bare.home / "runs").read_text() == "."


@pytest.mark.parametrize(
    ("status", "error", "code"),
    [(503, "ServiceUnavailable", 1), (400, "Throttling", 1), (403, "AccessDenied", 4)],
)
def test_an_outage_of_sts_is_an_outage_of_aws(
    bare: Irctl, server: Server, status: int, error: str, code: int
) -> None:
    configure(
        bare.home,
        "[default]\nrole_arn = arn:aws:iam::111122223333:role/x\nsource_profile = base\n",
        "[base]\naws_access_key_id = A\naws_secret_access_key = B\n",
    )
    body = f"<ErrorResponse><Error><Code>{error}</Code><Message>m</Message></Error></ErrorResponse>"
    server.always(raw(body.encode(), status=status, content_type="text/xml"))

    result = bare.but(AWS_ENDPOINT_URL_STS=server.url, AWS_MAX_ATTEMPTS="1").inside("list")

    assert (result.code, result.out) == (code, "")
    assert result.error
    assert result.hint


def test_a_saved_response_needs_no_aws_configuration(irctl: Irctl) -> None:
    configure(irctl.home, "[broken\n")
    (irctl.home / "job.json").write_text('{"JobName":"saved","Status":"COMPLETED"}')
    nothing = irctl.but(
        AWS_REGION=None, AWS_ACCESS_KEY_ID=None, AWS_PROFILE="nope", HOME="/nonexistent"
    )

    assert nothing.inside("describe", "job.json").code == 0
    assert nothing.inside("rank", "job.json").code == 0


def test_an_unreachable_metadata_service_means_no_credentials(bare: Irctl, server: Server) -> None:
    """Outside EC2, nothing responds at its address."""
    server.always(hung)
    outside = bare.but(AWS_EC2_METADATA_DISABLED=None, AWS_EC2_METADATA_SERVICE_ENDPOINT=server.url)

    result = outside.inside("describe", "resnet50")

    assert (result.code, result.out) == (4, "")
    assert "aws configure" in result.hint


@pytest.mark.parametrize(
    "name",
    [
        "AWS_DEFAULTS_MODE",
        "AWS_STS_REGIONAL_ENDPOINTS",
        "AWS_REQUEST_CHECKSUM_CALCULATION",
        "AWS_RETRY_MODE",
        "AWS_MAX_ATTEMPTS",
    ],
)
def test_an_invalid_variable_is_a_configuration_error(irctl: Irctl, name: str) -> None:
    result = irctl.but(**{name: "junk"}).inside("list")

    assert (result.code, result.out) == (2, "")
    assert "junk" in result.error
    assert "environment variables" in result.hint


URLS = (
    "nonsense",
    "http://",
    "http://[",
    "ftp://127.0.0.1",
    "http://127.0.0.1:99999",
    "http://a b",
)


def test_an_invalid_endpoint_url_is_a_usage_error(irctl: Irctl) -> None:
    results = irctl.each_inside(("list", "--endpoint-url", url) for url in URLS)
    results.append(irctl.but(AWS_ENDPOINT_URL_SAGEMAKER="nonsense").inside("list"))

    for result in results:
        assert (result.code, result.out) == (2, "")
        assert "endpoint" in result.error
        assert "https://HOST:PORT" in result.hint


def test_an_invalid_region_is_a_usage_error(irctl: Irctl) -> None:
    for region in ("US EAST", "../x", "us-east-1.example.com/", "us-east-1\n"):
        result = irctl.inside("list", "--region", region)

        assert (result.code, result.out) == (2, "")
        assert region.strip() in result.error
        assert "us-east-1" in result.hint


def test_an_unreachable_proxy_is_named(irctl: Irctl) -> None:
    result = irctl.but(HTTP_PROXY="http://127.0.0.1:1", AWS_MAX_ATTEMPTS="1").inside("list")

    assert (result.code, result.out) == (1, "")
    assert "http://127.0.0.1:1" in result.error
    assert "PROXY" in result.hint


@pytest.mark.parametrize("cache", ["unwritable", "broken", "a file", "no home"])
def test_a_cache_that_cannot_be_used_only_costs_time(irctl: Irctl, cache: str) -> None:
    folder = irctl.home / ".cache" / "irctl"
    folder.parent.mkdir()
    fresh = irctl.but(XDG_CACHE_HOME=None)
    variables: dict[str, str | None] = {}
    if cache == "unwritable":
        variables["XDG_CACHE_HOME"] = "/proc/nowhere"
    elif cache == "broken":
        assert fresh.inside("describe", "resnet50").code == 0
        assert list(folder.iterdir())
        for path in folder.iterdir():
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    elif cache == "a file":
        folder.write_text("not a folder")
    else:
        variables["HOME"] = "nowhere"  # a relative path is not a home

    result = fresh.but(**variables).inside("describe", "resnet50")

    assert (result.code, result.err) == (0, "")


def test_the_browser_variable_names_the_browser(irctl: Irctl, tmp_path: Path) -> None:
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {tmp_path}/page\n')
    browser.chmod(0o755)
    done = irctl.but(BROWSER=f"{browser} %s")("list", "--web", "--region", "eu-west-1")
    assert done.code == 0
    page = (tmp_path / "page").read_text()
    assert page.startswith("https://eu-west-1.console.aws.amazon.com/sagemaker/home")
