"""What is known of Facebook: a manifest without code."""
