"""What people outside the office hand in: appeals of sellers, identity reports of platforms."""
