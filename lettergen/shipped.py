"""Where the shipped `templates/` and `reasons/` are: inside an installed package, or in a checkout."""

from pathlib import Path


def shipped_folder() -> Path:
    """The folder that holds `templates/` and `reasons/`."""
    package = Path(__file__).parent
    inside = package / "_shipped"
    return inside if inside.is_dir() else package.parent
