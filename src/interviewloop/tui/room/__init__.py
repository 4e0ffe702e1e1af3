"""The calibration room without its screen: what is measured, shown and chosen there."""
