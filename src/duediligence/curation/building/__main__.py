"""`python -m duediligence.curation.building`: rebuild the institutions."""

from duediligence.curation.building.rebuild import main

main()
