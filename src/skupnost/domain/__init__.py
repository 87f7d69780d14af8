"""Pure rules: no Django, no input or output, no clock. Time and randomness are handed in."""
