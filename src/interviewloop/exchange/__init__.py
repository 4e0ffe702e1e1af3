"""What comes in from elsewhere and goes out to it: rating tables, sessions as ratings."""
