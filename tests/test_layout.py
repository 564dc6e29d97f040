"""docs/layout.md names paths that exist and boundaries that the imports respect."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "irctl"
LAYOUT = (ROOT / "docs" / "layout.md").read_text(encoding="utf-8")
LIBRARIES = {"botocore", "jmespath", "msgspec", "rich", "typer"}


def tree_paths() -> list[str]:
    """The paths of the tree at the top, relative to the repository."""
    paths: list[str] = []
    folders: list[str] = []
    for line in LAYOUT.split("```")[1].strip("\n").splitlines():
        depth = (len(line) - len(line.lstrip())) // 2
        folders[depth:] = [line.split()[0]]
        paths.append("".join(folders))
    return paths


def paths_in_the_text() -> list[str]:
    return sorted(set(re.findall(r"`([\w./-]+/[\w./-]*)`", LAYOUT)))


def table(heading: str) -> dict[str, set[str]]:
    """A table's first column, and the names in its second."""
    rows = LAYOUT.partition(f"| {heading} |\n|---|---|\n")[2].partition("\n\n")[0]
    names = [re.findall(r"`(?:irctl/)?(\w+)`", row) for row in rows.splitlines()]
    return {first: set(others) for first, *others in names}


def part_of(path: Path) -> str:
    """The package or module of irctl, at its top level, that a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@cache
def imported_modules(path: Path) -> list[str]:
    """Return every module that a file imports, lazily or for its types too."""
    return list(_imports(path))


def _imports(path: Path) -> Iterator[str]:
    package = path.relative_to(ROOT).parts[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parents = package[: len(package) + 1 - node.level] if node.level else ()
            module = ".".join((*parents, *filter(None, [node.module])))
            yield from (f"{module}.{alias.name}" for alias in node.names)


SOURCES = sorted(PACKAGE.rglob("*.py"))
PARTS = {part_of(path) for path in SOURCES} - {"__init__"}


@pytest.mark.parametrize("path", [*tree_paths(), *paths_in_the_text()])
def test_a_path_that_is_named_exists(path: str) -> None:
    assert (ROOT / path).is_dir() if path.endswith("/") else (ROOT / path).exists()


def test_the_tree_names_every_part_of_irctl() -> None:
    named = {Path(path).stem for path in tree_paths() if path.startswith("irctl/")}
    assert named - {"irctl"} == PARTS


@pytest.mark.parametrize(("package", "allowed"), table("package | may import").items())
def test_a_package_imports_only_what_its_row_allows(package: str, allowed: set[str]) -> None:
    imported = {
        module.split(".")[1]
        for path in SOURCES
        if part_of(path) == package
        for module in imported_modules(path)
        if module.startswith("irctl.")
    }
    assert imported & PARTS <= {*allowed, package}


@pytest.mark.parametrize(("library", "importers"), table("library | imported only by").items())
def test_a_library_is_imported_only_where_its_row_allows(library: str, importers: set[str]) -> None:
    actual = {
        part_of(path)
        for path in SOURCES
        for module in imported_modules(path)
        if module.split(".")[0] == library
    }
    assert actual
    assert actual <= importers


def test_the_tables_cover_the_packages_and_the_libraries() -> None:
    assert {"jobs", "decisions", "output", "answers"} <= table("package | may import").keys()
    assert table("library | imported only by").keys() == LIBRARIES


def test_only_the_terminal_package_looks_at_a_terminal() -> None:
    looking = {
        part_of(path)
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in {"isatty", "get_terminal_size"}
    }
    assert looking == {"terminal"}
