"""How fast pages and search results are served beside nginx and Django, and what memory the door takes."""

from __future__ import annotations

import gzip
import http.client
import re
import shutil
import sys
import urllib.request
from contextlib import ExitStack
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import quote_plus

from fanlight.edition.mirror import write_mirror
from fanlight.edition.queries import Edition
from fanlight.edition.rules import HTML

from .homes import ROOT, Home
from .load import Figures, ask
from .progress import say
from .servers import Server, free_port

_NGINX = """
worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
  default_type application/octet-stream; types {{ text/html html; }}
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000; keepalive_timeout 75s;
  open_file_cache max=50000 inactive=10m; open_file_cache_valid 10m;
  client_body_temp_path {folder}/t; proxy_temp_path {folder}/t; fastcgi_temp_path {folder}/t;
  uwsgi_temp_path {folder}/t; scgi_temp_path {folder}/t;
  server {{
    listen 127.0.0.1:{port}; root {root}; gzip_static on;
    location / {{ try_files $uri/index.html =404; }}
  }}
}}
"""
_QUERIES = 500
_COMPARED = 20


def door(home: Home) -> Server:
    """The door alone, one worker, as anybody starts it."""
    port = free_port()
    command = [sys.executable, "-m", "fanlight", "serve", "--only", "door", "--port", str(port), "--workers", "1"]
    return Server("door", command, port, "/", **home.environment)


def nginx(home: Home, folder: Path) -> Server:
    """Nginx with one worker, no log and its file cache, before the same pages compressed by the same hand."""
    root, port = folder / "mirror", free_port()
    shutil.rmtree(folder, ignore_errors=True)
    edition = home.edition()
    write_mirror(edition, root)
    for path in page_paths(edition):
        body = edition.body(path)
        assert body is not None
        (root / path.strip("/") / "index.html.gz").write_bytes(body.gz)
    # Its worker may run as another user, who must be able to read the files.
    for each in (folder, *folder.parents):
        if each == ROOT:
            break
        each.chmod(0o755)
    config = folder / "nginx.conf"
    config.write_text(_NGINX.format(folder=folder, root=root, port=port), encoding="utf-8")
    return Server("nginx", ["nginx", "-e", str(folder / "error.log"), "-c", str(config)], port, "/services")


def django(home: Home, probe: str) -> Server:
    """A Django view of service pages, in the same server with one worker."""
    port = free_port()
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", "1", "--blocking-threads", "1", "--no-log", "bench.peer_wsgi:application",
    ]  # fmt: skip
    return Server("Django view", command, port, probe, **home.environment)


def page_paths(edition: Edition, part: str = "") -> list[str]:
    """Return the paths of the HTML pages that answer 200 and have `part` in their path."""
    return [
        page.path
        for page in edition.pages()
        if page.type == HTML and page.status == 200 and part in page.path and "/_" not in page.path
    ]


def query_paths(edition: Edition, seed: int = 7) -> list[str]:
    """Make addresses of the results page: one to four words of names of services, some with a typo, each language."""
    random = Random(seed)
    names = {lang: [] for lang in edition.languages}
    for lang, found in names.items():
        ids = [path.rpartition("/")[2] for path in page_paths(edition, "/services/")]
        found += [card.name for card in edition.cards(sorted(set(ids))[:: max(1, len(ids) // 600)], lang).values()]
    paths = []
    for number in range(_QUERIES):
        lang = edition.languages[number % len(edition.languages)]
        words = re.findall(r"\w{4,}", random.choice(names[lang])) or ["permit"]
        chosen = random.sample(words, min(len(words), random.randint(1, 4)))
        if number % 5 == 0:
            chosen[0] = chosen[0][:2] + chosen[0][3:]
        prefix = "" if lang == edition.languages[0] else f"/{lang}"
        paths.append(f"{prefix}/search?q={quote_plus(' '.join(chosen).lower())}")
    return paths


def measure(home: Home, folder: Path, *, runs: int, seconds: float) -> dict[str, Any]:
    """Ask door, nginx and Django in turn for random service pages, and the door for search results, some times over."""
    edition = home.edition()
    services = page_paths(edition, "/services/")
    plans: list[tuple[str, Server, list[str]]] = []
    with ExitStack() as stack:
        there = {}
        for server in (nginx(home, folder), door(home), django(home, services[0])):
            there[server.name] = stack.enter_context(server)
            say(f"serving: {server.name} is ready")
        agreed = _same_pages(there["door"], there["Django view"], services)
        plans = [(name, server, services) for name, server in there.items()]
        plans.append(("results page", there["door"], query_paths(edition)))
        for _, server, paths in plans:
            ask(server, paths, 1, 0)  # warms caches; not counted
        figures = {name: Figures(name) for name, _, _ in plans}
        for number in range(runs):
            for name, server, paths in plans:
                figures[name].runs.append(ask(server, paths, seconds, number + 1))
            told = ", ".join(f"{name} {each.runs[-1].rate:,.0f}/s" for name, each in figures.items())
            say(f"serving: run {number + 1} of {runs}: {told}")
    return {"paths": len(services), "same_pages": agreed, "figures": figures}


def _same_pages(one: Server, other: Server, paths: list[str]) -> str:
    """See that the peer answers with the same pages, so that the comparison is of like with like."""
    chosen = Random(3).sample(paths, min(_COMPARED, len(paths)))
    same = sum(_text(one, path) == _text(other, path) for path in chosen)
    return f"{same} of {len(chosen)}"


def _text(server: Server, path: str) -> str:
    asked = urllib.request.Request(server.address + path, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(asked, timeout=30) as answer:
        body = gzip.decompress(answer.read()).decode()
    return re.sub(r"\s*\n\s*", "\n", body.replace("<!--fanlight:notice-->", "")).strip()


def memory(home: Home, searches: int = 200) -> dict[str, Any]:
    """Return the door's memory (MB) fresh, and after a walk over all pages and some searches, one after another."""
    edition = home.edition()
    pages = edition.paths()
    with door(home) as server:
        fresh = server.memory()
        line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        for number, path in enumerate([*pages, *query_paths(edition)[:searches]]):
            line.request("GET", path, headers={"Accept-Encoding": ("gzip", "br")[number % 2]})
            answer = line.getresponse()
            answer.read()
            if answer.status >= 500:
                raise RuntimeError(f"The door answered {path} with {answer.status}.")
        line.close()
        walked = server.memory()
    say(f"memory: {walked['pss']:.0f} MB after {len(pages):,} pages and {searches} searches")
    return {"pages": len(pages), "searches": searches, "fresh": fresh, "walked": walked}
