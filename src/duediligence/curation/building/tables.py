"""The words and patterns the comparison of names rests on; changing a line changes what merges."""

from __future__ import annotations

import re


def words_of(lines: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(lines.split())


def _forms(lines: str) -> dict[str, str]:
    """`form form ...` behind its canonical word, one canonical word a line."""
    table = {}
    for line in lines.strip().splitlines():
        canonical, *forms = line.split()
        table.update(dict.fromkeys(forms, canonical))
    return table


FILLERS = words_of("the of and for in on at de la le les des du et a an to named after")

SPELLINGS = _forms(
    """
    defense defence
    center centre centres
    program programme
    aeronautics aeronautic
    astronautics astronautic
    telecommunications telecommunication
    communication communications
    science sciences sci
    technology technologies tech
    university univ
    laboratory laboratories labs lab
    institute institutes inst
    academy academies
    industry industries
    system systems
    engineering engineerings
    mathematics mathematical
    corporation corp
    posts post
    study studies
    st saint sankt
    international intl
    import imp
    export exp
    manufacturing mfg
    1st first
    2nd second
    3rd third
    """
)

# Legal forms: `jsc`, `llc`, `fsue`, `ltd`; an academy's or ministry's institution has none of its own.
LEGAL_WORDS = {
    **_forms(
        """
        jsc ao oao ojsc pao pjsc zao cjsc npao ао оао пао зао
        llc ooo ооо
        fsue fgup фгуп
        ltd limited co inc incorporated company gmbh plc pte sdn bhd pvt private
        """
    ),
    **dict.fromkeys(words_of("fsei fsbi fsbei fsaei fsbsi fgbu fgbun fgaou fgbou"), ""),
}
LEGAL_WORDS |= {form: form for form in ("jsc", "llc", "fsue", "ltd")}

LEGAL_HINT = re.compile(r"stock|aktsion|акцион|limited|ogranich|огранич|federal|федерал|company|\bco\b")
_STATE_BODY = (
    r"federal(?:noe)? state (?:autonomous |budgetary |budget |governmental |government )?"
    r"(?:scientific |educational |research |funded )*(?:institution|establishment)"
    r"(?: of (?:science|higher (?:professional |vocational )?education)| for science)?"
)
_STATE_BODY_RU = (
    "федеральное государственное (?:бюджетное |автономное |казенное )?(?:образовательное |научное )?"
    "учреждение(?: науки| высшего (?:профессионального )?образования)?"
)
_STOCK_COMPANY = (
    r"(?:open|public|closed|otkrytoe|publichnoe|zakrytoe|открытое|публичное|закрытое)?\s*"
    r"(?:joint[- ]stock company|aktsionernoe obshche?stvo|акционерное общество)"
)
_LIMITED_COMPANY = (
    "limited liability company|obshche?stvo s ogranichenn?oi otvetstvenn?ostyu|"
    "общество с ограниченной ответственностью"
)
_STATE_ENTERPRISE = (
    "federal state unitary enterprise|federalnoe gosudarstvennoe unitarnoe predpriyatie|"
    "федеральное государственное унитарное предприятие"
)
LEGAL_PHRASES = tuple(
    (re.compile(rf"\b(?:{pattern})\b"), f" {form} ")
    for pattern, form in (
        (_STOCK_COMPANY, "jsc"),
        (_LIMITED_COMPANY, "llc"),
        (_STATE_ENTERPRISE, "fsue"),
        (_STATE_BODY, "fsei"),
        (_STATE_BODY_RU, "fsei"),
        (r"co(?:mpany)?\s*,?\s*(?:ltd|limited)|company limited", "ltd"),
    )
)

# Words that come and go between two printings of one name.
EMPTY = words_of("pla scientific order lenin red banner labor labour academician prc chinas his named")
# Words of which alone no body can be told: what "named after ..." stood beside must hold more.
COMMON = words_of(
    """
    research production association scientific institute design bureau plant enterprise company corporation
    state federal center central machine building experimental technical engineering joint stock open public
    national university academy science technology laboratory all russian russia moscow
    physics physical chemistry chemical mathematics mechanics biology applied problems precision instrument
    radio aviation electronics optics nuclear high
    """
)
NAMED_AFTER = re.compile(r"\b(?:named (?:after|for)|n\.? ?a\.?|im\.?|imeni|имени|им\.)\s", re.IGNORECASE)
_BRANCH = (
    r"(?:\b(?:siberian|urals?|far east(?:ern)?|сибирского|уральского|дальневосточного)\s+"
    r"(?:branch|отделения)\s*(?:of)?\s*(?:the\s+)?)?"
)
ACADEMY = re.compile(
    rf"[,\s\-–—]*(?:\b(?:of|at|under)\s+)?(?:the\s+)?{_BRANCH}"
    r"\b(?:russian academy of sciences?|chin(?:a|ese) academy of sciences?|RAS|CAS|SB\s?RAS|UB\s?RAS|RF|"
    r"national academy of sciences of belarus|РАН|Российской академии наук)\b"
    rf"(?:\s*\((?:CAS|RAS)\))?\s*{_BRANCH}[\s–—\-,]*",
    re.IGNORECASE,
)
# A holding printed before the name of its member.
HOLDING = re.compile(
    r"^(?:concern radio-electronic technologies|tactical missile (?:company|corporation)|"
    r"united shipbuilding corporation|roste[ck]h?|rosoboronexport|russian federal nuclear cent(?:er|re)|rfnc|"
    r"state scientific cent(?:er|re))\s*[,–—-]?\s*(?=\S.{8})",
    re.IGNORECASE,
)
# Defence groups whose institutes are known by number, and whether the number needs the academy's too.
NUMBERED_GROUPS = (
    (re.compile(r"\bcetc\b|china electronics? technology group"), "cetc", False),
    (re.compile(r"\bcssc\b|china state shipbuilding"), "cssc", False),
    (re.compile(r"\bavic\b|aviation industry corporation of china"), "avic", False),
    (re.compile(r"\bcasic\b|china aerospace science (?:and|&) industry"), "casic", True),
    (re.compile(r"\bcasc\b|china aerospace science (?:and|&) technology"), "casc", True),
)
INSTITUTE_NUMBER = re.compile(
    r"\b(\d+)(?:st|nd|rd|th)?\b[^,]{0,12}\binstitute|institute (?:no\.? ?)?(\d+)|\bcetc[ -](\d+)\b"
)
ACADEMY_NUMBER = re.compile(r"\b(\d+)(?:st|nd|rd|th) (?:research )?academy")
ORDINALS = {
    "first": "1st", "second": "2nd", "third": "3rd", "fifth": "5th", "eighth": "8th", "ninth": "9th",
}  # fmt: skip
