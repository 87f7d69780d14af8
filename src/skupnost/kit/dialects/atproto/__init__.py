"""What every network on the AT Protocol shares: how its names and values are written."""
