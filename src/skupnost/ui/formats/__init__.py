"""Dates and times as our readers write them."""
