"""What is known of Reddit: a manifest without code."""
