"""What is known of Google Business Profile: a manifest without code."""
