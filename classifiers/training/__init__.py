"""Fitting, evaluating and replacing the model. Nothing here runs while listings are scored."""
