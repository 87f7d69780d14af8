"""What is known of Web site: a manifest without code."""
