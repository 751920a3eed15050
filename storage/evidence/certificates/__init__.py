"""Chains of certificates (证书链): their order in a token, and what a path must keep to."""
