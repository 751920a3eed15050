"""Platform profiles (平台档案): their file, selectors, activation, search addresses and trial.

The shipped profiles are data under `profiles/`.
"""
