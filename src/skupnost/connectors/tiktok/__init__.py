"""What is known of TikTok: a manifest without code."""
