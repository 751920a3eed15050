"""Records of what goes to or comes from people outside: the accuracy report, identities that platforms report."""
