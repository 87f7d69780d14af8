"""What is known of Pixelfed: a manifest without code."""
