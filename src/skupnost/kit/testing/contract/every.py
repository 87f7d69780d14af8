"""Every test of the suite in one module, to be named after `--pyargs`."""

from skupnost.kit.testing.contract import *
