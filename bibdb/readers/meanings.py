"""What a field, column or key means, by its name as people and programs write it."""

from __future__ import annotations

import re

__all__ = ["ABOUT", "NAMING", "meaning_of"]

# Meanings, and the names they go by in lower case without signs: CSL, RIS programs, Zotero's CSV and JSON, OpenAlex,
# Semantic Scholar, arXiv dumps, YAML of academic sites, and spreadsheets that people keep, in several languages.
_NAMES = {
    "title": """
        title titles papertitle articletitle fulltitle worktitle primarytitle titel titulo título titre titolo
        название заголовок 标题 题目 論文名 论文名 论文标题 论文题目 タイトル 論文タイトル 제목 论文 論文 paper
        papers article
    """,
    "name": """
        name model method modelname methodname dataset tool system projectname work book resource label text
        名称
    """,
    "short": "abbr abbreviation acronym shorttitle short titleshort shortname nickname",
    "author": """
        author authors authorships creator creators writer writers by autor autores auteur auteurs autori verfasser
        authorlist authornames firstauthor authorfullnames byline 作者 著者 저자 автор авторы
    """,
    "editor": "editor editors",
    "affiliation": """
        affiliation affiliations institution institutions organization organisation lab company org 机构 单位
    """,
    "date": """
        date published publicationdate publisheddate pubdate datepublished releasedate released release
        announced announcement submitted submissiondate issued posted postdate
        fecha datum publishedat publishedon publicationtime time 日期 时间 发表时间 発表日 날짜 дата
    """,
    "year": """
        year publicationyear pubyear yearpublished publishedyear año ano annee année jahr 年 年份 年代 发表年份
        연도 год
    """,
    "month": "month publicationmonth mes mois monat 月 月份",
    "day": "day 日",
    "venue": """
        venue journal conference conferencejournal journalconference booktitle containertitle publicationtitle
        journaltitle publication publishedin proceedings sourcetitle where journalname venuename conf accepted
        acceptedat meeting hostvenue source publishedatvenue revista zeitschrift revue 会议 期刊 发表 出处 来源
        会议期刊 会場 학회
    """,
    "container-short": "containertitleshort journalabbreviation shortjournal",
    "event": "event eventtitle conferencename",
    "series": "series collectiontitle",
    "publisher": "publisher verlag éditeur editorial 出版社",
    "place": "place publisherplace address location",
    "volume": "volume vol",
    "issue": "issue",
    "number": "number reportnumber",
    "pages": "page pages startpage",
    "doi": "doi dois doinumber doilink doiurl",
    "arxiv": "arxiv arxivid eprint arxivnumber arxivlink arxivurl arxivpreprint preprint paperarxivid arxivno",
    "isbn": "isbn isbn13 isbn10",
    "issn": "issn",
    "abstract": """
        abstract abstractnote abstracttext summary description desc tldr abstracts resumen zusammenfassung 摘要
        简介 概要 초록
    """,
    "note": """
        note notes comment comments remark remarks annotation annotations annote review thoughts notiz extra
        takeaway takeaways commentary mynotes 备注 笔记 评论 备考 備考 メモ 비고
    """,
    "tags": """
        tag tags keyword keywords topic topics category categories subject subjects labels area areas field
        fields theme themes manualtags automatictags group groups task tasks 标签 关键词 类别 分类 领域
        キーワード タグ 키워드
    """,
    "section": "section heading chapter groupname sectiontitle",
    "key": "key id citekey citationkey bibkey bibtexkey bibtexid slug uid itemkey entrykey cite citekeys paperid",
    "type": "type itemtype entrytype publicationtype documenttype doctype genre kind",
    "language": "language lang",
    "publicationlink": """
        url urls link links paperlink paperurl href pdf pdfurl pdflink pdfs html paperpdf fulltext websitepaper
        uri homepagepaper openaccess openaccesspdf 链接 論文リンク 论文链接 论文地址 地址 リンク 링크 enlace
        lien
    """,
    "code": """
        code github repo repository codeurl codelink officialcode githuburl githublink githubrepo sourcecode
        implementation gitrepo 代码 代码链接 コード 코드
    """,
    "project": """
        project projectpage projecturl website webpage homepage page web site projectlink 项目 主页 项目主页
    """,
}
_BY_NAME = {name: meaning for meaning, names in _NAMES.items() for name in names.split()}

ABOUT = frozenset({"doi", "arxiv", "publicationlink", "title", "name", "venue", "volume", "number", "project", "code"})
"""Meanings under which an identifier can be what the record is about."""

NAMING = ("title", "name", "short")
"""Meanings that can title a record, the best first."""

_SIGNS = re.compile(r"[\W_]+")
_ASIDE = re.compile(r"\s*[(\[（].*$", re.DOTALL)


def meaning_of(name: str) -> str:
    """Give the meaning of a name; the name itself in lower case when it has none that is known."""
    bare = _ASIDE.sub("", name.strip().lower()) or name.strip().lower()
    if len(bare) > 60:
        return ""
    spelled = _SIGNS.sub("", bare)
    return _BY_NAME.get(spelled) or _BY_NAME.get(spelled.removesuffix("s")) or bare
