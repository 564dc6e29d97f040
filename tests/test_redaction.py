"""Secrets among the settings of a job: masked for people, whatever they are written in."""

import pytest

from irctl.redaction import is_secret, masked, without_secrets
from tests.program import irctl

TOKEN = "hf_AbCdEfGhIjKlMnOpQrStUvWx"


@pytest.mark.parametrize(
    "name",
    [
        *("hf_token", "HF_TOKEN", "HUGGING_FACE_HUB_TOKEN", "sessionToken", "Token"),
        *("api_key", "apiKey", "x-api-key", "OPENAI_API_KEY", "AWS_ACCESS_KEY_ID"),
        *("AWS_SECRET_ACCESS_KEY", "password", "DB_PASSWORD", "client-secret", "Authorization"),
    ],
)
def test_a_secret_is_known_by_its_name(name: str) -> None:
    assert is_secret(name)
    assert masked(name, "s3cret") == "***"


@pytest.mark.parametrize(
    "name",
    [
        *("max_tokens", "tokenizer", "SM_VLLM_MAX_NUM_BATCHED_TOKENS", "output_tokens_mean"),
        *("time_to_first_token", "TimeToFirstToken", "inter_token_latency", "eos_token"),
        *("time_per_output_token", "InterToken", "VolumeKmsKeyId", "secrets", "key", ""),
    ],
)
def test_counts_times_and_special_tokens_are_no_secrets(name: str) -> None:
    assert not is_secret(name)
    assert masked(name, "512") == "512"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"hf_token": "a \\" b", "osl": 256}', '{"hf_token": "***", "osl": 256}'),
        ("parameters:\n  hf_token: abc\n  osl: 256", "parameters:\n  hf_token: ***\n  osl: 256"),
        ("HF_TOKEN='a b'\nOSL=256", "HF_TOKEN='***'\nOSL=256"),
        ("aiperf profile --api-key abc --osl 256", "aiperf profile --api-key *** --osl 256"),
        ("goodput: time_to_first_token:100", "goodput: time_to_first_token:100"),
        ("password:\n  length: 8", "password:\n  length: 8"),
        (f"the token {TOKEN} of a model", "the token *** of a model"),
    ],
)
def test_secrets_in_a_text_of_settings_are_masked(text: str, expected: str) -> None:
    assert masked("Inline", text) == expected


def test_a_reference_to_a_secret_is_shown() -> None:
    arn = "arn:aws:secretsmanager:us-east-1:111122223333:secret:hf-AbCdEf"
    assert masked("hf_token", arn) == arn
    assert masked("Inline", f'{{"hf_token": "{arn}"}}') == f'{{"hf_token": "{arn}"}}'


def test_secrets_at_any_depth_of_a_document_are_masked() -> None:
    document = {"a": [{"hf_token": "x", "n": 5, "token": None}], "HF_TOKEN": ["y"], "osl": 256}
    assert without_secrets(document) == {
        "a": [{"hf_token": "***", "n": 5, "token": None}],
        "HF_TOKEN": ["***"],
        "osl": 256,
    }


@pytest.mark.parametrize("form", ["table", "csv", "tsv", "markdown"])
def test_a_secret_in_an_environment_is_printed_only_as_json(form: str) -> None:
    job = (
        b'{"JobName": "a", "InferenceRecommendations": [{"Metrics": {"ModelLatency": 5},'
        b'"ModelConfiguration": {"EnvironmentParameters": '
        b'[{"Key": "HF_TOKEN", "Value": "s3cret"}, {"Key": "OMP_NUM_THREADS", "Value": "4"}]}}]}'
    )
    for command in ("describe", "rank"):
        printed = irctl(command, "-", "-o", form, stdin=job).out
        assert "s3cret" not in printed
        assert "TOKEN" in printed
        assert "THREADS" in printed
        assert "s3cret" in irctl(command, "-", "--json", stdin=job).out
