"""Build `data/places.tsv`: the places that tell where a named institution is.

Run as `python -m duediligence.curation.places ROR_CSV_GZ ROR_JSON_GZ CURATED OUT`. Cities and regions
come from ROR (CC0), country names from the Unicode CLDR as shipped by Babel (a development dependency),
and other spellings from the curator's own table, `data/curation/places.tsv`.
"""

from __future__ import annotations

import csv
import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

LANGUAGES = (
    "en",
    "de",
    "fr",
    "es",
    "it",
    "pt",
    "tr",
    "az",
    "kk",
    "uk",
    "pl",
    "cs",
    "ru",
    "fa",
    "zh",
    "ja",
    "ko",
)

# Common forms in affiliations that are no official country name.
SPOKEN = {
    "CN": (
        "PR China",
        "P R China",
        "PRC",
        "Peoples R China",
        "People's Republic of China",
        "P. R. China",
        "Chine",
        "Mainland China",
    ),
    "RU": ("Russian Federation", "Russia", "RF", "Rossiya"),
    "IR": ("Iran", "I.R. Iran", "Islamic Republic of Iran", "IR Iran"),
    "TW": ("Taiwan", "R.O.C.", "Republic of China", "Taiwan R.O.C.", "ROC"),
    "HK": ("Hong Kong", "Hongkong", "HKSAR", "Hong Kong SAR"),
    "MO": ("Macau", "Macao"),
    "KP": (
        "North Korea",
        "DPRK",
        "D.P.R. Korea",
        "Korea",  # alone it may be either; the town beside it tells
        "Korea (Democratic People's Republic of)",
        "Korea, Dem. People's Rep.",
        "Korea DPR",
        "DPR Korea",
        "Democratic People's Republic of Korea",
        "D.P.R.K.",
    ),
    "KR": ("South Korea", "Republic of Korea", "Korea", "R.O.K."),
    "US": ("USA", "U.S.A.", "U.S.", "United States of America", "United States"),
    "GB": (
        "UK",
        "U.K.",
        "England",
        "Scotland",
        "Wales",
        "Northern Ireland",
        "Great Britain",
        "United Kingdom",
    ),
    "DE": ("Germany", "FRG", "GDR", "Federal Republic of Germany"),
    "BY": ("Belarus", "Byelorussia", "Republic of Belarus"),
    "SY": ("Syria", "Syrian Arab Republic"),
    "PK": ("Pakistan", "Islamic Republic of Pakistan"),
    "VN": ("Vietnam", "Viet Nam"),
    "TR": ("Turkey", "Türkiye", "Turkiye"),
    "CZ": ("Czech Republic", "Czechia"),
    "NL": ("The Netherlands", "Holland", "Netherlands"),
    "AE": ("UAE", "U.A.E.", "United Arab Emirates"),
    "MD": ("Moldova",),
    "AM": ("Armenia",),
    "KZ": ("Kazakhstan", "Republic of Kazakhstan"),
    "UA": ("Ukraine",),
    "AZ": ("Azerbaijan", "Republic of Azerbaijan"),
}
# Names of states that are several now; the town beside them tells which is meant.
FORMER = {
    ("USSR", "U.S.S.R.", "Soviet Union"): "RU UA BY KZ UZ GE AZ AM MD KG TJ TM EE LV LT",
    ("Czechoslovakia",): "CZ SK",
    ("Yugoslavia",): "RS HR SI BA MK ME",
    ("Ukrainian SSR", "Ukr. SSR"): "UA",
    ("Byelorussian SSR", "Belorussian SSR"): "BY",
    ("Kazakh SSR",): "KZ",
    ("Uzbek SSR",): "UZ",
    ("Georgian SSR",): "GE",
    ("Azerbaijan SSR",): "AZ",
    ("Armenian SSR",): "AM",
    ("Moldavian SSR",): "MD",
    ("Kirghiz SSR",): "KG",
    ("Tajik SSR", "Tadzhik SSR"): "TJ",
    ("Turkmen SSR",): "TM",
    ("Estonian SSR",): "EE",
    ("Latvian SSR",): "LV",
    ("Lithuanian SSR",): "LT",
}
# Adjectives that name a country inside an institution's name.
DEMONYMS = {
    "CN": "Chinese Sino",
    "RU": "Russian Soviet RAS",  # the letters of the academy stand like an adjective
    "IR": "Iranian",
    "TW": "Taiwanese",
    "KR": "Korean",
    "JP": "Japanese",
    "BY": "Belarusian Belorussian Byelorussian Belarussian",
    "SY": "Syrian",
    "PK": "Pakistani",
    "IN": "Indian",
    "DE": "German",
    "FR": "French",
    "GB": "British",
    "US": "American",
    "UA": "Ukrainian",
    "PL": "Polish",
    "KZ": "Kazakh",
    "AZ": "Azerbaijani",
    "TR": "Turkish",
    "IT": "Italian",
    "ES": "Spanish",
    "CZ": "Czech",
    "HU": "Hungarian",
    "RO": "Romanian",
    "BG": "Bulgarian",
    "AU": "Australian",
    "CA": "Canadian",
    "EG": "Egyptian",
    "IL": "Israeli",
    "VN": "Vietnamese",
    "NL": "Dutch",
    "SE": "Swedish",
    "FI": "Finnish",
    "AT": "Austrian",
    "CH": "Swiss",
}
# Provinces that the registry gives as the city of some bodies.
PROVINCES = {
    "fujian",
    "gansu",
    "guangdong",
    "guizhou",
    "henan",
    "hubei",
    "hunan",
    "liaoning",
    "shaanxi",
    "shandong",
    "shanxi",
    "xinjiang",
    "zhejiang",
}
# City names of the registry that are everyday words of names or addresses.
NOT_PLACES = {
    "university",
    "institute",
    "science",
    "college",
    "central",
    "normal",
    "post",
    "of",
    "most",
    "mobile",
    "reading",
    "nice",
    "man",
    "union",
    "park",
    "national",
    "state",
    "bath",
    "hospital",
    "north",
    "south",
    "east",
    "west",
    "orange",
    "bar",
    "split",
    "same",
    "deal",
    "media",
    "commerce",
    "rice",
    "sale",
    "street",
    "start",
    "energy",
    "industry",
    "enterprise",
    "progress",
    "academy",
    "general",
    "institut",
    "the center",
    "center",
    "home",
}


def rows(ror_csv: Path, ror_json: Path, curated: Path) -> Iterator[tuple[str, str, str]]:
    """Yield (name, kind, country code), countries first, then regions, then cities, then the curator's."""
    yield from _countries()
    regions, cities = _registry_places(ror_csv, ror_json)
    for kind, counts in (("region", regions), ("city", cities)):
        for (name, country), count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
            is_place = name.casefold() not in NOT_PLACES and len(name) > 2
            is_place = is_place and not (kind == "city" and name.casefold() in PROVINCES)
            if is_place and count >= _needed(country):
                yield name, kind, country
    for line in curated.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            name, kind, country = line.split("\t")
            yield name, kind, country


def _needed(country: str) -> int:
    return 1 if country in {"CN", "RU", "IR", "BY", "HK", "TW", "PK", "SY", "KP", "MO"} else 3


def _countries() -> Iterator[tuple[str, str, str]]:
    from babel import Locale

    for language in LANGUAGES:
        for code, name in sorted(Locale(language).territories.items()):
            if (
                len(code) == 2
                and code.isalpha()
                and code not in {"EU", "EZ", "UN", "QO", "ZZ", "XA", "XB", "XK"}
            ):
                yield name, "country", code
    for code, names in SPOKEN.items():
        yield from ((name, "country", code) for name in names)
    for former, codes in FORMER.items():
        yield from ((name, "country", code) for name in former for code in codes.split())
    for code, names_ in DEMONYMS.items():
        yield from ((name, "demonym", code) for name in names_.split())


def _registry_places(
    ror_csv: Path, ror_json: Path
) -> tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]]:
    regions: Counter[tuple[str, str]] = Counter()
    cities: Counter[tuple[str, str]] = Counter()
    with gzip.open(ror_json, "rt", encoding="utf-8") as stream:
        for record in json.load(stream):
            for location in record["locations"]:
                details = location["geonames_details"]
                if details.get("country_subdivision_name"):
                    regions[details["country_subdivision_name"], details["country_code"]] += 1
                cities[details["name"], details["country_code"]] += 1
    with gzip.open(ror_csv, "rt", encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            if row["city"] and row["country_code"]:
                cities[row["city"], row["country_code"]] += 1
    return regions, cities


def main(arguments: list[str]) -> None:
    """Write the gazetteer."""
    ror_csv, ror_json, curated, out = map(Path, arguments)
    seen = dict.fromkeys(rows(ror_csv, ror_json, curated))
    text = "# name\tkind\tcountry; cities and regions: ROR (CC0), curator; countries: Unicode CLDR\n"
    text += "".join(f"{name}\t{kind}\t{country}\n" for name, kind, country in seen)
    out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
