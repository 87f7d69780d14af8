"""What is known of Medium: a manifest without code."""
