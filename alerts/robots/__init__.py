"""Robots of WeCom, DingTalk and Feishu groups that tell an office's people that something waits (群机器人)."""
