"""The demonstration: a market on loopback, and an office that types what an officer would."""
