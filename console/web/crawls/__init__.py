"""What pages show of platforms and open APIs."""
