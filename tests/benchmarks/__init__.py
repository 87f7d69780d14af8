"""What is measured, by commands."""

import skupnost  # noqa: F401 - before NumPy, as in the product: it says how many threads work
