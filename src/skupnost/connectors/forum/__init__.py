"""What is known of Forum: a manifest without code."""
