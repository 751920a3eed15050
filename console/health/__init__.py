"""What this installation lacks (运行检查): one list of checks for the command, the pages and the first page."""
