"""Text to comparable words: folding, scripts, abbreviations, word classes and lookup keys."""

from duediligence.names.keys import NameKey, name_keys
from duediligence.names.tokens import Tokens, tokenise
from duediligence.names.words import WordClass, canonical, word_class

__all__ = ["NameKey", "Tokens", "WordClass", "canonical", "name_keys", "tokenise", "word_class"]
