"""Puts controls together to whole pages: mixed ones, and such as are of one kind throughout."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape

from mmassist.training.screens.kinds_charts import ChartLook, some_chart
from mmassist.training.screens.kinds_photos import photo
from mmassist.training.screens.kinds_texts import Author, CodeLook, article, code_html, code_lines
from mmassist.training.screens.look import accents
from mmassist.training.screens.web.maker import Make, PageMaker


def mixed(maker: PageMaker) -> str:
    """A page of several parts. Now and then in a window's frame, or with an open menu over it."""
    parts: list[str] = []
    if maker.chance(0.35):
        parts.append(maker.menu_bar())
    if maker.chance(0.35):
        parts.append(row(*(maker.icon_button() for _ in range(maker.many(3, 10)))))
    parts += [_some_part(maker) for _ in range(maker.many(2, 7))]
    if maker.chance(0.4):
        parts.append(row(*(maker.button() for _ in range(maker.many(1, 3)))))
    inside = lay("page", *parts)
    if maker.chance(0.2):
        inside = beside(maker.rows(), inside)
    if maker.dress.framework.name == "98" or maker.chance(0.25):
        inside = framed(maker, inside)
    if maker.chance(0.15):
        left, top = maker.many(0, maker.dress.width // 2), maker.many(0, maker.dress.height // 2)
        inside += f'<div data-cover style="position:absolute;left:{left}px;top:{top}px;z-index:9">{maker.drop()}</div>'
    return inside


def lay(how: str, *parts: str, more: str = "") -> str:
    return f'<div data-lay="{how}" {more}>{"".join(parts)}</div>'


def row(*parts: str) -> str:
    return lay("row", *parts)


def beside(*parts: str) -> str:
    return lay("beside", *(f"<div>{part}</div>" for part in parts))


def framed(maker: PageMaker, inside: str) -> str:
    """With a title bar on top, as windows have it."""
    body = f'<div class="window-body">{inside}</div>' if maker.dress.framework.name == "98" else inside
    return f'<div class="{"window" if maker.dress.framework.name == "98" else ""}">{maker.title_bar()}{body}</div>'


def _some_part(maker: PageMaker) -> str:
    kinds: tuple[Callable[[PageMaker], str], ...] = (_form, _form, _marks, _text, _lists, _values, _values, _tabbed, _cards, _grid)
    return kinds[maker.many(0, len(kinds) - 1)](maker)


def _form(maker: PageMaker) -> str:
    rows = [maker.captioned() for _ in range(maker.many(1, 4))]
    return lay("form", *rows) if maker.chance(0.6) else lay("column", *(f"<div>{one}</div>" for one in rows))


def _marks(maker: PageMaker) -> str:
    one = (maker.check_box, maker.radio_button, maker.switch)[maker.many(0, 2)]
    return lay("row" if maker.chance(0.5) else "column", *(_captioned_switch(maker, one) for _ in range(maker.many(1, 5))))


def _captioned_switch(maker: PageMaker, one: Make) -> str:
    if one != maker.switch:
        return one()
    return f"<span data-lay=row>{one()}<span>{escape(maker.word())}</span></span>"


def _text(maker: PageMaker) -> str:
    """Words, that are no controls, with links or pictures between them."""
    author = Author(maker.rng, maker.dress.words)
    head = f"<h{(level := maker.many(1, 4))}>{escape(maker.words(1, 3))}</h{level}>" if maker.chance(0.5) else ""
    kind = maker.many(0, 2)
    if kind == 0:
        return f"<div>{head}<p>{escape(author.sentence())} {maker.link()} {escape(author.sentence())}</p></div>"
    if kind == 1:
        return head + row(*(maker.link() for _ in range(maker.many(2, 6))))
    return head + row(maker.picture(), f"<span>{escape(author.sentence())}</span>")


def _lists(maker: PageMaker) -> str:
    kind = maker.many(0, 2)
    if kind == 0:
        return maker.rows()
    if kind == 1:
        return maker.text_area()
    high = maker.dress.size * maker.many(6, 14)
    return lay("scroll", maker.rows(), more=f'data-scrolls style="height:{high}px"')


def _values(maker: PageMaker) -> str:
    one = (maker.slider, maker.progress_bar, maker.combo_box, maker.field)[maker.many(0, 3)]
    return lay("row" if maker.chance(0.6) else "column", *(f"<div>{one()}</div>" for _ in range(maker.many(1, 3))))


def _tabbed(maker: PageMaker) -> str:
    return f"<div>{maker.tabs()}</div>" + (_marks(maker) if maker.chance(0.5) else _values(maker))


def _cards(maker: PageMaker) -> str:
    """Pictures or words with buttons, side by side."""
    cards = []
    for _ in range(maker.many(1, 4)):
        inside = [maker.picture()] if maker.chance(0.4) else []
        inside.append(f"<p>{escape(maker.words(1, 4))}</p>")
        inside.append(row(*(one() for one in (maker.button, maker.link, maker.icon_button)[: maker.many(1, 3)])))
        cards.append(maker.part("card", items=lay("column", *inside)))
    return row(*cards)


def _grid(maker: PageMaker) -> str:
    return lay("scroll", maker.table(maker.many(2, 7), maker.many(2, 5)), more="data-scrolls")


# ---- pages of one kind


def form(maker: PageMaker) -> str:
    fields = [maker.captioned() for _ in range(maker.many(4, 11))]
    marks = [one() for one in (maker.check_box, maker.radio_button, maker.check_box)[: maker.many(0, 3)]]
    inside = lay("form", *fields) if maker.chance(0.5) else lay("wide", *(f"<div>{one}</div>" for one in fields))
    buttons = row(*(maker.button() for _ in range(maker.many(1, 3))))
    head = f"<h2>{escape(maker.words(1, 3))}</h2>" if maker.chance(0.7) else ""
    return _perhaps_framed(maker, lay("page", head, inside, *marks, buttons, more="data-main"))


def dialog(maker: PageMaker) -> str:
    """Over a page that is dimmed, and on which nothing can be used."""
    author = Author(maker.rng, maker.dress.words)
    content = [f"<p>{escape(author.sentence())}</p>"]
    if maker.chance(0.5):
        content.append(lay("column", *(one() for one in (maker.check_box, maker.field, maker.combo_box)[: maker.many(1, 3)])))
    has_bar = "title bar" in maker.dress.framework.own or "dialog" not in maker.dress.framework.own
    window = maker.part(
        "dialog",
        title=maker.title_bar() if has_bar else maker.title(),
        items="".join(content),
        foot=row(*(maker.button() for _ in range(maker.many(1, 3)))),
    )
    wide = min(maker.dress.width - 20, maker.dress.size * maker.many(16, 38))
    behind = lay("page", *(f"<p>{escape(author.paragraph())}</p>" for _ in range(maker.many(1, 4))))
    return f'{behind}<div data-plain="back"><div style="width:{wide}px">{window}</div></div>'


def table(maker: PageMaker) -> str:
    lines = max(5, maker.dress.height // (maker.dress.size * 3))
    above = row(maker.field(), *(maker.icon_button() for _ in range(maker.many(1, 4)))) if maker.chance(0.4) else ""
    inside = f"<div data-main>{maker.table(maker.many(lines // 2, 2 * lines), maker.many(3, 7))}</div>"
    return _perhaps_framed(maker, lay("page", above, inside))


def chart(maker: PageMaker) -> str:
    """One or two, with words above."""
    look = ChartLook(
        ground=maker.dress.variables["ground"],
        ink=maker.dress.variables["ink"],
        faint=maker.dress.variables["faint"],
        series=accents(maker.rng),
        family=maker.dress.variables["family"].strip("'"),
        size=maker.dress.size,
    )
    width, height = max(200, maker.dress.width - 60), max(160, maker.dress.height - 6 * maker.dress.size)
    parts = []
    for _ in range(maker.many(1, 2)):
        drawn = some_chart(width, height // maker.many(1, 2), look, maker.rng, maker.dress.words)
        at, _ = maker.marked("image", 'role="img"')
        parts.append(drawn.replace("<svg", f"<svg {at}", 1))
    head = f"<h3>{escape(maker.words(1, 3))}</h3>" if maker.chance(0.4) else ""
    return lay("page", head, f"<div data-main>{parts[0] if maker.chance(0.7) else ''.join(parts)}</div>")


def code(maker: PageMaker) -> str:
    author = Author(maker.rng, maker.dress.words)
    series = accents(maker.rng)
    colours = {"word": series[0], "name": series[1], "text": series[2], "number": series[3], "note": maker.dress.variables["faint"]}
    look = CodeLook("Liberation Mono" if maker.chance(0.5) else "DejaVu Sans Mono", max(10, maker.dress.size - 2), colours)
    lines = code_lines(maker.dress.height // maker.dress.size, author)
    content = code_html(lines, look).replace("<pre", '<pre data-plain="code"', 1)
    numbers = (
        f'<pre data-plain="code" style="font-size:{look.size}px;opacity:0.6">'
        + "\n".join(str(at + 1) for at in range(len(lines)))
        + "</pre>"
    )
    inside = beside(numbers, content) if maker.chance(0.6) else content
    above = maker.tabs() if maker.chance(0.4) else maker.menu_bar() if maker.chance(0.3) else ""
    return _perhaps_framed(maker, f"{above}<div data-main>{inside}</div>")


def document(maker: PageMaker) -> str:
    author = Author(maker.rng, maker.dress.words)
    content = article(author, maker.many(4, 10), maker.linked)
    above = maker.menu_bar() if maker.chance(0.3) else ""
    return _perhaps_framed(maker, f"{above}{lay('page', f'<article data-plain=article data-main>{content}</article>')}")


def picture(maker: PageMaker) -> str:
    """Filling the page, or nearly."""
    room = maker.many(0, 40)
    shown = maker.image(photo(max(120, maker.dress.width - 2 * room), max(120, maker.dress.height - 2 * room), maker.rng))
    return f'<div data-main style="padding:{room}px;line-height:0;width:max-content">{shown}</div>'


def video(maker: PageMaker) -> str:
    """A picture with a bar of controls over its foot."""
    width, height = max(240, maker.dress.width - maker.many(0, 60)), max(160, maker.dress.height - maker.many(0, 120))
    minutes = f"{maker.many(0, 59)}:{maker.many(0, 59):02d} / {maker.many(60, 200)}:{maker.many(0, 59):02d}"
    after = "".join(maker.icon_button() for _ in range(maker.many(1, 4)))
    bar = f'<div data-plain="bar">{maker.icon_button()}{maker.slider()}<span>{minutes}</span>{after}</div>'
    shown = maker.image(photo(width, height, maker.rng))
    below = f"<h3>{escape(maker.words(2, 4))}</h3>" + row(maker.button(), maker.icon_button()) if maker.chance(0.4) else ""
    return f'<div data-plain="player" data-main style="width:{width}px">{shown}{bar}</div>{below}'


def _perhaps_framed(maker: PageMaker, inside: str) -> str:
    return framed(maker, inside) if maker.dress.framework.name == "98" or maker.chance(0.2) else inside


PAGES: Mapping[str, Callable[[PageMaker], str]] = {
    "": mixed,
    "form": form,
    "dialog": dialog,
    "table": table,
    "chart": chart,
    "code": code,
    "document": document,
    "photo": picture,
    "video": video,
}
"""By kind, what writes the body of such a page, "" for a mixed one. What makes it one of its kind is marked as its main part."""
