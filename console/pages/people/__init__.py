"""Pages on sign-in, accounts and programs."""
