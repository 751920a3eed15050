"""Tables of the office's own rules: passwords, administrators, where notices go."""
