"""What is known of Discord: a manifest without code."""
