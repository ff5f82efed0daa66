"""YAML to a validated, compiled catalogue; opening it, its freshness, the user's updates."""

from duediligence.catalogue.catalogue import Catalogue, open_catalogue

__all__ = ["Catalogue", "open_catalogue"]
