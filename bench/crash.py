"""kill -9 at random moments of adding and of asking: nothing lost, nothing twice, ledger intact.

    python bench/crash.py --moments 50 --files 600

Adding: `wainao add` on one folder is killed again and again, then left to finish; every file must be there once, with
the chunks that an undisturbed add gives. Asking: a server is killed while four clients ask; every answer that reached a
client must have its receipt, no receipt may be there twice, and the ledger must verify after each restart.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

import httpx

from serving import WAINAO, Server
from wainao import Wainao

CLIENTS = 4


def make_folder(folder: Path, files: int) -> None:
    folder.mkdir()
    for number in range(files):
        facts = "\n\n".join(f"Item w{number}x{line} costs {number + line} euros. 价格。" for line in range(40))
        (folder / f"{number:05}.md").write_text(f"# Price list {number}\n\n{facts}\n", encoding="utf-8")


def add_command(home: Path, folder: Path) -> list[str]:
    return [WAINAO, "add", str(folder), "--home", str(home), "--json"]


def kill_while_adding(home: Path, folder: Path, moments: int, whole_s: float) -> int:
    """How many of the moments hit an add under way (the others found it already finished)."""
    hit = 0
    for _ in range(moments):
        adding = subprocess.Popen(add_command(home, folder), stdout=subprocess.DEVNULL)
        time.sleep(random.uniform(0.0, whole_s))
        hit += adding.poll() is None
        adding.kill()
        adding.wait()
        check_ledger(home)
    subprocess.run(add_command(home, folder), check=True, stdout=subprocess.DEVNULL)
    return hit


def check_ledger(home: Path) -> None:
    with Wainao.open(home) as brain:
        verified = brain.verify().output
        assert verified.intact, verified.faults


def inventory(home: Path) -> Counter[tuple[str, int]]:
    with Wainao.open(home) as brain:
        documents = brain.call("knowledge:documents").output.documents
    return Counter((document.path, document.chunks) for document in documents)


def kill_while_asking(home: Path, moments: int) -> int:
    """How many answers reached a client; each of them is looked up afterwards."""
    receipts: list[str] = []
    for _ in range(moments):
        server = Server(home)
        clients = [threading.Thread(target=ask, args=(server.url, receipts)) for _ in range(CLIENTS)]
        for client in clients:
            client.start()
        time.sleep(random.uniform(0.05, 1.0))
        server.kill()
        for client in clients:
            client.join()
        check_ledger(home)
    check_receipts(home, receipts)
    return len(receipts)


def ask(url: str, receipts: list[str]) -> None:
    with httpx.Client(base_url=url, trust_env=False) as client:
        while True:
            question = f"What does item w{random.randrange(50)}x{random.randrange(40)} cost?"
            try:
                answer = client.post("/api/knowledge/ask", json={"question": question})
            except httpx.TransportError:
                return
            receipts.append(answer.raise_for_status().json()["receipt"])


def check_receipts(home: Path, receipts: list[str]) -> None:
    with Wainao.open(home) as brain:
        for receipt in receipts:
            assert brain.receipt(receipt).output.status == "ok"
    assert len(set(receipts)) == len(receipts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--moments", type=int, default=50)
    parser.add_argument("--files", type=int, default=600)
    parser.add_argument("--seed", type=int, default=None)
    options = parser.parse_args()
    random.seed(options.seed)
    with tempfile.TemporaryDirectory() as temporary:
        folder, calm, hurt = (Path(temporary) / name for name in ("files", "calm", "hurt"))
        make_folder(folder, options.files)
        began = time.perf_counter()
        subprocess.run(add_command(calm, folder), check=True, stdout=subprocess.DEVNULL)
        whole_s = time.perf_counter() - began
        hit = kill_while_adding(hurt, folder, options.moments, whole_s)
        expected, found = inventory(calm), inventory(hurt)
        assert found == expected, (expected - found, found - expected)
        print(f"add: {options.moments} kills, {hit} of them under way; {len(found)} files, each once, as undisturbed")
        answers = kill_while_asking(hurt, options.moments)
        print(f"ask: {options.moments} kills; {answers} answers had reached a client, each has its receipt, once")
        print("ledger: intact after every restart")


if __name__ == "__main__":
    main()
