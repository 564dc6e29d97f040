"""SageMaker on loopback for irctl in the test's own process, with one cache for all tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.server import Server


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache directory that all runs share: a new one costs each run half a second."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, cache: Path) -> Iterator[Server]:
    """An account without jobs, which botocore in this process calls."""
    from tests.e2e.program import ACCESS_KEY, SECRET, SESSION_TOKEN  # POSIX only

    running = Server()
    monkeypatch.setenv("AWS_ENDPOINT_URL_SAGEMAKER", running.url)
    monkeypatch.setenv("AWS_ENDPOINT_URL_PRICING", running.url)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", ACCESS_KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    monkeypatch.setenv("AWS_SESSION_TOKEN", SESSION_TOKEN)
    monkeypatch.setenv("AWS_REGION", "us-east-2")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    yield running
    running.stop()
