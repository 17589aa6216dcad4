"""Files that are no lists, told by their names: binaries, code, settings, legal texts, and bibdb's own files."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import PurePath

__all__ = ["Kind", "is_binary", "kind_of"]


class Kind(StrEnum):
    """Why a file is not read as a list."""

    OWN = "bibdb's own files"
    HIDDEN = "hidden files"
    BINARY = "binaries"
    CODE = "code"
    SETTINGS = "settings"
    LEGAL = "licences and the like"
    IGNORED = "ignored by .bibdbignore"
    SYMLINK = "symbolic links that lead elsewhere"


_OWN = frozenset({"keys.toml", "corrections.toml", "bibdb.toml"})
_BINARY = """
    7z a avi bin bmp bz2 class dat db dll dmg doc docx dvi dylib eot eps epub exe flac gif gz h5 hdf5 heic ico jar jpeg
    jpg key lib m4a mat mkv mobi mov mp3 mp4 mpg npy npz numbers o obj odp ods odt ogg onnx otf parquet pdf pickle pkl
    png ppt pptx ps psd pt pth pyc pyd rar rds safetensors so sqlite sqlite3 svg swf tar tgz tif tiff ttf wasm wav webm
    webp whl wmv woff woff2 xls xlsx xz zip zst
"""
_CODE = """
    asm awk bash bat bst c cc cjs clj cls cmake cmd coffee cpp cr cs css cu cxx dart diff el elm erl ex exs f f90 fish
    fs fsx go gql gradle graphql groovy h hbs hpp hs hxx idl inc ino java jinja jinja2 jl js jsx kt kts less liquid lisp
    lua m4 mako map mjs ml mli mm mustache nb nim nix njk patch php pl pm proto ps1 py pyi pyx r rb rkt rs s sass scala
    scm scss sh sol sql sty styl svelte swift tcl tf ts tsx v vb vbs vhd vim vue wat wl xsl xslt zig zsh
"""
_SETTINGS = "cfg conf editorconfig env ini lock log mk plist prefs properties toml xsd"
_SUFFIXES = {
    **dict.fromkeys(_BINARY.split(), Kind.BINARY),
    **dict.fromkeys(_CODE.split(), Kind.CODE),
    **dict.fromkeys(_SETTINGS.split(), Kind.SETTINGS),
}
_SETTINGS_NAMES = re.compile(
    r"(?:gnu)?makefile|dockerfile|containerfile|procfile|gemfile|rakefile|jenkinsfile|vagrantfile|cname|codeowners|"
    r"package(?:-lock)?\.json|tsconfig.*\.json|composer\.(?:json|lock)|bower\.json|lerna\.json|pnpm-lock\.yaml|"
    r"manifest\.(?:json|in)|repomix\.config\.json|renovate\.json|vercel\.json|_config\.ya?ml|mkdocs\.ya?ml|"
    r"(?:docker-)?compose\.ya?ml|environment\.ya?ml|conda\.ya?ml|appveyor\.ya?ml|(?:dev-|test-)?requirements.*\.txt|"
    r"robots\.txt|sitemap\.xml|go\.(?:mod|sum)|cmakelists\.txt",
    re.IGNORECASE,
)
_LEGAL = re.compile(
    r"(?:(?:un)?licen[cs]e|copying|copyright|notice|code[_-]of[_-]conduct)"
    r"(?:[-_.][\w.-]+)?",
    re.IGNORECASE,
)
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")


def kind_of(path: PurePath) -> Kind | None:
    """Tell by its name why a file is no list; None when it may be one."""
    name = path.name
    if name in _OWN:
        return Kind.OWN
    if name.startswith("."):
        return Kind.HIDDEN
    if _SETTINGS_NAMES.fullmatch(name):
        return Kind.SETTINGS
    if _LEGAL.fullmatch(name) and path.suffix.lower() in {"", ".md", ".txt", ".rst", ".mit"}:
        return Kind.LEGAL
    return _SUFFIXES.get(path.suffix[1:].lower())


def is_binary(head: bytes) -> bool:
    """Whether a file's first bytes are no text: a zero byte where the file is not marked or shaped as UTF-16 or 32."""
    if b"\0" not in head or head.startswith(_WIDE_MARKS):
        return False
    zeros = head.count(0)
    return zeros * 5 < len(head) or zeros * 10 > len(head) * 9 or any(head.startswith(magic) for magic in _MAGIC)


_MAGIC = (
    b"%PDF",
    b"\x89PNG",
    b"PK\x03\x04",
    b"GIF8",
    b"\x7fELF",
    b"SQLite format 3\0",
    b"\x1f\x8b",
    b"BZh",
    b"\xca\xfe",
)
