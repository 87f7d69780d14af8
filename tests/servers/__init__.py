"""Tests against real servers, and the means to install and start those."""
