"""Training (训练): the corpus, fitting, evaluating and replacing the model; its data in `data`.

Nothing here runs while listings are scored.
"""
