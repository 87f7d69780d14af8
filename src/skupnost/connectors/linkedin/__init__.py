"""What is known of LinkedIn: a manifest without code."""
