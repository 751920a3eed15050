"""Pagination on rights, right holders and licences."""
