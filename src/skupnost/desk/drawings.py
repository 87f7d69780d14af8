"""The pictures of the sample client, drawn here and now: no foreign photograph is handed out."""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Mapping
from functools import cache
from random import Random

import fontpkg_inter
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from PIL.ImageDraw import ImageDraw as Pen

WIDTH, HEIGHT = 1200, 800
PAPER, INK, RED, BLUE = "#f4efe6", "#23262d", "#c8452f", "#2f4b8f"
YELLOW, GREEN, WARM, WOOD = "#e9b44c", "#4f7d5b", "#e3cdb1", "#cfa878"
INKS = (YELLOW, "#e07a3f", RED, "#8e3b6e", BLUE, GREEN)

Draw = Callable[[Pen, Random], None]
Point = tuple[float, float]


def draw(name: str) -> bytes:
    """The picture of this name as JPEG, 1200 × 800 pixels; the same every time."""
    image = Image.new("RGB", (WIDTH, HEIGHT), GROUNDS.get(name, PAPER))
    DRAWINGS[name](ImageDraw.Draw(image), Random(name))  # noqa: S311
    out = io.BytesIO()
    image.filter(ImageFilter.SMOOTH).save(out, "JPEG", quality=88)
    return out.getvalue()


def _disc(pen: Pen, x: float, y: float, radius: float, fill: str) -> None:
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=fill)


def _ring(pen: Pen, at: Point, radius: float, *, width: int, fill: str) -> None:
    x, y = at
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), outline=fill, width=width)


def _letters(pen: Pen, at: Point, text: str, *, size: int, fill: str) -> None:
    pen.text(at, text, fill=fill, font=_font(size), anchor="mm")


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(fontpkg_inter.ROOT / "files" / "Inter[opsz,wght].ttf", size)
    font.set_variation_by_axes([32, 800])
    return font


def _press(pen: Pen, _dice: Random) -> None:
    pen.rectangle((0, 640, WIDTH, HEIGHT), fill="#8a6a4f")
    pen.rounded_rectangle((330, 150, 420, 660), 20, fill=INK)
    pen.rounded_rectangle((780, 150, 870, 660), 20, fill=INK)
    pen.rounded_rectangle((300, 110, 900, 200), 28, fill=INK)
    pen.rounded_rectangle((260, 600, 940, 690), 24, fill=INK)
    pen.rounded_rectangle((430, 470, 770, 520), 10, fill="#3b3f49")
    pen.rectangle((570, 200, 630, 470), fill="#4a4f5b")
    pen.rectangle((450, 520, 750, 532), fill=PAPER)
    _wheel(pen, 930, 380, 210)


def _wheel(pen: Pen, x: float, y: float, radius: float) -> None:
    for spoke in range(8):
        angle = spoke * math.pi / 4 + 0.2
        end = (x + radius * math.cos(angle), y + radius * math.sin(angle))
        pen.line(((x, y), end), fill=RED, width=16)
    _ring(pen, (x, y), radius, width=30, fill=RED)
    _disc(pen, x, y, 38, INK)
    _disc(pen, x, y, 14, WARM)


def _type(pen: Pen, dice: Random) -> None:
    signs = "ABCČDEFGHIJKLMNOPRSŠTUVZŽ&?!"
    for row in range(4):
        for column in range(6):
            x, y = 24 + column * 194, 24 + row * 192
            is_inked = dice.random() < 0.22
            pen.rounded_rectangle((x, y, x + 176, y + 174), 12, fill=WOOD)
            pen.rounded_rectangle((x, y, x + 176, y + 160), 12, fill="#dcb98c")
            colour = dice.choice(INKS) if is_inked else "#8d6a43"
            _letters(pen, (x + 88, y + 80), dice.choice(signs), size=120, fill=colour)


def _ink(pen: Pen, dice: Random) -> None:
    for number, colour in enumerate(INKS):
        x, y = 220 + (number % 3) * 380, 230 + (number // 3) * 340
        for _drop in range(14):
            angle, far = dice.random() * math.tau, 120 + dice.random() * 60
            drop = (x + far * math.cos(angle), y + far * math.sin(angle))
            _disc(pen, *drop, 4 + dice.random() * 14, colour)
        _disc(pen, x, y, 132, colour)
        _ring(pen, (x - 6, y - 8), 104, width=5, fill="#ffffff")


def _courtyard(pen: Pen, dice: Random) -> None:
    for line in range(660):
        share = line / 660
        pen.line(((0, line), (WIDTH, line)), fill=_between((28, 36, 78), (214, 120, 92), share))
    pen.rectangle((0, 250, 360, HEIGHT), fill="#2b2a3a")
    pen.rectangle((840, 210, WIDTH, HEIGHT), fill="#242331")
    pen.rectangle((0, 660, WIDTH, HEIGHT), fill="#3a3440")
    for left, top in ((40, 330), (200, 330), (40, 500), (200, 500), (900, 300), (1050, 300)):
        colour = YELLOW if dice.random() < 0.75 else "#4b4660"
        pen.rounded_rectangle((left, top, left + 90, top + 110), 8, fill=colour)
    for lamp in range(13):
        x = 360 + lamp * 40
        y = 300 + 90 * math.sin(math.pi * lamp / 12)
        _disc(pen, x, y, 20, "#e8a45a")
        _disc(pen, x, y, 11, "#fff3cf")


def _between(one: tuple[int, ...], other: tuple[int, ...], share: float) -> tuple[int, ...]:
    return tuple(round(a + (b - a) * share) for a, b in zip(one, other, strict=True))


def _posters(pen: Pen, _dice: Random) -> None:
    pen.line(((0, 120), (WIDTH, 100)), fill=INK, width=5)
    for number, ground in enumerate((RED, "#f8f5ee", BLUE)):
        left = 90 + number * 360
        pen.rectangle((left + 10, 150, left + 310, 690), fill="#d5cdbf")
        pen.rectangle((left, 140, left + 300, 680), fill=ground)
        for peg in (left + 50, left + 240):
            pen.rounded_rectangle((peg, 92, peg + 18, 160), 6, fill=WOOD)
    _disc(pen, 240, 360, 110, PAPER)
    for wave in range(7):
        points = [(460 + x, 260 + wave * 45 + 20 * math.sin(x / 32)) for x in range(0, 281, 8)]
        pen.line(points, fill=(INK, RED)[wave % 2], width=12)
    _letters(pen, (960, 400), "V", size=330, fill=YELLOW)


def _sheet(pen: Pen, dice: Random) -> None:
    pen.rounded_rectangle((180, 70, 1020, 740), 18, fill="#ffffff")
    pen.rectangle((180, 70, 1020, 190), fill=BLUE)
    _letters(pen, (600, 130), "VIDA", size=84, fill=PAPER)
    for day in range(31):
        column, row = (day + 2) % 7, (day + 2) // 7
        x, y = 255 + column * 115, 255 + row * 102
        if dice.random() < 0.16:
            _disc(pen, x, y, 42, RED)
            _letters(pen, (x, y), str(day + 1), size=40, fill="#ffffff")
        else:
            _letters(pen, (x, y), str(day + 1), size=40, fill=INK)


GROUNDS: Mapping[str, str] = {"press": WARM, "type": "#7a5836", "sheet": WARM}
DRAWINGS: Mapping[str, Draw] = {
    "press": _press,
    "type": _type,
    "ink": _ink,
    "courtyard": _courtyard,
    "posters": _posters,
    "sheet": _sheet,
}
