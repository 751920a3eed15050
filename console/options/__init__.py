"""What several commands share: their options, the open database, who acts, where results go.

A command itself is a function under `console.commands`.
"""
