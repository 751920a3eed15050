"""研判: finds protected marks in listings, disguised or plain, and says why. Knows only storage."""
