"""What is known of Telegram: a manifest without code."""
