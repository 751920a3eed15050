"""Elements (侵权构成要素): what a court asks of a listing one by one — sign, goods, use, source, confusion."""
