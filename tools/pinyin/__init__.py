"""Builds the initials of Chinese characters (拼音首字母) by which pages are searched."""
