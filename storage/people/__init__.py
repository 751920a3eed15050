"""Officers and programs that sign in: accounts, passwords, sessions, second factor, tokens.

Which role may open which page is decided in `console.web`.
"""
