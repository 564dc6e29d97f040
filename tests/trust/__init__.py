"""What must hold whatever comes: hostile data, broken input, any environment.

The long tests do a number of rounds of their own; IRCTL_FUZZ is another number for all of
them, and IRCTL_SEED stands for other random documents:

    IRCTL_FUZZ=5000 IRCTL_SEED=7 pytest tests/trust/test_agreement.py
"""

import os


def rounds(usual: int) -> int:
    return int(os.environ.get("IRCTL_FUZZ") or usual)
