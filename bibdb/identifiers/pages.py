"""From a page's address to what the page is about: by its host, through proxies, archives and redirects."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from urllib.parse import unquote

from bibdb.identifiers import arxiv, doi, hosts, proceedings
from bibdb.identifiers.model import Identifier, Scheme
from bibdb.identifiers.url import Address, parse

PageReader = Callable[[Address], Identifier | None]


def _arxiv(address: Address) -> Identifier | None:
    return arxiv.from_path(f"{address.path}?{address.query}")


def _resolver(address: Address) -> Identifier | None:
    return doi.from_resolver(address.path)


def _publisher(address: Address) -> Identifier | None:
    """Read a page whose publisher makes its DOIs of what stands in its addresses."""
    host = next(host for host in _DOIS_OF if f".{address.host}".endswith(f".{host}"))
    pattern, template = _DOIS_OF[host]
    match = pattern.match(f"{address.path}?{address.query}")
    return doi.canonical(template.format(*match.groups())) if match else doi.from_page(address.path)


_DOIS_OF = {
    "nature.com": (re.compile(r"/articles/([a-z0-9][a-z0-9-]{4,40}(?<!-))(?=[./?])"), "10.1038/{}"),
    "elifesciences.org": (re.compile(r"/articles/(\d{4,8})(?=[v./?])"), "10.7554/elife.{}"),
    "zenodo.org": (re.compile(r"/records?/(\d{3,12})(?=[/?])"), "10.5281/zenodo.{}"),
    "ijcai.org": (re.compile(r"/proceedings/((?:201[7-9]|20[2-9]\d)/\d{1,5})(?=[/?])"), "10.24963/ijcai.{}"),
    "researchsquare.com": (re.compile(r"/article/(rs-\d{3,12}/v\d{1,3})(?=[/.?])"), "10.21203/rs.3.{}"),
    "papers.ssrn.com": (
        re.compile(r"/sol3/papers\.cfm\?(?:.{0,200}&)?abstract_id=(\d{3,12})(?=&|$)"),
        "10.2139/ssrn.{}",
    ),
}
"""Hosts of publishers, what in their addresses names a paper, and the DOI that they make of it."""


def _raw(address: Address) -> Identifier | None:
    """PMLR keeps its papers in repositories; others' raw files tell something only when they are a `README`."""
    return proceedings.pmlr_page(address) if address.path.startswith("/mlresearch/") else hosts.github_raw(address)


def _nobody(_address: Address) -> Identifier | None:
    """Pages whose addresses look like another's and are not."""
    return None


HOSTS: Mapping[str, PageReader] = {
    "arxiv.org": _arxiv,
    "arxiv.com": _arxiv,
    "xxx.lanl.gov": _arxiv,
    "128.84.21.199": _arxiv,
    "ar5iv.org": _arxiv,
    "alphaxiv.org": _arxiv,
    "arxiv-vanity.com": _arxiv,
    "scirate.com": _arxiv,
    "front.math.ucdavis.edu": _arxiv,
    "papers.cool": _arxiv,
    "emergentmind.com": _arxiv,
    "doi.org": _resolver,
    **dict.fromkeys(_DOIS_OF, _publisher),
    "openreview.net": proceedings.openreview_page,
    "aclanthology.org": proceedings.acl_page,
    "aclanthology.info": proceedings.acl_page,
    "aclanthology.coli.uni-saarland.de": proceedings.acl_page,
    "aclweb.org": proceedings.acl_page,
    "proceedings.mlr.press": proceedings.pmlr_page,
    "jmlr.org": proceedings.pmlr_page,
    "jmlr.csail.mit.edu": proceedings.pmlr_page,
    "openaccess.thecvf.com": proceedings.cvf_page,
    "cv-foundation.org": proceedings.cvf_page,
    "proceedings.neurips.cc": proceedings.neurips_page,
    "papers.neurips.cc": proceedings.neurips_page,
    "proceedings.nips.cc": proceedings.neurips_page,
    "papers.nips.cc": proceedings.neurips_page,
    "books.nips.cc": proceedings.neurips_page,
    "dblp.org": proceedings.dblp_page,
    "dblp.uni-trier.de": proceedings.dblp_page,
    "dblp.dagstuhl.de": proceedings.dblp_page,
    "dblp1.uni-trier.de": proceedings.dblp_page,
    "github.com": hosts.github_page,
    "raw.githubusercontent.com": _raw,
    "gist.github.com": _nobody,
    "delivery.acm.org": _nobody,
    "huggingface.co": hosts.huggingface_page,
    "hf.co": hosts.huggingface_page,
    "youtube.com": hosts.youtube_page,
    "youtube-nocookie.com": hosts.youtube_page,
    "youtu.be": hosts.youtube_page,
}
"""Who reads the pages of a host and of the hosts below it."""

# A library's proxy puts its own name behind the publisher's (`arxiv.org.proxy.…`, `arxiv-org.proxy.…`).
_PROXIED = re.compile(
    "(?:www[.-])?(?:"
    + "|".join(
        f"(?P<h{index}>{re.escape(host)}|{re.escape(host.replace('.', '-'))})" for index, host in enumerate(HOSTS)
    )
    + r")\.[a-z0-9-]+\."
)
_NAMES = list(HOSTS)
_INNER = re.compile(r"https?(?:%3A|:)(?:/|%2F){1,2}", re.IGNORECASE)
# Pages that only lead to another, which stands in their address.
_REDIRECTS = re.compile(
    r"(?:google\.[a-z.]{2,6}/url|scholar\.google\.[a-z.]{2,6}/scholar_url|l\.facebook\.com/l\.php|slack-redir\.net/link|"
    r"linkedin\.com/redir/redirect|vk\.com/away\.php|href\.li/|r\.jina\.ai/|\w+\.safelinks\.protection\.outlook\.com/|"
    r"link\.zhihu\.com/|[\w.-]*ezproxy[\w.-]*/login|proxy\.[\w.-]+/login)",
    re.ASCII,
)
_MEMENTO = re.compile(r"/web/[0-9a-z_*]{1,32}/(.+)", re.DOTALL)
_DEPTH = 4


def identify_address(url: str, depth: int = _DEPTH) -> Identifier | None:
    """Read an http(s) address: the most telling identifier that it has, and at least the address itself."""
    address = parse(url)
    if address is None:
        return None
    known = _by_host(address) or _wrapped(address, depth)
    return known or Identifier(Scheme.URL, str(address))


def _by_host(address: Address) -> Identifier | None:
    reader = _reader(address.host)
    if reader is not None:
        return reader(address)
    if "doi" in address.host.split("."):
        return doi.canonical(address.path.lstrip("/")) or doi.read(address.path)
    return None


def _reader(host: str) -> PageReader | None:
    labels = host.split(".")
    for count in range(min(len(labels), 5), 1, -1):
        if reader := HOSTS.get(".".join(labels[-count:])):
            return reader
    proxied = _PROXIED.match(host)
    return HOSTS[_NAMES[int((proxied.lastgroup or "h0")[1:])]] if proxied else None


def _wrapped(address: Address, depth: int) -> Identifier | None:
    """Look into an address for another one, or for an identifier of a publisher's or arXiv's."""
    tail = f"{address.path}?{address.query}"
    inner = _inner(tail)
    if inner and depth:
        found = identify_address(inner, depth - 1)
        if found and (found.scheme is not Scheme.URL or _REDIRECTS.match(address.host + address.path)):
            return found
    if _reader(address.host):
        return None
    return doi.from_page(address.path) or doi.from_page(f"={address.query}") or arxiv.named_in(tail)


def _inner(tail: str) -> str:
    match = _INNER.search(tail)
    if match is None:
        memento = _MEMENTO.match(tail)
        return f"https://{memento[1]}" if memento else ""
    inner = tail[match.start() :]
    if match.start() and "=" in tail[: match.start()]:
        return unquote(inner.partition("&")[0])
    return unquote(inner) if "%3A" in match[0] or "%2F" in match[0] else inner.removesuffix("?")
