"""Builds what the package needs and git does not hold: the compiled styles, the fonts and icons, the translations."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ThemeBuild(BuildHookInterface):
    """Runs `tools/build_theme.py` before a wheel or an editable install is made."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build into the source folder; both targets are ignored by git and named as artifacts of the wheel."""
        root = Path(self.root)
        sys.path.insert(0, str(root / "tools"))
        from build_theme import build

        build(root)
