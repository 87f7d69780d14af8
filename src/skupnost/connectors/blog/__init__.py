"""What is known of Blog: a manifest without code."""
