"""训练语料: made-up marks, sellers and listings with known answers; `docs/training-corpus.md`."""
