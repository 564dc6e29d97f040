"""Set up every test run: one Hypothesis profile, and a SIGINT that interrupts."""

import os
import signal

from hypothesis import HealthCheck, settings

# A suite that a script runs in the background ignores SIGINT, and so would every irctl that
# it starts and interrupts.
signal.signal(signal.SIGINT, signal.default_int_handler)

# No deadline and no check on slow generation: a busy machine is no reason to fail.
settings.register_profile(
    "irctl",
    deadline=None,
    max_examples=int(os.environ.get("IRCTL_FUZZ") or 60),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("irctl")
