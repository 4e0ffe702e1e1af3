"""One reader for each format of scorecards from elsewhere: bytes in, ratings and refusals out."""
