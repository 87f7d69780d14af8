"""What is known of Vimeo: a manifest without code."""
