"""Official open APIs (官方开放接口): searches that a platform offers to programs, asked instead of its pages.

Here belongs how an API is described (YAML), how a call is built, signed and read, and the run of a
task over APIs. Which words are asked comes from the console; keys, terms and budgets lie in
`storage/crawls/api_access.py`.
"""
