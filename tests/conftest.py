"""Set up every test run: one Hypothesis profile, and signals that have their effect."""

import os
import signal
import sys

from hypothesis import HealthCheck, settings

# The tests start hundreds of processes: without bytecode each would compile irctl, and each
# worker all tests.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# A suite that a script runs in the background, or by nohup, ignores these, and so would every
# irctl that it starts and stops.
signal.signal(signal.SIGINT, signal.default_int_handler)
for _name in ("SIGHUP", "SIGQUIT"):
    if hasattr(signal, _name):  # Windows has neither
        signal.signal(getattr(signal, _name), signal.SIG_DFL)

# No deadline and no check on slow generation: a busy machine is no reason to fail.
settings.register_profile(
    "irctl",
    deadline=None,
    max_examples=int(os.environ.get("IRCTL_FUZZ") or 30),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("irctl")

# Pseudo-terminals, named pipes, signals, file modes, and names that Windows does not allow.
_POSIX_ONLY = [
    "commands/test_list.py",
    "commands/test_wait_terminal.py",
    "completion/test_shells.py",
    "e2e",
    "test_cache.py",
    "test_golden.py",
    "test_readme.py",
    "trust/test_environment.py",
    "trust/test_hostile.py",
    "trust/test_mutated.py",
    "trust/test_only_reads.py",
]
collect_ignore = _POSIX_ONLY if sys.platform == "win32" else []
