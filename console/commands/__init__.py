"""One file a family of commands, in rooms by subject; each is imported only when the command runs.

What several families share stands in `console.options`.
"""
