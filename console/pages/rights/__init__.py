"""Pages on rights, right holders and licences."""
