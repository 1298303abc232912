"""The tests are worth believing: real worlds, no mocks, nothing that waits for a person."""

from __future__ import annotations

from tests.shape.tree import calls, imports, modules, shown

MOCKS = ("mock", "pytest_mock", "unittest.mock")


def test_no_test_mocks() -> None:
    """The world in memory and real servers stand in for the world; nothing pretends to be our own code."""
    mocking = [
        (shown(path), name)
        for path in modules("tests")
        for name in imports(path)
        if any(name == mock or name.startswith(f"{mock}.") for mock in MOCKS)
    ]
    assert mocking == []


def test_no_test_patches_code() -> None:
    """`monkeypatch` may set the environment or the working directory, never an attribute."""
    patching = [
        (shown(path), call) for path in modules("tests") for call in calls(path) if call == "monkeypatch.setattr"
    ]
    assert patching == []
