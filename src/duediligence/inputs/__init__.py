"""Where partners and texts come from: tables of names and documents."""
