"""What is known of Instagram: a manifest without code."""
