"""The steps of a letter: draft, review, approve, send, publish."""
