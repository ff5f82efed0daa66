"""Configuration: where it is found, what it may hold, and which source of a value is the stronger."""

from __future__ import annotations

from pathlib import Path

import pytest

from duediligence.config import OPTIONS, Config, OptionKind, find_config, load_config, read_config
from duediligence.errors import ConfigError

FULL = """\
profile = "us-nsf"
lists = ["us-dod-1286", "ca-nro"]
house-lists = ["lists/ours.csv"]
country = "CN"
column = "partner"
country_column = "state"
identifier_column = "ror"
sheet = "2026"
fail-on = "stop"
fail_on_ambiguous = true
exit_zero = false
max_data_age = 60
data_dir = "data"
format = ["json", "html"]
output = ["out.json", "/out.html"]
decisions = "d.yaml"
strict_decisions = true
jobs = 2
"""


def written(folder: Path, text: str, name: str = "duediligence.toml") -> Path:
    """A configuration file with this text."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def loaded(start: Path, environ: dict[str, str] | None = None, **flags: str | None) -> Config:
    """The settings in force in a folder."""
    return load_config(start=start, environ=environ or {}, flags=flags)


def test_every_option_can_be_set(tmp_path: Path) -> None:
    """Each option is read from the file in its own type; paths start from the file's folder."""
    values = read_config(written(tmp_path, FULL))
    assert set(values) == set(OPTIONS)
    assert values["lists"] == ("us-dod-1286", "ca-nro")
    assert values["house_lists"] == (tmp_path / "lists" / "ours.csv",)
    assert values["output"] == (tmp_path / "out.json", Path("/out.html"))
    assert values["data_dir"] == tmp_path / "data"
    assert (values["fail_on"], values["max_data_age"], values["strict_decisions"]) == ("stop", 60, True)


def test_every_option_is_documented() -> None:
    """The page on configuration has a row for each option, with what the help says."""
    page = (Path(__file__).parents[1] / "docs" / "configuration.md").read_text(encoding="utf-8")
    for option in OPTIONS.values():
        assert f"| `{option.name}` | {option.expected} | {option.help} |" in page


def test_every_kind_is_used() -> None:
    """There is no kind of value without an option."""
    assert {option.kind for option in OPTIONS.values()} == set(OptionKind)


def test_pyproject(tmp_path: Path) -> None:
    """The table of a pyproject.toml counts, and only that."""
    path = written(tmp_path, '[project]\nname = "x"\n[tool.duediligence]\nprofile = "gb"\n', "pyproject.toml")
    assert read_config(path) == {"profile": "gb"}
    assert find_config(tmp_path) == path
    assert read_config(written(tmp_path / "other", "[tool.other]\n", "pyproject.toml")) == {}


# --- finding ------------------------------------------------------------------------------------


def test_found_upwards(tmp_path: Path) -> None:
    """The nearest file counts; in one folder our own file comes before the pyproject.toml."""
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    assert find_config(below) is None
    top = written(tmp_path, "[tool.duediligence]\njobs = 1\n", "pyproject.toml")
    assert find_config(below) == top
    own = written(tmp_path, "")
    assert find_config(below) == own
    written(tmp_path / "a", "[tool.other]\nx = 'duediligence'\n", "pyproject.toml")
    written(below, "duediligence is [ broken", "pyproject.toml")
    assert find_config(below) == own
    written(below, "tool = 'duediligence'", "pyproject.toml")
    assert find_config(below) == own


# --- precedence ---------------------------------------------------------------------------------


def test_the_later_the_stronger(tmp_path: Path) -> None:
    """Default, file, variable, flag: each gives way to the next, and the origin says which it was."""
    assert loaded(tmp_path).settings["fail_on"].origin == "default"
    path = written(tmp_path, 'fail_on = "escalate"\n')
    environ = {"DUEDILIGENCE_FAIL_ON": "stop"}
    stages = [loaded(tmp_path), loaded(tmp_path, environ), loaded(tmp_path, environ, fail_on="never")]
    assert [one["fail_on"] for one in stages] == ["escalate", "stop", "never"]
    assert [one.given() for one in stages] == [
        {"fail_on": "escalate"},
        {"fail_on": "stop"},
        {"fail_on": "never"},
    ]
    assert [one.settings["fail_on"].origin for one in stages] == [
        str(path),
        "DUEDILIGENCE_FAIL_ON",
        "--fail-on",
    ]
    assert loaded(tmp_path, environ, fail_on=None)["fail_on"] == "stop"


def test_a_file_named_by_the_user(tmp_path: Path) -> None:
    """A file given by name is taken in place of the one found."""
    written(tmp_path, 'profile = "gb"\n')
    other = written(tmp_path, 'profile = "eu"\n', "other.toml")
    config = load_config(start=tmp_path, environ={}, path=other)
    assert (config["profile"], config.path) == ("eu", other)


@pytest.mark.parametrize(
    ("variable", "text", "value"),
    [
        ("STRICT_DECISIONS", "Yes", True),
        ("EXIT_ZERO", "0", False),
        ("JOBS", "3", 3),
        ("LISTS", "ca-nro, us-uflpa", ("ca-nro", "us-uflpa")),
        ("COUNTRY", " IR ", "IR"),
    ],
)
def test_variables(tmp_path: Path, variable: str, text: str, value: object) -> None:
    """A variable's text is read in the type of its option."""
    config = loaded(tmp_path, {f"DUEDILIGENCE_{variable}": text})
    assert config[variable.lower()] == value


def test_paths_of_variables_start_from_the_working_folder(tmp_path: Path) -> None:
    """Relative paths in the environment are relative to where one stands."""
    config = loaded(tmp_path, {"DUEDILIGENCE_DATA_DIR": "d", "DUEDILIGENCE_HOUSE_LISTS": "a.csv,b.csv"})
    assert config["data_dir"] == tmp_path / "d"
    assert config["house_lists"] == (tmp_path / "a.csv", tmp_path / "b.csv")


def test_rows_show_value_and_origin(tmp_path: Path) -> None:
    """Each option has a row of texts, in a fixed order."""
    rows = loaded(tmp_path, {"DUEDILIGENCE_LISTS": "ca-nro,us-uflpa"}, profile="gb").rows()
    assert [row[0] for row in rows] == list(OPTIONS)
    assert ("profile", "gb", "--profile") in rows
    assert ("lists", "ca-nro, us-uflpa", "DUEDILIGENCE_LISTS") in rows
    assert ("country", "-", "default") in rows
    assert ("format", "-", "default") in rows
    assert ("exit_zero", "false", "default") in rows


# --- what is refused ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("\nprofil = 'x'\n", "duediligence.toml:2: unknown key 'profil'; did you mean 'profile'?"),
        ("zzz = 1\n", "unknown key 'zzz'"),
        ("[profile]\nx = 1\n", "profile: expected a text"),
        ("profile = ''\n", "profile: expected a text"),
        ("lists = 'ca-nro'\n", "lists: expected a list of texts, found 'ca-nro'"),
        ("lists = ['', 1]\n", "lists: expected a list of texts"),
        ("house_lists = 'a.csv'\n", "house_lists: expected a list of paths"),
        ("data_dir = 3\n", "data_dir: expected a path"),
        ("fail_on = 'none'\n", "fail_on: expected one of stop, escalate, review, never"),
        ("exit_zero = 1\n", "exit_zero: expected true or false"),
        ("max_data_age = -1\n", "max_data_age: expected a whole number from 0 on"),
        ("max_data_age = true\n", "max_data_age: expected a whole number"),
        ("jobs = -1\n", "jobs: expected a whole number from 0 on"),
        ("profile = \n", "not valid TOML"),
        ("\n\nprofile = \n", "duediligence.toml:3: not valid TOML"),
        ("profile = 'eu'\nlists = [\n", "duediligence.toml:2: not valid TOML"),
        ("profile = 'eu'\n\n[tool.duediligence]\n", "duediligence.toml:3: unknown key 'tool'"),
        ("profile = 'eu'\n[ 'nosuch' ]\nx = 1\n", "duediligence.toml:2: unknown key 'nosuch'"),
    ],
)
def test_wrong_files(tmp_path: Path, text: str, words: str) -> None:
    """An unknown key or a wrong value names the file, the line, the key and what was expected."""
    with pytest.raises(ConfigError) as caught:
        read_config(written(tmp_path, text))
    assert words in str(caught.value)
    assert str(tmp_path) in str(caught.value)
    assert caught.value.hint


def test_a_line_of_another_tools_table_is_not_named(tmp_path: Path) -> None:
    """In a pyproject.toml the key is looked for in our table."""
    path = tmp_path / "pyproject.toml"
    path.write_text("[tool.other]\nnosuch = 1\n\n[tool.duediligence]\nnosuch = 1\n", "utf-8")
    with pytest.raises(ConfigError, match=r"pyproject\.toml:5: unknown key 'nosuch'"):
        read_config(path)


def test_all_problems_at_once(tmp_path: Path) -> None:
    """Two mistakes give two lines."""
    with pytest.raises(ConfigError) as caught:
        read_config(written(tmp_path, "profil = 'x'\njobs = -1\n"))
    assert str(caught.value).count("\n") == 1


@pytest.mark.parametrize(
    ("variable", "text"),
    [("FAIL_ON", "none"), ("JOBS", "two"), ("EXIT_ZERO", "maybe"), ("LISTS", "a,,b"), ("MAX_DATA_AGE", "-3")],
)
def test_wrong_variables(tmp_path: Path, variable: str, text: str) -> None:
    """A wrong variable is named with what was expected."""
    with pytest.raises(ConfigError, match=f"DUEDILIGENCE_{variable}: expected"):
        loaded(tmp_path, {f"DUEDILIGENCE_{variable}": text})


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    """A missing file, and one that is no text, are named."""
    with pytest.raises(ConfigError, match="cannot read the configuration"):
        read_config(tmp_path / "none.toml")
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match=r"binary\.toml: cannot read"):
        read_config(tmp_path / "binary.toml")


def test_a_table_that_is_none(tmp_path: Path) -> None:
    """A value where our table should be is refused."""
    with pytest.raises(ConfigError, match="expected a table"):
        read_config(written(tmp_path, "[tool]\nduediligence = 3\n", "pyproject.toml"))
