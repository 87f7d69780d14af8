"""A small real picture."""

import io

from PIL import Image


def png() -> bytes:
    """Eight pixels by eight, all of one colour."""
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "#b4532a").save(out, "PNG")
    return out.getvalue()
