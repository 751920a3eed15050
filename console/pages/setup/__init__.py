"""The first start (首次启动): the administrator, and the steps that make an office ready."""
