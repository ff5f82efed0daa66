"""`python -m duediligence` does what `duediligence` does."""

from duediligence.cli import main

if __name__ == "__main__":
    main()
