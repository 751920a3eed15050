"""Pages for people outside the office: the appeal of a seller, the yearly accuracy report."""
