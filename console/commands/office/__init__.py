"""Commands of the office: installation, people, rights, serving."""
