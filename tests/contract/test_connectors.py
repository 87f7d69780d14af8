"""Every installed connector keeps the contract (`skupnost.kit.testing.contract`)."""

from skupnost.kit.testing.contract import *  # noqa: F403
