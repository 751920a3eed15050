"""Commands that judge listings: scores, the model, the text in pictures."""
