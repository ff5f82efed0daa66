"""docs/rules.md says what the policy says."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from duediligence.catalogue.policy import load_policy
from duediligence.catalogue.rules_page import main, rules_page

ROOT = Path(__file__).parents[1]


def test_the_page_is_current() -> None:
    """The page in the repository is the one the policy gives; rewrite it with the command it names."""
    page = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    assert page == rules_page(load_policy(ROOT / "data" / "risk_tiers.yaml"))


def test_every_rule_has_a_section() -> None:
    """Each rule, note and profile can be looked up by its id, and no placeholder is left."""
    policy = load_policy(ROOT / "data" / "risk_tiers.yaml")
    page = rules_page(policy)
    sections = re.findall(r"^### (.+)$", page, re.MULTILINE)
    expected = [rule.id for rule in policy.rules + policy.notes]
    expected += [f"Profile {one}" for one in policy.profiles] + [one.title for one in policy.limits_long]
    assert sections == expected
    assert not re.search(r"\{[a-z]+\}", page)


def test_rewriting(tmp_path: Path) -> None:
    """The command writes the same page again."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "data").mkdir()
    shutil.copy(ROOT / "data" / "risk_tiers.yaml", tmp_path / "data")
    main(tmp_path)
    assert (tmp_path / "docs" / "rules.md").read_bytes() == (ROOT / "docs" / "rules.md").read_bytes()
