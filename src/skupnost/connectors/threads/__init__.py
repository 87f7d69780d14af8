"""What is known of Threads: a manifest without code."""
