"""Results as text and as data. Nothing is computed here; the same results feed the screens."""
