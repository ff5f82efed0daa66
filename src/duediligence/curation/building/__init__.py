"""The repeatable build of `data/institutions.yaml`: tables and registry in, one record an institution out.

Read in this order: `reference` and `registry` (what comes in), `link` and `merge` (which rows are one
body), `assemble`, `known` and `relate` (the records), `write` (the file). `overrides` holds the
curator's reviewed decisions, `folding` the comparison of names.
"""
