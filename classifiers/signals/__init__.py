"""研判依据: one file a kind of signal. Each says what it saw, where, and for or against what."""
