"""The web application below its pages: routes, gate, templates, menu, view models.

A page itself is a module under `console.pages`.
"""
