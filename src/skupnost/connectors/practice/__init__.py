"""The practice network: this product's own, to learn, to show and to test without any account."""
