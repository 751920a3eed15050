"""Look-alike sites as they are stored (仿冒网站): names read from files of the office, their states, decisions."""
