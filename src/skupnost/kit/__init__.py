"""The connector contract: manifest, ports, values, errors, registry, transport, simulation."""
