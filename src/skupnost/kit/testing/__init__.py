"""What a connector is tried with: the contract suite, staged networks, faulty sockets."""
