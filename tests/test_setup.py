"""bin/setup on machines that lack something says what, in one go."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def setup_in(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a copy of bin/setup in an empty checkout."""
    (folder / "bin").mkdir()
    shutil.copy(ROOT / "bin" / "setup", folder / "bin" / "setup")
    return subprocess.run(
        [sys.executable, str(folder / "bin" / "setup")],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_python_without_ensurepip_is_told_the_one_package_to_install(tmp_path: Path) -> None:
    lame = tmp_path / "lame"
    lame.mkdir()
    (lame / "ensurepip.py").write_text("raise ImportError('left out by the distribution')\n")
    done = setup_in(tmp_path, PYTHONPATH=str(lame))
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert done.returncode == 1
    assert f"apt-get install python{version}-venv" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / ".venv").exists()
