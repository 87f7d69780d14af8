"""What is known of DEV Community (Forem): a manifest without code."""
