"""Builds the list of places (地名表) that the classifiers read."""
