"""How the rules of a policy apply to institutions: levels, reasons, notes and numbered citations.

Slow and thorough; `verdict.Judge` remembers what is worked out here.
"""

from duediligence.catalogue.policy import RELATED
from duediligence.ruling.maker import RulingMaker
from duediligence.ruling.places import institutions_named, places_of
from duediligence.ruling.shapes import Finding, Ruling

__all__ = ["RELATED", "Finding", "Ruling", "RulingMaker", "institutions_named", "places_of"]
