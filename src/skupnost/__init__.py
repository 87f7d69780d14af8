"""Skupnost: the open, self-hosted workbench of a community manager."""

import os

__version__ = "0.1.0"

# The adviser's matrices are small: OpenBLAS's threads only wait for one another, for seconds where
# other processes want the cores. Must be said before NumPy is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
