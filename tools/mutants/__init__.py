"""Do the tests notice small changes of a module? A sample of its mutants, each tried in a process of its own.

The mutants are mutmut's (https://mutmut.readthedocs.io, BSD-3-Clause; in `.venv/supply`, by `make mutants`). mutmut's
own run chooses among them by a variable of one process, which servers and commands that tests start do not see; here
the changed file lies in a copy of the project, for every process alike.
"""
