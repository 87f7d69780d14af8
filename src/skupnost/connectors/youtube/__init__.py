"""What is known of YouTube: a manifest without code."""
