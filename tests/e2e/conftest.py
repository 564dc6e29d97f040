"""The installed irctl in a subprocess, and SageMaker on loopback."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from .program import Irctl
from .server import Server


@pytest.fixture
def server() -> Iterator[Server]:
    """An account without jobs; a test adds what it needs."""
    running = Server()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cache directory that all runs share, like those of one user."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def irctl(tmp_path: Path, cache: Path, server: Server) -> Irctl:
    """The installed irctl in an empty home directory, with the server as its SageMaker."""
    return Irctl.installed(tmp_path, cache, server.url)
