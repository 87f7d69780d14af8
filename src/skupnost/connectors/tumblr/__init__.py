"""What is known of Tumblr: a manifest without code."""
