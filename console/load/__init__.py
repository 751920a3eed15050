"""What the console bears: connections, requests in line and log lines have a limit each."""
