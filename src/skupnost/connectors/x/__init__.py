"""What is known of X (formerly Twitter): a manifest without code."""
