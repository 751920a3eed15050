"""混淆字表: look-alike, sound-alike, split and variant characters; built here, read at run time."""
