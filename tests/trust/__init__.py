"""What must hold for any input and in any environment: hostile data, broken files, signals.

The long tests run a number of rounds. IRCTL_FUZZ sets that number for all of them, and IRCTL_SEED
generates other random documents:

    IRCTL_FUZZ=5000 IRCTL_SEED=7 pytest tests/trust/test_agreement.py
"""

import os


def rounds(usual: int) -> int:
    """Return IRCTL_FUZZ, or a test's usual number of rounds."""
    return int(os.environ.get("IRCTL_FUZZ") or usual)
