"""A wheel without the console's front-end libraries is refused; all else stands in pyproject.toml."""

from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py
from setuptools.errors import SetupError

VENDOR = Path("console/static/vendor")


class BuildWithFrontEnd(build_py):
    """The libraries come from npm by their hashes, so a fresh clone has none."""

    def run(self) -> None:
        if not self.editable_mode and not list(VENDOR.glob("*.js")):
            raise SetupError(f"{VENDOR} is empty: run 'make setup' first, or 'make wheel'")
        super().run()


setup(cmdclass={"build_py": BuildWithFrontEnd})
