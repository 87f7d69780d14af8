"""What is known of Pinterest: a manifest without code."""
