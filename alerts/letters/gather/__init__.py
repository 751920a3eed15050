"""What the store already knows of a letter's facts."""
