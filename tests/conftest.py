"""What every test may rely on."""

import signal

# A suite that a script runs in the background ignores SIGINT, and so would every irctl that
# it starts and interrupts.
signal.signal(signal.SIGINT, signal.default_int_handler)
