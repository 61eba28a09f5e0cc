"""What holds for all tests: no time limit for property tests, since machines differ, and Ctrl-C is heard.

A shell starts what it runs in the background with interrupts ignored, and every child inherits that: the tests of
interrupts would wait for ever in vain.
"""

import signal

from hypothesis import settings

settings.register_profile("wattwire", deadline=None)
settings.load_profile("wattwire")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
