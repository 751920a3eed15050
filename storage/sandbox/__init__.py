"""Processes that read foreign bytes and can reach nothing: limits of memory and time, no network, a view
of the disk without anybody's data.

What a kind of file may cost belongs to `storage.intake_gate`; what a file means, to the room that reads it.
"""
