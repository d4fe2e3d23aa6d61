"""The pictures of the printed forms in README.zh.md: each written, turned into PDF by LibreOffice, and drawn as PNG.

One case of the invented bank of `complaintctl demo` is led through its forms. `make screenshots` draws them anew.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "docs" / "screenshots"
PIXELS_AN_INCH = "62"  # legible, and ten of them are smaller than half a megabyte
CASE = "2026-213"  # the next one of the demonstration
# When each act is done, and its words.
ACTS = """
2026-10-19T08:30 staff set li --phone 0000-6600101
2026-10-19T08:31 policy set regulation_status 现行 --from 2026-01-01 --yes
2026-10-19T08:32 policy set bank_address 云溪县人民路1号 --from 2026-01-01
2026-10-19T09:00 register --channel government --category service_attitude --unit beimen --name 赵小满\
 --phone 13900000001 --address 云溪县城关镇东街2号 --summary 柜员解释转账限额时语气生硬，排队五十分钟 --demand 当面道歉\
 --source-agency 云溪县信访局\
 --source-ref 云信转〔2026〕18号 --source-due 2026-10-30 --letter-dated 2026-10-15 --endorsed-by 副县长沈秋分\
 --endorsed-on 2026-10-14 --endorsement 请农商行依法处理，十五日内报结果。
2026-10-19T10:00 brief CASE --to ning
2026-10-19T10:30 direct CASE --by ning --text 请北门支行三日内查清并答复
2026-10-19T11:00 transfer CASE --to beimen --note 请核对监控
2026-10-23T09:00 supervise CASE --reason overdue --text 请立即答复客户
2026-10-23T10:00 delay CASE --reason 录像尚未取得 --customer-told 2026-10-23T09:30 --expected 2026-10-27
2026-10-26T16:00 resolve CASE --findings 经核实，排队和语气情况属实 --fault bank --responsible 批评教育\
 --lessons 服务意识不足\
 --corrective 增设窗口，组织培训，责任人魏国梁 --satisfaction satisfied --handler wei --phone 0000-6600125\
 --replied-at 2026-10-26T15:00 --reply 支行负责人与当事人已当面致歉 --apology 已致歉
""".strip().splitlines()
FORMS = "register receipt transfer supervise result endorsed reply delay label envelope".split()


def run(database: Path, moment: str, *words: str) -> None:
    """Run a command on the file at a moment."""
    settings = {"COMPLAINTCTL_ACTOR": "li", "COMPLAINTCTL_CONFIG": str(database.with_name("none.toml"))}
    before = [sys.executable, "-m", "complaintctl", "--db", str(database), "--as-of", moment]
    subprocess.run([*before, *words], check=True, env={**os.environ, **settings}, capture_output=True)


def draw() -> None:
    """Lead the case through its forms, and draw a picture of the first page of each."""
    if not shutil.which("soffice") or not shutil.which("pdftoppm"):
        print("LibreOffice Writer or poppler-utils is not installed: no form is drawn.")
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run(
            [sys.executable, "-m", "complaintctl", "demo", folder / "demo"], check=True, stdout=subprocess.DEVNULL
        )
        database = folder / "demo" / "demo.db"
        for act in ACTS:
            moment, *words = act.replace("CASE", CASE).split()
            run(database, moment, *words)
        for form in FORMS:
            run(database, "2026-10-27T09:00", "slip", CASE, form, "-o", str(folder / f"{form}.docx"))
        office = ["soffice", f"-env:UserInstallation={(folder / 'office').as_uri()}", "--headless"]
        papers = [folder / f"{form}.docx" for form in FORMS]
        subprocess.run(
            [*office, "--convert-to", "pdf", "--outdir", folder, *papers], check=True, stdout=subprocess.DEVNULL
        )
        for form in FORMS:
            once = ["pdftoppm", "-r", PIXELS_AN_INCH, "-gray", "-png", "-singlefile", str(folder / f"{form}.pdf")]
            subprocess.run([*once, str(FOLDER / f"form-{form}")], check=True)


if __name__ == "__main__":
    draw()
