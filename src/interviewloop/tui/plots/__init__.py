"""Pictures of a calibration, drawn line by line and without a plot library."""
