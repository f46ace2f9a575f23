"""Words of the other language in what a reader is shown: what is no name of the data and no proper word is a fault."""

import re
from collections.abc import Iterator

from zoning.model.county import County
from zoning.texts import Language

PROPER = {"zoning", "GeoNames", "MEXCLP", "Daskin", "Clopper", "Pearson", "EPSG", "QGIS", "Excel", "Word", "PDF"}
"""English words that stay in a Chinese sentence: the program, what it rests on, and other programs."""
FILES = "json|jsonl|xlsx|docx|pptx|pdf|html|png|svg|gpkg|csv|toml|parquet|txt|md"
TYPED = re.compile(rf"--?[a-z][-a-z]*|[\w/*+…-]+\.(?:{FILES})\b|sample:\w+|zoning [^\n，。；）]*")
"""What a person types: options, files, commands."""
CHINESE = re.compile(r"[\u3400-\u9fff]+")
ENGLISH = re.compile(r"[A-Za-z]{3,}")


def data(county: County) -> str:
    """Every text of a county: names of stations, classes, places, posts, branches, and its notice."""
    return repr((county.name, county.stations, county.classes, county.bureau, county.notice, county.short_names))


def foreign(text: str, language: Language, county: County) -> Iterator[str]:
    """The words of the other language in a text, in the order in which they stand."""
    known = data(county)
    if language == "en":
        yield from (word for word in CHINESE.findall(text) if word not in known)
        return
    notice = re.findall(r"[A-Za-z]+", county.notice)
    for word in ENGLISH.findall(TYPED.sub(" ", text)):
        if word not in PROPER and word not in notice and word not in known:
            yield word
