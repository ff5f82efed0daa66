"""Text to the known institutions it names: candidates, comparison, contest, relation."""

from duediligence.recognise.recogniser import Recogniser
from duediligence.recognise.recognition import Hit, Mention, Recognition

__all__ = ["Hit", "Mention", "Recogniser", "Recognition"]
