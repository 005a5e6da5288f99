"""Reference pictures: what the popup looked like when somebody last looked at it and was content.

Rule: compared is the structure, at an eighth of the size, since hinting and anti-aliasing differ between machines;
where the fonts themselves differ, so do line breaks, and nothing can be compared. ``TRAY_ROUTER_WRITE_REFERENCES=1``
writes them anew; look at each before it is committed.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
from pathlib import Path

from PIL import Image, ImageChops, ImageStat

FOLDER = Path(__file__).parent / "references"
FONTS = FOLDER / "fonts.txt"
IS_WRITING = os.environ.get("TRAY_ROUTER_WRITE_REFERENCES") == "1"
REDUCTION = 8
MAX_MEAN_DIFFERENCE = 1.5  # of 255, over the whole picture
MAX_DIFFERENCE = 48  # of 255, in any square of REDUCTION pixels: a word that is missing or elsewhere is more
COLOURS = 96  # of a stored picture, to keep it small
FAMILIES = ("sans", "monospace", "sans:bold", "sans:lang=zh-cn", "sans:lang=ja", "sans:lang=ko")


def fonts() -> str:
    """What fontconfig picks for the text of the scenes, and a digest of each file."""
    lines = []
    for family in FAMILIES:
        found = subprocess.run(
            ["fc-match", "--format=%{file}", family], capture_output=True, text=True, check=True, timeout=20
        ).stdout
        digest = hashlib.sha256(Path(found).read_bytes()).hexdigest()[:16]
        lines.append(f"{family}: {Path(found).name} {digest}")
    return "\n".join(lines) + "\n"


def write(picture: Image.Image, name: str) -> None:
    """Stores a picture as the reference."""
    FOLDER.mkdir(exist_ok=True)
    FONTS.write_text(fonts())
    picture.convert("RGB").quantize(COLOURS).save(FOLDER / f"{name}.png", optimize=True)


def difference(picture: Image.Image, name: str) -> str:
    """How the picture differs from its reference, in words; empty when it does not."""
    reference = Image.open(FOLDER / f"{name}.png").convert("RGB")
    if reference.size != picture.size:
        return f"{name} is {picture.size}, its reference {reference.size}"
    size = (max(1, picture.width // REDUCTION), max(1, picture.height // REDUCTION))
    box = Image.Resampling.BOX
    apart = ImageChops.difference(picture.convert("RGB").resize(size, box), reference.resize(size, box)).convert("L")
    mean, most = ImageStat.Stat(apart).mean[0], max(apart.tobytes())
    if mean > MAX_MEAN_DIFFERENCE or most > MAX_DIFFERENCE:
        place = apart.point(lambda value: 255 * (value > MAX_DIFFERENCE)).getbbox()
        return f"{name} differs by {mean:.2f} on average, at most {most}, in {place} (eighths of the size)"
    return ""
