"""固证材料: what a capture leaves behind, so that a third party can check it without us.

A capture is a folder of members under a frozen, hashed manifest; its package is a signed WACZ with
the tokens of the time-stamp authorities, written once. `verification` reads a package alone.
"""
