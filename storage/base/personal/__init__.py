"""个人信息: how numbers, handles and names of natural persons look in texts."""
