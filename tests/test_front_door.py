"""What `import wainao` offers, and what it costs."""

import subprocess
import sys
from pathlib import Path
from typing import get_type_hints

import pytest

import wainao


def test_every_declared_name_is_there_and_none_else():
    assert wainao.__all__ == sorted(wainao.__all__)
    assert set(wainao._HOME) == set(wainao.__all__)
    assert [name for name in wainao.__all__ if getattr(wainao, name, None) is None] == []
    assert set(dir(wainao)) == {*wainao.__all__, "__version__"}


def test_type_checkers_are_told_the_same_names():
    source = Path(wainao.__file__).read_text()
    told = source.partition("if TYPE_CHECKING:\n")[2].partition("\n\n")[0]
    names = {name.strip() for line in told.splitlines() for name in line.partition(" import ")[2].split(",")}
    assert names == set(wainao.__all__)


def test_a_wrong_name_is_refused_with_the_right_ones():
    with pytest.raises(AttributeError, match=r"no attribute 'Brain'.*Wainao"):
        _ = wainao.Brain


def test_the_door_is_typed():
    assert get_type_hints(wainao.Wainao.ask)["return"] is wainao.Outcome


@pytest.mark.parametrize("what", ["import wainao", "import wainao.kernel, wainao.types"])
def test_importing_loads_only_the_standard_library(what):
    script = f"import sys; {what}; print(*sorted({{name.partition('.')[0] for name in sys.modules}}))"
    ran = subprocess.run([sys.executable, "-I", "-c", script], capture_output=True, text=True, check=True)
    # Editable installs and coverage bring start-up modules of their own; they are there without us, too.
    bare = subprocess.run(
        [sys.executable, "-I", "-c", "import sys; print(*{name.partition('.')[0] for name in sys.modules})"],
        capture_output=True,
        text=True,
        check=True,
    )
    foreign = set(ran.stdout.split()) - set(bare.stdout.split()) - set(sys.stdlib_module_names) - {"wainao"}
    assert foreign == set()


def test_importing_wainao_loads_nothing_else_of_ours():
    script = "import sys, wainao; print(*(name for name in sys.modules if name.startswith('wainao')))"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["wainao"]
