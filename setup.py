"""Building: the catalogues of messages are compiled with everything else; what else there is to say stands in
pyproject.toml."""

import sys
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py


class BuildWithCatalogues(build_py):
    def run(self) -> None:
        sys.path.insert(0, str(Path(__file__).parent))
        from tools.catalogues import compile_all

        compile_all()
        super().run()


setup(cmdclass={"build_py": BuildWithCatalogues})
