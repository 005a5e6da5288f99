"""Which packages are in the wheel; everything else about the project is in pyproject.toml.

Rule kept here: this file exists for one thing that pyproject.toml cannot say, a found list of packages plus
a folder from elsewhere: ``assets/`` lies at the top of the checkout, and in the wheel at
``tray_router/assets``, without a second copy. It runs while a wheel is built, never in the program.
"""

from pathlib import Path

from setuptools import find_packages, setup


def find_asset_packages() -> dict[str, str]:
    """Return the folder of each data package, ``tray_router.assets`` and what lies below it."""
    top = Path("assets")
    folders = [top, *(path for path in sorted(top.rglob("*")) if path.is_dir() and path.name != "__pycache__")]
    return {".".join(("tray_router", *folder.parts)): folder.as_posix() for folder in folders if folder.is_dir()}


ASSETS = find_asset_packages()
DATA = ["py.typed", "*.json", "*.toml", "*.svg", "*.png", "*.qss", "*.txt", "words/*.txt"]

setup(
    packages=[*find_packages(include=["tray_router", "tray_router.*"]), *ASSETS],
    package_dir={"": ".", **ASSETS},
    package_data={"": DATA, **{package: ["*"] for package in ASSETS}},
    include_package_data=False,
)
