"""The built wheel, in an empty environment with nothing of the checkout: it writes a letter."""

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.wheel
def test_a_wheel_in_an_empty_environment_writes_a_letter(tmp_path):
    """Templates, reasons, fonts and letterheads are inside the wheel, and the command finds them there."""
    if not os.environ.get("LETTERGEN_CI"):
        pytest.skip("builds and installs a wheel with all it needs; CI does it (LETTERGEN_CI=1)")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--outdir", tmp_path / "dist", ROOT], check=True, capture_output=True
    )
    [wheel] = (tmp_path / "dist").glob("*.whl")
    venv.create(tmp_path / "venv", with_pip=True)
    python = tmp_path / "venv" / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel], check=True)
    case = tmp_path / "sak"
    case.mkdir()
    for name in ("innvilgelse-nn-omsorg.yaml", "lettergen.toml"):
        (case / name).write_bytes((ROOT / "examples" / name).read_bytes())
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    result = subprocess.run(
        [
            tmp_path / "venv" / "bin" / "lettergen",
            "write",
            "innvilgelse-nn-omsorg.yaml",
            "-f",
            "docx",
            "-f",
            "pdf",
            "-f",
            "html",
            "-f",
            "txt",
        ],
        cwd=case,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert {file.suffix for file in case.iterdir()} >= {".docx", ".pdf", ".html", ".txt", ".json"}
    assert "Du får kvalifiseringsprogram" in next(case.glob("*.txt")).read_text(encoding="utf-8")
