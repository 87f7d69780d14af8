"""Skupnost: the open, self-hosted workbench of a community manager."""

__version__ = "0.1.0"
